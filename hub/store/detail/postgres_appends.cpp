#include "hub/store/detail/postgres_appends.hpp"

#include "hub/store/detail/bundle_plan.hpp"

#include <algorithm>

namespace kring::store::detail {

using channels::ChannelId;
using channels::EntryNumber;
using channels::Sequence;
using hub::Errc;
using Of = PostgresArray::Of;

namespace {

// In a join with what is wanted, the planner believes that the first column of a key finds as little as all
// of them, and reads a circle's every row: tables were small, or never counted, when it planned. LATERAL with
// OFFSET is planned by itself, where the whole key is plainly the best.
constexpr std::string_view find_channels =
    "SELECT wanted.place, circle.id, circle.head_number, circle.head_hash, channel.id, channel.seq,"
    " channel.log_hash, channel.epoch, coalesce(log_entry.time, 0)"
    " FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS wanted (circle, channel, place)"
    " JOIN circle ON circle.circle = wanted.circle"
    " LEFT JOIN LATERAL (SELECT * FROM channel WHERE channel.circle = circle.id"
    " AND channel.channel = wanted.channel OFFSET 0) AS channel ON true"
    " LEFT JOIN log_entry ON log_entry.channel = channel.id AND log_entry.seq = channel.seq";
constexpr std::string_view find_first_answers =
    "SELECT wanted.place, append_answer.request_hash, channel.channel, log_entry.seq, log_entry.time,"
    " log_entry.hash"
    " FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) WITH ORDINALITY"
    " AS wanted (circle, author, message, place)"
    " JOIN circle ON circle.circle = wanted.circle"
    " JOIN LATERAL (SELECT * FROM append_answer WHERE append_answer.circle = circle.id"
    " AND append_answer.author = wanted.author AND append_answer.message = wanted.message OFFSET 0)"
    " AS append_answer ON true"
    " JOIN channel ON channel.id = append_answer.channel"
    " JOIN log_entry ON log_entry.channel = append_answer.channel AND log_entry.seq = append_answer.seq";
constexpr std::string_view find_records =
    "SELECT wanted.place FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[])"
    " AS wanted (circle, channel, record, place)"
    " JOIN circle ON circle.circle = wanted.circle"
    " JOIN LATERAL (SELECT * FROM channel WHERE channel.circle = circle.id"
    " AND channel.channel = wanted.channel OFFSET 0) AS channel ON true"
    " JOIN LATERAL (SELECT 1 FROM record_id WHERE record_id.channel = channel.id"
    " AND record_id.record = wanted.record OFFSET 0) AS record_id ON true";

constexpr std::string_view insert_entries =
    "INSERT INTO log_entry (channel, seq, hash, kind, time, payload_hash, payload_bytes, payload)"
    " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bigint[], $5::bigint[], $6::bytea[],"
    " $7::bigint[], $8::bytea[])";
constexpr std::string_view move_heads =
    "UPDATE channel SET seq = moved.seq, log_hash = moved.hash"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS moved (id, seq, hash)"
    " WHERE channel.id = moved.id";
constexpr std::string_view insert_answers =
    "INSERT INTO append_answer (circle, author, message, request_hash, channel, seq)"
    " SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bigint[], $6::bigint[])";
constexpr std::string_view insert_records =
    "INSERT INTO record_id (channel, record) SELECT * FROM unnest($1::bigint[], $2::bytea[])";

template <std::size_t N>
Result<FixedBytes<N>> fixed_at(const PostgresRows& rows, int row, int column) {
  const auto exact = to_fixed<N>(rows.view(row, column));
  if (!exact) return fail(Errc::store_corrupt, "a column holds what no store writes");
  return *exact;
}

/// As `fixed_at`, of a hash that stands under a CHECK of the schema.
Hash hash_at(const PostgresRows& rows, int row, int column) {
  return to_fixed<sizeof(Hash)>(rows.view(row, column)).value_or(Hash{});
}

std::size_t place_at(const PostgresRows& rows, int row) {
  // WITH ORDINALITY counts from one.
  return static_cast<std::size_t>(rows.number(row, 0)) - 1;
}

template <class... Arrays>
PostgresStatement statement_of(std::string_view sql, Arrays... arrays) {
  PostgresStatement statement{.sql = sql};
  (statement.parameters.add(std::move(arrays)), ...);
  return statement;
}

}  // namespace

Result<std::vector<WriteResult>> PostgresAppends::judge(PostgresConnection& connection) {
  for (std::size_t i = 0; i < requests_.size(); ++i) channels_.try_emplace({at(i).circle, at(i).channel});
  const auto asked = questions();
  const auto rows = connection.exchange(asked);
  if (!rows) return fail(rows.error());
  note_channels(rows->at(0));
  if (auto noted = note_first_answers(rows->at(1)); !noted) return fail(noted.error());
  note_records(rows->at(2));
  std::vector<WriteResult> results;
  results.reserve(requests_.size());
  for (std::size_t i = 0; i < requests_.size(); ++i) results.push_back(decide(at(i)));
  return results;
}

std::vector<PostgresStatement> PostgresAppends::questions() {
  PostgresArray circles(Of::bytes);
  PostgresArray channels(Of::bytes);
  for (const auto& [name, found] : channels_) {
    circles.add(name.first.view());
    channels.add(name.second.view());
  }
  PostgresArray message_circles(Of::bytes);
  PostgresArray authors(Of::bytes);
  PostgresArray messages(Of::bytes);
  PostgresArray record_circles(Of::bytes);
  PostgresArray record_channels(Of::bytes);
  PostgresArray records(Of::bytes);
  PostgresArray places(Of::numbers);
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    message_circles.add(at(i).circle.view());
    authors.add(at(i).author.view());
    messages.add(at(i).message.view());
    if (!at(i).record) continue;
    record_circles.add(at(i).circle.view());
    record_channels.add(at(i).channel.view());
    records.add(at(i).record->view());
    places.add(std::uint64_t{i + 1});
  }
  std::vector<PostgresStatement> asked;
  asked.push_back(statement_of(find_channels, std::move(circles), std::move(channels)));
  asked.push_back(
      statement_of(find_first_answers, std::move(message_circles), std::move(authors), std::move(messages)));
  asked.push_back(statement_of(find_records, std::move(record_circles), std::move(record_channels),
                               std::move(records), std::move(places)));
  return asked;
}

void PostgresAppends::note_channels(const PostgresRows& rows) {
  std::vector<std::map<ChannelName, Found>::iterator> in_order;
  for (auto at = channels_.begin(); at != channels_.end(); ++at) in_order.push_back(at);
  for (int row = 0; row < rows.count(); ++row) {
    auto& [name, found] = *in_order.at(place_at(rows, row));
    if (!locked_.contains(name.first)) continue;
    found.circle = CircleRow{
        .id = rows.number(row, 1),
        .head = {.number = static_cast<EntryNumber>(rows.number(row, 2)), .hash = hash_at(rows, row, 3)}};
    if (rows.is_null(row, 4)) continue;
    found.channel = ChannelRow{.id = rows.number(row, 4),
                               .head = {.channel = name.second,
                                        .seq = static_cast<Sequence>(rows.number(row, 5)),
                                        .hash = hash_at(rows, row, 6),
                                        .epoch = rows.number(row, 7),
                                        .time = from_unix_ms(rows.number(row, 8))}};
  }
}

Status PostgresAppends::note_first_answers(const PostgresRows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    const auto& append = at(place_at(rows, row));
    const auto channel = fixed_at<ChannelId::size>(rows, row, 2);
    if (!channel) return fail(channel.error());
    first_.try_emplace({append.circle, append.author, append.message},
                       FirstAppend{.request_hash = hash_at(rows, row, 1),
                                   .position = {.channel = ChannelId(*channel),
                                                .seq = static_cast<Sequence>(rows.number(row, 3)),
                                                .time = from_unix_ms(rows.number(row, 4)),
                                                .hash = hash_at(rows, row, 5)}});
  }
  return {};
}

void PostgresAppends::note_records(const PostgresRows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    const auto& append = at(place_at(rows, row));
    records_.emplace(append.circle, append.channel, *append.record);
  }
}

WriteResult PostgresAppends::decide(const Append& append) {
  auto& found = channels_.at({append.circle, append.channel});
  if (!found.circle) return fail(Errc::unknown_circle, "append");
  const MessageName name(append.circle, append.author, append.message);
  if (const auto first = first_.find(name); first != first_.end()) {
    if (first->second.request_hash != append.request_hash) return fail(Errc::conflict, "append");
    return Appended{.position = first->second.position, .answered = Answered::again};
  }
  if (!found.channel) return fail(Errc::unknown_channel, "append");
  auto& before = found.channel->head;
  if (append.charter_number != found.circle->head.number || append.epoch != before.epoch ||
      append.time < before.time)
    return Stale{.head = found.circle->head, .channels = {before}};
  if (append.record && !records_.emplace(append.circle, append.channel, *append.record).second)
    return fail(Errc::record_id_used, "append");
  const Hash payload_hash = rules::payload_hash(append.payload);
  before = step_log(before, {append.kind, append.time, payload_hash});
  accepted_.push_back({.append = append,
                       .circle = found.circle->id,
                       .channel = found.channel->id,
                       .head = before,
                       .payload_hash = payload_hash});
  const LogPosition position{
      .channel = append.channel, .seq = before.seq, .time = append.time, .hash = before.hash};
  first_.emplace(name, FirstAppend{.request_hash = append.request_hash, .position = position});
  return Appended{.position = position};
}

std::vector<PostgresStatement> PostgresAppends::writes() const {
  if (accepted_.empty()) return {};
  PostgresArray circles(Of::numbers), channels(Of::numbers), seqs(Of::numbers), kinds(Of::numbers),
      times(Of::numbers), sizes(Of::numbers), answer_channels(Of::numbers), answer_seqs(Of::numbers),
      record_channels(Of::numbers), moved_channels(Of::numbers), moved_seqs(Of::numbers);
  PostgresArray hashes(Of::bytes), payload_hashes(Of::bytes), payloads(Of::bytes), authors(Of::bytes),
      messages(Of::bytes), request_hashes(Of::bytes), records(Of::bytes), moved_hashes(Of::bytes);
  std::map<std::uint64_t, const ChannelHead*> heads;
  for (const auto& one : accepted_) {
    const auto& append = one.append;
    const auto seq = std::uint64_t{std::to_underlying(one.head.seq)};
    channels.add(one.channel);
    seqs.add(seq);
    hashes.add(one.head.hash);
    kinds.add(std::uint64_t{std::to_underlying(append.kind)});
    times.add(to_unix_ms(append.time));
    payload_hashes.add(one.payload_hash);
    sizes.add(std::uint64_t{append.payload.size()});
    payloads.add(append.payload);
    circles.add(one.circle);
    authors.add(append.author.view());
    messages.add(append.message.view());
    request_hashes.add(append.request_hash);
    answer_channels.add(one.channel);
    answer_seqs.add(seq);
    heads[one.channel] = &one.head;
    if (!append.record) continue;
    record_channels.add(one.channel);
    records.add(append.record->view());
  }
  for (const auto& [channel, head] : heads) {
    moved_channels.add(channel);
    moved_seqs.add(std::uint64_t{std::to_underlying(head->seq)});
    moved_hashes.add(head->hash);
  }
  std::vector<PostgresStatement> writes;
  writes.push_back(statement_of(insert_entries, std::move(channels), std::move(seqs), std::move(hashes),
                                std::move(kinds), std::move(times), std::move(payload_hashes),
                                std::move(sizes), std::move(payloads)));
  writes.push_back(
      statement_of(move_heads, std::move(moved_channels), std::move(moved_seqs), std::move(moved_hashes)));
  writes.push_back(statement_of(insert_answers, std::move(circles), std::move(authors), std::move(messages),
                                std::move(request_hashes), std::move(answer_channels),
                                std::move(answer_seqs)));
  writes.push_back(statement_of(insert_records, std::move(record_channels), std::move(records)));
  return writes;
}

}  // namespace kring::store::detail
