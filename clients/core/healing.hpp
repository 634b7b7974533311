#pragma once

#include "clients/core/commits.hpp"
#include "clients/core/context.hpp"

#include "channels/wire/answer.hpp"

#include <vector>

/// Healing (docs/decisions/0027): a device that cannot follow a channel's group any more asks for it in the
/// log, and whoever of the members commits next removes and adds it in that commit.
///
/// A device asks where a commit did not open with the keys that it has, or where it has no group although it
/// may read. Whatever shows that the hub has lied about the log or its times, or that a commit broke the
/// rule, is no reason: such a channel stays stopped, and its alarm stands. Nor does healing take an alarm
/// back.
namespace kring::core {

/// Requests of this device to heal one channel that may come into its log within `heal_window`: then
/// something is wrong that this does not mend.
inline constexpr std::uint32_t heal_requests_max = 5;
inline constexpr Duration heal_window = std::chrono::hours(24);
/// In this time nobody is healed who has asked more often than that: an hour less, as clocks differ.
inline constexpr Duration heal_follow_window = heal_window - std::chrono::hours(1);
/// How long a channel may be without a group before this device asks: whoever is let in waits for a Welcome.
inline constexpr Duration heal_lost_pause = std::chrono::minutes(1);
/// Before the hub is asked anew whether a request still stands, doubled each time up to `heal_look_max`.
inline constexpr Duration heal_look_pause = std::chrono::minutes(1);
inline constexpr Duration heal_look_max = std::chrono::minutes(32);

/// Asks for healing wherever it is needed.
void push_healing(Context& context);
void heal_answered(Context& context, const channels::ChannelId& channel);
void heal_refused(Context& context, const channels::ChannelId& channel, const wire::ErrorAnswer& error);

/// Stops a channel at a commit that did not open, and remembers that healing may mend it.
void stop_to_heal(Context& context, Channel& channel, const Error& reason, ByteView evidence);

/// We were welcomed into a channel: what was asked for it is done. `held` is what we had of it, or null.
/// Whether it was asked for.
bool note_welcomed(Context& context, const channels::ChannelId& channel, const Channel* held);
/// The log has come to the commit that added us: tells what was not read in between.
void note_healed(Context& context, const Channel& channel);

/// A member who asks to be healed, and how.
struct HealDue {
  mls::LeafIndex leaf{};
  Newcomer newcomer;
  rules::HealRequest request;
};
/// Whom the next commit of this channel, in which we are, is to heal by `charter`, at most `count_max` of
/// them. Never ourselves.
[[nodiscard]] std::vector<HealDue> heals_due(const CircleData& circle, const charter::Charter& charter,
                                             const Channel& channel, Time now, std::size_t count_max);
/// Puts them into a plan.
void add_heals(CommitPlan& plan, std::vector<HealDue> heals);

/// How the healing of a channel stands, for whoever looks.
[[nodiscard]] HealView view_healing(const CircleData& circle, const channels::ChannelId& channel, Time now);

/// The row of all healings of a circle: `circle/ID/healing`.
[[nodiscard]] SecretBytes encode_healings(const CircleData& circle);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_healings(ByteView row, CircleData& circle);

}  // namespace kring::core
