#include "clients/core/batches.hpp"

#include "clients/core/labels.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/posts.hpp"

#include "channels/charter/network_table.hpp"

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

/// Whether it is known that there are no newsgroups here: owners are called what a network's are not.
bool is_family(const CircleData& circle) {
  return std::ranges::any_of(circle.charter().roles(), [&](const auto& item) {
    const auto key = item.second.owns ? role_name(circle, item.first).key : std::string();
    return !key.empty() && charter::find_network_row(key) == nullptr;
  });
}

/// Whether it may be one, by all that is known.
bool may_be_newsgroup(const CircleData& circle, const charter::Channel& channel) {
  const auto name = channel_name(circle, channel.id);
  if (!name.label.empty()) return name.key == newsgroup_key;
  return channel.mode == channels::Mode::record && !is_family(circle);
}

}  // namespace

bool joins_in_batches(const CircleData& circle, const Channel& channel) {
  if (find_newsgroup(circle, channel.id) == nullptr || !channel.group) return false;
  return channel.group->public_group().tree().members().size() > small_group_max;
}

bool may_join_in_batches(const CircleData& circle, const charter::Channel& channel, Time now) {
  return may_be_newsgroup(circle, channel) &&
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
