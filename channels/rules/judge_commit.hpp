#pragma once

#include "channels/charter/charter.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/log_hashes.hpp"
#include "crypto/mls/public_group.hpp"

#include <optional>

namespace kring::rules {

/// A commit that MLS found right, and all that it is judged by. Everything is borrowed for one call.
struct CommitCase {
  /// The channel before the commit.
  const ChannelState& state;
  /// At the head that the commit names: for the hub its newest, with the bundle's own entries.
  const charter::Charter& charter;
  const LogHashes& log;
  /// Of `PublicStagedCommit` or `StagedCommit`.
  const mls::CommitEffect& effect;
  const mls::RatchetTree& before;
  const mls::RatchetTree& after;
  const std::optional<Rotation>& rotation;
  /// The log entry's: for the hub that which it is about to give.
  Time entry_time{};
};

/// The acceptance rule (docs/protocol.md, section 4), the same for the hub and every client: each clause a
/// function of its own, tried in the order of `RULES.md`. Pure. Gives the commit's data, with which
/// `ChannelState::after_commit` moves on.
///
/// Errors: `commit_…`, `channel_wrong_group`, and those of `check_rotation`. What is left to members is
/// `open_rotation`.
[[nodiscard]] Result<CommitData> judge_commit(const CommitCase& it);

}  // namespace kring::rules
