#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

/// What stands right at the limit is taken.
struct Allowed {
  const char* name;
  std::function<CharterEntry(TestCircle&)> entry;
};
class CharterAllows : public testing::TestWithParam<Allowed> {};
TEST_P(CharterAllows, AtTheLimit) {
  TestCircle circle;

  const auto status = circle.log.append(GetParam().entry(circle));

  EXPECT_TRUE(status) << status.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , CharterAllows,
    testing::Values(
        Allowed{"ATimeThatStandsStill", [](TestCircle& c) { return changed(c, [](auto&) {}); }},
        Allowed{"AStayOfAYear",
                [](TestCircle& c) { return invited(c, [](auto& terms) { terms.stay = limits::stay_max; }); }},
        Allowed{"AnInvitationOfAWeek",
                [](TestCircle& c) {
                  return invited(c,
                                 [&](auto& terms) { terms.expires = c.now + limits::invitation_life_max; });
                }},
        Allowed{"TheSixtyFourthInvitation",
                [](TestCircle& c) {
                  for (std::size_t i = 1; i < limits::open_invitations_max; ++i)
                    (void)c.invite(c.founder, c.doctor);
                  return invited(c, [](auto&) {});
                }},
        Allowed{"AnInvitationOnceOthersExpired",
                [](TestCircle& c) {
                  for (std::size_t i = 0; i < limits::open_invitations_max; ++i)
                    (void)c.invite(c.founder, c.doctor);
                  c.now += 48h;
                  return invited(c, [](auto&) {});
                }},
        Allowed{"TheTwentiethInvitationOfADay",
                [](TestCircle& c) {
                  const auto nurse = c.admit(c.nurse);
                  invite_in_vain(c, nurse, c.night, limits::invitations_a_day_max - 1);
                  return c.entry(nurse, stand_in_offer(c).terms);
                }},
        Allowed{"AnOwnersSixtyFourthInvitationOfADay",
                [](TestCircle& c) {
                  invite_in_vain(c, c.founder, c.doctor, limits::owner_invitations_a_day_max - 1);
                  return invited(c, [](auto&) {});
                }},
        Allowed{"AnInvitationADayAfterTheFirstOfTwenty",
                [](TestCircle& c) {
                  const auto nurse = c.admit(c.nurse);
                  invite_in_vain(c, nurse, c.night, 1);
                  c.now += 1h;
                  invite_in_vain(c, nurse, c.night, limits::invitations_a_day_max - 1);
                  c.now += limits::invitations_day - 1h;
                  return c.entry(nurse, stand_in_offer(c).terms);
                }},
        Allowed{"AnInvitationOnceAnotherMemberHasMadeTwenty",
                [](TestCircle& c) {
                  invite_in_vain(c, c.admit(c.nurse), c.night, limits::invitations_a_day_max);
                  return c.entry(c.admit(c.nurse), stand_in_offer(c).terms);
                }},
        Allowed{"AStandInForAWholeShift",
                [](TestCircle& c) {
                  return stand_in_invited(c, [](auto& terms) { terms.stay = limits::stand_in_stay_max; });
                }},
        Allowed{"AGrantByItsInviter",
                [](TestCircle& c) {
                  const auto nurse = c.admit(c.nurse);
                  const auto acceptance = stand_in_waits(c, nurse, 8h);
                  return c.entry(nurse, c.grant_of(acceptance));
                }},
        Allowed{"AGrantByAnOwnerBeyondTheInvitersEnd",
                [](TestCircle& c) {
                  const auto nurse = c.admit(c.nurse);
                  const auto acceptance = stand_in_waits(c, nurse, 4h);
                  return c.entry(c.founder, c.grant_of(acceptance));
                }},
        Allowed{"AConsentOfAWeekAgo",
                [](TestCircle& c) { return owner_added_with(c, limits::consent_age_max, unchanged); }},
        Allowed{"AConsentOfAWeekAgoToPublishing",
                [](TestCircle& c) { return published_with(c, limits::consent_age_max, unchanged); }},
        Allowed{"WithdrawingOnesOwnInvitation",
                [](TestCircle& c) {
                  const auto nurse = c.admit(c.nurse);
                  auto offer = c.make_offer(c.night);
                  offer.terms.stay = 8h;
                  return c.entry(nurse, InviteWithdraw{.invitation = c.invite(nurse, std::move(offer)).id});
                }},
        Allowed{"RemovingSomeoneWhoseTimeIsOver",
                [](TestCircle& c) {
                  const auto person = c.admit(c.doctor);
                  c.now += std::chrono::days(30);
                  return c.entry(c.founder, Remove{.member = person.member, .reason = c.random.fixed<32>()});
                }},
        Allowed{"ARoleThatAdmitsItself",
                [](TestCircle& c) {
                  return role_set(c, [&](auto& body) {
                    body.role.id = c.random.template id<RoleId>();
                    body.role.may_admit = {{.role = body.role.id, .stay_max = 1h}};
                  });
                }},
        Allowed{"TakingEveryRightInRegieAway",
                [](TestCircle& c) {
                  return role_set(c, [&](auto& body) { body.rights = {{.channel = c.regie, .rights = {}}}; });
                }},
        Allowed{"TheLastRoleThatFits",
                [](TestCircle& c) {
                  fill_roles(c);
                  return role_set(c, [](auto& /*body*/) {});
                }}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::charter
