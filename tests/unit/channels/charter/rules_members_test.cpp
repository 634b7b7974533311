#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class MemberRule : public testing::TestWithParam<Rule> {};
TEST_P(MemberRule, IsKept) {
  expect_kept(GetParam());
}

/// What only owners may do, and whom they may remove.
INSTANTIATE_TEST_SUITE_P(
    Owners, MemberRule,
    testing::Values(
        Rule{"OnlyTheySetRoles", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, RoleSet{.role = {.id = c.doctor, .may_admit = {}}, .rights = {}});
             }},
        Rule{"OnlyTheyOpenChannels", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, ChannelOpen{.channel = c.random.id<ChannelId>(),
                                                  .mode = Mode::record,
                                                  .purpose = Purpose::ordinary,
                                                  .group = c.random.id<GroupId>(),
                                                  .rights = {}});
             }},
        Rule{"OnlyTheyRestartChannels", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, ChannelRestart{.channel = c.care,
                                                     .group = c.random.id<GroupId>(),
                                                     .last_good = {.number = Sequence{7}, .hash = {}},
                                                     .generation = Generation{1},
                                                     .blamed = std::nullopt});
             }},
        Rule{"OnlyTheyResume", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, Resume{.incarnation = c.random.id<Incarnation>(), .heads = {}});
             }},
        Rule{"OnlyTheyRemove", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, Remove{.member = c.founder.member, .reason = std::nullopt});
             }},
        Rule{"OnlyTheyAddOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               return c.owner_entry(doctor, acceptance, {});
             }},
        Rule{"OnlyTheyGrantWhatAnotherInvited", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               const auto acceptance = c.accept(c.invite(c.founder, c.night), c.make_person());
               return c.entry(doctor, c.grant_of(acceptance));
             }},
        Rule{"OnlyTheyWithdrawWhatAnotherInvited", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, InviteWithdraw{.invitation = c.invite(c.founder, c.night).id});
             }},
        Rule{"AreNotRemovedByOne", Errc::target_owns,
             [](TestCircle& c) {
               const auto other = c.admit_owner();
               return c.entry(c.founder, Remove{.member = other.member, .reason = std::nullopt});
             }},
        Rule{"TheLastStays", Errc::last_owner, [](TestCircle& c) { return c.entry(c.founder, Leave{}); }},
        Rule{"RemoveSomeoneKnown", Errc::unknown_member,
             [](TestCircle& c) {
               return c.entry(c.founder, Remove{.member = c.random.id<MemberId>(), .reason = std::nullopt});
             }},
        Rule{"RemoveNobodyWhoWaits", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = c.make_person();
               (void)c.accept(c.invite(c.founder, c.doctor), person);
               return c.entry(c.founder, Remove{.member = person.member, .reason = std::nullopt});
             }},
        Rule{"RemoveNobodyTwice", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = c.admit(c.doctor);
               c.must_act(c.founder, Remove{.member = person.member, .reason = std::nullopt});
               return c.entry(c.founder, Remove{.member = person.member, .reason = std::nullopt});
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    OwnerAdd, MemberRule,
    testing::Values(
        Rule{"NeedsTheWords", Errc::wrong_signatures,
             [](TestCircle& c) {
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               return make_entry(c.owner_entry(c.founder, acceptance, {}).content(),
                                 {.handle = &c.founder.handle.private_key})
                   .value();
             }},
        Rule{"NeedsOnesOwnWords", Errc::bad_signature,
             [](TestCircle& c) {
               const auto other = c.make_person();
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               return make_entry(
                          c.owner_entry(c.founder, acceptance, {}).content(),
                          {.handle = &c.founder.handle.private_key, .recovery = &other.recovery.private_key})
                   .value();
             }},
        Rule{"OfAnAcceptance", Errc::unknown_acceptance,
             [](TestCircle& c) {
               return owner_added(c,
                                  [&](auto& body) { body.acceptance = c.random.template id<EntryHash>(); });
             }},
        Rule{"OfOneThatWaits", Errc::acceptance_void,
             [](TestCircle& c) {
               const auto invitation = c.invite(c.founder, c.parent);
               const auto acceptance = c.accept(invitation, c.make_person());
               c.must_act(c.founder, InviteWithdraw{.invitation = invitation.id});
               return c.owner_entry(c.founder, acceptance, {});
             }},
        Rule{"OfItsMember", Errc::wrong_member,
             [](TestCircle& c) {
               return owner_added(c, [&](auto& body) { body.member = c.random.template id<MemberId>(); });
             }},
        Rule{"OfItsRole", Errc::wrong_role,
             [](TestCircle& c) { return owner_added(c, [&](auto& body) { body.role = c.doctor; }); }},
        Rule{"OfARoleThatOwns", Errc::role_does_not_own,
             [](TestCircle& c) {
               return c.owner_entry(c.founder, c.accept(c.invite(c.founder, c.doctor), c.make_person()), {});
             }},
        Rule{"NeedsEveryOtherOwner", Errc::needs_all_owners,
             [](TestCircle& c) {
               (void)c.admit_owner();
               return owner_added(c, [](auto& /*body*/) {});
             }},
        Rule{"NeedsOwnersOnly", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto doctor = c.admit(c.doctor);
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               return c.owner_entry(c.founder, acceptance,
                                    {c.consent_of(second, acceptance), c.consent_of(doctor, acceptance)});
             }},
        Rule{"NeedsEachOwnerOnce", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               const auto consent = c.consent_of(second, acceptance);
               return c.owner_entry(c.founder, acceptance, {consent, consent});
             }},
        Rule{"NeedsNoConsentOfTheActingOwner", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               return c.owner_entry(c.founder, acceptance, {c.consent_of(c.founder, acceptance)});
             }},
        Rule{"NeedsConsentSigned", Errc::bad_signature,
             [](TestCircle& c) {
               return owner_added_with(c, 0ms, [](OwnerConsent& consent) { consent.signature[3] ^= 1; });
             }},
        Rule{"NeedsConsentToThisAcceptance", Errc::bad_signature,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto other = c.accept(c.invite(c.founder, c.parent), c.make_person());
               const auto consent = c.consent_of(second, other);
               const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
               return c.owner_entry(c.founder, acceptance, {consent});
             }},
        Rule{"NeedsConsentOfThisWeek", Errc::consent_out_of_time,
             [](TestCircle& c) { return owner_added_with(c, limits::consent_age_max + 1ms, unchanged); }},
        Rule{"NeedsNoConsentFromLater", Errc::consent_out_of_time,
             [](TestCircle& c) {
               return owner_added_with(c, 0ms, [](OwnerConsent& consent) { consent.time += 1ms; });
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    Grant, MemberRule,
    testing::Values(
        Rule{"OfAnAcceptance", Errc::unknown_acceptance,
             [](TestCircle& c) {
               return granted(c, [&](auto& body) { body.acceptance = c.random.template id<EntryHash>(); });
             }},
        Rule{"HappensOnce", Errc::acceptance_void,
             [](TestCircle& c) {
               const auto body = c.grant_of(c.accept(c.invite(c.founder, c.doctor), c.make_person()));
               c.must_act(c.founder, body);
               return c.entry(c.founder, body);
             }},
        Rule{"NotOnceItsInviterIsRemoved", Errc::acceptance_void,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               const auto acceptance = stand_in_waits(c, nurse, 10h);
               c.must_act(c.founder, Remove{.member = nurse.member, .reason = std::nullopt});
               return c.entry(c.founder, c.grant_of(acceptance));
             }},
        Rule{"NotOnceItsInvitersTimeIsOver", Errc::acceptance_void,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               const auto acceptance = stand_in_waits(c, nurse, 1h);
               c.now += 1h;
               return c.entry(c.founder, c.grant_of(acceptance));
             }},
        Rule{"NotOnceItsInviterMayNotAdmit", Errc::acceptance_void,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               const auto acceptance = stand_in_waits(c, nurse, 10h);
               c.must_act(c.founder, RoleSet{.role = {.id = c.nurse, .may_admit = {}}, .rights = {}});
               return c.entry(nurse, c.grant_of(acceptance));
             }},
        Rule{"OfItsMember", Errc::wrong_member,
             [](TestCircle& c) { return granted(c, [&](auto& body) { body.member = c.founder.member; }); }},
        Rule{"OfItsRole", Errc::wrong_role,
             [](TestCircle& c) { return granted(c, [&](auto& body) { body.role = c.nurse; }); }},
        Rule{"NeverOfAnOwner", Errc::role_owns,
             [](TestCircle& c) {
               return c.entry(c.founder,
                              c.grant_of(c.accept(c.invite(c.founder, c.parent), c.make_person())));
             }},
        Rule{"EndsAfterItBegins", Errc::bad_expiry,
             [](TestCircle& c) { return granted(c, [&](auto& body) { body.until = c.now; }); }},
        Rule{"KeepsToTheInvitationsStay", Errc::stay_too_long,
             [](TestCircle& c) { return granted(c, [](auto& body) { body.until += 1ms; }); }},
        Rule{"OutlivesNoAdmitter", Errc::outlives_admitter,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               const auto acceptance = stand_in_waits(c, nurse, 4h);
               auto body = c.grant_of(acceptance);
               body.until = *c.charter().member(nurse.member)->until + 1ms;
               return c.entry(nurse, body);
             }}),
    name_of_rule);

}  // namespace
}  // namespace kring::charter
