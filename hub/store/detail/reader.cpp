#include "hub/store/detail/reader.hpp"

#include "hub/store/detail/blob_rows.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/detail/slot_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <variant>

namespace kring::store::detail {

using channels::ChannelId;
using channels::EntryNumber;
using channels::HandleId;
using channels::Sequence;
using hub::Errc;

namespace {

template <class Number>
Number number_at(const Query& query, int column) {
  return static_cast<Number>(query.u64(column));
}

ReadResult read_circle(Database& database, const CircleRow& circle) {
  StoredCircle stored{
      .head = circle.head, .incarnation = circle.incarnation, .charter_snapshot = {}, .channels = {}};
  Query snapshot(database, "SELECT bytes FROM charter_snapshot WHERE circle = $1");
  auto found = snapshot.bind(circle.id).step();
  if (!found) return fail(found.error());
  if (*found) stored.charter_snapshot = snapshot.bytes(0);
  Query rows(
      database,
      "SELECT channel.channel, mode, mls_group, epoch, channel.seq, log_hash, group_state, channel_state,"
      " log_entry.time FROM channel JOIN channel_state ON channel_state.channel = channel.id"
      " JOIN log_entry ON log_entry.channel = channel.id AND log_entry.seq = channel.seq"
      " WHERE circle = $1 ORDER BY channel.id");
  rows.bind(circle.id);
  auto done = each_row(rows, [&] {
    stored.channels.push_back({.head = {.channel = rows.id<ChannelId>(0),
                                        .seq = number_at<Sequence>(rows, 4),
                                        .hash = rows.hash(5),
                                        .epoch = rows.u64(3),
                                        .time = rows.time(8)},
                               .mode = number_at<channels::Mode>(rows, 1),
                               .group = rows.id<channels::GroupId>(2),
                               .group_state = rows.bytes(6),
                               .channel_state = rows.bytes(7)});
  });
  if (!done) return fail(done.error());
  return stored;
}

/// Takes rows into `rows` until they weigh more than `bytes_max` without the last, or `read` gives fewer than
/// it was asked for. `read` adds at most so many rows behind those that are there.
template <class Row, class Read, class Weigh>
Status read_page(std::vector<Row>& rows, std::size_t bytes_max, std::uint64_t count_max, Read read,
                 Weigh weigh) {
  std::size_t bytes = 0;
  while (rows.size() < count_max) {
    const auto before = rows.size();
    const auto asked = std::min<std::uint64_t>(rows_at_a_time, count_max - before);
    if (auto done = read(asked); !done) return done;
    for (std::size_t i = before; i < rows.size(); ++i) {
      bytes += weigh(rows[i]);
      if (bytes <= bytes_max || i == 0) continue;
      rows.resize(i);
      return {};
    }
    if (rows.size() - before < asked) return {};
  }
  return {};
}

struct PageAsked {
  EntryNumber from{};
  std::size_t bytes_max = 0;
};

ReadResult read_charter(Database& database, const CircleRow& circle, const PageAsked& page) {
  CharterPage answer{.head = circle.head, .entries = {}};
  const auto read = [&](std::uint64_t count) -> Status {
    Query rows(database,
               "SELECT number, hash, bytes FROM charter_entry WHERE circle = $1 AND number >= $2"
               " ORDER BY number LIMIT $3");
    rows.bind(circle.id)
        .bind(answer.entries.empty() ? page.from : next(answer.entries.back().number))
        .bind(count);
    return each_row(rows, [&] {
      answer.entries.push_back(
          {.number = number_at<EntryNumber>(rows, 0), .hash = rows.hash(1), .bytes = rows.bytes(2)});
    });
  };
  const auto weigh = [](const CharterEntryRow& row) { return row.bytes.size(); };
  const auto all = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (auto done = read_page(answer.entries, page.bytes_max, all, read, weigh); !done)
    return fail(done.error());
  return answer;
}

ReadResult read_log(Database& database, std::uint64_t circle, const ReadLog& page) {
  const auto channel = find_channel(database, circle, page.channel);
  if (!channel) return fail(channel.error());
  if (!*channel) return fail(Errc::unknown_channel, "log");
  LogPage answer;
  const auto read = [&](std::uint64_t count) -> Status {
    // A large payload is read by its hash, not here.
    Query rows(database,
               "SELECT seq, hash, kind, time, payload_hash, payload_bytes,"
               " CASE WHEN payload_bytes > 40960 THEN NULL ELSE payload END"
               " FROM log_entry WHERE channel = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    rows.bind((*channel)->id)
        .bind(answer.entries.empty() ? page.after : answer.entries.back().seq)
        .bind(count);
    return each_row(rows, [&] {
      answer.entries.push_back({.seq = number_at<Sequence>(rows, 0),
                                .hash = rows.hash(1),
                                .kind = number_at<channels::LogKind>(rows, 2),
                                .time = rows.time(3),
                                .payload_hash = rows.hash(4),
                                .payload_bytes = rows.u64(5),
                                .payload = rows.bytes(6)});
    });
  };
  const auto weigh = [](const LogEntryRow& row) { return row.payload.size(); };
  if (auto done = read_page(answer.entries, page.bytes_max, page.count_max, read, weigh); !done)
    return fail(done.error());
  return answer;
}

ReadResult read_welcomes(Database& database, std::uint64_t circle, const HandleId& handle) {
  Mailbox answer;
  Query rows(
      database,
      "SELECT mail.id, mail.channel, mail.epoch, mail.welcome, length(welcome_part.bytes),"
      " CASE WHEN length(welcome_part.bytes) > 40960 THEN NULL ELSE welcome_part.bytes END,"
      " mail.tree, length(tree_part.bytes)"
      " FROM mail"
      " JOIN mail_part AS welcome_part ON welcome_part.circle = mail.circle AND welcome_part.hash = "
      "mail.welcome"
      " LEFT JOIN mail_part AS tree_part ON tree_part.circle = mail.circle AND tree_part.hash = mail.tree"
      " WHERE mail.circle = $1 AND mail.handle = $2 ORDER BY mail.id");
  rows.bind(circle).bind(handle);
  auto done = each_row(rows, [&] {
    WelcomeRow row{.id = rows.u64(0),
                   .channel = rows.id<ChannelId>(1),
                   .epoch = rows.u64(2),
                   .welcome_part = {.hash = rows.hash(3), .size = rows.u64(4)},
                   .welcome = rows.bytes(5),
                   .tree = std::nullopt};
    if (!rows.is_null(6)) row.tree = PartName{.hash = rows.hash(6), .size = rows.u64(7)};
    answer.welcomes.push_back(std::move(row));
  });
  if (!done) return fail(done.error());
  return answer;
}

ReadResult read_introduction(Database& database, std::uint64_t circle,
                             const channels::InvitationId& invitation) {
  Query query(database, "SELECT bytes FROM introduction WHERE circle = $1 AND invitation = $2");
  const auto found = query.bind(circle).bind(invitation).step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::not_found, "introduction");
  return query.bytes(0);
}

ReadResult read_blob(Database& database, std::uint64_t circle, const Hash& hash) {
  Blob answer;
  bool is_there = false;
  {
    Query staged(database, "SELECT uploader, bytes FROM staged WHERE circle = $1 AND hash = $2");
    const auto found = staged.bind(circle).bind(hash).step();
    if (!found) return fail(found.error());
    if (*found) {
      is_there = true;
      answer.uploader = staged.id<HandleId>(0);
      answer.bytes = staged.bytes(1);
    }
  }
  {
    Query part(database, "SELECT bytes FROM mail_part WHERE circle = $1 AND hash = $2");
    const auto found = part.bind(circle).bind(hash).step();
    if (!found) return fail(found.error());
    if (*found) {
      is_there = true;
      answer.bytes = part.bytes(0);
    }
  }
  Query mail(
      database,
      "SELECT DISTINCT handle FROM mail WHERE circle = $1 AND (welcome = $2 OR tree = $3) ORDER BY handle");
  mail.bind(circle).bind(hash).bind(hash);
  if (auto done = each_row(mail, [&] { answer.recipients.push_back(mail.id<HandleId>(0)); }); !done) {
    return fail(done.error());
  }
  Query log(database,
            "SELECT channel.id, channel.channel, log_entry.payload FROM log_entry"
            " JOIN channel ON channel.id = log_entry.channel WHERE payload_hash = $1"
            " AND payload_bytes > 40960 AND channel.circle = $2 ORDER BY channel.id");
  log.bind(hash).bind(circle);
  auto done = each_row(log, [&] {
    is_there = true;
    const auto channel = log.id<ChannelId>(1);
    if (!answer.channels.empty() && answer.channels.back() == channel) return;
    answer.bytes = log.bytes(2);
    answer.channels.push_back(channel);
  });
  if (!done) return fail(done.error());
  if (!is_there) return fail(Errc::not_found, "part");
  return answer;
}

ReadResult read_heads(Database& database, const ReadHeads& request) {
  Heads heads;
  for (const auto& id : request.circles) {
    const auto circle = find_circle(database, id);
    if (!circle) return fail(circle.error());
    if (!*circle) continue;
    CircleHeads found{.circle = id, .charter = (*circle)->head, .channels = {}};
    Query rows(database,
               "SELECT channel.channel, channel.seq, log_hash, epoch, log_entry.time FROM channel"
               " JOIN log_entry ON log_entry.channel = channel.id AND log_entry.seq = channel.seq"
               " WHERE circle = $1 ORDER BY channel.id");
    rows.bind((*circle)->id);
    auto done = each_row(rows, [&] {
      found.channels.push_back({.channel = rows.id<ChannelId>(0),
                                .seq = number_at<Sequence>(rows, 1),
                                .hash = rows.hash(2),
                                .epoch = rows.u64(3),
                                .time = rows.time(4)});
    });
    if (!done) return fail(done.error());
    heads.circles.push_back(std::move(found));
  }
  return heads;
}

/// What is said of a circle that is not there.
struct AnswerOfNoCircle {
  ReadResult operator()(const LoadCircle& /*request*/) const { return fail(Errc::unknown_circle, "read"); }
  ReadResult operator()(const ReadCharter& /*request*/) const { return fail(Errc::unknown_circle, "read"); }
  ReadResult operator()(const ReadPublicCharter& /*request*/) const {
    return fail(Errc::not_found, "charter");
  }
  ReadResult operator()(const ReadLog& /*request*/) const { return fail(Errc::unknown_channel, "read"); }
  ReadResult operator()(const ReadWelcomes& /*request*/) const { return Mailbox{}; }
  ReadResult operator()(const ReadIntroduction& /*request*/) const {
    return fail(Errc::not_found, "introduction");
  }
  ReadResult operator()(const ReadBlob& /*request*/) const { return fail(Errc::not_found, "part"); }
  ReadResult operator()(const ReadStock& /*request*/) const { return Stock{}; }
  ReadResult operator()(const FindBundle& /*request*/) const { return fail(Errc::not_found, "bundle"); }
  ReadResult operator()(const FindBlobFile& /*request*/) const { return fail(Errc::not_found, "blob"); }
};

struct AnswerOfCircle {
  Database& database;
  const CircleRow& circle;

  ReadResult operator()(const LoadCircle& /*request*/) const { return read_circle(database, circle); }
  ReadResult operator()(const ReadCharter& request) const {
    return read_charter(database, circle, {.from = request.from, .bytes_max = request.bytes_max});
  }
  ReadResult operator()(const ReadPublicCharter& request) const {
    if (!circle.is_public) return fail(Errc::not_found, "charter");
    return read_charter(database, circle, {.from = request.from, .bytes_max = request.bytes_max});
  }
  ReadResult operator()(const ReadLog& request) const { return read_log(database, circle.id, request); }
  ReadResult operator()(const ReadWelcomes& request) const {
    return read_welcomes(database, circle.id, request.handle);
  }
  ReadResult operator()(const ReadIntroduction& request) const {
    return read_introduction(database, circle.id, request.invitation);
  }
  ReadResult operator()(const FindBlobFile& request) const {
    return find_blob_file(database, circle.id, request);
  }
  ReadResult operator()(const ReadBlob& request) const {
    return read_blob(database, circle.id, request.hash);
  }
  ReadResult operator()(const ReadStock& request) const {
    const auto count = count_stock(database, circle.id, request.handle);
    if (!count) return fail(count.error());
    return Stock{*count};
  }
  ReadResult operator()(const FindBundle& request) const {
    const auto first = find_bundle(database, circle.id, request);
    if (!first) return fail(first.error());
    if (!*first) return fail(Errc::not_found, "bundle");
    return **first;
  }
};

}  // namespace

Result<std::optional<CircleRow>> find_circle(Database& database, const channels::CircleId& circle) {
  Query query(
      database,
      "SELECT id, head_number, head_hash, incarnation, ended, is_public FROM circle WHERE circle = $1");
  const auto found = query.bind(circle).step();
  if (!found) return fail(found.error());
  if (!*found) return std::nullopt;
  return CircleRow{.id = query.u64(0),
                   .head = {.number = number_at<EntryNumber>(query, 1), .hash = query.hash(2)},
                   .incarnation = query.id<channels::Incarnation>(3),
                   .is_ended = query.u64(4) != 0,
                   .is_public = query.u64(5) != 0};
}

Result<std::optional<ChannelRow>> find_channel(Database& database, std::uint64_t circle,
                                               const ChannelId& channel) {
  // An opening bundle makes the row before its first entry.
  Query query(database,
              "SELECT id, channel.seq, log_hash, epoch, coalesce(log_entry.time, 0) FROM channel"
              " LEFT JOIN log_entry ON log_entry.channel = channel.id AND log_entry.seq = channel.seq"
              " WHERE circle = $1 AND channel.channel = $2");
  const auto found = query.bind(circle).bind(channel).step();
  if (!found) return fail(found.error());
  if (!*found) return std::nullopt;
  return ChannelRow{.id = query.u64(0),
                    .head = {.channel = channel,
                             .seq = number_at<Sequence>(query, 1),
                             .hash = query.hash(2),
                             .epoch = query.u64(3),
                             .time = query.time(4)}};
}

Result<std::size_t> count_stock(Database& database, std::uint64_t circle, const HandleId& handle) {
  Query query(database, "SELECT count(*) FROM key_package WHERE circle = $1 AND handle = $2 AND spent = 0");
  const auto found = query.bind(circle).bind(handle).step();
  if (!found) return fail(found.error());
  return static_cast<std::size_t>(query.u64(0));
}

Result<std::optional<FirstAnswer>> find_bundle(Database& database, std::uint64_t circle,
                                               const FindBundle& find) {
  Query query(database,
              "SELECT id, request_hash, head_number, head_hash FROM bundle_answer WHERE circle = $1 AND "
              "author = $2 AND bundle = $3");
  const auto found = query.bind(circle).bind(find.author).bind(find.transaction).step();
  if (!found) return fail(found.error());
  if (!*found) return std::nullopt;
  FirstAnswer answer{.request_hash = query.hash(1),
                     .bundled = {.head = {.number = number_at<EntryNumber>(query, 2), .hash = query.hash(3)},
                                 .logs = {},
                                 .answered = Answered::again}};
  Query logs(database,
             "SELECT channel.channel, log_entry.seq, log_entry.time, log_entry.hash FROM bundle_log"
             " JOIN channel ON channel.id = bundle_log.channel"
             " JOIN log_entry ON log_entry.channel = bundle_log.channel AND log_entry.seq = bundle_log.seq"
             " WHERE bundle = $1 ORDER BY place");
  logs.bind(query.u64(0));
  auto done = each_row(logs, [&] {
    answer.bundled.logs.push_back({.channel = logs.id<ChannelId>(0),
                                   .seq = number_at<Sequence>(logs, 1),
                                   .time = logs.time(2),
                                   .hash = logs.hash(3)});
  });
  if (!done) return fail(done.error());
  return answer;
}

namespace {

ReadResult answer_undamaged(Database& database, const ReadHeads& request) {
  return read_heads(database, request);
}

ReadResult answer_undamaged(Database& database, const ReadDropped& request) {
  return read_dropped(database, request);
}

ReadResult answer_undamaged(Database& database, const ReadSlot& request) {
  return read_slot(database, request);
}

template <class Request>
ReadResult answer_undamaged(Database& database, const Request& request) {
  const auto circle = find_circle(database, request.circle);
  if (!circle) return fail(circle.error());
  if (!*circle) return AnswerOfNoCircle{}(request);
  return AnswerOfCircle{.database = database, .circle = **circle}(request);
}

}  // namespace

ReadResult answer(Database& database, const ReadRequest& request) {
  auto result = std::visit([&](const auto& one) { return answer_undamaged(database, one); }, request);
  if (database.take_damage()) return fail(Errc::store_corrupt, "a column holds what no store writes");
  return result;
}

}  // namespace kring::store::detail
