#include "clients/core/wishes.hpp"

#include "clients/core/commits.hpp"
#include "clients/core/consents.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/joining.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/login.hpp"
#include "clients/core/restarts.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/waits.hpp"

#include "channels/charter/invitation.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "channels/rules/required_work.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

using channels::Right;

const charter::Invitation* accepted_invitation(const CircleData& circle, const channels::InvitationId& id) {
  const auto* invitation = circle.charter().invitation(id);
  return invitation != nullptr && invitation->acceptance ? invitation : nullptr;
}

/// Whether a channel's log was read, or at least its running hash.
bool has_read(const Channel& channel) {
  return !channel.reads_back && channel.head().number != channels::Sequence{};
}

/// Whether a wish has come true, by its kind.
struct Fulfilled {
  const CircleData& circle;

  bool operator()(const FoundWish& /*wish*/) const { return circle.standing != Standing::founding; }
  bool operator()(const JoinWish& /*wish*/) const {
    return circle.log && circle.charter().handle(circle.handle_id) != nullptr;
  }
  bool operator()(const InviteWish& wish) const { return circle.charter().knows_key(wish.key.bytes()); }
  bool operator()(const WithdrawWish& wish) const {
    const auto* invitation = circle.charter().invitation(wish.invitation);
    return invitation != nullptr && invitation->stage == charter::Stage::withdrawn;
  }
  bool operator()(const ConfirmWish& wish) const {
    const auto* invitation = circle.charter().invitation(wish.invitation);
    return invitation != nullptr && invitation->stage == charter::Stage::admitted;
  }
  bool operator()(const OpenWish& wish) const { return circle.charter().channel(wish.channel) != nullptr; }
  bool operator()(const LaneWish& wish) const { return circle.charter().channel(wish.channel) != nullptr; }
  bool operator()(const RemoveWish& wish) const {
    const auto* member = circle.charter().member(wish.member);
    return member != nullptr && member->ended.has_value();
  }
  bool operator()(const RestartWish& wish) const {
    const auto* channel = circle.charter().channel(wish.channel);
    return channel != nullptr && channel->restarts.size() > wish.restarts;
  }
  bool operator()(const ResumeWish& /*wish*/) const { return !is_restoring(circle); }
  bool operator()(const LeaveWish& /*wish*/) const {
    const auto* member = circle.charter().member(circle.member);
    return member != nullptr && member->ended.has_value();
  }
  bool operator()(const PauseWish& wish) const {
    const auto* member = circle.charter().member(wish.member);
    return member != nullptr && member->paused.has_value();
  }
  bool operator()(const UnpauseWish& wish) const {
    const auto* member = circle.charter().member(wish.member);
    return member != nullptr && !member->paused;
  }
  bool operator()(const RoleWish& wish) const {
    const auto* member = circle.charter().member(wish.member);
    return member != nullptr && member->role == wish.role && member->until == wish.until;
  }
  bool operator()(const AllowWish& wish) const {
    const auto* channel = circle.charter().channel(wish.channel);
    return channel != nullptr && std::ranges::all_of(wish.roles, [&](const ChannelRole& wanted) {
             const auto rights = channel->rights.find(wanted.role);
             return (rights == channel->rights.end() ? channels::Rights() : rights->second) == wanted.rights;
           });
  }
  bool operator()(const CloseWish& wish) const {
    const auto* channel = circle.charter().channel(wish.channel);
    return channel != nullptr && channel->closed.has_value();
  }
  bool operator()(const FreezeWish& wish) const {
    return circle.charter().has_frozen(circle.member, wish.since);
  }
  bool operator()(const UnfreezeWish& /*wish*/) const {
    return !circle.charter().has_frozen(circle.member, circle.charter().time());
  }
  bool operator()(const RemovalWish& wish) const {
    const auto* removal = circle.charter().removal_of(wish.member);
    const auto* member = circle.charter().member(wish.member);
    switch (wish.step) {
      case RemovalStep::ask:
      case RemovalStep::agree:
        return removal != nullptr && removal->agreed.contains(circle.member);
      case RemovalStep::done:
        break;
    }
    return member != nullptr && member->ended.has_value();
  }
  bool operator()(const StayWish& /*wish*/) const {
    return circle.charter().removal_of(circle.member) == nullptr;
  }
  bool operator()(const DeviceWish& wish) const {
    return circle.charter().handle(channels::handle_of(wish.handle_key)) != nullptr;
  }
  bool operator()(const RevokeWish& wish) const {
    const auto* handle = circle.charter().handle(wish.handle);
    return handle != nullptr && handle->revoked.has_value();
  }
  bool operator()(const AttestationKeyWish& wish) const {
    if (wish.key) return circle.charter().knows_key(wish.key->bytes());
    return std::ranges::none_of(circle.charter().attestation_keys(),
                                [&](const charter::NamedAttestationKey& key) {
                                  return key.id == wish.id && circle.charter().counts(key);
                                });
  }
  bool operator()(const WithdrawAttestationWish& wish) const {
    return circle.charter().withdrawn_at(wish.attestation).has_value();
  }
  bool operator()(const PublishWish& /*wish*/) const { return circle.charter().is_public(); }
  bool operator()(const EndWish& wish) const {
    switch (wish.step) {
      case EndStep::ask:
        return circle.charter().ending().contains(circle.member);
      case EndStep::cancel:
        return circle.charter().ending().empty();
      case EndStep::done:
        break;
    }
    return circle.charter().dissolved().has_value();
  }
};

std::vector<charter::RoleRights> rights_of(const std::vector<ChannelRole>& roles) {
  std::vector<charter::RoleRights> rights;
  rights.reserve(roles.size());
  for (const auto& role : roles) rights.push_back({.role = role.role, .rights = role.rights});
  return rights;
}

/// The entries of a wish, by its kind.
struct EntryWriter {
  const CircleData& circle;
  const Intent& intent;
  Time now;
  EntryDraft& draft;

  Status operator()(const FoundWish& /*wish*/) const { return {}; }
  Status operator()(const JoinWish& /*wish*/) const { return {}; }

  Status operator()(const InviteWish& wish) const {
    const auto made = circle.invitations.find(channels::invitation_of(wish.key));
    if (made == circle.invitations.end()) return fail(client::Errc::bad_vault, "invitation");
    const auto box = channels::BoxKey::from(made->second.box.public_key.bytes);
    if (!box) return fail(client::Errc::bad_vault, "box key");
    return draft.add(charter::InviteCreate{.invitation_key = wish.key,
                                           .role = wish.role,
                                           .stay = wish.stay,
                                           .expires = wish.expires,
                                           .preapproved = wish.preapproved,
                                           .box_key_hash = charter::hash_of_box_key(*box)},
                     now);
  }

  Status operator()(const WithdrawWish& wish) const {
    return draft.add(charter::InviteWithdraw{wish.invitation}, now);
  }

  Status operator()(const ConfirmWish& wish) const {
    const auto* invitation = accepted_invitation(circle, wish.invitation);
    if (invitation == nullptr) return fail(client::Errc::unknown_request, "confirm");
    const auto& acceptance = *invitation->acceptance;
    const auto* role = circle.charter().role(invitation->terms.role);
    if (role != nullptr && role->owns) {
      if (intent.recovery_key.empty()) return fail(client::Errc::words_needed, "confirm");
      return draft.add(charter::OwnerAdd{.member = acceptance.terms.member,
                                         .acceptance = acceptance.hash,
                                         .role = invitation->terms.role,
                                         .consents = others_consents_to(
                                             circle, charter::subject_of(acceptance.hash), now)},
                       now, {.recovery = &intent.recovery_key});
    }
    return draft.add(charter::Grant{.member = acceptance.terms.member,
                                    .acceptance = acceptance.hash,
                                    .role = invitation->terms.role,
                                    .until = wish.until.value_or(latest_end(*invitation))},
                     now);
  }

  Status operator()(const OpenWish& wish) const {
    charter::ChannelOpen open{.channel = wish.channel,
                              .mode = wish.mode,
                              .purpose = channels::Purpose::ordinary,
                              .group = wish.group,
                              .rights = rights_of(wish.roles)};
    return draft.add(std::move(open), now);
  }

  Status operator()(const LaneWish& wish) const {
    const auto* keeper = circle.charter().role(wish.keeper);
    if (keeper == nullptr) return fail(client::Errc::unknown_role, "lane");
    const auto all = Right::read | Right::post | Right::moderate;
    charter::ChannelOpen open{.channel = wish.channel,
                              .mode = channels::Mode::record,
                              .purpose = channels::Purpose::ordinary,
                              .group = wish.group,
                              .rights = {{.role = wish.keeper, .rights = all},
                                         {.role = wish.contact, .rights = Right::read | Right::post}}};
    for (const auto& [id, role] : circle.charter().roles()) {
      if (role.owns && id != wish.keeper) open.rights.push_back({.role = id, .rights = all});
    }
    auto admitting = *keeper;
    admitting.may_admit.push_back({.role = wish.contact, .stay_max = channels::limits::stay_max});
    auto done = draft.add(charter::RoleSet{.role = {.id = wish.contact, .may_admit = {}}, .rights = {}}, now);
    if (done) done = draft.add(std::move(open), now);
    if (done) done = draft.add(charter::RoleSet{.role = std::move(admitting), .rights = {}}, now);
    return done;
  }

  Status operator()(const RemoveWish& wish) const {
    return draft.add(charter::Remove{.member = wish.member, .reason = std::nullopt}, now);
  }
  Status operator()(const LeaveWish& /*wish*/) const { return draft.add(charter::Leave{}, now); }
  Status operator()(const PauseWish& wish) const {
    return draft.add(charter::Pause{.member = wish.member, .reason = std::nullopt}, now);
  }
  Status operator()(const UnpauseWish& wish) const { return draft.add(charter::Unpause{wish.member}, now); }
  Status operator()(const RoleWish& wish) const {
    return draft.add(charter::RoleChange{.member = wish.member, .role = wish.role, .until = wish.until}, now);
  }
  Status operator()(const AllowWish& wish) const {
    return draft.add(charter::ChannelChange{.channel = wish.channel, .rights = rights_of(wish.roles)}, now);
  }
  Status operator()(const CloseWish& wish) const {
    return draft.add(charter::ChannelClose{wish.channel}, now);
  }
  Status operator()(const FreezeWish& /*wish*/) const { return draft.add(charter::Freeze{}, now); }
  Status operator()(const UnfreezeWish& /*wish*/) const { return draft.add(charter::FreezeEnd{}, now); }
  Status operator()(const StayWish& /*wish*/) const { return draft.add(charter::Stay{}, now); }
  Status operator()(const RemovalWish& wish) const {
    switch (wish.step) {
      case RemovalStep::ask:
        return add_by_words(charter::RemovalAsk{wish.member});
      case RemovalStep::agree:
        return add_by_words(charter::RemovalAgree{wish.member});
      case RemovalStep::done:
        break;
    }
    return add_after_wait(charter::RemovalDone{wish.member});
  }
  Status operator()(const EndWish& wish) const {
    switch (wish.step) {
      case EndStep::ask:
        return add_by_words(charter::EndAsk{});
      case EndStep::cancel:
        return draft.add(charter::EndCancel{}, now);
      case EndStep::done:
        break;
    }
    return add_after_wait(charter::EndDone{});
  }

  Status operator()(const DeviceWish& wish) const {
    if (wish.recovery_key) {
      return draft.add(charter::KeyReset{.member = wish.member,
                                         .handle_key = wish.handle_key,
                                         .recovery_key = *wish.recovery_key,
                                         .proof = wish.proof},
                       now);
    }
    const bool by_words = !intent.recovery_key.empty();
    if (by_words && !is_recovery_key_of(circle, wish.member, intent.recovery_key))
      return fail(client::Errc::wrong_words, "another member's");
    return draft.add(
        charter::DeviceAdd{.member = wish.member, .handle_key = wish.handle_key, .proof = wish.proof}, now,
        {.recovery = by_words ? &intent.recovery_key : nullptr});
  }
  Status operator()(const RevokeWish& wish) const {
    const charter::DeviceRevoke body{.handle = wish.handle, .overrules = wish.overrules};
    return wish.overrules ? add_by_words(body) : draft.add(body, now);
  }
  Status operator()(const AttestationKeyWish& wish) const {
    return draft.add(charter::AttestationKeySet{.id = wish.id, .key = wish.key}, now);
  }
  Status operator()(const PublishWish& wish) const {
    return add_by_words(charter::Publish{
        .first = wish.first, .consents = others_consents_to(circle, charter::subject_of(wish.first), now)});
  }
  Status operator()(const WithdrawAttestationWish& wish) const {
    return draft.add(charter::AttestationWithdraw{wish.attestation}, now);
  }

  [[nodiscard]] Status add_by_words(charter::Body body) const {
    if (intent.recovery_key.empty()) return fail(client::Errc::words_needed, "words");
    return draft.add(std::move(body), now, {.recovery = &intent.recovery_key});
  }
  [[nodiscard]] Status add_after_wait(charter::Body body) const {
    // Who else has to want it comes before how long it takes.
    if (auto added = draft.add(body, now); !added) return added;
    return check_wait(circle, body, now);
  }
  Status operator()(const ResumeWish& /*wish*/) const {
    if (!circle.charter().is_owner(circle.handle_id, now)) return fail(channels::Errc::needs_owner, "resume");
    auto heads = heads_to_resume(circle);
    if (!heads) return fail(heads.error());
    return draft.add(charter::Resume{.incarnation = *circle.restored_as, .heads = std::move(*heads)}, now);
  }

  Status operator()(const RestartWish& wish) const {
    const auto channel = circle.channels.find(wish.channel);
    // Whoever has read nothing of it, or is still coming in, cannot say from where it goes on.
    if (channel == circle.channels.end() || !has_read(channel->second) || channel->second.join ||
        channel->second.compared)
      return fail(client::Errc::not_in_channel, "restart");
    // Of what the hub lost, and nobody could give back, the log does not know: it goes on where it ends.
    const auto head = channel->second.cut_off.value_or(channel->second.head());
    const auto generation = channel->second.cut_off ? generation_at(channel->second, head.number)
                                                    : channel->second.state.generation;
    return draft.add(charter::ChannelRestart{.channel = wish.channel,
                                             .group = wish.group,
                                             .last_good = {.number = head.number, .hash = head.hash},
                                             .generation = generation,
                                             .blamed = wish.blamed},
                     now);
  }

  /// Whether the recovery key of the intent is the one that counts for a member.
  /// As long as the invitation says, and not longer than we stay ourselves.
  [[nodiscard]] Time latest_end(const charter::Invitation& invitation) const {
    const auto at = std::max(now, circle.charter().time());
    const auto end = at + invitation.terms.stay;
    const auto* me = circle.charter().member(circle.member);
    return me != nullptr && me->until ? std::min(end, *me->until) : end;
  }
};

/// Whether a wish may take somebody's access away.
bool takes_access(const Wish& wish) {
  return std::holds_alternative<RemoveWish>(wish) || std::holds_alternative<PauseWish>(wish) ||
         std::holds_alternative<RoleWish>(wish) || std::holds_alternative<AllowWish>(wish) ||
         std::holds_alternative<RemovalWish>(wish) || std::holds_alternative<DeviceWish>(wish) ||
         std::holds_alternative<RevokeWish>(wish);
}

/// What that takes with it at once: the leaves of those who may no longer read, in every group that we are
/// in.
Status draft_removals(Context& context, const charter::Charter& after, Draft& draft) {
  auto& circle = context.circle;
  const auto now = std::max(context.now(), after.time());
  auto welcomes = wire::limits::bundle_welcomes_max;
  for (auto& [id, channel] : circle.channels) {
    // The rest is work that anyone does once the entry is there.
    if (draft.groups.size() == wire::limits::bundle_groups_max) break;
    if (!channel.group || channel.stopped || !after.can(circle.handle_id, id, Right::read, now)) continue;
    CommitPlan plan;
    plan.removes = rules::required_work(after, id, channel.group->public_group().tree(), now).removes;
    if (plan.empty()) continue;
    // Their requests end with this epoch.
    auto heals = heals_due(circle, after, channel, now, welcomes);
    welcomes -= heals.size();
    add_heals(plan, std::move(heals));
    if (auto done = draft_commit(context, after, channel, plan, draft); !done) return fail(done.error());
  }
  return {};
}

Status draft_openings(Context& context, const EntryDraft& entries, Draft& draft) {
  for (const auto& entry : entries.entries()) {
    const auto& body = entry.content().body;
    const auto* open = std::get_if<charter::ChannelOpen>(&body);
    const auto* restart = std::get_if<charter::ChannelRestart>(&body);
    if (open == nullptr && restart == nullptr) continue;
    const auto& channel = open != nullptr ? open->channel : restart->channel;
    if (auto done = draft_opening(context, entries.charter(), channel, draft); !done)
      return fail(done.error());
  }
  return {};
}

/// Whether a circle has come so far that its wishes can be built.
bool may_build(const Context& context) {
  const auto& circle = context.circle;
  if (circle.underway || circle.stopped || !context.session.usable() || circle.login != LoginState::in)
    return false;
  if (circle.standing == Standing::invited) {
    return circle.access == wire::Access::invited && circle.log && circle.number() >= circle.charter_target;
  }
  if (circle.access == wire::Access::recovering)
    return circle.log && circle.number() >= circle.charter_target;
  return circle.access == wire::Access::member && is_caught_up(circle, context.now());
}

}  // namespace

bool is_fulfilled(const CircleData& circle, const Wish& wish) {
  return std::visit(Fulfilled{circle}, wish);
}

Result<EntryDraft> draft_entries(const CircleData& circle, const Intent& intent, Time now) {
  EntryDraft draft(circle);
  auto done =
      std::visit(EntryWriter{.circle = circle, .intent = intent, .now = now, .draft = draft}, intent.wish);
  if (!done) return fail(done.error());
  return draft;
}

Result<Draft> draft_bundle(Context& context, const Intent& intent) {
  if (std::holds_alternative<JoinWish>(intent.wish)) return draft_acceptance(context);
  auto entries = draft_entries(context.circle, intent, context.now());
  if (!entries) return fail(entries.error());
  Draft draft;
  draft.entries = entries->entries();
  if (auto done = draft_openings(context, *entries, draft); !done) return fail(done.error());
  if (takes_access(intent.wish)) {
    if (auto done = draft_removals(context, entries->charter(), draft); !done) return fail(done.error());
  }
  return draft;
}

namespace {

/// While the hub waits for it, nothing but `resume` is built, and that as soon as all heads are known.
void push_resume(Context& context) {
  auto& circle = context.circle;
  const auto wish = std::ranges::find_if(
      circle.intents, [](const Intent& it) { return std::holds_alternative<ResumeWish>(it.wish); });
  if (wish == circle.intents.end() || !heads_to_resume(circle)) return;
  // A bundle from before would be in the way.
  if (circle.underway && circle.underway->intent != wish->id) abandon_bundle(context);
  if (!may_build(context)) return;
  if (wish->not_before > context.now()) {
    context.turn.wake_by(wish->not_before);
    return;
  }
  const auto id = wish->id;
  auto draft = draft_bundle(context, *wish);
  const auto begun = draft ? begin_bundle(context, id, std::move(*draft)) : Status(fail(draft.error()));
  if (!begun) fail_intent(context, id, begun.error(), {});
}

}  // namespace

void push_intents(Context& context) {
  auto& circle = context.circle;
  if (is_restoring(circle)) return push_resume(context);
  // What was asked first is done first, and tried again first; a wish that has come true, or cannot, makes
  // room.
  while (may_build(context) && !circle.intents.empty()) {
    const auto& next = circle.intents.front();
    if (next.not_before > context.now()) {
      context.turn.wake_by(next.not_before);
      return;
    }
    const auto id = next.id;
    if (is_fulfilled(circle, next.wish)) {
      finish_intent(context, id);
      continue;
    }
    if (next.needs_recovery_key && next.recovery_key.empty()) {
      fail_intent(context, id, Error(client::Errc::words_needed, "after a restart"), {});
      continue;
    }
    auto draft = draft_bundle(context, next);
    const auto begun = draft ? begin_bundle(context, id, std::move(*draft)) : Status(fail(draft.error()));
    if (!begun) fail_intent(context, id, begun.error(), {});
  }
}

}  // namespace kring::core
