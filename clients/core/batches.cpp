#include "clients/core/batches.hpp"

#include "clients/core/posts.hpp"

#include <algorithm>

namespace kring::core {

namespace {

Time waits_since(const CircleData& circle, const channels::ChannelId& channel,
                 const channels::HandleId& handle) {
  const auto& charter = circle.charter();
  auto last = charter.handle(handle)->added;
  last = std::max(last, charter.member_of(handle)->granted.value_or(last));
  last = std::max(last, charter.channel(channel)->opened);
  return time_of_entry(circle, last).value_or(Time{});
}

}  // namespace

bool joins_in_batches(const CircleData& circle, const Channel& channel) {
  if (find_newsgroup(circle, channel.id) == nullptr || !channel.group) return false;
  return channel.group->public_group().tree().members().size() > small_group_max;
}

bool may_join_in_batches(const CircleData& circle, const charter::Channel& channel, Time now) {
  return channel.mode == channels::Mode::record &&
         circle.charter().readers(channel.id, now).size() > small_group_max;
}

Time batch_due(const CircleData& circle, const Channel& channel,
               const std::vector<channels::HandleId>& waiting) {
  if (waiting.empty()) return from_unix_ms(unix_ms_max);
  if (waiting.size() >= batch_max) return Time{};
  auto first = from_unix_ms(unix_ms_max);
  for (const auto& handle : waiting) first = std::min(first, waits_since(circle, channel.id, handle));
  return first + batch_wait;
}

}  // namespace kring::core
