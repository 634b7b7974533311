#pragma once

#include "clients/core/context.hpp"

#include "channels/wire/answer.hpp"

/// Coming into a circle at its hub: login, attach, and the heads that the hub signs.
namespace kring::core {

/// Whether the hub that greeted us shows the circle's key; notes it (`CircleData::foreign_key`). If not, an
/// alarm says so once for each other key. Nothing is stopped: somebody else's hub, or one that was started
/// with another `hub.key`, proves no lie of the circle's own, and everything else that it could say goes
/// unheard.
[[nodiscard]] bool check_hub(Context& context);

/// Asks for what is next on the way in: a login, then an attach. Does nothing once we are in.
void come_in(Context& context);

void login_answered(Context& context, const wire::LoginAnswer& answer);
void login_refused(Context& context, const wire::ErrorAnswer& error);
void attach_answered(Context& context, const wire::AttachAnswer& answer);
void attach_refused(Context& context, const wire::ErrorAnswer& error);
void charter_answered(Context& context, const wire::CharterAnswer& answer);

/// Takes an entry of the charter, from an event or an answer. False if it was refused, which stops the
/// circle.
[[nodiscard]] bool take_charter_entry(Context& context, ByteView entry);
/// Judges a head that the hub signed. False if it contradicts what we hold, which stops the circle.
[[nodiscard]] bool take_head(Context& context, const wire::SignedHead& head);
void take_charter_event(Context& context, const wire::CharterEvent& event);

/// Asks again for everything after what we hold of this channel.
void attach_again(Channel& channel);

/// All of the charter that the hub had is here, and it has all of ours.
[[nodiscard]] bool has_newest_charter(const CircleData& circle);
/// All that the hub had is here: the charter, and every channel's log.
[[nodiscard]] bool is_caught_up(const CircleData& circle, Time now);

/// Forgets what only a connection gives.
void connection_lost(CircleData& circle);

}  // namespace kring::core
