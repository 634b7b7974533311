#include "hub/engine/circle.hpp"

#include "hub/base/errc.hpp"
#include "hub/engine/limits.hpp"

#include <algorithm>
#include <utility>

namespace kring::engine {

RecentHashes::RecentHashes(channels::Sequence number, const Hash& hash) : hashes_{hash}, first_(number) {}

void RecentHashes::push(channels::Sequence number, const Hash& hash) {
  const auto after_last = std::to_underlying(first_) + hashes_.size();
  if (std::to_underlying(number) != after_last) {
    hashes_.clear();
    first_ = number;
  }
  hashes_.push_back(hash);
  if (hashes_.size() > limits::recent_hashes_max) {
    hashes_.pop_front();
    first_ = channels::next(first_);
  }
}

std::optional<Hash> RecentHashes::find(channels::Sequence number) const {
  if (number < first_) return std::nullopt;
  const auto index = std::to_underlying(number) - std::to_underlying(first_);
  if (index >= hashes_.size()) return std::nullopt;
  return hashes_[static_cast<std::size_t>(index)];
}

Time entry_time(const Channel& channel, Time now) {
  return std::max({now, channel.stamped, channel.head.time});
}

void note_empty_stock(Circle& circle, const channels::HandleId& handle, Time now) {
  auto& stock = circle.out_of_packages[handle];
  // A client asks in all channels at once: that is one time.
  const bool is_known =
      stock.pause > Duration::zero() && stock.found <= now && now < stock.found + stock.pause;
  if (is_known) return;
  stock.found = now;
  stock.pause =
      std::clamp<Duration>(stock.pause * 2, limits::empty_stock_pause, limits::empty_stock_pause_max);
}

TokenBucket& HandleBuckets::of(const channels::HandleId& handle) {
  const auto known = buckets_.find(handle);
  if (known != buckets_.end()) return known->second;
  if (buckets_.size() >= limits::handle_buckets_max) buckets_.clear();
  return buckets_[handle];
}

void advance(Channel& channel, const store::LogPosition& place, rules::ChannelState state) {
  channel.head.seq = place.seq;
  channel.head.hash = place.hash;
  channel.head.time = place.time;
  channel.hashes.push(place.seq, place.hash);
  channel.state = std::move(state);
  channel.state.log = {.number = place.seq, .hash = place.hash};
}

Result<Circle> restore_circle(const channels::CircleId& id, const store::StoredCircle& stored) {
  auto charter = charter::Charter::decode(stored.charter_snapshot);
  if (!charter || charter->circle() != id || charter->number() != stored.head.number) {
    return fail(hub::Errc::store_corrupt, "charter snapshot");
  }
  Circle circle(id, std::move(*charter));
  circle.incarnation = stored.incarnation;
  for (const auto& row : stored.channels) {
    auto group = mls::PublicGroup::decode(row.group_state);
    auto state = rules::ChannelState::decode(row.channel_state);
    if (!group || !state) return fail(hub::Errc::store_corrupt, "channel state");
    // The state was written with the last commit; entries since then have moved the log's head.
    state->log = {.number = row.head.seq, .hash = row.head.hash};
    circle.channels.emplace(row.head.channel, Channel{.mode = row.mode,
                                                      .group_id = row.group,
                                                      .head = row.head,
                                                      .group = std::move(*group),
                                                      .state = std::move(*state),
                                                      .hashes = RecentHashes(row.head.seq, row.head.hash)});
  }
  return circle;
}

}  // namespace kring::engine
