#pragma once

#include "clients/core/bundle.hpp"
#include "clients/core/context.hpp"

#include "channels/charter/entry.hpp"
#include "channels/rules/heal_structures.hpp"
#include "crypto/mls/key_package.hpp"

#include <vector>

/// Commits of our own, as parts of a bundle.
namespace kring::core {

/// Someone to be added, with a key package of theirs.
struct Newcomer {
  channels::HandleId handle;
  mls::KeyPackage package;
};

struct CommitPlan {
  std::vector<Newcomer> adds;
  std::vector<mls::LeafIndex> removes;
  /// Of those who are both removed and added.
  std::vector<rules::HealRequest> heals;
  /// New keys although nobody goes.
  bool renews = false;
  [[nodiscard]] bool empty() const { return adds.empty() && removes.empty() && !renews; }
};

/// Adds to the draft the commit that does this in a channel, judged at `charter`, which is the one after the
/// draft's own entries. Errors: those of MLS.
[[nodiscard]] Status draft_commit(Context& context, const charter::Charter& charter, Channel& channel,
                                  const CommitPlan& plan, Draft& draft);

/// Adds to the draft the group of a new channel, or the new group of one that is restarted, and its opening
/// commit. Errors: those of MLS, `stopped` (we have not the record key that would go on).
[[nodiscard]] Status draft_opening(Context& context, const charter::Charter& charter,
                                   const channels::ChannelId& id, Draft& draft);

}  // namespace kring::core
