#include "channels/wire/limits.hpp"
#include "channels/wire/mailbox_path.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/limits.hpp"
#include "hub/engine/store_error.hpp"

#include <utility>

namespace kring::engine {

using wire::ErrorCode;

bool Engine::ask_mailbox(HttpAsked& event, Time now) {
  const auto exchange = event.exchange;
  const auto path = wire::parse_mail_path(event.path);
  const bool is_new = event.method == HttpMethod::post && event.path == wire::mailboxes_path;
  if (!is_new && (!path || event.method == HttpMethod::get)) return false;
  if (draining_) {
    http_refuse(exchange, {.code = ErrorCode::draining});
  } else if (is_new) {
    open_mailbox(exchange, event.client, now);
  } else if (event.method == HttpMethod::post) {
    write(
        store::TakeMail{
            .mailbox = path->mailbox, .side = path->side, .expired_before = now - limits::mailbox_life},
        [this, exchange](store::WriteResult result, Time) {
          if (!result) return http_refuse(exchange, error_of(result.error()));
          auto& mail = std::get<store::Mail>(*result);
          if (!mail.bytes) return http_reply(exchange, 204, "");
          actions_.emplace_back(
              HttpReply{.exchange = exchange, .status = 200, .body = std::move(*mail.bytes)});
        });
  } else if (event.body.empty() || event.body.size() > wire::limits::mail_bytes_max) {
    http_refuse(exchange, {.code = event.body.empty() ? ErrorCode::bad_field : ErrorCode::too_large});
  } else {
    write(store::PutMail{.mailbox = path->mailbox,
                         .side = path->side,
                         .expired_before = now - limits::mailbox_life,
                         .bytes = std::move(event.body)},
          [this, exchange](const store::WriteResult& result, Time) {
            if (!result) return http_refuse(exchange, error_of(result.error()));
            http_reply(exchange, 201, "");
          });
  }
  return true;
}

void Engine::open_mailbox(ExchangeId exchange, const Client& client, Time now) {
  if (const auto limited = limiter_.open_mailbox(client, now)) return http_refuse(exchange, *limited);
  // The clock may have gone back since.
  if (mailboxes_since_ > now || now - mailboxes_since_ >= std::chrono::minutes(1)) {
    mailboxes_since_ = now;
    mailboxes_opened_ = 0;
  }
  if (mailboxes_opened_ == limits::mailboxes_per_minute_max)
    return http_refuse(exchange, {.code = ErrorCode::limit, .name = "mailboxes_per_minute_max"});
  ++mailboxes_opened_;
  const auto mailbox = random_.id<channels::MailboxId>();
  write(store::OpenMailbox{.mailbox = mailbox,
                           .time = now,
                           .expired_before = now - limits::mailbox_life,
                           .count_max = limits::mailboxes_max},
        [this, exchange, mailbox](const store::WriteResult& result, Time) {
          if (!result) return http_refuse(exchange, error_of(result.error()));
          http_reply(exchange, 201, to_hex(mailbox.view()));
        });
}

}  // namespace kring::engine
