#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class OwnersRule : public testing::TestWithParam<Rule> {};
TEST_P(OwnersRule, IsKept) {
  expect_kept(GetParam());
}

/// A third owner, with the consent of the second.
TestPerson third_owner(TestCircle& c, const TestPerson& second) {
  auto person = c.make_person();
  const auto acceptance = c.accept(c.invite(c.founder, c.parent), person);
  EXPECT_TRUE(c.log.append(c.owner_entry(c.founder, acceptance, {c.consent_of(second, acceptance)})));
  return person;
}

/// What a freeze stops: `make` makes the entry in a circle that is frozen by then.
Rule frozen(const char* name, std::function<std::function<CharterEntry()>(TestCircle&)> make) {
  return {name, Errc::frozen, [make = std::move(make)](TestCircle& c) {
            const auto entry = make(c);
            c.must_act(c.founder, Freeze{});
            return entry();
          }};
}
/// One by the founder.
Rule frozen_act(const char* name, std::function<Body(TestCircle&)> body) {
  return frozen(name, [body = std::move(body)](TestCircle& c) -> std::function<CharterEntry()> {
    return [&c, made = body(c)] { return c.entry(c.founder, made); };
  });
}

INSTANTIATE_TEST_SUITE_P(
    Frozen, OwnersRule,
    testing::Values(
        frozen("IsTheAddingOfOwners",
               [](TestCircle& c) -> std::function<CharterEntry()> {
                 const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
                 return [&c, acceptance] { return c.owner_entry(c.founder, acceptance, {}); };
               }),
        frozen("IsAccepting",
               [](TestCircle& c) -> std::function<CharterEntry()> {
                 auto invitation = std::make_shared<TestInvitation>(c.invite(c.founder, c.doctor));
                 return [&c, invitation] {
                   const auto person = c.make_person();
                   return c.acceptance_entry(*invitation, person, c.acceptance_of(*invitation, person));
                 };
               }),
        frozen("IsAskingThatAnOwnerGo",
               [](TestCircle& c) -> std::function<CharterEntry()> {
                 const auto other = c.admit_owner().member;
                 return [&c, other] { return c.entry_by_words(c.founder, RemovalAsk{.member = other}); };
               }),
        frozen("IsAgreeingThatAnOwnerGo",
               [](TestCircle& c) -> std::function<CharterEntry()> {
                 auto second = std::make_shared<TestPerson>(c.admit_owner());
                 const auto third = third_owner(c, *second).member;
                 c.must_act_by_words(c.founder, RemovalAsk{.member = third});
                 return
                     [&c, second, third] { return c.entry_by_words(*second, RemovalAgree{.member = third}); };
               }),
        frozen("IsTheRemovalOfAnOwner",
               [](TestCircle& c) -> std::function<CharterEntry()> {
                 const auto other = c.admit_owner().member;
                 c.must_act_by_words(c.founder, RemovalAsk{.member = other});
                 c.now += limits::owner_removal_wait;
                 return [&c, other] { return c.entry(c.founder, RemovalDone{.member = other}); };
               }),
        frozen_act("IsInviting", [](TestCircle& c) -> Body { return c.make_offer(c.doctor).terms; }),
        frozen_act("IsGranting",
                   [](TestCircle& c) -> Body {
                     return c.grant_of(c.accept(c.invite(c.founder, c.doctor), c.make_person()));
                   }),
        frozen_act("IsSettingRoles",
                   [](TestCircle& c) -> Body {
                     return RoleSet{.role = {.id = c.doctor, .may_admit = {}}, .rights = {}};
                   }),
        frozen_act("IsOpeningChannels",
                   [](TestCircle& c) -> Body {
                     return ChannelOpen{.channel = c.random.id<ChannelId>(),
                                        .mode = Mode::record,
                                        .purpose = Purpose::ordinary,
                                        .group = c.random.id<GroupId>(),
                                        .rights = {}};
                   }),
        frozen_act("IsChangingChannels",
                   [](TestCircle& c) -> Body { return ChannelChange{.channel = c.care, .rights = {}}; }),
        frozen_act("IsClosingChannels",
                   [](TestCircle& c) -> Body { return ChannelClose{.channel = c.care}; }),
        frozen_act("IsChangingRoles",
                   [](TestCircle& c) -> Body {
                     return RoleChange{
                         .member = c.admit(c.doctor).member, .role = c.nurse, .until = c.now + 1h};
                   }),
        frozen_act("IsUnpausing",
                   [](TestCircle& c) -> Body {
                     const auto person = c.admit(c.doctor).member;
                     c.must_act(c.founder, Pause{.member = person, .reason = std::nullopt});
                     return Unpause{.member = person};
                   })),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    Freezing, OwnersRule,
    testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                         [](TestCircle& c) { return c.entry(c.admit(c.doctor), Freeze{}); }},
                    Rule{"HappensOnceAWeek", Errc::frozen_lately,
                         [](TestCircle& c) {
                           c.must_act(c.founder, Freeze{});
                           c.must_act(c.founder, FreezeEnd{});
                           c.now += limits::freeze_every - 1ms;
                           return c.entry(c.founder, Freeze{});
                         }},
                    Rule{"IsEndedByOwners", Errc::needs_owner,
                         [](TestCircle& c) { return c.entry(c.admit(c.doctor), FreezeEnd{}); }},
                    Rule{"IsEndedByItsAuthor", Errc::not_frozen,
                         [](TestCircle& c) {
                           const auto other = c.admit_owner();
                           c.must_act(c.founder, Freeze{});
                           return c.entry(other, FreezeEnd{});
                         }},
                    Rule{"IsEndedOnce", Errc::not_frozen,
                         [](TestCircle& c) {
                           c.must_act(c.founder, Freeze{});
                           c.must_act(c.founder, FreezeEnd{});
                           return c.entry(c.founder, FreezeEnd{});
                         }},
                    Rule{"EndsByItself", Errc::not_frozen,
                         [](TestCircle& c) {
                           c.must_act(c.founder, Freeze{});
                           c.now += limits::freeze_max;
                           return c.entry(c.founder, FreezeEnd{});
                         }}),
    name_of_rule);

/// The founder has asked that another owner go; `after` that, the other entry.
CharterEntry asked(TestCircle& c, Duration after,
                   const std::function<CharterEntry(const TestPerson&)>& then) {
  const auto other = c.admit_owner();
  c.must_act_by_words(c.founder, RemovalAsk{.member = other.member});
  c.now += after;
  return then(other);
}

INSTANTIATE_TEST_SUITE_P(
    RemovingAnOwner, OwnersRule,
    testing::Values(
        Rule{"IsAskedByOwners", Errc::needs_owner,
             [](TestCircle& c) {
               return c.entry_by_words(c.admit(c.doctor), RemovalAsk{.member = c.founder.member});
             }},
        Rule{"IsAskedByTheWords", Errc::wrong_signatures,
             [](TestCircle& c) { return c.entry(c.founder, RemovalAsk{.member = c.admit_owner().member}); }},
        Rule{"IsNotAskedOfOneself", Errc::target_is_signer,
             [](TestCircle& c) {
               return c.entry_by_words(c.founder, RemovalAsk{.member = c.founder.member});
             }},
        Rule{"IsAskedOfSomeoneKnown", Errc::unknown_member,
             [](TestCircle& c) {
               return c.entry_by_words(c.founder, RemovalAsk{.member = c.random.id<MemberId>()});
             }},
        Rule{"IsAskedOfAnOwner", Errc::not_an_owner,
             [](TestCircle& c) {
               return c.entry_by_words(c.founder, RemovalAsk{.member = c.admit(c.doctor).member});
             }},
        Rule{"IsAskedOnce", Errc::already_asked,
             [](TestCircle& c) {
               return asked(c, 1h, [&](const auto& other) {
                 return c.entry_by_words(c.founder, RemovalAsk{.member = other.member});
               });
             }},
        Rule{"IsAgreedByOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return asked(c, 1h, [&](const auto& other) {
                 return c.entry_by_words(doctor, RemovalAgree{.member = other.member});
               });
             }},
        Rule{"IsAgreedByTheWords", Errc::wrong_signatures,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto third = third_owner(c, second);
               c.must_act_by_words(c.founder, RemovalAsk{.member = third.member});
               return c.entry(second, RemovalAgree{.member = third.member});
             }},
        Rule{"IsAgreedIfAsked", Errc::not_asked,
             [](TestCircle& c) {
               return c.entry_by_words(c.founder, RemovalAgree{.member = c.admit_owner().member});
             }},
        Rule{"IsNotAgreedByWhoIsToGo", Errc::target_is_signer,
             [](TestCircle& c) {
               return asked(c, 1h, [&](const auto& other) {
                 return c.entry_by_words(other, RemovalAgree{.member = other.member});
               });
             }},
        Rule{"IsAgreedOnce", Errc::already_agreed,
             [](TestCircle& c) {
               return asked(c, 1h, [&](const auto& other) {
                 return c.entry_by_words(c.founder, RemovalAgree{.member = other.member});
               });
             }},
        Rule{"IsDoneByOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return asked(c, 1h, [&](const auto& other) {
                 return c.entry(doctor, RemovalDone{.member = other.member});
               });
             }},
        Rule{"IsDoneIfAsked", Errc::not_asked,
             [](TestCircle& c) { return c.entry(c.founder, RemovalDone{.member = c.admit_owner().member}); }},
        Rule{"IsNotDoneByWhoIsToGo", Errc::target_is_signer,
             [](TestCircle& c) {
               return asked(c, limits::owner_removal_wait, [&](const auto& other) {
                 return c.entry(other, RemovalDone{.member = other.member});
               });
             }},
        Rule{"NeedsAllOthers", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto third = third_owner(c, c.admit_owner());
               c.must_act_by_words(c.founder, RemovalAsk{.member = third.member});
               c.now += limits::owner_removal_wait;
               return c.entry(c.founder, RemovalDone{.member = third.member});
             }},
        Rule{"TakesThirtyDays", Errc::too_early,
             [](TestCircle& c) {
               return asked(c, limits::owner_removal_wait - 1ms, [&](const auto& other) {
                 return c.entry(c.founder, RemovalDone{.member = other.member});
               });
             }},
        Rule{"IsVetoedByAnySignOfLife", Errc::not_asked,
             [](TestCircle& c) {
               return asked(c, limits::owner_removal_wait, [&](const auto& other) {
                 c.must_act(other, c.make_offer(c.doctor).terms);
                 return c.entry(c.founder, RemovalDone{.member = other.member});
               });
             }},
        Rule{"IsVetoedBySayingSo", Errc::not_asked,
             [](TestCircle& c) {
               return asked(c, limits::owner_removal_wait, [&](const auto& other) {
                 c.must_act(other, Stay{});
                 return c.entry(c.founder, RemovalDone{.member = other.member});
               });
             }},
        Rule{"IsVetoedOnlyIfAsked", Errc::not_asked,
             [](TestCircle& c) { return c.entry(c.founder, Stay{}); }}),
    name_of_rule);

/// Both owners want the end; `after` the second, the other entry.
CharterEntry both_want_the_end(TestCircle& c, Duration after, const Body& then) {
  const auto other = c.admit_owner();
  c.must_act_by_words(c.founder, EndAsk{});
  c.now += 30 * 24h;
  c.must_act_by_words(other, EndAsk{});
  c.now += after;
  return c.entry(c.founder, then);
}

INSTANTIATE_TEST_SUITE_P(
    Ending, OwnersRule,
    testing::Values(
        Rule{"IsAskedByOwners", Errc::needs_owner,
             [](TestCircle& c) { return c.entry_by_words(c.admit(c.doctor), EndAsk{}); }},
        Rule{"IsAskedByTheWords", Errc::wrong_signatures,
             [](TestCircle& c) { return c.entry(c.founder, EndAsk{}); }},
        Rule{"IsAskedOnce", Errc::already_asked,
             [](TestCircle& c) {
               c.must_act_by_words(c.founder, EndAsk{});
               return c.entry_by_words(c.founder, EndAsk{});
             }},
        Rule{"IsCancelledByOwners", Errc::needs_owner,
             [](TestCircle& c) { return c.entry(c.admit(c.doctor), EndCancel{}); }},
        Rule{"IsCancelledIfAsked", Errc::not_asked,
             [](TestCircle& c) { return c.entry(c.founder, EndCancel{}); }},
        Rule{"IsDoneByOwners", Errc::needs_owner,
             [](TestCircle& c) { return c.entry(c.admit(c.doctor), EndDone{}); }},
        Rule{"IsDoneIfAsked", Errc::not_asked, [](TestCircle& c) { return c.entry(c.founder, EndDone{}); }},
        Rule{"IsNotDoneOnceCancelled", Errc::not_asked,
             [](TestCircle& c) {
               c.must_act_by_words(c.founder, EndAsk{});
               c.now += limits::end_wait;
               c.must_act(c.founder, EndCancel{});
               return c.entry(c.founder, EndDone{});
             }},
        Rule{"NeedsAllOwners", Errc::needs_all_owners,
             [](TestCircle& c) {
               (void)c.admit_owner();
               c.must_act_by_words(c.founder, EndAsk{});
               c.now += limits::end_wait;
               return c.entry(c.founder, EndDone{});
             }},
        Rule{"NeedsAllOwnersBeforeTheDaysCount", Errc::needs_all_owners,
             [](TestCircle& c) {
               (void)c.admit_owner();
               c.must_act_by_words(c.founder, EndAsk{});
               return c.entry(c.founder, EndDone{});
             }},
        Rule{"TakesTwoWeeksFromTheLastOfThem", Errc::too_early,
             [](TestCircle& c) { return both_want_the_end(c, limits::end_wait - 1ms, EndDone{}); }},
        Rule{"IsForGood", Errc::circle_ended,
             [](TestCircle& c) {
               const auto done = both_want_the_end(c, limits::end_wait, EndDone{});
               EXPECT_TRUE(c.log.append(done));
               return c.entry(c.founder, Leave{});
             }}),
    name_of_rule);

TEST(Freeze, LetsReadPostRemovePauseAndRepairGoOn) {
  TestCircle c;
  const auto other = c.admit_owner();
  const auto nurse = c.admit(c.nurse);
  const auto doctor = c.admit(c.doctor);
  const auto invitation = c.invite(c.founder, c.doctor);
  c.must_act(c.founder, Freeze{});

  EXPECT_TRUE(c.charter().can(nurse.id, c.care, Right::read | Right::post, c.now));
  c.must_act(other, Pause{.member = nurse.member, .reason = std::nullopt});
  c.must_act(other, Remove{.member = doctor.member, .reason = std::nullopt});
  c.must_act(other, InviteWithdraw{.invitation = invitation.id});
  c.must_act(other, ChannelRestart{.channel = c.room,
                                   .group = c.random.id<GroupId>(),
                                   .last_good = {.number = Sequence{1}, .hash = c.random.fixed<32>()},
                                   .generation = {},
                                   .blamed = std::nullopt});
  c.must_act(other, Leave{});
}

TEST(Freeze, LastsThreeDaysUnlessItsAuthorEndsIt) {
  TestCircle c;
  const auto until = c.now + limits::freeze_max;

  c.must_act(c.founder, Freeze{});

  EXPECT_EQ(c.charter().frozen_until(c.now), until);
  EXPECT_EQ(c.charter().frozen_until(until - 1ms), until);
  EXPECT_EQ(c.charter().frozen_until(until), std::nullopt);
  c.must_act(c.founder, FreezeEnd{});
  EXPECT_EQ(c.charter().frozen_until(c.now), std::nullopt);
}

TEST(Freeze, MayBeginAgainAfterAWeek) {
  TestCircle c;
  c.must_act(c.founder, Freeze{});

  c.now += limits::freeze_every;

  EXPECT_TRUE(c.act(c.founder, Freeze{}));
}

TEST(Freeze, IsToldByWhoseItIsAndUntilWhen) {
  TestCircle c;
  const auto other = c.admit_owner();
  c.must_act(c.founder, Freeze{});
  const auto first = c.now;
  c.now += 1h;
  c.must_act(other, Freeze{});

  const auto both = c.charter().freezes(c.now);
  c.must_act(other, FreezeEnd{});
  const auto one = c.charter().freezes(c.now);

  EXPECT_EQ(both.size(), 2U);
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one.begin()->first, c.founder.member);
  EXPECT_EQ(one.begin()->second, first + limits::freeze_max);
  EXPECT_TRUE(c.charter().freezes(first + limits::freeze_max).empty());
}

TEST(Freeze, OfEachOwnerCountsByItself) {
  TestCircle c;
  const auto other = c.admit_owner();
  c.must_act(c.founder, Freeze{});
  c.now += 1h;

  c.must_act(other, Freeze{});
  c.must_act(c.founder, FreezeEnd{});

  EXPECT_EQ(c.charter().frozen_until(c.now), c.now + limits::freeze_max);
}

TEST(OwnerRemoval, EndsTheMembershipAfterThirtyDaysOfSilence) {
  TestCircle c;
  const auto second = c.admit_owner();
  const auto third = third_owner(c, second);
  const auto invitation = c.invite(third, c.doctor);
  c.must_act_by_words(c.founder, RemovalAsk{.member = third.member});
  c.must_act_by_words(second, RemovalAgree{.member = third.member});
  c.now += limits::owner_removal_wait;

  c.must_act(second, RemovalDone{.member = third.member});

  EXPECT_EQ(c.charter().access(third.id, c.now), Access::ended);
  EXPECT_EQ(c.charter().invitation(invitation.id)->stage, Stage::voided);
  EXPECT_EQ(c.charter().owners(c.now).size(), 2U);
}

TEST(OwnerRemoval, IsForgottenWhenItsTargetSignsAndMayBeAskedAgain) {
  TestCircle c;
  const auto other = c.admit_owner();
  c.must_act_by_words(c.founder, RemovalAsk{.member = other.member});

  c.must_act(other, Stay{});

  EXPECT_EQ(c.charter().removal_of(other.member), nullptr);
  c.must_act_by_words(c.founder, RemovalAsk{.member = other.member});
  EXPECT_EQ(c.charter().removal_of(other.member)->asked, c.now);
}

TEST(End, LeavesNobodyLiveAndTellsAllWhichEntryItWas) {
  TestCircle c;
  const auto nurse = c.admit(c.nurse);
  const auto waiting = c.make_person();
  (void)c.accept(c.invite(c.founder, c.doctor), waiting);
  c.must_act_by_words(c.founder, EndAsk{});
  c.now += limits::end_wait - 10 * 24h;
  EXPECT_TRUE(c.charter().is_live(c.founder.id, c.now));
  c.now += 10 * 24h;

  c.must_act(c.founder, EndDone{});

  for (const auto& id : {nurse.id, waiting.id, c.founder.id}) {
    EXPECT_EQ(c.charter().access(id, c.now), Access::ended);
  }
  EXPECT_EQ(c.charter().ended_at(c.founder.id), c.charter().number());
  EXPECT_TRUE(c.charter().readers(c.care, c.now).empty());
}

TEST(OwnersSnapshot, KeepsFreezesRemovalsAndTheEnd) {
  TestCircle c;
  const auto other = c.admit_owner();
  c.must_act_by_words(c.founder, RemovalAsk{.member = other.member});
  c.must_act_by_words(c.founder, EndAsk{});
  c.must_act(c.founder, Freeze{});
  EXPECT_EQ(Charter::decode(c.charter().encode()), c.charter());

  c.must_act(c.founder, FreezeEnd{});
  c.must_act_by_words(other, EndAsk{});
  c.now += limits::end_wait;
  c.must_act(c.founder, EndDone{});

  EXPECT_EQ(Charter::decode(c.charter().encode()), c.charter());
}

}  // namespace
}  // namespace kring::charter
