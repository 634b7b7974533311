#include "channels/charter/charter.hpp"

#include "channels/model/limits.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
using support::TestCircle;

TEST(Charter, BeginsWithItsFounderAsOnlyOwner) {
  TestCircle circle;

  EXPECT_EQ(circle.charter().owners(circle.now), std::vector{circle.founder.member});
  EXPECT_TRUE(circle.charter().is_owner(circle.founder.id, circle.now));
  EXPECT_EQ(circle.charter().access(circle.founder.id, circle.now), Access::member);
  EXPECT_EQ(circle.charter().hub_key(), HubKey::from(circle.hub.public_key.bytes));
  EXPECT_EQ(circle.charter().circle(), CircleId(circle.log.entries().front().hash().bytes()));
  EXPECT_EQ(circle.charter().regie()->id, circle.regie);
}

TEST(Charter, GivesRightsByRoleAndChannelWhileLive) {
  TestCircle circle;
  const auto doctor = circle.admit(circle.doctor);
  const auto& charter = circle.charter();

  EXPECT_TRUE(charter.can(doctor.id, circle.care, Right::read, circle.now));
  EXPECT_FALSE(charter.can(doctor.id, circle.care, Right::read | Right::post, circle.now));
  EXPECT_FALSE(charter.can(doctor.id, circle.room, Right::read, circle.now));
  EXPECT_FALSE(charter.can(doctor.id, circle.random.id<ChannelId>(), Right::read, circle.now));
  EXPECT_FALSE(charter.can(doctor.id, circle.random.id<ChannelId>(), Rights(), circle.now));
  EXPECT_FALSE(charter.can(circle.random.id<HandleId>(), circle.care, Right::read, circle.now));
  EXPECT_EQ(charter.channels_of(doctor.id, circle.now), std::vector{circle.care});
  EXPECT_EQ(charter.readers(circle.regie, circle.now), std::vector{circle.founder.id});
  EXPECT_EQ(charter.readers(circle.care, circle.now).size(), 2U);
}

TEST(Charter, EndsAGrantAtItsMomentAndNotBefore) {
  TestCircle circle;
  const auto doctor = circle.admit(circle.doctor);
  const Time until = *circle.charter().member(doctor.member)->until;

  EXPECT_EQ(until, circle.now + std::chrono::days(7));
  EXPECT_TRUE(circle.charter().is_live(doctor.id, until - 1ms));
  EXPECT_FALSE(circle.charter().is_live(doctor.id, until));
  EXPECT_FALSE(circle.charter().can(doctor.id, circle.care, Right::read, until));
  EXPECT_EQ(circle.charter().access(doctor.id, until), Access::ended);
  EXPECT_EQ(circle.charter().ended_at(doctor.id), std::nullopt);
}

TEST(Charter, NeverEndsAnOwner) {
  TestCircle circle;

  EXPECT_TRUE(circle.charter().is_owner(circle.founder.id, circle.now + 100 * channels::limits::stay_max));
}

TEST(Charter, LetsAPersonWaitUntilGranted) {
  TestCircle circle;
  const auto doctor = circle.make_person();
  EXPECT_EQ(circle.charter().access(doctor.id, circle.now), std::nullopt);

  const auto acceptance = circle.accept(circle.invite(circle.founder, circle.doctor), doctor);

  EXPECT_EQ(circle.charter().access(doctor.id, circle.now), Access::waiting);
  EXPECT_FALSE(circle.charter().is_live(doctor.member, circle.now));
  ASSERT_EQ(circle.charter().waiting_invitations(circle.now).size(), 1U);
  EXPECT_EQ(circle.charter().waiting_invitations(circle.now)[0]->acceptance->hash, acceptance);

  circle.must_act(circle.founder, circle.grant_of(acceptance));

  EXPECT_EQ(circle.charter().access(doctor.id, circle.now), Access::member);
  EXPECT_TRUE(circle.charter().waiting_invitations(circle.now).empty());
}

TEST(Charter, AdmitsThePreapprovedAtOnce) {
  TestCircle circle;
  auto offer = circle.make_offer(circle.family);
  offer.terms.preapproved = true;
  const auto invitation = circle.invite(circle.founder, std::move(offer));
  const auto grandmother = circle.make_person();

  (void)circle.accept(invitation, grandmother);

  EXPECT_TRUE(circle.charter().can(grandmother.id, circle.room, Right::post, circle.now));
  EXPECT_EQ(circle.charter().member(grandmother.member)->until, circle.now + std::chrono::days(7));
}

TEST(Charter, LetsNoPreapprovedPersonOutliveTheirInviter) {
  TestCircle circle;
  circle.must_act(circle.founder,
                  RoleSet{.role = {.id = circle.nurse,
                                   .may_admit = {{.role = circle.family, .stay_max = std::chrono::days(7)}}},
                          .rights = {}});
  const auto nurse = circle.admit(circle.nurse);
  const Time nurse_until = *circle.charter().member(nurse.member)->until;
  circle.now += 1h;
  auto offer = circle.make_offer(circle.family);
  offer.terms.preapproved = true;
  const auto invitation = circle.invite(nurse, std::move(offer));
  const auto aunt = circle.make_person();

  (void)circle.accept(invitation, aunt);

  EXPECT_EQ(circle.charter().member(aunt.member)->until, nurse_until);
}

TEST(Charter, KeepsWhoeverWasRemovedWithTheEntryThatEndedThem) {
  TestCircle circle;
  const auto doctor = circle.admit(circle.doctor);

  circle.must_act(circle.founder, Remove{.member = doctor.member, .reason = std::nullopt});

  EXPECT_FALSE(circle.charter().is_live(doctor.id, circle.now));
  EXPECT_EQ(circle.charter().access(doctor.id, circle.now), Access::ended);
  EXPECT_EQ(circle.charter().ended_at(doctor.id), circle.charter().number());
  EXPECT_EQ(circle.charter().handle(doctor.id)->key, doctor.handle_key());
}

TEST(Charter, VoidsWhatARemovedPersonHadOpened) {
  TestCircle circle;
  const auto nurse = circle.admit(circle.nurse);
  const auto stand_in = circle.make_person();
  auto first = circle.make_offer(circle.night);
  auto second = circle.make_offer(circle.night);
  first.terms.stay = second.terms.stay = 8h;
  const auto open = circle.invite(nurse, std::move(first));
  (void)circle.accept(circle.invite(nurse, std::move(second)), stand_in);

  circle.must_act(circle.founder, Remove{.member = nurse.member, .reason = std::nullopt});

  EXPECT_EQ(circle.charter().invitation(open.id)->stage, Stage::voided);
  EXPECT_TRUE(circle.charter().open_invitations(circle.now).empty());
  EXPECT_TRUE(circle.charter().waiting_invitations(circle.now).empty());
  EXPECT_EQ(circle.charter().access(stand_in.id, circle.now), Access::ended);
  EXPECT_EQ(circle.charter().ended_at(stand_in.id), circle.charter().number());
}

TEST(Charter, VoidsAnOwnersOpeningsWhenTheyLeave) {
  TestCircle circle;
  const auto other = circle.admit_owner();
  const auto open = circle.invite(other, circle.doctor);

  circle.must_act(other, Leave{});

  EXPECT_EQ(circle.charter().invitation(open.id)->stage, Stage::voided);
  EXPECT_EQ(circle.charter().owners(circle.now), std::vector{circle.founder.member});
  EXPECT_EQ(circle.charter().member(other.member)->standing, Standing::left);
}

TEST(Charter, VoidsOpeningsThatARoleMayNoLongerMake) {
  TestCircle circle;
  const auto nurse = circle.admit(circle.nurse);
  auto offer = circle.make_offer(circle.night);
  offer.terms.stay = 8h;
  const auto invitation = circle.invite(nurse, std::move(offer));
  const Role shorter{.id = circle.nurse, .may_admit = {{.role = circle.night, .stay_max = 8h}}};
  circle.must_act(circle.founder, RoleSet{.role = shorter, .rights = {}});
  ASSERT_EQ(circle.charter().invitation(invitation.id)->stage, Stage::open);

  const Role too_short{.id = circle.nurse, .may_admit = {{.role = circle.night, .stay_max = 7h}}};
  circle.must_act(circle.founder, RoleSet{.role = too_short, .rights = {}});

  EXPECT_EQ(circle.charter().invitation(invitation.id)->stage, Stage::voided);
}

TEST(Charter, VoidsPreapprovalsThatARoleNoLongerAllows) {
  TestCircle circle;
  auto offer = circle.make_offer(circle.family);
  offer.terms.preapproved = true;
  const auto preapproved = circle.invite(circle.founder, std::move(offer));
  const auto ordinary = circle.invite(circle.founder, circle.family);

  circle.must_act(circle.founder, RoleSet{.role = {.id = circle.family, .may_admit = {}}, .rights = {}});

  EXPECT_EQ(circle.charter().invitation(preapproved.id)->stage, Stage::voided);
  EXPECT_EQ(circle.charter().invitation(ordinary.id)->stage, Stage::open);
}

TEST(Charter, ReplacesRightsInTheChannelsListedOnly) {
  TestCircle circle;
  const auto doctor = circle.admit(circle.doctor);

  circle.must_act(circle.founder, RoleSet{.role = {.id = circle.doctor, .may_admit = {}},
                                          .rights = {{.channel = circle.room, .rights = Right::post}}});

  EXPECT_EQ(circle.charter().rights_of(doctor.id, circle.room), Rights(Right::post));
  EXPECT_EQ(circle.charter().rights_of(doctor.id, circle.care), Rights(Right::read));

  circle.must_act(circle.founder, RoleSet{.role = {.id = circle.doctor, .may_admit = {}},
                                          .rights = {{.channel = circle.care, .rights = {}}}});

  EXPECT_FALSE(circle.charter().can(doctor.id, circle.care, Right::read, circle.now));
}

TEST(Charter, WithdrawsAnAcceptanceWithItsInvitation) {
  TestCircle circle;
  const auto invitation = circle.invite(circle.founder, circle.doctor);
  const auto doctor = circle.make_person();
  (void)circle.accept(invitation, doctor);

  circle.must_act(circle.founder, InviteWithdraw{.invitation = invitation.id});

  EXPECT_EQ(circle.charter().invitation(invitation.id)->stage, Stage::withdrawn);
  EXPECT_EQ(circle.charter().member(doctor.member)->standing, Standing::turned_down);
  EXPECT_EQ(circle.charter().access(doctor.id, circle.now), Access::ended);
}

TEST(Charter, MakesAnOwnerWithTheConsentOfAllOthers) {
  TestCircle circle;
  const auto second = circle.admit_owner();
  const auto third = circle.make_person();
  const auto acceptance = circle.accept(circle.invite(second, circle.parent), third);

  ASSERT_TRUE(circle.log.append(
      circle.owner_entry(second, acceptance, {circle.consent_of(circle.founder, acceptance)})));

  EXPECT_EQ(circle.charter().owners(circle.now).size(), 3U);
  EXPECT_EQ(circle.charter().member(third.member)->until, std::nullopt);
}

TEST(Charter, ComposesTheNextEntryNeverBeforeItsOwnTime) {
  TestCircle circle;

  const auto content = circle.charter().next_content(circle.founder.id, circle.now - 1h, Leave{});

  EXPECT_EQ(content.time, circle.now);
  EXPECT_EQ(content.number, next(circle.charter().number()));
  EXPECT_EQ(content.previous, circle.charter().head().hash);
}

TEST(Charter, GivesARestartedChannelItsNewGroupAndKeepsWhereItGoesOn) {
  TestCircle circle;
  const auto first = circle.charter().channel(circle.care)->group;
  const ChannelRestart body{.channel = circle.care,
                            .group = circle.random.id<GroupId>(),
                            .last_good = {.number = Sequence{7}, .hash = circle.random.fixed<32>()},
                            .generation = Generation{2},
                            .blamed = Sequence{8}};

  circle.must_act(circle.founder, body);

  const auto* channel = circle.charter().channel(circle.care);
  EXPECT_EQ(channel->group, body.group);
  EXPECT_EQ(channel->restarts, std::vector{(Restart{.entry = circle.charter().number(),
                                                    .opener = circle.founder.id,
                                                    .group = body.group,
                                                    .replaced = first,
                                                    .last_good = body.last_good,
                                                    .generation = Generation{2},
                                                    .blamed = Sequence{8}})});
}

TEST(Charter, RestartsAChannelWhoseLogIsEmptyFromNothing) {
  TestCircle circle;

  for (const auto& channel : {circle.care, circle.room}) {
    circle.must_act(circle.founder, ChannelRestart{.channel = channel,
                                                   .group = circle.random.id<GroupId>(),
                                                   .last_good = {},
                                                   .generation = {},
                                                   .blamed = std::nullopt});
  }

  EXPECT_EQ(circle.charter().channel(circle.care)->restarts.size(), 1U);
}

TEST(Charter, RemembersTheLifeOfTheHubInWhichItWasResumed) {
  TestCircle circle;
  Resume body{.incarnation = circle.random.id<Incarnation>(), .heads = {}};
  for (const auto& [id, channel] : circle.charter().channels())
    body.heads.push_back({.channel = id, .place = {}});
  EXPECT_EQ(circle.charter().resumed(), std::nullopt);

  circle.must_act(circle.founder, body);

  EXPECT_EQ(circle.charter().resumed(), body.incarnation);
}

TEST(CheckClock, AllowsFiveMinutesEachWayAndNotAMillisecondMore) {
  const Time now = from_unix_ms(1'000'000'000);

  EXPECT_TRUE(check_clock(now + 5min, now));
  EXPECT_TRUE(check_clock(now - 5min, now));
  EXPECT_EQ(check_clock(now + 5min + 1ms, now).error(), Errc::clock_off);
  EXPECT_EQ(check_clock(now - 5min - 1ms, now).error(), Errc::clock_off);
}

}  // namespace
}  // namespace kring::charter
