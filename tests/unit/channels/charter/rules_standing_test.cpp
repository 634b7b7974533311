#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class StandingRule : public testing::TestWithParam<Rule> {};
TEST_P(StandingRule, IsKept) {
  expect_kept(GetParam());
}

TestPerson paused(TestCircle& c, RoleId role) {
  auto person = c.admit(role);
  c.must_act(c.founder, Pause{.member = person.member, .reason = std::nullopt});
  return person;
}

CharterEntry pause_of(TestCircle& c, const MemberId& member) {
  return c.entry(c.founder, Pause{.member = member, .reason = std::nullopt});
}

INSTANTIATE_TEST_SUITE_P(
    Pausing, StandingRule,
    testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           const auto nurse = c.admit(c.nurse);
                           return c.entry(doctor, Pause{.member = nurse.member, .reason = std::nullopt});
                         }},
                    Rule{"IsOfSomeoneKnown", Errc::unknown_member,
                         [](TestCircle& c) { return pause_of(c, c.random.id<MemberId>()); }},
                    Rule{"IsNotOfOneWhoWaits", Errc::not_a_member,
                         [](TestCircle& c) {
                           const auto person = c.make_person();
                           (void)c.accept(c.invite(c.founder, c.doctor), person);
                           return pause_of(c, person.member);
                         }},
                    Rule{"IsNotOfOneWhoWasRemoved", Errc::not_a_member,
                         [](TestCircle& c) {
                           const auto person = c.admit(c.doctor);
                           c.must_act(c.founder, Remove{.member = person.member, .reason = std::nullopt});
                           return pause_of(c, person.member);
                         }},
                    Rule{"IsNotOfOneWhoseTimeIsOver", Errc::not_a_member,
                         [](TestCircle& c) {
                           const auto person = c.admit(c.doctor);
                           c.now += 7 * 24h;
                           return pause_of(c, person.member);
                         }},
                    Rule{"IsNotOfAnOwner", Errc::target_owns,
                         [](TestCircle& c) { return pause_of(c, c.admit_owner().member); }},
                    Rule{"IsNotOfOneself", Errc::target_owns,
                         [](TestCircle& c) { return pause_of(c, c.founder.member); }},
                    Rule{"HappensOnce", Errc::already_paused,
                         [](TestCircle& c) { return pause_of(c, paused(c, c.doctor).member); }},
                    Rule{"LetsNobodySign", Errc::signer_not_live,
                         [](TestCircle& c) { return c.entry(paused(c, c.doctor), Leave{}); }},
                    Rule{"VoidsOpenInvitations", Errc::invitation_void,
                         [](TestCircle& c) {
                           const auto nurse = c.admit(c.nurse);
                           auto offer = c.make_offer(c.night);
                           offer.terms.stay = 8h;
                           const auto invitation = c.invite(nurse, std::move(offer));
                           c.must_act(c.founder, Pause{.member = nurse.member, .reason = std::nullopt});
                           c.must_act(c.founder, Unpause{.member = nurse.member});
                           const auto person = c.make_person();
                           return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
                         }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    Unpausing, StandingRule,
    testing::Values(
        Rule{"IsForOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor, Unpause{.member = paused(c, c.nurse).member});
             }},
        Rule{"IsOfSomeoneKnown", Errc::unknown_member,
             [](TestCircle& c) { return c.entry(c.founder, Unpause{.member = c.random.id<MemberId>()}); }},
        Rule{"IsOfOneWhoIsPaused", Errc::not_paused,
             [](TestCircle& c) { return c.entry(c.founder, Unpause{.member = c.admit(c.doctor).member}); }},
        Rule{"IsNotOfOneWhoWasRemovedMeanwhile", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = paused(c, c.doctor);
               c.must_act(c.founder, Remove{.member = person.member, .reason = std::nullopt});
               return c.entry(c.founder, Unpause{.member = person.member});
             }},
        Rule{"IsNotOfOneWhoseTimeIsOver", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = paused(c, c.doctor);
               c.now += 7 * 24h;
               return c.entry(c.founder, Unpause{.member = person.member});
             }}),
    name_of_rule);

/// The founder gives a doctor the nurses' role for a week, changed.
CharterEntry role_changed(TestCircle& c, const std::function<void(RoleChange&)>& change) {
  RoleChange body{.member = c.admit(c.doctor).member, .role = c.nurse, .until = c.now + 7 * 24h};
  change(body);
  return c.entry(c.founder, body);
}

INSTANTIATE_TEST_SUITE_P(
    ChangingARole, StandingRule,
    testing::Values(
        Rule{"IsForOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(doctor,
                              RoleChange{.member = doctor.member, .role = c.nurse, .until = c.now + 1h});
             }},
        Rule{"IsOfSomeoneKnown", Errc::unknown_member,
             [](TestCircle& c) {
               return role_changed(c, [&](auto& body) { body.member = c.random.template id<MemberId>(); });
             }},
        Rule{"IsNotOfOneWhoWaits", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = c.make_person();
               (void)c.accept(c.invite(c.founder, c.doctor), person);
               return role_changed(c, [&](auto& body) { body.member = person.member; });
             }},
        Rule{"BringsNobodyBackWhoseTimeIsOver", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = c.admit(c.doctor);
               c.now += 7 * 24h;
               return c.entry(c.founder,
                              RoleChange{.member = person.member, .role = c.nurse, .until = c.now + 1h});
             }},
        Rule{"IsNotOfAnOwner", Errc::target_owns,
             [](TestCircle& c) {
               const auto other = c.admit_owner();
               return role_changed(c, [&](auto& body) { body.member = other.member; });
             }},
        Rule{"KnowsTheRole", Errc::unknown_role,
             [](TestCircle& c) {
               return role_changed(c, [&](auto& body) { body.role = c.random.template id<RoleId>(); });
             }},
        Rule{"MakesNobodyAnOwner", Errc::role_owns,
             [](TestCircle& c) { return role_changed(c, [&](auto& body) { body.role = c.parent; }); }},
        Rule{"EndsAfterItBegins", Errc::bad_expiry,
             [](TestCircle& c) { return role_changed(c, [&](auto& body) { body.until = c.now; }); }},
        Rule{"EndsWithinAYear", Errc::stay_too_long,
             [](TestCircle& c) {
               return role_changed(c, [&](auto& body) { body.until = c.now + limits::stay_max + 1ms; });
             }},
        Rule{"VoidsWhatTheNewRoleMayNotAdmit", Errc::invitation_void,
             [](TestCircle& c) {
               const auto nurse = c.admit(c.nurse);
               auto offer = c.make_offer(c.night);
               offer.terms.stay = 8h;
               const auto invitation = c.invite(nurse, std::move(offer));
               c.must_act(c.founder,
                          RoleChange{.member = nurse.member, .role = c.doctor, .until = c.now + 24h});
               const auto person = c.make_person();
               return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
             }}),
    name_of_rule);

CharterEntry channel_changed(TestCircle& c, ChannelId channel, std::vector<RoleRights> rights) {
  return c.entry(c.founder, ChannelChange{.channel = channel, .rights = std::move(rights)});
}

INSTANTIATE_TEST_SUITE_P(
    ChangingAChannel, StandingRule,
    testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                         [](TestCircle& c) {
                           return c.entry(c.admit(c.nurse), ChannelChange{.channel = c.care, .rights = {}});
                         }},
                    Rule{"IsOfOneThatIsThere", Errc::unknown_channel,
                         [](TestCircle& c) { return channel_changed(c, c.random.id<ChannelId>(), {}); }},
                    Rule{"NamesNoRoleTwice", Errc::duplicate_id,
                         [](TestCircle& c) {
                           return channel_changed(c, c.care,
                                                  {{.role = c.doctor, .rights = Right::read},
                                                   {.role = c.doctor, .rights = Right::read}});
                         }},
                    Rule{"KnowsItsRoles", Errc::unknown_role,
                         [](TestCircle& c) {
                           return channel_changed(c, c.care,
                                                  {{.role = c.random.id<RoleId>(), .rights = Right::read}});
                         }},
                    Rule{"TakesNoRightFromAnOwner", Errc::owners_keep_rights,
                         [](TestCircle& c) {
                           return channel_changed(c, c.care,
                                                  {{.role = c.parent, .rights = Right::read | Right::post}});
                         }},
                    Rule{"KeepsRegieToOwners", Errc::regie_is_for_owners,
                         [](TestCircle& c) {
                           return channel_changed(c, c.regie, {{.role = c.doctor, .rights = Right::read}});
                         }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    ClosingAChannel, StandingRule,
    testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                         [](TestCircle& c) {
                           return c.entry(c.admit(c.nurse), ChannelClose{.channel = c.care});
                         }},
                    Rule{"IsOfOneThatIsThere", Errc::unknown_channel,
                         [](TestCircle& c) {
                           return c.entry(c.founder, ChannelClose{.channel = c.random.id<ChannelId>()});
                         }},
                    Rule{"IsNotOfRegie", Errc::regie_stays,
                         [](TestCircle& c) { return c.entry(c.founder, ChannelClose{.channel = c.regie}); }},
                    Rule{"HappensOnce", Errc::channel_closed,
                         [](TestCircle& c) {
                           c.must_act(c.founder, ChannelClose{.channel = c.care});
                           return c.entry(c.founder, ChannelClose{.channel = c.care});
                         }}),
    name_of_rule);

TEST(Pause, KeepsAMemberOutUntilTheyAreUnpaused) {
  TestCircle c;
  const auto nurse = c.admit(c.nurse);
  const auto before = *c.charter().member(nurse.member);

  c.must_act(c.founder, Pause{.member = nurse.member, .reason = c.random.fixed<32>()});

  EXPECT_EQ(c.charter().access(nurse.id, c.now), Access::paused);
  EXPECT_FALSE(c.charter().is_live(nurse.id, c.now));
  EXPECT_FALSE(c.charter().can(nurse.id, c.care, Right::read, c.now));
  EXPECT_EQ(c.charter().paused_at(nurse.id), c.charter().number());

  c.must_act(c.founder, Unpause{.member = nurse.member});

  EXPECT_EQ(c.charter().access(nurse.id, c.now), Access::member);
  EXPECT_TRUE(c.charter().can(nurse.id, c.care, Right::read | Right::post, c.now));
  EXPECT_EQ(*c.charter().member(nurse.member), before);
}

TEST(Pause, DoesNotStopTheClock) {
  TestCircle c;
  const auto nurse = paused(c, c.nurse);

  c.now += 7 * 24h;

  EXPECT_EQ(c.charter().access(nurse.id, c.now), Access::ended);
}

TEST(RoleChange, GivesTheNewRolesRightsAndTheNewEnd) {
  TestCircle c;
  const auto doctor = c.admit(c.doctor);
  const auto until = c.now + limits::stay_max;

  c.must_act(c.founder, RoleChange{.member = doctor.member, .role = c.family, .until = until});

  EXPECT_FALSE(c.charter().can(doctor.id, c.care, Right::read, c.now));
  EXPECT_TRUE(c.charter().can(doctor.id, c.room, Right::post, c.now));
  EXPECT_TRUE(c.charter().is_live(doctor.id, until - 1ms));
  EXPECT_FALSE(c.charter().is_live(doctor.id, until));
}

TEST(RoleChange, MayKeepTheRoleAndOnlyMoveTheEnd) {
  TestCircle c;
  const auto nurse = c.admit(c.nurse);
  const auto until = c.now + 30 * 24h;

  c.must_act(c.founder, RoleChange{.member = nurse.member, .role = c.nurse, .until = until});

  EXPECT_EQ(c.charter().member(nurse.member)->until, until);
}

TEST(RoleChange, OfAPausedMemberLeavesThemPaused) {
  TestCircle c;
  const auto nurse = paused(c, c.nurse);

  c.must_act(c.founder, RoleChange{.member = nurse.member, .role = c.doctor, .until = c.now + 1h});

  EXPECT_EQ(c.charter().access(nurse.id, c.now), Access::paused);
}

TEST(ChannelChange, ReplacesTheRightsOfTheRolesListedAndNoOthers) {
  TestCircle c;
  const auto nurse = c.admit(c.nurse);
  const auto doctor = c.admit(c.doctor);

  c.must_act(c.founder, ChannelChange{.channel = c.care,
                                      .rights = {{.role = c.doctor, .rights = {}},
                                                 {.role = c.family, .rights = Right::read}}});

  EXPECT_FALSE(c.charter().can(doctor.id, c.care, Right::read, c.now));
  EXPECT_TRUE(c.charter().can(nurse.id, c.care, Right::moderate, c.now));
  EXPECT_TRUE(c.charter().can(c.admit(c.family).id, c.care, Right::read, c.now));
}

TEST(ChannelClose, LeavesReadingAndNothingElse) {
  TestCircle c;
  const auto nurse = c.admit(c.nurse);

  c.must_act(c.founder, ChannelClose{.channel = c.care});

  EXPECT_EQ(c.charter().rights_of(nurse.id, c.care), Rights(Right::read));
  EXPECT_EQ(c.charter().rights_of(c.founder.id, c.care), Rights(Right::read));
  EXPECT_TRUE(c.charter().rights_of(c.admit(c.family).id, c.care).empty());
  c.must_act(c.founder,
             ChannelChange{.channel = c.care, .rights = {{.role = c.nurse, .rights = Right::post}}});
  EXPECT_TRUE(c.charter().rights_of(nurse.id, c.care).empty());
}

TEST(StandingSnapshot, KeepsWhoIsPausedAndWhatIsClosed) {
  TestCircle c;
  (void)paused(c, c.nurse);
  c.must_act(c.founder, ChannelClose{.channel = c.care});

  EXPECT_EQ(Charter::decode(c.charter().encode()), c.charter());
}

}  // namespace
}  // namespace kring::charter
