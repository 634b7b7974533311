#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class InvitationRule : public testing::TestWithParam<Rule> {};
TEST_P(InvitationRule, IsKept) {
  expect_kept(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    InviteCreate, InvitationRule,
    testing::Values(
        Rule{"LeavesSixtyFourOpenAtMost", Errc::too_many_invitations,
             [](TestCircle& c) {
               for (std::size_t i = 0; i < limits::open_invitations_max; ++i)
                 (void)c.invite(c.founder, c.doctor);
               return invited(c, [](auto& /*terms*/) {});
             }},
        Rule{"LeavesAMemberTwentyADay", Errc::too_many_invitations_today,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               invite_in_vain(c, nurse, c.night, limits::invitations_a_day_max);
               return c.entry(nurse, stand_in_offer(c).terms);
             }},
        Rule{"LeavesAMemberTwentyADayFromAllTheirDevices", Errc::too_many_invitations_today,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               const auto phone = c.make_device(nurse);
               c.must_act(nurse, c.addition_of(phone));
               invite_in_vain(c, nurse, c.night, limits::invitations_a_day_max);
               return c.entry(phone, stand_in_offer(c).terms);
             }},
        Rule{"LeavesAnOwnerSixtyFourADay", Errc::too_many_invitations_today,
             [](TestCircle& c) {
               invite_in_vain(c, c.founder, c.doctor, limits::owner_invitations_a_day_max);
               return invited(c, [](auto&) {});
             }},
        Rule{"CountsThemForAWholeDay", Errc::too_many_invitations_today,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               invite_in_vain(c, nurse, c.night, limits::invitations_a_day_max);
               c.now += limits::invitations_day - 1ms;
               return c.entry(nurse, stand_in_offer(c).terms);
             }},
        Rule{"KnowsTheRole", Errc::unknown_role,
             [](TestCircle& c) {
               return invited(c, [&](auto& terms) { terms.role = c.random.template id<RoleId>(); });
             }},
        Rule{"NeedsLeaveToAdmitTheRole", Errc::may_not_admit,
             [](TestCircle& c) { return stand_in_invited(c, [&](auto& terms) { terms.role = c.doctor; }); }},
        Rule{"LetsOnlyOwnersInviteOwners", Errc::may_not_admit,
             [](TestCircle& c) { return stand_in_invited(c, [&](auto& terms) { terms.role = c.parent; }); }},
        Rule{"KeepsToTheRolesLongestStay", Errc::stay_too_long,
             [](TestCircle& c) {
               return stand_in_invited(c, [](auto& terms) { terms.stay = limits::stand_in_stay_max + 1ms; });
             }},
        Rule{"KeepsToAYear", Errc::stay_too_long,
             [](TestCircle& c) {
               return invited(c, [](auto& terms) { terms.stay = limits::stay_max + 1ms; });
             }},
        Rule{"EndsAfterItBegins", Errc::bad_expiry,
             [](TestCircle& c) { return invited(c, [&](auto& terms) { terms.expires = c.now; }); }},
        Rule{"EndsWithinAWeek", Errc::bad_expiry,
             [](TestCircle& c) {
               return invited(
                   c, [&](auto& terms) { terms.expires = c.now + limits::invitation_life_max + 1ms; });
             }},
        Rule{"PreapprovesOnlyWhereTheRoleAllows", Errc::preapproval_not_allowed,
             [](TestCircle& c) { return invited(c, [](auto& terms) { terms.preapproved = true; }); }},
        Rule{"NeverPreapprovesAnOwner", Errc::preapproval_not_allowed,
             [](TestCircle& c) {
               c.must_act(
                   c.founder,
                   RoleSet{
                       .role = {.id = c.parent, .owns = true, .may_be_preapproved = true, .may_admit = {}},
                       .rights = {}});
               return invited(c, [&](auto& terms) {
                 terms.role = c.parent;
                 terms.preapproved = true;
               });
             }},
        Rule{"TakesANewKey", Errc::duplicate_id,
             [](TestCircle& c) {
               auto offer = c.make_offer(c.doctor);
               const auto key = offer.terms.invitation_key;
               (void)c.invite(c.founder, std::move(offer));
               return invited(c, [&](auto& terms) { terms.invitation_key = key; });
             }},
        Rule{"TakesNoHandlesKey", Errc::duplicate_id,
             [](TestCircle& c) {
               return invited(c, [&](auto& terms) {
                 terms.invitation_key = InvitationKey(c.founder.handle_key().bytes());
               });
             }},
        Rule{"TakesNoRecoveryKey", Errc::duplicate_id,
             [](TestCircle& c) {
               return invited(c, [&](auto& terms) {
                 terms.invitation_key = InvitationKey(c.founder.recovery_key().bytes());
               });
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    InviteAccept, InvitationRule,
    testing::Values(
        Rule{"IsByTheHandleItBrings", Errc::unknown_signer,
             [](TestCircle& c) {
               return accepted(
                   c, {.change = [&](auto& body) { body.handle_key = c.make_person().handle_key(); }});
             }},
        Rule{"NeedsTheInvitationsSignature", Errc::wrong_signatures,
             [](TestCircle& c) {
               const auto invitation = c.invite(c.founder, c.doctor);
               const auto person = c.make_person();
               return c.entry(person, c.acceptance_of(invitation, person));
             }},
        Rule{"NeedsTheInvitation", Errc::unknown_invitation,
             [](TestCircle& c) {
               return accepted(c, {.change = [&](auto& body) {
                                 body.invitation = c.random.template id<InvitationId>();
                               }});
             }},
        Rule{"NeedsTheInvitationsKey", Errc::bad_signature,
             [](TestCircle& c) {
               auto invitation = c.invite(c.founder, c.doctor);
               const auto person = c.make_person();
               invitation.key = c.make_offer(c.doctor).invitation.key.clone();
               return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
             }},
        Rule{"NeedsTheHandlesKey", Errc::bad_signature,
             [](TestCircle& c) {
               const auto invitation = c.invite(c.founder, c.doctor);
               const auto person = c.make_person();
               const auto content =
                   c.charter().next_content(person.id, c.now, c.acceptance_of(invitation, person));
               return make_entry(content, {.handle = &c.founder.handle.private_key,
                                           .invitation = &invitation.key.private_key})
                   .value();
             }},
        Rule{"HappensOnce", Errc::invitation_used,
             [](TestCircle& c) {
               return accepted(c, {.before = [](auto& circle, const auto& invitation) {
                                 (void)circle.accept(invitation, circle.make_person());
                               }});
             }},
        Rule{"HappensOnceEvenIfGranted", Errc::invitation_used,
             [](TestCircle& c) {
               return accepted(c, {.before = [](auto& circle, const auto& invitation) {
                                 circle.must_act(circle.founder, circle.grant_of(circle.accept(
                                                                     invitation, circle.make_person())));
                               }});
             }},
        Rule{"NotOnceWithdrawn", Errc::invitation_withdrawn,
             [](TestCircle& c) {
               return accepted(c, {.before = [](auto& circle, const auto& invitation) {
                                 circle.must_act(circle.founder, InviteWithdraw{.invitation = invitation.id});
                               }});
             }},
        Rule{"NotOnceItsMakerIsRemoved", Errc::invitation_void,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               auto offer = c.make_offer(c.night);
               offer.terms.stay = 8h;
               const auto invitation = c.invite(nurse, std::move(offer));
               c.must_act(c.founder, Remove{.member = nurse.member, .reason = std::nullopt});
               const auto person = c.make_person();
               return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
             }},
        Rule{"NotOnceItsMakersTimeIsOver", Errc::invitation_void,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               c.now = *c.charter().member(nurse.member)->until - 1ms;
               auto offer = c.make_offer(c.night);
               offer.terms.stay = 8h;
               const auto invitation = c.invite(nurse, std::move(offer));
               c.now += 1ms;
               const auto person = c.make_person();
               return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
             }},
        Rule{"NotOnceExpired", Errc::invitation_expired,
             [](TestCircle& c) {
               return accepted(c, {.before = [](auto& circle, const auto& invitation) {
                                 circle.now = circle.charter().invitation(invitation.id)->terms.expires;
                               }});
             }},
        Rule{"TakesANewMember", Errc::duplicate_id,
             [](TestCircle& c) {
               return accepted(c, {.change = [&](auto& body) { body.member = c.founder.member; }});
             }},
        Rule{"TakesANewHandle", Errc::duplicate_id,
             [](TestCircle& c) {
               const auto invitation = c.invite(c.founder, c.doctor);
               auto body = c.acceptance_of(invitation, c.make_person());
               body.handle_key = c.founder.handle_key();
               return c.acceptance_entry(invitation, c.founder, body);
             }},
        Rule{"TakesNoInvitationsKeyForAHandle", Errc::duplicate_id,
             [](TestCircle& c) {
               const auto invitation = c.invite(c.founder, c.doctor);
               auto person = c.make_person();
               person.handle = invitation.key.clone();
               person.id = channels::handle_of(person.handle_key());
               return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
             }},
        Rule{"TakesANewRecoveryKey", Errc::duplicate_id,
             [](TestCircle& c) {
               return accepted(c,
                               {.change = [&](auto& body) { body.recovery_key = c.founder.recovery_key(); }});
             }},
        Rule{"TakesNoHandlesKeyForRecovery", Errc::duplicate_id,
             [](TestCircle& c) {
               return accepted(c, {.change = [](auto& body) {
                                 body.recovery_key = RecoveryKey(body.handle_key.bytes());
                               }});
             }},
        Rule{"TakesNoOneBackOnTheirOldKeys", Errc::duplicate_id,
             [](TestCircle& c) {
               auto doctor = c.admit(c.doctor);
               c.must_act(c.founder, Remove{.member = doctor.member, .reason = std::nullopt});
               doctor.member = c.random.id<MemberId>();
               const auto invitation = c.invite(c.founder, c.doctor);
               return c.acceptance_entry(invitation, doctor, c.acceptance_of(invitation, doctor));
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    InviteWithdraw, InvitationRule,
    testing::Values(Rule{"OfOneThatIsKnown", Errc::unknown_invitation,
                         [](TestCircle& c) {
                           return c.entry(c.founder,
                                          InviteWithdraw{.invitation = c.random.id<InvitationId>()});
                         }},
                    Rule{"NotOnceGranted", Errc::invitation_used,
                         [](TestCircle& c) {
                           const auto invitation = c.invite(c.founder, c.doctor);
                           c.must_act(c.founder, c.grant_of(c.accept(invitation, c.make_person())));
                           return c.entry(c.founder, InviteWithdraw{.invitation = invitation.id});
                         }},
                    Rule{"NotTwice", Errc::invitation_withdrawn,
                         [](TestCircle& c) {
                           const auto invitation = c.invite(c.founder, c.doctor);
                           c.must_act(c.founder, InviteWithdraw{.invitation = invitation.id});
                           return c.entry(c.founder, InviteWithdraw{.invitation = invitation.id});
                         }},
                    Rule{"NotOnceVoid", Errc::invitation_void,
                         [](TestCircle& c) {
                           const auto other = c.admit_owner();
                           const auto invitation = c.invite(other, c.doctor);
                           c.must_act(other, Leave{});
                           return c.entry(c.founder, InviteWithdraw{.invitation = invitation.id});
                         }}),
    name_of_rule);

}  // namespace
}  // namespace kring::charter
