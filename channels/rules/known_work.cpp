#include "channels/rules/known_work.hpp"

#include <algorithm>

namespace kring::rules {

namespace {

/// When the next membership ends: until then time changes nothing.
Time next_end(const charter::Charter& charter, Time now) {
  auto next = from_unix_ms(unix_ms_max);
  for (const auto& [id, member] : charter.members()) {
    if (member.until && *member.until > now) next = std::min(next, *member.until);
  }
  return next;
}

}  // namespace

bool KnownWork::holds(const charter::Charter& charter, const mls::PublicGroup& group, Time now) const {
  return known_ && now >= known_->from && now < known_->until && known_->charter == charter.number() &&
         known_->epoch == group.epoch() && known_->group == group.context().group_id;
}

const RequiredWork& KnownWork::of(const charter::Charter& charter, const channels::ChannelId& channel,
                                  const mls::PublicGroup& group, Time now) {
  if (!holds(charter, group, now)) {
    ++times_;
    known_ = Known{.charter = charter.number(),
                   .group = group.context().group_id,
                   .epoch = group.epoch(),
                   .from = now,
                   .until = next_end(charter, now),
                   .work = required_work(charter, channel, group.tree(), now)};
  }
  return known_->work;
}

}  // namespace kring::rules
