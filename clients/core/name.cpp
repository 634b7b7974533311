#include "clients/core/action.hpp"
#include "clients/core/attestation_view.hpp"
#include "clients/core/view.hpp"

namespace kring::core {

std::string_view name_of(HealState state) {
  switch (state) {
    case HealState::none:
      return "none";
    case HealState::asked:
      return "asked";
    case HealState::gave_up:
      return "gave_up";
  }
  return "unknown";
}

std::string_view name_of(Connection connection) {
  switch (connection) {
    case Connection::offline:
      return "offline";
    case Connection::connecting:
      return "connecting";
    case Connection::greeted:
      return "greeted";
    case Connection::draining:
      return "draining";
    case Connection::refused:
      return "refused";
  }
  return "unknown";
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::founding:
      return "founding";
    case Standing::invited:
      return "invited";
    case Standing::waiting:
      return "waiting";
    case Standing::member:
      return "member";
    case Standing::ended:
      return "ended";
    case Standing::paused:
      return "paused";
  }
  return "unknown";
}

std::string_view name_of(Checked checked) {
  switch (checked) {
    case Checked::unknown:
      return "unknown";
    case Checked::new_keys:
      return "new_keys";
    case Checked::introduced:
      return "introduced";
    case Checked::confirmed:
      return "confirmed";
  }
  return "unknown";
}

std::string_view name_of(MemberState state) {
  switch (state) {
    case MemberState::waiting:
      return "waiting";
    case MemberState::live:
      return "live";
    case MemberState::expired:
      return "expired";
    case MemberState::removed:
      return "removed";
    case MemberState::left:
      return "left";
    case MemberState::paused:
      return "paused";
  }
  return "unknown";
}

std::string_view name_of(InvitationState state) {
  switch (state) {
    case InvitationState::making:
      return "making";
    case InvitationState::open:
      return "open";
    case InvitationState::waiting:
      return "waiting";
    case InvitationState::admitted:
      return "admitted";
    case InvitationState::withdrawn:
      return "withdrawn";
    case InvitationState::expired:
      return "expired";
    case InvitationState::voided:
      return "voided";
  }
  return "unknown";
}

std::string_view name_of(IntentKind kind) {
  switch (kind) {
    case IntentKind::found:
      return "found";
    case IntentKind::join:
      return "join";
    case IntentKind::invite:
      return "invite";
    case IntentKind::withdraw:
      return "withdraw";
    case IntentKind::confirm:
      return "confirm";
    case IntentKind::open_channel:
      return "open_channel";
    case IntentKind::remove:
      return "remove";
    case IntentKind::restart:
      return "restart";
    case IntentKind::leave:
      return "leave";
    case IntentKind::resume:
      return "resume";
    case IntentKind::send:
      return "send";
    case IntentKind::say:
      return "say";
    case IntentKind::pause:
      return "pause";
    case IntentKind::unpause:
      return "unpause";
    case IntentKind::change_role:
      return "change_role";
    case IntentKind::allow:
      return "allow";
    case IntentKind::close_channel:
      return "close_channel";
    case IntentKind::freeze:
      return "freeze";
    case IntentKind::unfreeze:
      return "unfreeze";
    case IntentKind::remove_owner:
      return "remove_owner";
    case IntentKind::stay:
      return "stay";
    case IntentKind::end:
      return "end";
    case IntentKind::new_device:
      return "new_device";
    case IntentKind::revoke_device:
      return "revoke_device";
    case IntentKind::attestation_key:
      return "attestation_key";
    case IntentKind::withdraw_attestation:
      return "withdraw_attestation";
    case IntentKind::publish:
      return "publish";
  }
  return "unknown";
}

std::string_view name_of(NetworkReading reading) {
  switch (reading) {
    case NetworkReading::current:
      return "current";
    case NetworkReading::not_asked:
      return "not_asked";
    case NetworkReading::offline:
      return "offline";
    case NetworkReading::too_slow:
      return "too_slow";
    case NetworkReading::hidden:
      return "hidden";
    case NetworkReading::refused:
      return "refused";
    case NetworkReading::lost:
      return "lost";
    case NetworkReading::newer:
      return "newer";
    case NetworkReading::too_large:
      return "too_large";
    case NetworkReading::limited:
      return "limited";
  }
  return "unknown";
}

std::string_view name_of(AttestationState state) {
  switch (state) {
    case AttestationState::holds:
      return "holds";
    case AttestationState::held_before:
      return "held_before";
    case AttestationState::wrong_person:
      return "wrong_person";
    case AttestationState::not_yet:
      return "not_yet";
    case AttestationState::expired:
      return "expired";
    case AttestationState::unknown_network:
      return "unknown_network";
    case AttestationState::network_ended:
      return "network_ended";
    case AttestationState::unknown_key:
      return "unknown_key";
    case AttestationState::withdrawn:
      return "withdrawn";
    case AttestationState::key_gone:
      return "key_gone";
  }
  return "unknown";
}

}  // namespace kring::core
