#pragma once

#include "clients/core/circle_data.hpp"

#include "channels/wire/limits.hpp"

#include "crypto/base/time.hpp"

#include <vector>

/// Newcomers to a large newsgroup come in together: each commit goes to every device of the group. Who comes
/// to a circle, or to a small group, is let in at once.
namespace kring::core {

/// Devices of a newsgroup that still lets each newcomer in at once.
inline constexpr std::size_t small_group_max = 50;
/// As many as wait so are let in at once: what one bundle takes.
inline constexpr std::size_t batch_max = wire::limits::bundle_welcomes_max;
/// How long the first of those who wait does so, if somebody is online then: with the turns of clients it
/// stays within the hour.
inline constexpr Duration batch_wait = std::chrono::minutes(30);

/// Whether newcomers to a channel that we are in come in together.
[[nodiscard]] bool joins_in_batches(const CircleData& circle, const Channel& channel);
/// The same as far as a newcomer can tell, who does not know the group, and perhaps not what the channel is
/// called, nor whether it is a network's.
[[nodiscard]] bool may_join_in_batches(const CircleData& circle, const charter::Channel& channel, Time now);

/// When those who wait are to be let in: a time that is over if they are enough, or have waited long enough.
/// How long somebody has waited is told by the charter, so that all clients think the same: since they, or
/// their device, or the channel came. Whom another entry lets back in, such as the end of a pause, waits no
/// longer.
[[nodiscard]] Time batch_due(const CircleData& circle, const Channel& channel,
                             const std::vector<channels::HandleId>& waiting);

}  // namespace kring::core
