#pragma once

#include "channels/rules/channel_state.hpp"
#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/log_hashes.hpp"
#include "crypto/mls/public_group.hpp"

namespace kring::rules {

/// A group that one has joined by a Welcome, before anything in it is believed. Everything is borrowed for
/// one call.
struct JoiningCase {
  const mls::PublicGroup& group;
  /// Who signed the GroupInfo.
  mls::LeafIndex signer{};
  const JoinExtension& join;
  /// The verified charter, which has been read at least to the head that `join` names.
  CharterAtHead& charter;
  channels::CircleId circle;
};

/// What a joiner knows of its channel until its log has come to the commit that added it.
struct JoinedChannel {
  /// At the head of the log that the Welcome names: below that commit, and one epoch before it. A sealed
  /// channel is read from here. Hashes of keys are not known yet, except for the generation and `key_hash` of
  /// the newest.
  ChannelState state;
  /// The epoch joined.
  mls::EpochId epoch{};
};

/// The joiner's side of the acceptance rule: context, the whole tree, the GroupInfo's signer, the head, and
/// the record key.
///
/// Errors: `channel_wrong_context`, `join_wrong_heads`, `unknown_channel`, `channel_wrong_group`, those of
/// `check_leaves`, `commit_committer_may_not` (the signer), `join_wrong_key`.
[[nodiscard]] Result<JoinedChannel> judge_joining(const JoiningCase& it);

/// The state after a commit that one could not judge, as it is older than oneself: whoever signed the Welcome
/// vouches for it by the log's running hash. What the commit says is taken over.
///
/// Errors: `bad_structure`, `channel_wrong_group`, `commit_wrong_epoch`, `commit_bad_data`.
[[nodiscard]] Result<ChannelState> after_vouched_commit(const ChannelState& state, ByteView payload,
                                                        Time entry_time);

/// Whether the state after the commit that added us is the one that the Welcome told of, and in a channel of
/// records whether the log before it ran through the head that the Welcome told of. `log` is then asked for
/// that head. Errors: `join_wrong_heads`, `join_wrong_key`.
[[nodiscard]] Status confirm_joining(const ChannelState& state, const LogHashes& log,
                                     const JoinExtension& join);

}  // namespace kring::rules
