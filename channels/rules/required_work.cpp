#include "channels/rules/required_work.hpp"

#include "channels/rules/leaves.hpp"

#include <algorithm>
#include <set>

namespace kring::rules {

RequiredWork required_work(const charter::Charter& charter, const channels::ChannelId& channel,
                           const mls::RatchetTree& tree, Time now) {
  const Admission admission{.charter = charter, .channel = channel, .time = now};
  RequiredWork work;
  std::set<channels::HandleId> present;
  for (const auto leaf : tree.members()) {
    const auto handle = handle_of_leaf(*tree.leaf(leaf));
    const bool stays = handle && admission.allows(*handle) && present.insert(*handle).second;
    if (!stays) work.removes.push_back(leaf);
  }
  for (const auto& handle : charter.readers(channel, now)) {
    if (!present.contains(handle)) work.adds.push_back(handle);
  }
  std::ranges::sort(work.adds);
  return work;
}

}  // namespace kring::rules
