#pragma once

#include "clients/core/context.hpp"

#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"

/// Completing what the charter decided: adding those who may read a channel, removing those who may not.
namespace kring::core {

/// Keys are in force so long at most: then whoever is there makes new ones, by an empty commit.
inline constexpr Duration renewal_every = std::chrono::days(30);

/// The hub asks us, and for a while nobody else.
void take_work_event(Context& context, const wire::WorkEvent& event);
/// What the group of a channel that we are in lacks.
[[nodiscard]] const rules::RequiredWork& work_in(const CircleData& circle, const Channel& channel, Time now);
/// Does what is due: claims key packages, then commits, in one bundle for all channels.
void push_work(Context& context);
/// Whether there is something that this device could do now.
[[nodiscard]] bool has_work(const CircleData& circle, Time now);

void claim_answered(Context& context, const AwaitedAnswer& asked, const wire::ClaimAnswer& answer);
void claim_refused(Context& context, const AwaitedAnswer& asked, const wire::ErrorAnswer& error);

/// Our own decisions are completed at once, and not after a pause.
void work_at_once(CircleData& circle);

}  // namespace kring::core
