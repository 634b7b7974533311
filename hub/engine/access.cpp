#include "hub/engine/access.hpp"

namespace kring::engine {

using channels::HandleId;
using channels::InvitationId;

namespace {

const charter::Invitation* find_invitation(const charter::Charter& charter, const HandleId& id) {
  return charter.invitation(InvitationId(id.bytes()));
}

}  // namespace

std::optional<LoginKey> find_key(const charter::Charter& charter, const HandleId& handle) {
  if (const auto* known = charter.handle(handle))
    return LoginKey{.bytes = known->key.bytes(), .is_invitation = false};
  if (const auto* invitation = find_invitation(charter, handle)) {
    return LoginKey{.bytes = invitation->terms.invitation_key.bytes(), .is_invitation = true};
  }
  return std::nullopt;
}

std::optional<wire::Access> access_of(const charter::Charter& charter, const HandleId& handle, Time now) {
  if (const auto access = charter.access(handle, now)) {
    switch (*access) {
      case charter::Access::member:
        return wire::Access::member;
      case charter::Access::waiting:
        return wire::Access::waiting;
      case charter::Access::ended:
        return wire::Access::ended;
    }
  }
  // One that is no longer open still shows its charter: who opens the link late learns from it why.
  if (find_invitation(charter, handle) != nullptr) return wire::Access::invited;
  return std::nullopt;
}

}  // namespace kring::engine
