#pragma once

#include "channels/charter/charter.hpp"
#include "channels/model/ids.hpp"
#include "crypto/mls/ratchet_tree.hpp"

#include <vector>

namespace kring::rules {

/// What a channel's group lacks to be what the charter decided.
struct RequiredWork {
  /// Live readers without a leaf, by id.
  std::vector<channels::HandleId> adds;
  /// Leaves of those who may no longer be there, in order.
  std::vector<mls::LeafIndex> removes;

  [[nodiscard]] bool empty() const { return adds.empty() && removes.empty(); }
  friend bool operator==(const RequiredWork&, const RequiredWork&) = default;
};

/// What would complete the decisions of `charter` in a channel's group at `now`. Everything for a channel
/// that the charter does not have is to be removed.
[[nodiscard]] RequiredWork required_work(const charter::Charter& charter, const channels::ChannelId& channel,
                                         const mls::RatchetTree& tree, Time now);

}  // namespace kring::rules
