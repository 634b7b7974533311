#pragma once

#include "channels/rules/restart.hpp"
#include "clients/core/context.hpp"

/// How a device follows a channel that an owner has restarted (docs/protocol.md, section 4): it leaves the
/// old group, cuts its log back to the place from which the new one goes on, and keeps what it had read till
/// then. What it had written itself since is sent again.
namespace kring::core {

/// Does so in every channel that needs it.
void follow_restarts(Context& context);

/// The restart of which the next entry of the channel's log is the opening commit, or void; null if that
/// entry belongs to the group in which the log is.
[[nodiscard]] const charter::Restart* restart_due(const CircleData& circle, const Channel& channel);

/// The generation that the channel had after the entry `number` of its log, at which a restart goes on: the
/// entries after it are here as they came. Zero before the first.
[[nodiscard]] channels::Generation generation_at(const Channel& channel, channels::Sequence number);

/// Whether `entry` of the channel's log opens the group of a restart. Its payload is here.
[[nodiscard]] bool opens_restart(const charter::Restart& restart, const LogEntry& entry);

/// One of ours that is in the log and void is sent again.
void resend_void(Context& context, const Channel& channel, const OutboxMessage& sent);

/// Whether a channel that we are welcomed to goes on in the log that we hold.
enum class HeldLog : std::uint8_t { goes_on, begins_anew, not_known_yet };
[[nodiscard]] HeldLog held_log(const CircleData& circle, const Channel& held, const Channel& welcomed);
/// Gives the channel that we are welcomed to the log that we held, which is read on from its head.
void take_over_log(Channel& welcomed, Channel& held);

/// An entry of the hub's log, to be compared with ours: where they part, ours ends.
void compare_entry(Context& context, Channel& channel, const wire::EntryEvent& event);

}  // namespace kring::core
