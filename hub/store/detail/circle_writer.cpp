#include "hub/store/detail/circle_writer.hpp"

#include "channels/rules/log_hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/store/detail/query.hpp"

#include <limits>

namespace kring::store::detail {

using channels::HandleId;
using hub::Errc;

WriteResult CircleWriter::write(const Append& append) {
  {
    Query first(
        database_,
        "SELECT append_answer.request_hash, channel.channel, log_entry.seq, log_entry.time, log_entry.hash "
        "FROM append_answer"
        " JOIN channel ON channel.id = append_answer.channel"
        " JOIN log_entry ON log_entry.channel = append_answer.channel AND log_entry.seq = append_answer.seq"
        " WHERE append_answer.circle = $1 AND author = $2 AND message = $3");
    const auto found = first.bind(circle_.id).bind(append.author).bind(append.message).step();
    if (!found) return fail(found.error());
    if (*found) {
      if (first.hash(0) != append.request_hash) return fail(Errc::conflict, "append");
      return Appended{.position = {.channel = first.id<channels::ChannelId>(1),
                                   .seq = static_cast<channels::Sequence>(first.u64(2)),
                                   .time = first.time(3),
                                   .hash = first.hash(4)},
                      .answered = Answered::again};
    }
  }
  const auto channel = find_channel(database_, circle_.id, append.channel);
  if (!channel) return fail(channel.error());
  if (!*channel) return fail(Errc::unknown_channel, "append");
  const auto& before = (*channel)->head;
  if (append.charter_number != circle_.head.number || append.epoch != before.epoch ||
      append.time < before.time) {
    return Stale{.head = circle_.head, .channels = {before}};
  }
  if (append.record) {
    if (auto taken = take_record_id((*channel)->id, *append.record); !taken) return fail(taken.error());
  }
  const Hash payload_hash = rules::payload_hash(append.payload);
  const auto head = step_log(before, {append.kind, append.time, payload_hash});
  auto done = push_entry({.channel = (*channel)->id,
                          .head = head,
                          .kind = append.kind,
                          .time = append.time,
                          .payload_hash = payload_hash,
                          .payload = append.payload});
  if (!done) return fail(done.error());
  Query answer(database_,
               "INSERT INTO append_answer (circle, author, message, request_hash, channel, seq) VALUES ($1, "
               "$2, $3, $4, $5, $6)");
  answer.bind(circle_.id)
      .bind(append.author)
      .bind(append.message)
      .bind(append.request_hash)
      .bind((*channel)->id)
      .bind(head.seq);
  if (auto kept = answer.run(); !kept) return fail(kept.error());
  return Appended{
      .position = {.channel = append.channel, .seq = head.seq, .time = append.time, .hash = head.hash}};
}

Status CircleWriter::take_record_id(std::uint64_t channel, const channels::RecordId& record) {
  Query query(database_,
              "INSERT INTO record_id (channel, record) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1");
  const auto is_new = query.bind(channel).bind(record).step();
  if (!is_new) return fail(is_new.error());
  if (!*is_new) return fail(Errc::record_id_used, "append");
  return {};
}

Status CircleWriter::push_entry(const NewEntry& entry) {
  Query row(database_,
            "INSERT INTO log_entry (channel, seq, hash, kind, time, payload_hash, payload_bytes, payload)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
  row.bind(entry.channel)
      .bind(entry.head.seq)
      .bind(entry.head.hash)
      .bind(entry.kind)
      .bind(entry.time)
      .bind(entry.payload_hash);
  if (auto kept = row.bind(std::uint64_t{entry.payload.size()}).bind(entry.payload).run(); !kept) return kept;
  Query moved(database_, "UPDATE channel SET seq = $1, log_hash = $2, epoch = $3 WHERE id = $4");
  return moved.bind(entry.head.seq).bind(entry.head.hash).bind(entry.head.epoch).bind(entry.channel).run();
}

/// Packages that were ever there are passed over; too many are `stock_full`, and the savepoint takes them
/// back.
Status CircleWriter::add_packages(const HandleId& handle, const std::vector<KeyPackageRow>& packages) {
  for (const auto& package : packages) {
    Query query(database_,
                "INSERT INTO key_package (circle, handle, ref, spent, bytes) VALUES ($1, $2, $3, 0, $4)"
                " ON CONFLICT DO NOTHING");
    if (auto kept = query.bind(circle_.id).bind(handle).bind(package.ref).bind(package.bytes).run(); !kept)
      return kept;
  }
  const auto count = count_stock(database_, circle_.id, handle);
  if (!count) return fail(count.error());
  if (*count > key_packages_max) return fail(Errc::stock_full, "key packages");
  return {};
}

WriteResult CircleWriter::write(const PutKeyPackages& put) {
  if (auto added = add_packages(put.handle, put.packages); !added) return fail(added.error());
  const auto count = count_stock(database_, circle_.id, put.handle);
  if (!count) return fail(count.error());
  return Stock{*count};
}

WriteResult CircleWriter::write(const ClaimKeyPackage& claim) {
  Query query(database_,
              "SELECT id, ref, bytes FROM key_package WHERE circle = $1 AND handle = $2 AND spent = 0"
              " AND (claimed_for = $3 OR claimed_for IS NULL) ORDER BY claimed_for IS NULL, id LIMIT 1");
  const auto found = query.bind(circle_.id).bind(claim.handle).bind(claim.channel).step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::no_key_package, "claim");
  Query kept(database_, "UPDATE key_package SET claimed_for = $1 WHERE id = $2");
  if (auto done = kept.bind(claim.channel).bind(query.u64(0)).run(); !done) return fail(done.error());
  return Claimed{{.ref = query.hash(1), .bytes = query.bytes(2)}};
}

WriteResult CircleWriter::write(const AckWelcomes& ack) {
  for (const auto id : ack.ids) {
    // A number that no row can have is one more unknown one.
    if (id > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) continue;
    Query query(database_, "DELETE FROM mail WHERE circle = $1 AND handle = $2 AND id = $3");
    if (auto done = query.bind(circle_.id).bind(ack.handle).bind(id).run(); !done) return fail(done.error());
  }
  if (auto done = drop_unnamed_parts(); !done) return fail(done.error());
  return Done{};
}

WriteResult CircleWriter::write(const EndHandles& ended) {
  if (auto done = end(ended.handles); !done) return fail(done.error());
  return Done{};
}

Status CircleWriter::end(const std::vector<HandleId>& handles) {
  for (const auto& handle : handles) {
    Query packages(database_, "DELETE FROM key_package WHERE circle = $1 AND handle = $2");
    if (auto done = packages.bind(circle_.id).bind(handle).run(); !done) return done;
    Query mail(database_, "DELETE FROM mail WHERE circle = $1 AND handle = $2");
    if (auto done = mail.bind(circle_.id).bind(handle).run(); !done) return done;
    Query staged(database_, "DELETE FROM staged WHERE circle = $1 AND uploader = $2");
    if (auto done = staged.bind(circle_.id).bind(handle).run(); !done) return done;
  }
  return handles.empty() ? Status() : drop_unnamed_parts();
}

Status CircleWriter::drop_unnamed_parts() {
  Query query(database_,
              "DELETE FROM mail_part WHERE circle = $1"
              " AND NOT EXISTS (SELECT 1 FROM mail WHERE mail.circle = $1 AND mail.welcome = mail_part.hash)"
              " AND NOT EXISTS (SELECT 1 FROM mail WHERE mail.circle = $1 AND mail.tree = mail_part.hash)");
  return query.bind(circle_.id).run();
}

Status CircleWriter::make_room(const HandleId& uploader, std::size_t size) {
  for (;;) {
    {
      Query own(database_,
                "SELECT CAST(coalesce(sum(size), 0) AS BIGINT), count(*) FROM staged WHERE circle = $1 AND "
                "uploader = $2");
      const auto found = own.bind(circle_.id).bind(uploader).step();
      if (!found) return fail(found.error());
      if (own.u64(0) + size <= staged_handle_bytes_max && own.u64(1) < staged_handle_parts_max) return {};
    }
    Query oldest(database_,
                 "DELETE FROM staged WHERE circle = $1 AND hash = (SELECT hash FROM staged"
                 " WHERE circle = $1 AND uploader = $2 ORDER BY time, hash LIMIT 1)");
    if (auto gone = oldest.bind(circle_.id).bind(uploader).run(); !gone) return gone;
  }
}

WriteResult CircleWriter::write(const PutStaged& put) {
  if (put.bytes.size() > staged_part_bytes_max) return fail(Errc::part_too_large, "staged part");
  {
    Query known(database_,
                "UPDATE staged SET time = $1, uploader = $2 WHERE circle = $3 AND hash = $4 RETURNING size");
    const auto found = known.bind(put.time).bind(put.uploader).bind(circle_.id).bind(put.hash).step();
    if (!found) return fail(found.error());
    if (*found) return Done{};
  }
  if (auto room = make_room(put.uploader, put.bytes.size()); !room) return fail(room.error());
  Query sum(database_, "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM staged WHERE circle = $1");
  const auto found = sum.bind(circle_.id).step();
  if (!found) return fail(found.error());
  if (sum.u64(0) + put.bytes.size() > staged_circle_bytes_max) return fail(Errc::staged_full, "staged part");
  Query part(
      database_,
      "INSERT INTO staged (circle, hash, uploader, time, size, bytes) VALUES ($1, $2, $3, $4, $5, $6)");
  part.bind(circle_.id)
      .bind(put.hash)
      .bind(put.uploader)
      .bind(put.time)
      .bind(std::uint64_t{put.bytes.size()});
  if (auto kept = part.bind(put.bytes).run(); !kept) return fail(kept.error());
  return Done{};
}

}  // namespace kring::store::detail
