#include "clients/core/kit_proof.hpp"

#include "clients/core/labels.hpp"
#include "clients/core/vault_union.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

KitCircle view_known(const KnownCircle& known) {
  KitCircle view{.id = known.id, .name = known.name, .hub = known.hub};
  view.channels = known.channels.size();
  view.read_back = static_cast<std::size_t>(std::ranges::count_if(known.channels, [&](const auto& channel) {
    return std::ranges::find(known.record_keys, channel.id, &NewestRecordKey::channel) !=
           known.record_keys.end();
  }));
  view.checks = known.confirmed.size();
  return view;
}

/// Whether a slot has as new a key as this device, where newcomers read back.
bool has_key(const KnownCircle& known, const Channel& channel) {
  if (channel.record_keys.empty()) return true;
  const auto found = std::ranges::find(known.record_keys, channel.id, &NewestRecordKey::channel);
  return found != known.record_keys.end() && found->generation >= channel.record_keys.rbegin()->first;
}

void find_gaps(const Device& device, const CircleData& circle, const KnownCircle* known, Time now,
               std::vector<KitGap>& gaps) {
  KitGap gap{
      .kind = KitGapKind::circle, .circle = circle.id, .circle_name = circle.name, .channel_label = {}};
  if (known == nullptr) {
    gaps.push_back(std::move(gap));
    return;
  }
  const auto* me = circle.charter().member(circle.member);
  const bool same_key = me != nullptr && known->recovery_key < device.recovery_keys.size() &&
                        device.recovery_keys[known->recovery_key] == me->recovery_key;
  if (!same_key) {
    gap.kind = KitGapKind::recovery_key;
    gaps.push_back(gap);
  }
  for (const auto& [id, channel] : circle.channels) {
    const auto* charted = circle.charter().channel(id);
    const bool reads = charted != nullptr && charted->mode == channels::Mode::record && channel.group &&
                       circle.charter().can(circle.handle_id, id, channels::Right::read, now);
    if (!reads || has_key(*known, channel)) continue;
    gap.kind = KitGapKind::channel;
    gap.channel_label = channel_name(circle, id).label;
    gaps.push_back(gap);
  }
}

}  // namespace

std::string_view name_of(KitGapKind kind) {
  switch (kind) {
    case KitGapKind::circle:
      return "circle";
    case KitGapKind::channel:
      return "channel";
    case KitGapKind::recovery_key:
      break;
  }
  return "recovery_key";
}

KitView view_kit(const Device& device, const std::map<channels::CircleId, CircleData>& circles,
                 const std::vector<const FoundSlot*>& found, Time now) {
  const auto all = unite(found);
  KitView view;
  view.set_back = !slots_set_back(found).empty();
  view.circles.reserve(all.circles.size());
  for (const auto& known : all.circles) view.circles.push_back(view_known(known));
  for (const auto& [id, circle] : circles) {
    if (!circle.log || circle.standing != Standing::member) continue;
    const auto known = std::ranges::find(all.circles, id, &KnownCircle::id);
    find_gaps(device, circle, known == all.circles.end() ? nullptr : &*known, now, view.gaps);
  }
  return view;
}

}  // namespace kring::core
