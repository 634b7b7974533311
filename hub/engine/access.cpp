#include "hub/engine/access.hpp"

#include "channels/model/signing.hpp"

#include <algorithm>

namespace kring::engine {

using channels::HandleId;
using channels::InvitationId;

namespace {

const charter::Invitation* find_invitation(const charter::Charter& charter, const HandleId& id) {
  return charter.invitation(InvitationId(id.bytes()));
}

const charter::Member* find_recovering(const charter::Charter& charter, const HandleId& id) {
  const auto& members = charter.members();
  const auto found = std::ranges::find_if(
      members, [&](const auto& item) { return channels::login_of(item.second.recovery_key) == id; });
  return found == members.end() ? nullptr : &found->second;
}

/// What a member reads who has no handle to ask by: one that was revoked says nothing about the person.
CharterBound bound_of(const charter::Charter& charter, const charter::Member& member, Time now) {
  CharterBound bound{.last = member.ended ? member.ended : charter.dissolved()};
  if (!bound.last) bound.last = member.paused;
  if (member.until && now >= *member.until) bound.before = member.until;
  return bound;
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
  if (invitation == nullptr) {
    const auto* member = find_recovering(charter, handle);
    return member == nullptr ? CharterBound() : bound_of(charter, *member, now);
  }
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
    return LoginKey{.bytes = known->key.bytes(), .by = LoginBy::handle};
  if (const auto* invitation = find_invitation(charter, handle)) {
    return LoginKey{.bytes = invitation->terms.invitation_key.bytes(), .by = LoginBy::invitation};
  }
  if (const auto* member = find_recovering(charter, handle))
    return LoginKey{.bytes = member->recovery_key.bytes(), .by = LoginBy::recovery_key};
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
  if (find_recovering(charter, handle) != nullptr) return wire::Access::recovering;
  return std::nullopt;
}

}  // namespace kring::engine
