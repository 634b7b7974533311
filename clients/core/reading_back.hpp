#pragma once

#include "channels/rules/charter_at_head.hpp"
#include "clients/core/context.hpp"

#include <vector>

/// Logs of channels in which this device has no leaf. Whoever came back by the words reads them by what the
/// person's slots of the vault had kept: the newest record key, and where the log ended. So nobody else is
/// needed for that, and an owner can vouch for a log from which it restarts the channel.
namespace kring::core {

/// Begins to read what another device of the person has told of, as soon as this one may.
void begin_reading_back(Context& context);

/// Takes the log, all of which has come: in a channel of records what the key opens, in a sealed one its
/// running hash alone. A log that does not go through the place where the slot saw it end raises an alarm.
void read_back(Context& context, Channel& channel, rules::CharterAtHead& charter);

/// Channels that an owner has to restart to be in them again: it has read them, and no device of anybody else
/// that could let it in is live.
[[nodiscard]] std::vector<channels::ChannelId> channels_to_restart(const CircleData& circle, Time now);

}  // namespace kring::core
