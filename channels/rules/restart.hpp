#pragma once

#include "channels/charter/charter.hpp"
#include "channels/rules/channel_state.hpp"
#include "crypto/base/bytes.hpp"

#include <optional>

/// How a channel's log goes on in a new group (docs/protocol.md, section 4): what of it is void, and what the
/// new group's opening commit is judged on.
namespace kring::rules {

/// The group that the channel opened with.
[[nodiscard]] channels::GroupId first_group(const charter::Channel& channel);

/// The restart of which the entry after `last` is either the opening commit or void; null if that entry
/// belongs to `group`, in which the log is. Of several the last one counts. Borrowed from `channel`.
[[nodiscard]] const charter::Restart* restart_due(const charter::Channel& channel,
                                                  const channels::GroupId& group, channels::Sequence last);

/// Whether a log entry's payload is a commit that leaves epoch 0 of `group`, believed or not.
[[nodiscard]] bool opens_group(ByteView payload, const channels::GroupId& group);

/// The generation that a channel of records had before the commit in this payload, by what the commit says;
/// none if it holds no commit.
[[nodiscard]] std::optional<channels::Generation> generation_before(ByteView payload);

/// The state that a restart's opening commit is judged on: the new group's epoch 0, at the log's head `log`,
/// with the record key that goes on.
[[nodiscard]] ChannelState state_before_restart(const ChannelState& state, const charter::Restart& restart);

/// The opening commit of a restart, as `after_vouched_commit` has any other commit: vouched for by who signed
/// the Welcome. Errors: those, `commit_wrong_log_head`, `commit_wrong_generation` (it goes on from
/// elsewhere).
[[nodiscard]] Result<ChannelState> after_vouched_restart(const ChannelState& state,
                                                         const charter::Restart& restart, ByteView payload,
                                                         Time entry_time);

/// A place in the log as commits name it.
[[nodiscard]] LogHead log_head_of(const charter::LogPlace& place);

}  // namespace kring::rules
