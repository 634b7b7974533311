#pragma once

#include "channels/charter/charter.hpp"
#include "channels/model/ids.hpp"
#include "crypto/mls/ratchet_tree.hpp"

namespace kring::rules {

/// Who may be in a channel's group: what one charter says at one moment. Borrowed for one call.
struct Admission {
  const charter::Charter& charter;
  const channels::ChannelId& channel;
  Time time{};

  /// Live, and may read the channel.
  [[nodiscard]] bool allows(const channels::HandleId& handle) const;
};

/// The handle that a leaf stands for: its basic credential names the handle of its signature key. Errors:
/// `commit_leaf_not_its_handle`.
[[nodiscard]] Result<channels::HandleId> handle_of_leaf(const mls::LeafNode& leaf);

/// Whether all leaves of a tree are handles that may be there, each once. Errors: those of `handle_of_leaf`,
/// `commit_leaf_not_allowed`, `commit_leaf_twice`.
[[nodiscard]] Status check_leaves(const mls::RatchetTree& tree, const Admission& admission);

}  // namespace kring::rules
