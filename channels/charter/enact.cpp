#include "channels/charter/enact.hpp"

#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/base/assert.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// Adds a handle that an entry brings.
void add_handle(State& state, const Handle& handle) {
  state.handles.emplace(handle.id, handle);
  state.keys.insert(handle.key.bytes());
}

/// Adds a person with their handle and keys.
void add_member(State& state, const Member& member, const HandleKey& handle_key) {
  state.members.emplace(member.id, member);
  add_handle(state, {.id = member.handle, .key = handle_key, .member = member.id, .added = member.joined});
  state.keys.insert(member.recovery_key.bytes());
}

void end(State& state, const MemberId& id, Standing standing) {
  auto& member = state.members.at(id);
  member.standing = standing;
  member.ended = state.number;
}

/// Closes an invitation, and turns down whoever waits on it.
void close(State& state, Invitation& invitation, Stage stage) {
  if (invitation.stage == Stage::accepted) {
    end(state, invitation.acceptance->terms.member, Standing::turned_down);
  }
  invitation.stage = stage;
}

bool is_unspent(const Invitation& invitation) {
  return invitation.stage == Stage::open || invitation.stage == Stage::accepted;
}

/// Whoever goes takes along what they have opened.
void void_openings_of(State& state, const MemberId& maker) {
  for (auto& [id, invitation] : state.invitations) {
    const bool theirs = state.handles.at(invitation.maker).member == maker;
    if (theirs && is_unspent(invitation)) close(state, invitation, Stage::voided);
  }
}

/// Whatever a handle that goes has opened goes with it.
void revoke(State& state, Handle& handle) {
  handle.revoked = state.number;
  for (auto& [id, invitation] : state.invitations) {
    if (invitation.maker == handle.id && is_unspent(invitation)) close(state, invitation, Stage::voided);
  }
}

/// Revokes a handle and all that it has added, but for `signer` and what comes from it.
void revoke_with_added(State& state, const HandleId& target, const HandleId& signer) {
  for (auto& [id, handle] : state.handles) {
    if (handle.adder != target || handle.revoked) continue;
    if (id == signer) {
      handle.adder.reset();
    } else {
      revoke_with_added(state, id, signer);
    }
  }
  auto& handle = state.handles.at(target);
  if (!handle.revoked) revoke(state, handle);
}

void admit(State& state, const MemberId& id, std::optional<Time> until) {
  auto& member = state.members.at(id);
  member.standing = Standing::granted;
  member.granted = state.number;
  member.until = until;
  state.invitations.at(*member.invitation).stage = Stage::admitted;
}

/// A member has made an invitation; what is older than a day is forgotten.
void note_invited(State& state, const MemberId& maker) {
  for (auto& [id, made] : state.invited) {
    std::erase_if(made, [&](Time at) { return state.time - at >= limits::invitations_day; });
  }
  std::erase_if(state.invited, [](const auto& item) { return item.second.empty(); });
  state.invited[maker].push_back(state.time);
}

/// Whether an invitation that `maker` made stands under the roles as they now are.
bool still_allowed(const State& state, const Invitation& invitation) {
  const auto& wanted = state.roles.at(invitation.terms.role);
  if (invitation.terms.preapproved && !wanted.may_be_preapproved) return false;
  const auto& maker = state.members.at(state.handles.at(invitation.maker).member);
  const auto& role = state.roles.at(maker.role);
  return role.owns || std::ranges::any_of(role.may_admit, [&](const Admits& admits) {
           return admits.role == wanted.id && invitation.terms.stay <= admits.stay_max;
         });
}

/// Voids what is open and could not be made under the roles as they now are.
void void_what_is_no_longer_allowed(State& state) {
  for (auto& [id, invitation] : state.invitations) {
    if (is_unspent(invitation) && !still_allowed(state, invitation)) close(state, invitation, Stage::voided);
  }
}

/// One overload a kind.
class Enactor {
 public:
  Enactor(State& state, const CharterEntry& entry) : state_(state), entry_(entry) {}

  void operator()(const OwnerAdd& body) const { admit(state_, body.member, std::nullopt); }

  void operator()(const RoleSet& body) const {
    state_.roles.insert_or_assign(body.role.id, body.role);
    for (const auto& given : body.rights) {
      state_.channels.at(given.channel).rights.insert_or_assign(body.role.id, given.rights);
    }
    void_what_is_no_longer_allowed(state_);
  }

  void operator()(const ChannelOpen& body) const {
    Channel channel{.id = body.channel,
                    .mode = body.mode,
                    .purpose = body.purpose,
                    .group = body.group,
                    .opened = entry_.number(),
                    .rights = {},
                    .restarts = {}};
    for (const auto& given : body.rights) channel.rights.emplace(given.role, given.rights);
    state_.channels.emplace(body.channel, std::move(channel));
  }

  void operator()(const InviteCreate& body) const {
    const auto id = channels::invitation_of(body.invitation_key);
    state_.keys.insert(body.invitation_key.bytes());
    state_.invitations.emplace(id, Invitation{.id = id,
                                              .terms = body,
                                              .maker = entry_.content().signer,
                                              .number = entry_.number(),
                                              .stage = Stage::open,
                                              .acceptance = std::nullopt});
    note_invited(state_, signer());
  }

  void operator()(const InviteAccept& body) const {
    auto& invitation = state_.invitations.at(body.invitation);
    invitation.stage = Stage::accepted;
    invitation.acceptance = Acceptance{.hash = entry_.hash(), .number = entry_.number(), .terms = body};
    state_.acceptances.emplace(entry_.hash(), invitation.id);
    add_member(state_,
               {.id = body.member,
                .handle = entry_.content().signer,
                .recovery_key = body.recovery_key,
                .role = invitation.terms.role,
                .invitation = invitation.id,
                .standing = Standing::waiting,
                .until = std::nullopt,
                .joined = entry_.number(),
                .granted = std::nullopt,
                .ended = std::nullopt},
               body.handle_key);
    if (invitation.terms.preapproved) admit(state_, body.member, preapproved_end(invitation));
  }

  void operator()(const InviteWithdraw& body) const {
    close(state_, state_.invitations.at(body.invitation), Stage::withdrawn);
  }

  void operator()(const Grant& body) const { admit(state_, body.member, body.until); }

  void operator()(const Remove& body) const {
    end(state_, body.member, Standing::removed);
    void_openings_of(state_, body.member);
  }

  void operator()(const Leave& /*body*/) const {
    const auto member = state_.handles.at(entry_.content().signer).member;
    end(state_, member, Standing::left);
    void_openings_of(state_, member);
  }

  void operator()(const Pause& body) const {
    state_.members.at(body.member).paused = entry_.number();
    void_openings_of(state_, body.member);
  }

  void operator()(const Unpause& body) const { state_.members.at(body.member).paused.reset(); }

  void operator()(const RoleChange& body) const {
    auto& member = state_.members.at(body.member);
    member.role = body.role;
    member.until = body.until;
    void_what_is_no_longer_allowed(state_);
  }

  void operator()(const ChannelChange& body) const {
    auto& rights = state_.channels.at(body.channel).rights;
    for (const auto& given : body.rights) rights.insert_or_assign(given.role, given.rights);
  }

  void operator()(const ChannelClose& body) const {
    state_.channels.at(body.channel).closed = entry_.number();
  }

  void operator()(const Freeze& /*body*/) const {
    state_.freezes.insert_or_assign(signer(), Frozen{.since = state_.time});
  }

  void operator()(const FreezeEnd& /*body*/) const { state_.freezes.at(signer()).ended = true; }

  void operator()(const RemovalAsk& body) const {
    state_.removals.emplace(body.member,
                            Removal{.entry = entry_.number(), .asked = state_.time, .agreed = {signer()}});
  }

  void operator()(const RemovalAgree& body) const { state_.removals.at(body.member).agreed.insert(signer()); }

  void operator()(const RemovalDone& body) const {
    state_.removals.erase(body.member);
    end(state_, body.member, Standing::removed);
    void_openings_of(state_, body.member);
  }

  /// What it does, every entry of its signer does.
  void operator()(const Stay& /*body*/) const {}

  void operator()(const EndAsk& /*body*/) const {
    state_.ending.emplace(signer(), EndWanted{.entry = entry_.number(), .asked = state_.time});
  }

  void operator()(const EndCancel& /*body*/) const { state_.ending.clear(); }

  void operator()(const EndDone& /*body*/) const { state_.dissolved = entry_.number(); }

  void operator()(const ChannelRestart& body) const {
    auto& channel = state_.channels.at(body.channel);
    channel.restarts.push_back({.entry = entry_.number(),
                                .opener = entry_.content().signer,
                                .group = body.group,
                                .replaced = channel.group,
                                .last_good = body.last_good,
                                .generation = body.generation,
                                .blamed = body.blamed});
    channel.group = body.group;
  }

  void operator()(const Resume& body) const { state_.resumed = body.incarnation; }

  void operator()(const DeviceAdd& body) const {
    const auto id = channels::handle_of(body.handle_key);
    const auto adder = entry_.content().signer;
    add_handle(state_, {.id = id,
                        .key = body.handle_key,
                        .member = body.member,
                        .added = entry_.number(),
                        .adder = adder == id ? std::nullopt : std::optional(adder)});
  }

  void operator()(const DeviceRevoke& body) const {
    revoke_with_added(state_, body.handle, entry_.content().signer);
  }

  void operator()(const KeyReset& body) const {
    for (auto& [id, handle] : state_.handles) {
      if (handle.member == body.member && !handle.revoked) revoke(state_, handle);
    }
    auto& member = state_.members.at(body.member);
    member.resets.push_back({.entry = entry_.number(), .former = member.recovery_key});
    member.recovery_key = body.recovery_key;
    state_.keys.insert(body.recovery_key.bytes());
    add_handle(state_, {.id = channels::handle_of(body.handle_key),
                        .key = body.handle_key,
                        .member = body.member,
                        .added = entry_.number()});
  }

  void operator()(const AttestationKeySet& body) const {
    for (auto& named : state_.attestation_keys) {
      if (named.id == body.id && !named.ended) named.ended = entry_.number();
    }
    if (body.key) name_key({.id = body.id, .key = *body.key, .holder = entry_.content().signer});
  }

  void operator()(const Publish& body) const { name_key(body.first); }

  void operator()(const AttestationWithdraw& body) const {
    state_.withdrawn_attestations.emplace(body.attestation, entry_.number());
  }

  void operator()(const Found& /*body*/) const { KRING_ASSERT(false); }
  void operator()(const UnknownBody& /*body*/) const { KRING_ASSERT(false); }

 private:
  void name_key(const FirstKey& named) const {
    state_.attestation_keys.push_back(
        {.id = named.id, .key = named.key, .setter = named.holder, .set = entry_.number()});
    state_.keys.insert(named.key.bytes());
  }

  [[nodiscard]] const MemberId& signer() const { return state_.handles.at(entry_.content().signer).member; }

  /// No later than the inviter's own end, nor than any time that can be written down.
  [[nodiscard]] Time preapproved_end(const Invitation& invitation) const {
    const Time end = std::min(state_.time + invitation.terms.stay, from_unix_ms(unix_ms_max));
    const auto& maker = state_.members.at(state_.handles.at(invitation.maker).member);
    return maker.until ? std::min(end, *maker.until) : end;
  }

  State& state_;
  const CharterEntry& entry_;
};

}  // namespace

State enact_founding(const CharterEntry& entry) {
  const auto& content = entry.content();
  const auto& body = std::get<Found>(content.body);
  State state;
  state.circle = entry.circle();
  state.hub_key = body.hub_key;
  state.number = content.number;
  state.head = entry.hash();
  state.time = content.time;
  for (const auto& role : body.roles) state.roles.emplace(role.id, role);
  state.keys.insert(body.hub_key.bytes());
  add_member(state,
             {.id = body.member,
              .handle = content.signer,
              .recovery_key = body.recovery_key,
              .role = body.role,
              .invitation = std::nullopt,
              .standing = Standing::granted,
              .until = std::nullopt,
              .joined = content.number,
              .granted = content.number,
              .ended = std::nullopt},
             body.handle_key);
  return state;
}

namespace {

/// Whatever an owner signs shows that they are there.
void note_sign_of_life(State& state, const HandleId& signer) {
  const auto handle = state.handles.find(signer);
  if (handle != state.handles.end()) state.removals.erase(handle->second.member);
}

}  // namespace

void enact(State& state, const CharterEntry& entry) {
  state.number = entry.number();
  state.head = entry.hash();
  state.time = entry.content().time;
  std::visit(Enactor(state, entry), entry.content().body);
  // Whoever comes back by their words is known by this handle only now.
  note_sign_of_life(state, entry.content().signer);
}

}  // namespace kring::charter
