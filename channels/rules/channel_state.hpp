#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/heads.hpp"
#include "channels/rules/log_hash.hpp"
#include "crypto/base/time.hpp"
#include "crypto/mls/protocol.hpp"

namespace kring::rules {

/// What the log of one channel has come to: all that the next commit and the next record are judged by, next
/// to the charter and the group. The same at the hub and at every client that has read equally far.
struct ChannelState {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::GroupId group;
  channels::Mode mode = channels::Mode::record;
  /// Of the last commit: its place in the log, the epoch it began, the head it was judged at and its signer's
  /// time.
  channels::Sequence commit_number{};
  mls::EpochId epoch{};
  CharterHead charter;
  Time commit_time{};
  /// In force since the last commit; zero in a sealed channel.
  channels::Generation generation{};
  Hash key_hash{};
  Hash back_link_hash{};
  /// Up to which entry, commit or not, the log has been read.
  LogHead log;

  /// The state after one more entry that is no commit.
  [[nodiscard]] ChannelState after(const LogEntrySummary& entry) const;

  /// The state after a commit that was judged, or vouched for; `data` is its.
  [[nodiscard]] ChannelState after_commit(const CommitData& data, const LogEntrySummary& entry) const;

  /// A versioned snapshot.
  [[nodiscard]] Bytes encode() const;
  /// Errors: `bad_snapshot`, `unsupported_version`.
  static Result<ChannelState> decode(ByteView bytes);
  friend bool operator==(const ChannelState&, const ChannelState&) = default;
};

}  // namespace kring::rules
