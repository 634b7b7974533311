#pragma once

#include "channels/rules/extensions.hpp"
#include "channels/rules/judge_commit.hpp"
#include "channels/rules/restart.hpp"

namespace kring::rules {

/// The log that a restarted channel's opening goes on from. Borrowed.
struct OpeningLog {
  /// Where the channel stands before the commit, in whatever group.
  const ChannelState& state;
  const LogHashes& hashes;
};

/// The first commit of a channel, or of its new group, and the group of one that it starts from. Everything
/// is borrowed for one call.
struct OpeningCase {
  channels::ChannelId channel;
  /// At the head that the commit names; it has the channel.
  const charter::Charter& charter;
  /// Who signed the entry that opened the channel, or restarted it last.
  channels::HandleId opener;
  /// The group at epoch 0, from its GroupInfo.
  const mls::PublicGroup& opening;
  const mls::CommitEffect& effect;
  const mls::RatchetTree& after;
  const std::optional<Rotation>& rotation;
  Time entry_time{};
  /// None where the log is empty.
  std::optional<OpeningLog> log{};
};

/// The state of a channel whose log is empty. `channel` is one of `charter`'s.
[[nodiscard]] ChannelState state_before_opening(const charter::Charter& charter,
                                                const charter::Channel& channel);
/// The GroupContext's extensions of a channel of the charter.
[[nodiscard]] mls::Extensions group_extensions_of(const charter::Charter& charter,
                                                  const charter::Channel& channel);

/// The state that an opening moves on from: `state_before_opening`, or `state_before_restart`.
[[nodiscard]] ChannelState state_before(const OpeningCase& it, const charter::Channel& channel);

/// The rule of log entry 1, and of the commit with which a restarted channel goes on: an empty commit with a
/// path from epoch 0 of a group of one. After a restart it names the restart's place in the log, which the
/// log must have, and begins the next generation. Gives the commit's data; the state moves on from
/// `state_before`.
///
/// Errors: `unknown_channel`, `channel_wrong_group`, `channel_wrong_context`, `opening_wrong_epoch`,
/// `opening_not_alone`, `opening_wrong_handle`, `opening_not_empty`, and those of `judge_commit`.
[[nodiscard]] Result<CommitData> judge_opening(const OpeningCase& it);

}  // namespace kring::rules
