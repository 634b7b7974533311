#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// Whether two items of a list name the same thing.
template <class Items, class Projection>
bool has_twins(const Items& items, Projection name_of) {
  std::set<std::remove_cvref_t<std::invoke_result_t<Projection, decltype(items.front())>>> names;
  return !std::ranges::all_of(
      items, [&](const auto& item) { return names.insert(std::invoke(name_of, item)).second; });
}

/// The roles that a role may admit, each of which `find_role` must find.
template <class FindRole>
Status check_admits(const std::vector<Admits>& may_admit, FindRole find_role) {
  if (has_twins(may_admit, &Admits::role)) return fail(Errc::duplicate_id, "may_admit");
  for (const auto& admits : may_admit) {
    const Role* role = find_role(admits.role);
    if (role == nullptr) return fail(Errc::unknown_role, "may_admit");
    if (role->owns) return fail(Errc::may_not_admit_owner);
    if (admits.stay_max > limits::stay_max) return fail(Errc::stay_too_long, "may_admit");
  }
  return {};
}

/// `owns` is given at the founding and never changes.
Status check_owning(const Role* before, const Role& now) {
  const bool owned = before != nullptr && before->owns;
  if (now.owns != owned) return fail(Errc::owning_is_fixed);
  return {};
}

/// Regie is the owners' channel: no other role has any right there.
bool breaks_into_regie(Purpose purpose, const Role& role, Rights rights) {
  return purpose == Purpose::regie && !role.owns && !rights.empty();
}

/// Owners are equal: none of them decides alone what another may see or say.
bool takes_from_owner(const Charter& charter, const Role& role, const ChannelId& channel, Rights rights) {
  return role.owns && !rights.include(charter.rights_in(role.id, channel));
}

Status check_channel_rights(const Charter& charter, const Role& role,
                            const std::vector<ChannelRights>& rights) {
  if (has_twins(rights, &ChannelRights::channel)) return fail(Errc::duplicate_id, "rights");
  for (const auto& given : rights) {
    const auto* channel = charter.channel(given.channel);
    if (channel == nullptr) return fail(Errc::unknown_channel);
    if (breaks_into_regie(channel->purpose, role, given.rights)) return fail(Errc::regie_is_for_owners);
    if (takes_from_owner(charter, role, given.channel, given.rights)) return fail(Errc::owners_keep_rights);
  }
  return {};
}

Status check_role_rights(const Charter& charter, Purpose purpose, const std::vector<RoleRights>& rights) {
  if (has_twins(rights, &RoleRights::role)) return fail(Errc::duplicate_id, "rights");
  for (const auto& given : rights) {
    const auto* role = charter.role(given.role);
    if (role == nullptr) return fail(Errc::unknown_role);
    if (breaks_into_regie(purpose, *role, given.rights)) return fail(Errc::regie_is_for_owners);
  }
  return {};
}

bool has_group(const Charter& charter, const GroupId& group) {
  return std::ranges::any_of(charter.channels(), [&](const auto& known) {
    return known.second.group == group ||
           std::ranges::any_of(known.second.restarts,
                               [&](const Restart& restart) { return restart.replaced == group; });
  });
}

/// The record keys of a restarted channel go on from one that exists, or there are none.
Status check_generation(Mode mode, const ChannelRestart& body) {
  const bool goes_on = mode == Mode::record && body.last_good.number != Sequence{};
  if (goes_on != (body.generation != Generation{})) return fail(Errc::wrong_generation);
  return {};
}

}  // namespace

Status check_founding_roles(const Found& body) {
  const auto find_role = [&](const RoleId& id) {
    const auto found = std::ranges::find(body.roles, id, &Role::id);
    return found == body.roles.end() ? nullptr : &*found;
  };
  if (has_twins(body.roles, &Role::id)) return fail(Errc::duplicate_id, "roles");
  const std::array keys{body.hub_key.bytes(), body.handle_key.bytes(), body.recovery_key.bytes()};
  if (has_twins(keys, std::identity())) return fail(Errc::duplicate_id, "keys");
  const auto* own = find_role(body.role);
  if (own == nullptr) return fail(Errc::unknown_role);
  if (!own->owns) return fail(Errc::role_does_not_own);
  for (const auto& role : body.roles) {
    if (auto admits = check_admits(role.may_admit, find_role); !admits) return admits;
  }
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const RoleSet& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const auto* before = charter.role(body.role.id);
  if (auto owning = check_owning(before, body.role); !owning) return owning;
  if (before == nullptr && charter.roles().size() >= limits::roles_max) return fail(Errc::too_many_roles);
  const auto find_role = [&](const RoleId& id) { return id == body.role.id ? &body.role : charter.role(id); };
  if (auto admits = check_admits(body.role.may_admit, find_role); !admits) return admits;
  return check_channel_rights(charter, body.role, body.rights);
}

Status check(const Charter& charter, const CharterContent& entry, const ChannelOpen& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  if (charter.channel(body.channel) != nullptr) return fail(Errc::duplicate_id, "channel");
  if (has_group(charter, body.group)) return fail(Errc::duplicate_id, "group");
  if (charter.channels().size() >= limits::channels_max) return fail(Errc::too_many_channels);
  if (body.purpose == Purpose::regie) {
    if (charter.regie() != nullptr) return fail(Errc::regie_exists);
    if (body.mode != Mode::record) return fail(Errc::regie_is_record);
  }
  return check_role_rights(charter, body.purpose, body.rights);
}

Status check(const Charter& charter, const CharterContent& entry, const ChannelChange& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const auto* channel = charter.channel(body.channel);
  if (channel == nullptr) return fail(Errc::unknown_channel);
  if (auto rights = check_role_rights(charter, channel->purpose, body.rights); !rights) return rights;
  const bool takes = std::ranges::any_of(body.rights, [&](const RoleRights& given) {
    return takes_from_owner(charter, *charter.role(given.role), body.channel, given.rights);
  });
  if (takes) return fail(Errc::owners_keep_rights);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const ChannelClose& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const auto* channel = charter.channel(body.channel);
  if (channel == nullptr) return fail(Errc::unknown_channel);
  if (channel->purpose == Purpose::regie) return fail(Errc::regie_stays);
  if (channel->closed) return fail(Errc::channel_closed);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const ChannelRestart& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const auto* channel = charter.channel(body.channel);
  if (channel == nullptr) return fail(Errc::unknown_channel);
  if (has_group(charter, body.group)) return fail(Errc::duplicate_id, "group");
  return check_generation(channel->mode, body);
}

Status check(const Charter& charter, const CharterContent& entry, const Resume& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  if (body.incarnation == charter.resumed()) return fail(Errc::duplicate_id, "incarnation");
  if (has_twins(body.heads, &ChannelHead::channel)) return fail(Errc::duplicate_id, "heads");
  for (const auto& head : body.heads) {
    if (charter.channel(head.channel) == nullptr) return fail(Errc::unknown_channel);
  }
  if (body.heads.size() != charter.channels().size()) return fail(Errc::heads_incomplete);
  return {};
}

}  // namespace kring::charter
