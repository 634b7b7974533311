#include "hub/store/detail/bundle_plan.hpp"

#include "crypto/base/assert.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kring::store::detail {

using hub::Errc;

namespace {

using PlannedHeads = std::map<channels::ChannelId, std::optional<ChannelHead>>;

Result<PlannedHeads> find_heads(const BundleWrite& bundle, const FindHead& find_head) {
  PlannedHeads heads;
  for (const GroupWrite& group : bundle.groups) {
    auto head = find_head(group.channel);
    if (!head) return fail(head.error());
    heads.insert_or_assign(group.channel, *head);
  }
  return heads;
}

Stale make_stale(const CharterHead& head, const PlannedHeads& heads) {
  Stale stale{.head = head, .channels = {}};
  for (const auto& [channel, found] : heads) {
    if (found) stale.channels.push_back(*found);
  }
  return stale;
}

/// The head after the bundle's entries, whose numbers the caller has made from the expected head.
CharterHead new_head(const BundleWrite& bundle) {
  CharterHead head = bundle.expected_head;
  for (const CharterEntryRow& entry : bundle.entries) {
    KRING_ASSERT(entry.number == next(head.number));
    head = {entry.number, entry.hash};
  }
  return head;
}

}  // namespace

Result<std::variant<BundlePlan, Stale>> plan_bundle(const BundleWrite& bundle,
                                                    const std::optional<CharterHead>& head,
                                                    const FindHead& find_head) {
  const bool founds = bundle.expected_head == CharterHead{};
  KRING_ASSERT(!founds || !bundle.entries.empty());
  if (founds && head) return fail(Errc::circle_exists, "founding bundle");
  if (!founds && !head) return fail(Errc::unknown_circle, "bundle");

  auto before = find_heads(bundle, find_head);
  if (!before) return fail(before.error());
  if (head && *head != bundle.expected_head) return make_stale(*head, *before);

  BundlePlan plan{.head = new_head(bundle), .groups = {}};
  PlannedHeads now = *before;
  for (const GroupWrite& group : bundle.groups) {
    std::optional<ChannelHead>& channel = now[group.channel];
    if (group.opening && !group.opening->goes_on) {
      if (channel) return fail(Errc::channel_exists, "bundle");
      channel = ChannelHead{
          .channel = group.channel, .seq = {}, .hash = {}, .epoch = group.expected_epoch, .time = {}};
    }
    if (!channel) return fail(Errc::unknown_channel, "bundle");
    if (channel->epoch != group.expected_epoch || group.time < channel->time)
      return make_stale(bundle.expected_head, *before);
    const Hash payload_hash = rules::payload_hash(group.commit_payload);
    channel = step_log(*channel, {group.kind, group.time, payload_hash});
    channel->epoch = group.new_epoch;
    plan.groups.push_back({*channel, payload_hash});
  }
  return plan;
}

bool follows(const RestoreLog& restore, const CharterHead& charter, const ChannelHead& channel) {
  if (charter != restore.expected_head) return false;
  if (channel.seq != restore.after || channel.hash != restore.after_hash) return false;
  Time last = channel.time;
  return std::ranges::all_of(restore.entries, [&](const RestoredEntry& entry) {
    return std::exchange(last, entry.time) <= entry.time;
  });
}

ChannelHead step_log(const ChannelHead& head, const rules::LogEntrySummary& entry) {
  const auto after = rules::next_log_head(head.channel, {head.seq, head.hash}, entry);
  return {.channel = head.channel,
          .seq = after.number,
          .hash = after.hash,
          .epoch = head.epoch,
          .time = entry.time};
}

}  // namespace kring::store::detail
