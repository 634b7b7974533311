#include "clients/cli/mailbox.hpp"

#include "clients/cli/errc.hpp"

#include "channels/wire/mailbox_path.hpp"
#include "clients/core/refusal.hpp"

#include <algorithm>
#include <utility>

namespace kring::cli {

namespace {

/// Between two looks whether the other device has answered: somebody stands beside it.
constexpr Duration look_again = std::chrono::milliseconds(700);

/// So long in all somebody waits for a hub that takes nothing of their address for now.
constexpr Duration asked_to_wait_max = std::chrono::minutes(2);

/// So often in a row the hub may be away while somebody waits.
constexpr int failures_max = 10;

/// What a mailbox's status means where it is no success.
Error refusal_of(unsigned status) {
  if (status == 404) return Error(Errc::mailbox_gone);
  if (status == 409) return Error(Errc::mailbox_used);
  return Error(Errc::mailbox_refused);
}

}  // namespace

native::HttpAnswer Mailbox::ask(const std::string& method, const std::string& path, const Bytes& body) {
  for (Duration waited{};;) {
    auto answer =
        session_.ask_http({.hub = hub_, .method = method, .path = path, .authorization = {}, .body = body});
    if (answer.status != 429 || waited >= asked_to_wait_max || session_.interrupted()) return answer;
    // Others at the same address may have used up what it has for this minute.
    const auto pause = std::max(core::told_wait(view_text(answer.body)), look_again);
    session_.rest(pause);
    waited += pause;
  }
}

Outcome<channels::MailboxId> Mailbox::open() {
  const auto answer = ask("POST", std::string(wire::mailboxes_path), {});
  const auto bytes = answer.status == 201 ? from_hex(view_text(answer.body)) : Result<Bytes>(Bytes());
  const auto id = bytes ? channels::MailboxId::from(*bytes) : fail(bytes.error());
  if (!id) return std::unexpected(refusal_of(answer.status));
  return *id;
}

Outcome<void> Mailbox::put(const channels::MailboxId& mailbox, channels::MailSide side,
                           const Bytes& message) {
  const auto answer = ask("PUT", wire::format_mail_path({mailbox, side}), message);
  if (answer.status != 201) return std::unexpected(refusal_of(answer.status));
  return {};
}

Outcome<Bytes> Mailbox::take(const channels::MailboxId& mailbox, channels::MailSide side) {
  for (int failures = 0; failures < failures_max;) {
    auto answer = ask("POST", wire::format_mail_path({mailbox, side}), {});
    if (session_.interrupted()) return std::unexpected(Error(Errc::interrupted));
    if (answer.status == 200) return std::move(answer.body);
    const bool is_away = answer.status == 0 || answer.status >= 500;
    // The hub ends this after ten minutes: then nobody finds the mailbox.
    if (!is_away && answer.status != 204) return std::unexpected(refusal_of(answer.status));
    failures = is_away ? failures + 1 : 0;
    session_.rest(look_again);
  }
  return std::unexpected(Error(Errc::mailbox_refused));
}

}  // namespace kring::cli
