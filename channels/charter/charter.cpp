#include "channels/charter/charter.hpp"

#include "channels/charter/enact.hpp"
#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

template <class Map, class Key>
const Map::mapped_type* find(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

/// Granted, and the time is not over.
bool is_granted(const Member& member, Time time) {
  return member.standing == Standing::granted && (!member.until || time < *member.until);
}

bool is_live(const Member& member, Time time) {
  return is_granted(member, time) && !member.paused;
}

/// The rules of the entry's own kind; `check_chain` has refused the first and the last.
struct CheckKind {
  const Charter& charter;
  const CharterContent& entry;

  template <class T>
  Status operator()(const T& body) const {
    return check(charter, entry, body);
  }
  Status operator()(const Found& /*body*/) const { return fail(Errc::already_founded); }
  Status operator()(const UnknownBody& /*body*/) const { return fail(Errc::unknown_kind); }
};

}  // namespace

Result<Charter> Charter::found(const CharterEntry& entry) {
  if (auto founding = check_founding(entry); !founding) return fail(founding.error());
  return Charter(enact_founding(entry));
}

Status Charter::apply(const CharterEntry& entry) {
  const auto& content = entry.content();
  if (auto chain = check_chain(*this, content); !chain) return chain;
  if (auto signer = check_signer(*this, content); !signer) return signer;
  if (auto signatures = check_signatures(*this, entry); !signatures) return signatures;
  if (auto freeze = check_freeze(*this, content); !freeze) return freeze;
  if (auto kind = std::visit(CheckKind{*this, content}, content.body); !kind) return kind;
  enact(state_, entry);
  return {};
}

void Charter::replay(const CharterEntry& entry) {
  enact(state_, entry);
}

CharterContent Charter::next_content(HandleId signer, Time time, Body body) const {
  return {.circle = circle(),
          .number = channels::next(number()),
          .previous = state_.head,
          .time = std::max(time, state_.time),
          .signer = signer,
          .body = std::move(body)};
}

Head Charter::head() const {
  return {.circle = state_.circle, .number = state_.number, .hash = state_.head};
}

const Member* Charter::member(const MemberId& id) const {
  return find(state_.members, id);
}
const Handle* Charter::handle(const HandleId& id) const {
  return find(state_.handles, id);
}
const Role* Charter::role(const RoleId& id) const {
  return find(state_.roles, id);
}
const Channel* Charter::channel(const ChannelId& id) const {
  return find(state_.channels, id);
}
const Invitation* Charter::invitation(const InvitationId& id) const {
  return find(state_.invitations, id);
}

const Member* Charter::member_of(const HandleId& id) const {
  const auto* known = handle(id);
  return known == nullptr ? nullptr : member(known->member);
}

const Invitation* Charter::invitation_of(const EntryHash& acceptance) const {
  const auto* id = find(state_.acceptances, acceptance);
  return id == nullptr ? nullptr : invitation(*id);
}

const Channel* Charter::regie() const {
  for (const auto& [id, channel] : state_.channels) {
    if (channel.purpose == Purpose::regie) return &channel;
  }
  return nullptr;
}

bool Charter::has_frozen(const MemberId& owner, Time time) const {
  const auto* freeze = find(state_.freezes, owner);
  return freeze != nullptr && !freeze->ended && time - freeze->since < limits::freeze_max;
}

bool Charter::froze_lately(const MemberId& owner, Time time) const {
  const auto* freeze = find(state_.freezes, owner);
  return freeze != nullptr && time - freeze->since < limits::freeze_every;
}

std::map<MemberId, Time> Charter::freezes(Time time) const {
  std::map<MemberId, Time> ends;
  for (const auto& [owner, freeze] : state_.freezes) {
    if (has_frozen(owner, time)) ends.emplace(owner, freeze.since + limits::freeze_max);
  }
  return ends;
}

std::optional<Time> Charter::frozen_until(Time time) const {
  std::optional<Time> until;
  for (const auto& [owner, end] : freezes(time)) until = std::max(until.value_or(end), end);
  return until;
}

const Removal* Charter::removal_of(const MemberId& owner) const {
  return find(state_.removals, owner);
}

bool Charter::counts(const NamedAttestationKey& key) const {
  if (key.ended || state_.dissolved || handle(key.setter)->revoked) return false;
  return member_of(key.setter)->standing == Standing::granted;
}

std::size_t Charter::counting_attestation_keys() const {
  const auto number = std::ranges::count_if(state_.attestation_keys,
                                            [&](const NamedAttestationKey& key) { return counts(key); });
  return static_cast<std::size_t>(number);
}

std::optional<EntryNumber> Charter::withdrawn_at(const AttestationHash& attestation) const {
  const auto* entry = find(state_.withdrawn_attestations, attestation);
  return entry == nullptr ? std::nullopt : std::optional(*entry);
}

bool Charter::is_live(const MemberId& id, Time time) const {
  const auto* known = member(id);
  return known != nullptr && !state_.dissolved && charter::is_live(*known, time);
}

bool Charter::is_live(const HandleId& id, Time time) const {
  const auto* known = handle(id);
  return known != nullptr && !known->revoked && is_live(known->member, time);
}

bool Charter::is_owner(const HandleId& id, Time time) const {
  return is_live(id, time) && role(member_of(id)->role)->owns;
}

bool Charter::can(const HandleId& id, const ChannelId& channel_id, Rights rights, Time time) const {
  return is_live(id, time) && channel(channel_id) != nullptr &&
         rights_at(member_of(id)->id, channel_id, time).include(rights);
}

Rights Charter::rights_at(const MemberId& id, const ChannelId& channel_id, Time time) const {
  return is_live(id, time) ? rights_in(member(id)->role, channel_id) : Rights();
}

Rights Charter::rights_in(const RoleId& role_id, const ChannelId& channel_id) const {
  const auto* where = channel(channel_id);
  const auto* rights = where == nullptr ? nullptr : find(where->rights, role_id);
  if (rights == nullptr) return {};
  if (!where->closed) return *rights;
  return rights->include(Right::read) ? Rights(Right::read) : Rights();
}

Rights Charter::rights_of(const HandleId& id, const ChannelId& channel_id) const {
  const auto* known = member_of(id);
  return known == nullptr ? Rights() : rights_in(known->role, channel_id);
}

std::vector<HandleId> Charter::live_handles(const MemberId& id) const {
  std::vector<HandleId> found;
  for (const auto& [handle, known] : state_.handles) {
    if (known.member == id && !known.revoked) found.push_back(handle);
  }
  return found;
}

std::vector<MemberId> Charter::owners(Time time) const {
  std::vector<MemberId> found;
  for (const auto& [id, known] : state_.members) {
    if (is_live(id, time) && role(known.role)->owns) found.push_back(id);
  }
  return found;
}

std::vector<HandleId> Charter::readers(const ChannelId& channel_id, Time time) const {
  std::vector<HandleId> found;
  for (const auto& [id, known] : state_.handles) {
    if (can(id, channel_id, Right::read, time)) found.push_back(id);
  }
  return found;
}

std::vector<ChannelId> Charter::channels_of(const HandleId& id, Time time) const {
  std::vector<ChannelId> found;
  for (const auto& [channel_id, channel] : state_.channels) {
    if (can(id, channel_id, Right::read, time)) found.push_back(channel_id);
  }
  return found;
}

std::optional<Access> Charter::access(const HandleId& id, Time time) const {
  const auto* known = member_of(id);
  if (known == nullptr) return std::nullopt;
  if (state_.dissolved || handle(id)->revoked) return Access::ended;
  if (known->standing == Standing::waiting) return Access::waiting;
  if (!is_granted(*known, time)) return Access::ended;
  return known->paused ? Access::paused : Access::member;
}

std::optional<EntryNumber> Charter::ended_at(const HandleId& id) const {
  const auto* known = member_of(id);
  if (known == nullptr) return std::nullopt;
  std::optional<EntryNumber> first;
  for (const auto& end : {handle(id)->revoked, known->ended, state_.dissolved}) {
    if (end) first = std::min(first.value_or(*end), *end);
  }
  return first;
}

std::optional<EntryNumber> Charter::paused_at(const HandleId& id) const {
  const auto* known = member_of(id);
  return known == nullptr ? std::nullopt : known->paused;
}

bool Charter::is_open(const Invitation& invitation, Time time) const {
  return invitation.stage == Stage::open && time < invitation.terms.expires &&
         is_live(invitation.maker, time);
}

bool Charter::is_waiting(const Invitation& invitation, Time time) const {
  return invitation.stage == Stage::accepted && is_live(invitation.maker, time);
}

std::vector<const Invitation*> Charter::open_invitations(Time time) const {
  std::vector<const Invitation*> found;
  for (const auto& [id, invitation] : state_.invitations) {
    if (is_open(invitation, time)) found.push_back(&invitation);
  }
  return found;
}

std::vector<const Invitation*> Charter::waiting_invitations(Time time) const {
  std::vector<const Invitation*> found;
  for (const auto& [id, invitation] : state_.invitations) {
    if (is_waiting(invitation, time)) found.push_back(&invitation);
  }
  return found;
}

std::optional<Time> Charter::invites_again_at(const MemberId& id, Time time) const {
  const auto* made = find(state_.invited, id);
  if (made == nullptr) return std::nullopt;
  const auto is_of_the_day = [&](Time at) { return time - at < limits::invitations_day; };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(*made, is_of_the_day));
  const bool owns = role(member(id)->role)->owns;
  const auto most = owns ? limits::owner_invitations_a_day_max : limits::invitations_a_day_max;
  if (count < most) return std::nullopt;
  // Once this one is a day old, one less than may be made are left.
  return (*made)[made->size() - most] + limits::invitations_day;
}

Result<Charter> Charter::decode(ByteView bytes) {
  auto state = decode_state(bytes);
  if (!state) return fail(state.error());
  return Charter(std::move(*state));
}

Status check_clock(Time signed_at, Time now) {
  const auto distance = signed_at > now ? signed_at - now : now - signed_at;
  if (distance > channels::limits::clock_skew_max) return fail(Errc::clock_off);
  return {};
}

}  // namespace kring::charter
