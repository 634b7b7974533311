#include "hub/engine/access.hpp"

#include <algorithm>

namespace kring::engine {

using channels::HandleId;
using channels::InvitationId;

namespace {

const charter::Invitation* find_invitation(const charter::Charter& charter, const HandleId& id) {
  return charter.invitation(InvitationId(id.bytes()));
}

}  // namespace

bool CharterBound::allows(const store::CharterEntryRow& entry) const {
  if (last && entry.number > *last) return false;
  if (!before) return true;
  const auto decoded = charter::CharterEntry::decode(entry.bytes);
  return decoded && decoded->content().time < *before;
}

CharterBound charter_bound(const charter::Charter& charter, const HandleId& handle, Time now) {
  if (const auto* member = charter.member_of(handle)) {
    if (member->ended) return {.last = charter.ended_at(handle)};
    const bool is_over = member->until && now >= *member->until;
    const bool is_revoked = charter.handle(handle)->revoked.has_value();
    return {.last = is_revoked ? charter.ended_at(handle) : charter.paused_at(handle),
            .before = is_over ? member->until : std::nullopt};
  }
  const auto* invitation = find_invitation(charter, handle);
  if (invitation == nullptr) return {};
  CharterBound bound{.last = charter.ended_at(invitation->maker)};
  if (invitation->acceptance) {
    const auto accepted = invitation->acceptance->number;
    bound.last = std::min(bound.last.value_or(accepted), accepted);
  }
  if (now >= invitation->terms.expires) bound.before = invitation->terms.expires;
  return bound;
}

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
      case charter::Access::paused:
        return wire::Access::paused;
    }
  }
  // One that is no longer open still shows its charter: who opens the link late learns from it why.
  if (find_invitation(charter, handle) != nullptr) return wire::Access::invited;
  return std::nullopt;
}

}  // namespace kring::engine
