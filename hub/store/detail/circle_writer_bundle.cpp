#include "channels/rules/log_hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/store/detail/circle_writer.hpp"
#include "hub/store/detail/query.hpp"

#include <set>
#include <utility>
#include <variant>

namespace kring::store::detail {

using channels::HandleId;
using hub::Errc;

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
                       "INSERT INTO introduction (circle, invitation, bytes) VALUES ($1, $2, $3)"
                       " ON CONFLICT (circle, invitation) DO UPDATE SET bytes = excluded.bytes");
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
  if (auto taken = drop_taken(bundle.staged_taken); !taken) return taken;
  if (bundle.resumed) {
    Query resumed(database_, "UPDATE circle SET incarnation = $1 WHERE id = $2");
    if (auto done = resumed.bind(*bundle.resumed).bind(circle_.id).run(); !done) return done;
  }
  if (bundle.ends_circle) {
    Query ends(database_, "UPDATE circle SET ended = 1 WHERE id = $1");
    if (auto done = ends.bind(circle_.id).run(); !done) return done;
  }
  if (bundle.makes_public) {
    Query opens(database_, "UPDATE circle SET is_public = 1 WHERE id = $1");
    if (auto done = opens.bind(circle_.id).run(); !done) return done;
  }
  return remember(bundle, bundled, channels);
}

Status CircleWriter::drop_taken(const std::vector<Hash>& parts) {
  for (const auto& hash : parts) {
    Query taken(database_, "DELETE FROM staged WHERE circle = $1 AND hash = $2");
    if (auto gone = taken.bind(circle_.id).bind(hash).run(); !gone) return gone;
  }
  return {};
}

Status CircleWriter::write_charter(const BundleWrite& bundle, const CharterHead& head) {
  if (bundle.entries.empty()) return {};
  for (const auto& entry : bundle.entries) {
    Query query(database_, "INSERT INTO charter_entry (circle, number, hash, bytes) VALUES ($1, $2, $3, $4)");
    auto kept = query.bind(circle_.id).bind(entry.number).bind(entry.hash).bind(entry.bytes).run();
    if (!kept) return kept;
  }
  Query snapshot(database_,
                 "INSERT INTO charter_snapshot (circle, bytes) VALUES ($1, $2)"
                 " ON CONFLICT (circle) DO UPDATE SET bytes = excluded.bytes");
  if (auto kept = snapshot.bind(circle_.id).bind(bundle.charter_snapshot).run(); !kept) return kept;
  Query moved(database_, "UPDATE circle SET head_number = $1, head_hash = $2 WHERE id = $3");
  return moved.bind(head.number).bind(head.hash).bind(circle_.id).run();
}

/// The channel's row.
Result<std::uint64_t> CircleWriter::write_group(const GroupWrite& group, const PlannedGroup& planned) {
  std::uint64_t channel = 0;
  if (group.opening && !group.opening->goes_on) {
    const auto row = open_channel(group.channel, *group.opening, group.expected_epoch);
    if (!row) return fail(row.error());
    channel = *row;
  } else {
    const auto found = find_channel(database_, circle_.id, group.channel);
    if (!found) return fail(found.error());
    if (!*found) return fail(Errc::unknown_channel, "bundle");
    channel = (*found)->id;
  }
  if (group.opening && group.opening->goes_on) {
    Query restarted(database_, "UPDATE channel SET mls_group = $1 WHERE id = $2");
    if (auto done = restarted.bind(group.opening->group).bind(channel).run(); !done)
      return fail(done.error());
  }
  auto pushed = push_entry({.channel = channel,
                            .head = planned.head,
                            .kind = group.kind,
                            .time = group.time,
                            .payload_hash = planned.payload_hash,
                            .payload = group.commit_payload});
  if (!pushed) return fail(pushed.error());
  if (auto kept = keep_state(channel, group.group_state, group.channel_state); !kept)
    return fail(kept.error());
  if (auto delivered = deliver(group); !delivered) return fail(delivered.error());
  return channel;
}

/// The new channel's row, before its first entry.
Result<std::uint64_t> CircleWriter::open_channel(const channels::ChannelId& channel, const Opening& opening,
                                                 std::uint64_t epoch) {
  const Hash nothing{};
  Query opened(database_,
               "INSERT INTO channel (circle, channel, mode, mls_group, epoch, seq, log_hash) VALUES ($1, $2, "
               "$3, $4, $5, 0, $6) RETURNING id");
  opened.bind(circle_.id).bind(channel).bind(opening.mode).bind(opening.group).bind(epoch);
  return opened.bind(nothing).insert();
}

Status CircleWriter::keep_state(std::uint64_t channel, ByteView group_state, ByteView channel_state) {
  Query state(database_,
              "INSERT INTO channel_state (channel, group_state, channel_state) VALUES ($1, $2, $3) ON "
              "CONFLICT (channel)"
              " DO UPDATE SET group_state = excluded.group_state, channel_state = excluded.channel_state");
  return state.bind(channel).bind(group_state).bind(channel_state).run();
}

Status CircleWriter::put_part(const Hash& hash, const Bytes& bytes) {
  Query part(database_,
             "INSERT INTO mail_part (circle, hash, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
  return part.bind(circle_.id).bind(hash).bind(bytes).run();
}

Status CircleWriter::deliver(const GroupWrite& group) {
  for (const auto& welcome : group.welcomes) {
    Query spent(
        database_,
        "UPDATE key_package SET spent = 1, bytes = $1 WHERE circle = $2 AND handle = $3 AND ref = $4");
    if (auto done = spent.bind(ByteView()).bind(circle_.id).bind(welcome.handle).bind(welcome.package).run();
        !done)
      return done;
    const Hash welcome_hash = rules::payload_hash(welcome.welcome);
    if (auto done = put_part(welcome_hash, welcome.welcome); !done) return done;
    if (group.tree) {
      if (auto done = put_part(group.tree->hash, group.tree->bytes); !done) return done;
    }
    Query mail(
        database_,
        "INSERT INTO mail (circle, handle, channel, epoch, welcome, tree) VALUES ($1, $2, $3, $4, $5, $6)");
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
               "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id");
  answer.bind(circle_.id).bind(bundle.author).bind(bundle.transaction).bind(bundle.request_hash);
  const auto id = answer.bind(bundled.head.number).bind(bundled.head.hash).insert();
  if (!id) return fail(id.error());
  for (std::size_t i = 0; i < channels.size(); ++i) {
    Query log(database_, "INSERT INTO bundle_log (bundle, place, channel, seq) VALUES ($1, $2, $3, $4)");
    if (auto kept = log.bind(*id).bind(std::uint64_t{i}).bind(channels[i]).bind(bundled.logs[i].seq).run();
        !kept)
      return kept;
  }
  return {};
}

Status CircleWriter::check_packages(const BundleWrite& bundle) {
  std::set<std::pair<HandleId, Hash>> used;
  for (const auto& group : bundle.groups) {
    for (const auto& welcome : group.welcomes) {
      if (welcome.from == PackageFrom::request) continue;
      Query query(
          database_,
          "SELECT count(*) FROM key_package WHERE circle = $1 AND handle = $2 AND ref = $3 AND spent = "
          "0 AND claimed_for = $4");
      const auto found =
          query.bind(circle_.id).bind(welcome.handle).bind(welcome.package).bind(group.channel).step();
      if (!found) return fail(found.error());
      if (query.u64(0) == 0 || !used.emplace(welcome.handle, welcome.package).second)
        return fail(Errc::package_unusable, "welcome");
    }
  }
  return {};
}

}  // namespace kring::store::detail
