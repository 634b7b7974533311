#include "hub/store/detail/mailbox_rows.hpp"

#include "hub/base/errc.hpp"
#include "hub/store/detail/query.hpp"

namespace kring::store::detail {

using hub::Errc;

namespace {

Status drop_before(Database& database, Time before) {
  {
    Query mail(
        database,
        "DELETE FROM one_time_mail WHERE mailbox IN (SELECT mailbox FROM one_time_mailbox WHERE time < $1)");
    if (auto gone = mail.bind(before).run(); !gone) return gone;
  }
  Query boxes(database, "DELETE FROM one_time_mailbox WHERE time < $1");
  return boxes.bind(before).run();
}

/// Errors: `not_found`.
Status find_mailbox(Database& database, const channels::MailboxId& mailbox, Time expired_before) {
  Query query(database, "SELECT time FROM one_time_mailbox WHERE mailbox = $1");
  const auto found = query.bind(mailbox).step();
  if (!found) return fail(found.error());
  if (!*found || query.time(0) < expired_before) return fail(Errc::not_found, "mailbox");
  return {};
}

enum class Lies : std::uint8_t { nowhere, there, taken };
struct FoundMail {
  Lies lies = Lies::nowhere;
  Bytes bytes;
};

/// The message of a side. Errors: `not_found`.
template <class Request>
Result<FoundMail> find_mail(Database& database, const Request& request) {
  if (auto there = find_mailbox(database, request.mailbox, request.expired_before); !there)
    return fail(there.error());
  Query query(database, "SELECT bytes FROM one_time_mail WHERE mailbox = $1 AND side = $2");
  const auto found = query.bind(request.mailbox).bind(request.side).step();
  if (!found) return fail(found.error());
  if (!*found) return FoundMail{};
  if (query.is_null(0)) return FoundMail{.lies = Lies::taken, .bytes = {}};
  return FoundMail{.lies = Lies::there, .bytes = query.bytes(0)};
}

}  // namespace

WriteResult write_mailbox(Database& database, const OpenMailbox& open) {
  if (auto dropped = drop_before(database, open.expired_before); !dropped) return fail(dropped.error());
  {
    Query count(database, "SELECT count(*) FROM one_time_mailbox");
    const auto counted = count.step();
    if (!counted) return fail(counted.error());
    if (count.u64(0) >= open.count_max) return fail(Errc::mailboxes_full, "mailbox");
  }
  Query row(database, "INSERT INTO one_time_mailbox (mailbox, time) VALUES ($1, $2)");
  return done_or(row.bind(open.mailbox).bind(open.time).run());
}

WriteResult write_mailbox(Database& database, const PutMail& put) {
  const auto found = find_mail(database, put);
  if (!found) return fail(found.error());
  if (found->lies == Lies::there && found->bytes == put.bytes) return Done{};
  if (found->lies != Lies::nowhere) return fail(Errc::conflict, "mail");
  Query row(database, "INSERT INTO one_time_mail (mailbox, side, bytes) VALUES ($1, $2, $3)");
  return done_or(row.bind(put.mailbox).bind(put.side).bind(ByteView(put.bytes)).run());
}

WriteResult write_mailbox(Database& database, const TakeMail& take) {
  auto found = find_mail(database, take);
  if (!found) return fail(found.error());
  if (found->lies == Lies::taken) return fail(Errc::conflict, "mail");
  if (found->lies == Lies::nowhere) return Mail{};
  Query row(database, "UPDATE one_time_mail SET bytes = NULL WHERE mailbox = $1 AND side = $2");
  if (auto taken = row.bind(take.mailbox).bind(take.side).run(); !taken) return fail(taken.error());
  return Mail{std::move(found->bytes)};
}

WriteResult write_mailbox(Database& database, const DropMailboxes& drop) {
  return done_or(drop_before(database, drop.before));
}

}  // namespace kring::store::detail
