#pragma once

#include "channels/rules/extensions.hpp"
#include "channels/rules/judge_commit.hpp"

namespace kring::rules {

/// A channel's first commit, and the group of one that it starts from. Everything is borrowed for one call.
struct OpeningCase {
  channels::ChannelId channel;
  /// At the head that the commit names; it has the channel.
  const charter::Charter& charter;
  /// Who signed the entry that opened the channel.
  channels::HandleId opener;
  /// The group at epoch 0, from its GroupInfo.
  const mls::PublicGroup& opening;
  const mls::CommitEffect& effect;
  const mls::RatchetTree& after;
  const std::optional<Rotation>& rotation;
  Time entry_time{};
};

/// The state of a channel whose log is empty. `channel` is one of `charter`'s.
[[nodiscard]] ChannelState state_before_opening(const charter::Charter& charter,
                                                const charter::Channel& channel);
/// The GroupContext's extensions of a channel of the charter.
[[nodiscard]] mls::Extensions group_extensions_of(const charter::Charter& charter,
                                                  const charter::Channel& channel);

/// The rule of log entry 1: an empty commit with a path from epoch 0 of a group of one. Gives the commit's
/// data; the state moves on from `state_before_opening`.
///
/// Errors: `unknown_channel`, `channel_wrong_group`, `channel_wrong_context`, `opening_wrong_epoch`,
/// `opening_not_alone`, `opening_wrong_handle`, `opening_not_empty`, and those of `judge_commit`.
[[nodiscard]] Result<CommitData> judge_opening(const OpeningCase& it);

}  // namespace kring::rules
