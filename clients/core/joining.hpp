#pragma once

#include "clients/core/bundle.hpp"
#include "clients/core/context.hpp"

#include "channels/charter/invitation.hpp"
#include "channels/wire/event.hpp"

/// From an invitation's link to reading a channel.
namespace kring::core {

/// A circle that we are about to join: fresh keys, and what the link says. The device has a recovery key left
/// for it. Errors: those of links.
[[nodiscard]] Result<CircleData> start_joining(const charter::InvitationLink& link, const Device& device,
                                               std::uint32_t recovery_index, Random& random);

/// Whether an invitation may be followed into a circle that this device has been in. Errors:
/// `already_joined`, `own_invitation`, `stopped`, `bad_link` (it names another hub key).
[[nodiscard]] Status check_joining_again(const CircleData& past, const charter::InvitationLink& link);
/// Takes over what stays ours when we join a circle again under a new handle: the charter as far as we have
/// it, so that no hub can show us an older one, and what channels have said to us. Keys and groups go.
void keep_past(Turn& turn, CircleData& circle, CircleData past);
/// We could not join again: what we have of the circle stays.
void give_up_joining(Turn& turn, CircleData& circle);

/// The acceptance of our invitation, once its charter is read. Errors: the charter's, `bad_link`.
[[nodiscard]] Result<Draft> draft_acceptance(Context& context);

void take_welcome_event(Context& context, const wire::WelcomeEvent& event);
/// A part of a Welcome has come, or could not be fetched.
void take_welcome_part(Context& context, const Hash& hash, const Result<Bytes>& bytes);
/// Joins by the Welcomes that are complete, as far as the charter is read.
void push_welcomes(Context& context);

}  // namespace kring::core
