#include "channels/rules/log_hash.hpp"
#include "crypto/base/assert.hpp"
#include "hub/base/errc.hpp"
#include "hub/store/detail/circle_writer.hpp"
#include "hub/store/detail/query.hpp"

namespace kring::store::detail {

using hub::Errc;

WriteResult CircleWriter::write(const RestoreLog& restore) {
  KRING_ASSERT(!restore.entries.empty());
  const auto found = find_channel(database_, circle_.id, restore.channel);
  if (!found) return fail(found.error());
  auto head = *found ? (*found)->head : ChannelHead{.channel = restore.channel};
  if (!follows(restore, circle_.head, head)) {
    Stale stale{.head = circle_.head, .channels = {}};
    if (*found) stale.channels.push_back(head);
    return stale;
  }
  std::uint64_t channel = 0;
  if (*found) {
    channel = (*found)->id;
  } else {
    if (!restore.opening) return fail(Errc::unknown_channel, "restore");
    const auto opened = open_channel(restore.channel, *restore.opening, 0);
    if (!opened) return fail(opened.error());
    channel = *opened;
  }
  if (restore.opening) {
    Query moved(database_, "UPDATE channel SET mls_group = $1 WHERE id = $2");
    if (auto done = moved.bind(restore.opening->group).bind(channel).run(); !done) return fail(done.error());
  }
  if (auto pushed = push_restored(channel, head, restore); !pushed) return fail(pushed.error());
  if (auto kept = keep_state(channel, restore.group_state, restore.channel_state); !kept)
    return fail(kept.error());
  if (auto taken = drop_taken(restore.staged_taken); !taken) return fail(taken.error());
  return Appended{
      .position = {.channel = restore.channel, .seq = head.seq, .time = head.time, .hash = head.hash}};
}

Status CircleWriter::push_restored(std::uint64_t channel, ChannelHead& head, const RestoreLog& restore) {
  for (const auto& entry : restore.entries) {
    if (entry.record) {
      if (auto taken = take_record_id(channel, *entry.record); !taken) return taken;
    }
    const Hash payload_hash = rules::payload_hash(entry.payload);
    head = step_log(head, {entry.kind, entry.time, payload_hash});
    head.epoch = restore.epoch;
    auto pushed = push_entry({.channel = channel,
                              .head = head,
                              .kind = entry.kind,
                              .time = entry.time,
                              .payload_hash = payload_hash,
                              .payload = entry.payload});
    if (!pushed) return pushed;
  }
  return {};
}

}  // namespace kring::store::detail
