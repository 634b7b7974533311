#pragma once

#include "clients/core/context.hpp"

#include "channels/rules/charter_at_head.hpp"
#include "crypto/mls/group_context.hpp"

/// What a newcomer reads back in a channel of records.
namespace kring::core {

/// Where a commit stands in a log that leads to the one that added us.
enum class CommitPlace : std::uint8_t {
  before,
  added_us,
  /// After it, or no commit at all: what led to it has been left out or changed.
  too_late,
};
/// `payload` is the commit's; `joined` the epoch that our Welcome led into.
[[nodiscard]] CommitPlace commit_place_of(ByteView payload, const mls::GroupContext& joined);

/// How far the log that waits can be read with the record keys up to a generation.
struct Readable {
  std::size_t entries = 0;
  rules::ChannelState state;  ///< behind them
};
/// All before the first commit to a later generation. Errors: those of `after_vouched_commit`.
[[nodiscard]] Result<Readable> find_readable(const Channel& channel, const charter::Channel& known,
                                             channels::Generation newest);

/// Takes the first `count` entries that wait, with their payloads, of which the last is the commit that added
/// us: checks the running hash against the head that the Welcome names, walks the record keys back through
/// their links, and judges every record. What does not fit stops the channel.
void read_past(Context& context, Channel& channel, rules::CharterAtHead& charter, std::size_t count);

}  // namespace kring::core
