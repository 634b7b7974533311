#include "hub/store/detail/sqlite_writer.hpp"

#include "channels/rules/log_hash.hpp"
#include "hub/store/detail/bundle_plan.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/detail/sqlite_reader.hpp"

#include <limits>
#include <set>
#include <variant>

namespace kring::store::detail {

using channels::HandleId;
using hub::Errc;

namespace {

/// Writes in one circle.
class CircleWriter {
 public:
  CircleWriter(Database& database, CircleRow circle) : database_(database), circle_(circle) {}

  [[nodiscard]] WriteResult write(const Append& append);
  [[nodiscard]] WriteResult write(const BundleWrite& bundle, bool founds);
  [[nodiscard]] WriteResult write(const PutKeyPackages& put);
  [[nodiscard]] WriteResult write(const ClaimKeyPackage& claim);
  [[nodiscard]] WriteResult write(const AckWelcomes& ack);
  [[nodiscard]] WriteResult write(const EndHandles& ended);
  [[nodiscard]] WriteResult write(const PutStaged& put);

 private:
  /// An entry at the end of a log, and the channel's new head.
  struct NewEntry {
    std::uint64_t channel = 0;
    const ChannelHead& head;
    channels::LogKind kind{};
    Time time{};
    const Hash& payload_hash;
    const Bytes& payload;
  };
  [[nodiscard]] Status push_entry(const NewEntry& entry);
  [[nodiscard]] Status apply(const BundleWrite& bundle, const BundlePlan& plan, Bundled& bundled);
  [[nodiscard]] Status write_charter(const BundleWrite& bundle, const CharterHead& head);
  [[nodiscard]] Result<std::uint64_t> write_group(const GroupWrite& group, const PlannedGroup& planned);
  [[nodiscard]] Status deliver(const GroupWrite& group);
  [[nodiscard]] Status put_part(const Hash& hash, const Bytes& bytes);
  [[nodiscard]] Status remember(const BundleWrite& bundle, const Bundled& bundled,
                                const std::vector<std::uint64_t>& channels);
  [[nodiscard]] Status check_packages(const BundleWrite& bundle);
  [[nodiscard]] Status add_packages(const HandleId& handle, const std::vector<KeyPackageRow>& packages);
  [[nodiscard]] Status end(const std::vector<HandleId>& handles);
  [[nodiscard]] Status drop_unnamed_parts();

  Database& database_;
  CircleRow circle_;
};

WriteResult CircleWriter::write(const Append& append) {
  {
    Query first(
        database_,
        "SELECT append_answer.request_hash, channel.channel, log_entry.seq, log_entry.time, log_entry.hash "
        "FROM append_answer"
        " JOIN channel ON channel.id = append_answer.channel"
        " JOIN log_entry ON log_entry.channel = append_answer.channel AND log_entry.seq = append_answer.seq"
        " WHERE append_answer.circle = ? AND author = ? AND message = ?");
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
  if (append.charter_number != circle_.head.number || append.epoch != before.epoch) {
    return Stale{.head = circle_.head, .channels = {before}};
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
               "INSERT INTO append_answer (circle, author, message, request_hash, channel, seq) VALUES (?, "
               "?, ?, ?, ?, ?)");
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

WriteResult CircleWriter::write(const BundleWrite& bundle, bool founds) {
  const auto first =
      find_bundle(database_, circle_.id,
                  {.circle = bundle.circle, .author = bundle.author, .transaction = bundle.transaction});
  if (!first) return fail(first.error());
  if (*first) {
    if ((*first)->request_hash != bundle.request_hash) return fail(Errc::conflict, "bundle");
    return (*first)->bundled;
  }
  const auto head = founds ? std::nullopt : std::optional(circle_.head);
  auto plan =
      plan_bundle(bundle, head, [&](const channels::ChannelId& id) -> Result<std::optional<ChannelHead>> {
        const auto channel = find_channel(database_, circle_.id, id);
        if (!channel) return fail(channel.error());
        return *channel ? std::optional((*channel)->head) : std::nullopt;
      });
  if (!plan) return fail(plan.error());
  if (auto* stale = std::get_if<Stale>(&*plan)) return std::move(*stale);
  if (auto usable = check_packages(bundle); !usable) return fail(usable.error());
  Bundled bundled;
  if (auto applied = apply(bundle, std::get<BundlePlan>(*plan), bundled); !applied)
    return fail(applied.error());
  return bundled;
}

Status CircleWriter::apply(const BundleWrite& bundle, const BundlePlan& plan, Bundled& bundled) {
  bundled.head = plan.head;
  if (auto done = write_charter(bundle, plan.head); !done) return done;
  if (bundle.acceptance) {
    const auto& acceptance = *bundle.acceptance;
    Query introduction(database_,
                       "INSERT OR REPLACE INTO introduction (circle, invitation, bytes) VALUES (?, ?, ?)");
    auto kept = introduction.bind(circle_.id).bind(acceptance.invitation).bind(acceptance.introduction).run();
    if (!kept) return kept;
    if (auto added = add_packages(acceptance.handle, acceptance.packages); !added) return added;
  }
  std::vector<std::uint64_t> channels;
  for (std::size_t i = 0; i < bundle.groups.size(); ++i) {
    const auto& group = bundle.groups[i];
    const auto& planned = plan.groups[i];
    const auto channel = write_group(group, planned);
    if (!channel) return fail(channel.error());
    channels.push_back(*channel);
    bundled.logs.push_back(
        {.channel = group.channel, .seq = planned.head.seq, .time = group.time, .hash = planned.head.hash});
  }
  if (auto ended = end(bundle.ended); !ended) return ended;
  for (const auto& hash : bundle.staged_taken) {
    Query taken(database_, "DELETE FROM staged WHERE circle = ? AND hash = ?");
    if (auto gone = taken.bind(circle_.id).bind(hash).run(); !gone) return gone;
  }
  return remember(bundle, bundled, channels);
}

Status CircleWriter::write_charter(const BundleWrite& bundle, const CharterHead& head) {
  if (bundle.entries.empty()) return {};
  for (const auto& entry : bundle.entries) {
    Query query(database_, "INSERT INTO charter_entry (circle, number, hash, bytes) VALUES (?, ?, ?, ?)");
    auto kept = query.bind(circle_.id).bind(entry.number).bind(entry.hash).bind(entry.bytes).run();
    if (!kept) return kept;
  }
  Query snapshot(database_, "INSERT OR REPLACE INTO charter_snapshot (circle, bytes) VALUES (?, ?)");
  if (auto kept = snapshot.bind(circle_.id).bind(bundle.charter_snapshot).run(); !kept) return kept;
  Query moved(database_, "UPDATE circle SET head_number = ?, head_hash = ? WHERE id = ?");
  return moved.bind(head.number).bind(head.hash).bind(circle_.id).run();
}

/// The channel's row.
Result<std::uint64_t> CircleWriter::write_group(const GroupWrite& group, const PlannedGroup& planned) {
  std::uint64_t channel = 0;
  if (group.opening) {
    const Hash nothing{};
    Query opened(database_,
                 "INSERT INTO channel (circle, channel, mode, mls_group, epoch, seq, log_hash) VALUES (?, ?, "
                 "?, ?, ?, 0, ?)");
    opened.bind(circle_.id)
        .bind(group.channel)
        .bind(group.opening->mode)
        .bind(group.opening->group)
        .bind(group.expected_epoch);
    if (auto kept = opened.bind(nothing).run(); !kept) return fail(kept.error());
    channel = database_.last_row();
  } else {
    const auto found = find_channel(database_, circle_.id, group.channel);
    if (!found) return fail(found.error());
    if (!*found) return fail(Errc::unknown_channel, "bundle");
    channel = (*found)->id;
  }
  auto pushed = push_entry({.channel = channel,
                            .head = planned.head,
                            .kind = group.kind,
                            .time = group.time,
                            .payload_hash = planned.payload_hash,
                            .payload = group.commit_payload});
  if (!pushed) return fail(pushed.error());
  Query state(database_,
              "INSERT OR REPLACE INTO channel_state (channel, group_state, channel_state) VALUES (?, ?, ?)");
  if (auto kept = state.bind(channel).bind(group.group_state).bind(group.channel_state).run(); !kept)
    return fail(kept.error());
  if (auto delivered = deliver(group); !delivered) return fail(delivered.error());
  return channel;
}

Status CircleWriter::push_entry(const NewEntry& entry) {
  Query row(database_,
            "INSERT INTO log_entry (channel, seq, hash, kind, time, payload_hash, payload_bytes, payload)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(entry.channel)
      .bind(entry.head.seq)
      .bind(entry.head.hash)
      .bind(entry.kind)
      .bind(entry.time)
      .bind(entry.payload_hash);
  if (auto kept = row.bind(std::uint64_t{entry.payload.size()}).bind(entry.payload).run(); !kept) return kept;
  Query moved(database_, "UPDATE channel SET seq = ?, log_hash = ?, epoch = ? WHERE id = ?");
  return moved.bind(entry.head.seq).bind(entry.head.hash).bind(entry.head.epoch).bind(entry.channel).run();
}

Status CircleWriter::put_part(const Hash& hash, const Bytes& bytes) {
  Query part(database_, "INSERT OR IGNORE INTO mail_part (circle, hash, bytes) VALUES (?, ?, ?)");
  return part.bind(circle_.id).bind(hash).bind(bytes).run();
}

Status CircleWriter::deliver(const GroupWrite& group) {
  for (const auto& welcome : group.welcomes) {
    Query spent(database_,
                "UPDATE key_package SET spent = 1, bytes = x'' WHERE circle = ? AND handle = ? AND ref = ?");
    if (auto done = spent.bind(circle_.id).bind(welcome.handle).bind(welcome.package).run(); !done)
      return done;
    const Hash welcome_hash = rules::payload_hash(welcome.welcome);
    if (auto done = put_part(welcome_hash, welcome.welcome); !done) return done;
    if (group.tree) {
      if (auto done = put_part(group.tree->hash, group.tree->bytes); !done) return done;
    }
    Query mail(database_,
               "INSERT INTO mail (circle, handle, channel, epoch, welcome, tree) VALUES (?, ?, ?, ?, ?, ?)");
    mail.bind(circle_.id).bind(welcome.handle).bind(group.channel).bind(group.new_epoch).bind(welcome_hash);
    if (group.tree) {
      mail.bind(group.tree->hash);
    } else {
      mail.bind_null();
    }
    if (auto done = mail.run(); !done) return done;
  }
  return {};
}

Status CircleWriter::remember(const BundleWrite& bundle, const Bundled& bundled,
                              const std::vector<std::uint64_t>& channels) {
  Query answer(database_,
               "INSERT INTO bundle_answer (circle, author, bundle, request_hash, head_number, head_hash) "
               "VALUES (?, ?, ?, ?, ?, ?)");
  answer.bind(circle_.id).bind(bundle.author).bind(bundle.transaction).bind(bundle.request_hash);
  if (auto kept = answer.bind(bundled.head.number).bind(bundled.head.hash).run(); !kept) return kept;
  const auto id = database_.last_row();
  for (std::size_t i = 0; i < channels.size(); ++i) {
    Query log(database_, "INSERT INTO bundle_log (bundle, place, channel, seq) VALUES (?, ?, ?, ?)");
    if (auto kept = log.bind(id).bind(std::uint64_t{i}).bind(channels[i]).bind(bundled.logs[i].seq).run();
        !kept)
      return kept;
  }
  return {};
}

Status CircleWriter::check_packages(const BundleWrite& bundle) {
  std::set<std::pair<HandleId, Hash>> used;
  for (const auto& group : bundle.groups) {
    for (const auto& welcome : group.welcomes) {
      Query query(database_,
                  "SELECT count(*) FROM key_package WHERE circle = ? AND handle = ? AND ref = ? AND spent = "
                  "0 AND claimed_for = ?");
      const auto found =
          query.bind(circle_.id).bind(welcome.handle).bind(welcome.package).bind(group.channel).step();
      if (!found) return fail(found.error());
      if (query.u64(0) == 0 || !used.emplace(welcome.handle, welcome.package).second)
        return fail(Errc::package_unusable, "welcome");
    }
  }
  return {};
}

/// Packages that were ever there are passed over; too many are `stock_full`, and the savepoint takes them
/// back.
Status CircleWriter::add_packages(const HandleId& handle, const std::vector<KeyPackageRow>& packages) {
  for (const auto& package : packages) {
    Query query(
        database_,
        "INSERT OR IGNORE INTO key_package (circle, handle, ref, spent, bytes) VALUES (?, ?, ?, 0, ?)");
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
              "SELECT id, ref, bytes FROM key_package WHERE circle = ? AND handle = ? AND spent = 0"
              " AND (claimed_for = ? OR claimed_for IS NULL) ORDER BY claimed_for IS NULL, id LIMIT 1");
  const auto found = query.bind(circle_.id).bind(claim.handle).bind(claim.channel).step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::no_key_package, "claim");
  Query kept(database_, "UPDATE key_package SET claimed_for = ? WHERE id = ?");
  if (auto done = kept.bind(claim.channel).bind(query.u64(0)).run(); !done) return fail(done.error());
  return Claimed{{.ref = query.hash(1), .bytes = query.bytes(2)}};
}

WriteResult CircleWriter::write(const AckWelcomes& ack) {
  for (const auto id : ack.ids) {
    // A number that no row can have is one more unknown one.
    if (id > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) continue;
    Query query(database_, "DELETE FROM mail WHERE circle = ? AND handle = ? AND id = ?");
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
    Query packages(database_, "DELETE FROM key_package WHERE circle = ? AND handle = ?");
    if (auto done = packages.bind(circle_.id).bind(handle).run(); !done) return done;
    Query mail(database_, "DELETE FROM mail WHERE circle = ? AND handle = ?");
    if (auto done = mail.bind(circle_.id).bind(handle).run(); !done) return done;
  }
  return handles.empty() ? Status() : drop_unnamed_parts();
}

Status CircleWriter::drop_unnamed_parts() {
  Query query(database_,
              "DELETE FROM mail_part WHERE circle = ?1"
              " AND NOT EXISTS (SELECT 1 FROM mail WHERE mail.circle = ?1 AND mail.welcome = mail_part.hash)"
              " AND NOT EXISTS (SELECT 1 FROM mail WHERE mail.circle = ?1 AND mail.tree = mail_part.hash)");
  return query.bind(circle_.id).run();
}

WriteResult CircleWriter::write(const PutStaged& put) {
  if (put.bytes.size() > staged_part_bytes_max) return fail(Errc::part_too_large, "staged part");
  {
    Query known(database_,
                "UPDATE staged SET time = ?, uploader = ? WHERE circle = ? AND hash = ? RETURNING size");
    const auto found = known.bind(put.time).bind(put.uploader).bind(circle_.id).bind(put.hash).step();
    if (!found) return fail(found.error());
    if (*found) return Done{};
  }
  Query sum(database_, "SELECT coalesce(sum(size), 0) FROM staged WHERE circle = ?");
  const auto found = sum.bind(circle_.id).step();
  if (!found) return fail(found.error());
  if (sum.u64(0) + put.bytes.size() > staged_circle_bytes_max) return fail(Errc::staged_full, "staged part");
  Query part(database_,
             "INSERT INTO staged (circle, hash, uploader, time, size, bytes) VALUES (?, ?, ?, ?, ?, ?)");
  part.bind(circle_.id)
      .bind(put.hash)
      .bind(put.uploader)
      .bind(put.time)
      .bind(std::uint64_t{put.bytes.size()});
  if (auto kept = part.bind(put.bytes).run(); !kept) return fail(kept.error());
  return Done{};
}

/// Finds the circle, then writes in it.
struct Perform {
  Database& database;

  WriteResult operator()(const DropStaged& drop) const {
    Query query(database, "DELETE FROM staged WHERE time < ?");
    if (auto done = query.bind(drop.before).run(); !done) return fail(done.error());
    return Done{};
  }

  WriteResult operator()(const BundleWrite& bundle) const {
    auto circle = find_circle(database, bundle.circle);
    if (!circle) return fail(circle.error());
    const bool founds = !*circle;
    if (founds) {
      if (bundle.expected_head != CharterHead{}) return fail(Errc::unknown_circle, "bundle");
      const Hash nothing{};
      Query query(database, "INSERT INTO circle (circle, head_number, head_hash) VALUES (?, 0, ?)");
      if (auto made = query.bind(bundle.circle).bind(nothing).run(); !made) return fail(made.error());
      *circle = CircleRow{.id = database.last_row(), .head = {}};
    }
    return CircleWriter(database, **circle).write(bundle, founds);
  }

  template <class Request>
  WriteResult operator()(const Request& request) const {
    const auto circle = find_circle(database, request.circle);
    if (!circle) return fail(circle.error());
    if (*circle) return CircleWriter(database, **circle).write(request);
    if constexpr (std::is_same_v<Request, ClaimKeyPackage>)
      return fail(Errc::no_key_package, "no such circle");
    if constexpr (std::is_same_v<Request, AckWelcomes> || std::is_same_v<Request, EndHandles>) return Done{};
    return fail(Errc::unknown_circle, "write");
  }
};

}  // namespace

WriteResult perform(Database& database, const WriteRequest& request) {
  auto result = std::visit(Perform{.database = database}, request);
  if (database.take_damage()) return fail(Errc::store_corrupt, "a column holds what no store writes");
  return result;
}

}  // namespace kring::store::detail
