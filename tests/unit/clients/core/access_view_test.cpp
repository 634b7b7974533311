#include "clients/core/access_view.hpp"

#include "channels/charter/role_table.hpp"
#include "channels/charter/shorthand.hpp"
#include "channels/model/limits.hpp"
#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace kring::core {
namespace {

namespace limits = channels::limits;

using channels::Right;
using channels::Rights;
using charter::shorthand::rp;
using charter::shorthand::rpm;
using simulation::CircleWorld;
using simulation::DeviceIndex;

/// Somebody's row of what `device` shows.
MemberAccess row_of(CircleWorld& world, DeviceIndex device, std::string_view name) {
  for (auto& row : world.client(device).matrix(world.circle(), world.now()).members) {
    if (row.member.name == name) return std::move(row);
  }
  ADD_FAILURE() << "no row of " << name;
  return {};
}

SeenAsView seen_as(CircleWorld& world, DeviceIndex device, std::string_view name) {
  auto view = world.client(device).see_as(world.circle(), world.member(device, name).id, world.now());
  EXPECT_TRUE(view);
  return view ? std::move(*view) : SeenAsView();
}

WhoView who(CircleWorld& world, DeviceIndex device, std::string_view name) {
  auto view = world.client(device).who(world.circle(), world.member(device, name).id, world.now());
  EXPECT_TRUE(view);
  return view ? std::move(*view) : WhoView();
}

std::vector<std::string> keys_of(const std::vector<SeenChannel>& channels) {
  std::vector<std::string> keys;
  keys.reserve(channels.size());
  for (const auto& seen : channels) keys.push_back(seen.channel.key);
  return keys;
}

void decide(CircleWorld& world, Result<Accepted> accepted) {
  ASSERT_TRUE(accepted) << accepted.error().name();
  const auto intent = accepted->intent;
  ASSERT_TRUE(world.perform(world.anna(), std::move(accepted)));
  world.settled();
  EXPECT_TRUE(world.outcome(intent) && *world.outcome(intent));
}

// The channels of the founding stand in this order: regie, family, circle, care, mdo.

TEST(Matrix, ShowsTheRightsByWhichPeopleAreLetInAndKeptOut) {
  CircleWorld world({.seed = 201});
  (void)world.admit("Bea", "nurse");

  const auto matrix = world.client(world.anna()).matrix(world.circle(), world.now());

  ASSERT_EQ(matrix.channels.size(), 5U);
  EXPECT_EQ(matrix.channels.at(3).key, "care");
  EXPECT_EQ(matrix.roles.size(), charter::template_count);
  EXPECT_EQ(row_of(world, world.anna(), "Anna").now, std::vector<Rights>(5, rpm));
  EXPECT_EQ(row_of(world, world.anna(), "Bea").now, (std::vector<Rights>{{}, {}, rp, rpm, rp}));
  for (const auto& row : matrix.roles) {
    const auto* made_from = charter::find_row(row.role.key);
    ASSERT_NE(made_from, nullptr) << row.role.label;
    EXPECT_TRUE(std::ranges::equal(row.rights, made_from->rights)) << row.role.key;
  }
}

TEST(Matrix, ShowsNoRightOfThePausedAndWhichComeBack) {
  CircleWorld world({.seed = 202});
  (void)world.admit("Bea", "nurse");
  const auto bea = world.member(world.anna(), "Bea").id;
  decide(world, world.client(world.anna()).pause(world.circle(), bea, world.now()));

  const auto row = row_of(world, world.anna(), "Bea");

  EXPECT_EQ(row.member.state, MemberState::paused);
  EXPECT_EQ(row.now, std::vector<Rights>(5));
  EXPECT_EQ(row.by_role, (std::vector<Rights>{{}, {}, rp, rpm, rp}));
}

TEST(Matrix, ShowsThatAClosedChannelIsReadAndNothingElse) {
  CircleWorld world({.seed = 203});
  (void)world.admit("Bea", "nurse");
  const auto care = world.channel(world.anna(), "care");
  decide(world, world.client(world.anna()).close_channel(world.circle(), care, world.now()));

  const auto matrix = world.client(world.anna()).matrix(world.circle(), world.now());

  EXPECT_TRUE(matrix.channels.at(3).closed);
  EXPECT_EQ(row_of(world, world.anna(), "Bea").now.at(3), Rights(Right::read));
  EXPECT_EQ(row_of(world, world.anna(), "Anna").now.at(3), Rights(Right::read));
}

TEST(Matrix, LeavesOutWhoIsGoneAndShowsWhoseTimeIsOver) {
  CircleWorld world({.seed = 204});
  (void)world.admit("Bea", "nurse");
  (void)world.admit("Nacht", "night");
  world.remove("Bea");
  world.offline(world.anna());
  world.run(limits::stand_in_stay_max);

  const auto matrix = world.client(world.anna()).matrix(world.circle(), world.now());

  ASSERT_EQ(matrix.members.size(), 2U);
  const auto row = row_of(world, world.anna(), "Nacht");
  EXPECT_EQ(row.member.state, MemberState::expired);
  EXPECT_EQ(row.now, std::vector<Rights>(5));
}

TEST(Matrix, IsEmptyForACircleThatNobodyKnows) {
  CircleWorld world({.seed = 205});

  EXPECT_TRUE(world.client(world.anna()).matrix({}, world.now()).members.empty());
  EXPECT_FALSE(world.client(world.anna()).see_as({}, {}, world.now()));
  EXPECT_FALSE(world.client(world.anna()).see_as(world.circle(), {}, world.now()));
  EXPECT_FALSE(world.client(world.anna()).who(world.circle(), {}, world.now()));
}

TEST(SeeAs, OpensWhatTheirOwnDeviceOpens) {
  CircleWorld world({.seed = 206});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(world.anna(), "care", "Om acht uur gegeten.");
  world.settled();

  const auto seen = seen_as(world, world.anna(), "Bea");

  std::vector<std::string> own;
  for (const auto& channel : world.client(nurse).channels(world.circle(), world.now()))
    own.push_back(channel.key);
  EXPECT_EQ(keys_of(seen.open), own);
  ASSERT_EQ(seen.hidden.size(), 2U);
  EXPECT_EQ(seen.hidden.at(0).key, "regie");
  EXPECT_EQ(seen.hidden.at(1).key, "family");
  EXPECT_FALSE(seen.open.at(1).since);
  ASSERT_EQ(seen.open.at(1).last.size(), 1U);
  EXPECT_EQ(seen.open.at(1).last.at(0).text, "Om acht uur gegeten.");
  ASSERT_EQ(seen.may_admit.size(), 1U);
  EXPECT_EQ(seen.may_admit.at(0).key, "night");
}

TEST(SeeAs, ShowsOfASealedChannelNothingFromBeforeTheyCame) {
  CircleWorld world({.seed = 207});
  world.say(world.anna(), "family", "Vóór oma.");
  world.settled();
  world.run(std::chrono::hours(1));
  const auto before = world.now();
  (void)world.admit("Riet", "family");
  world.run(std::chrono::hours(1));
  world.say(world.anna(), "family", "Na oma.");
  world.settled();

  const auto seen = seen_as(world, world.anna(), "Riet");

  ASSERT_EQ(keys_of(seen.open), (std::vector<std::string>{"family", "circle"}));
  ASSERT_TRUE(seen.open.at(0).since);
  EXPECT_GE(*seen.open.at(0).since, before);
  EXPECT_LT(*seen.open.at(0).since, world.now());
  ASSERT_EQ(seen.open.at(0).last.size(), 1U);
  EXPECT_EQ(seen.open.at(0).last.at(0).text, "Na oma.");
  EXPECT_FALSE(seen.open.at(1).since);
}

TEST(SeeAs, CountsASealedChannelAnewAfterAPause) {
  CircleWorld world({.seed = 208});
  (void)world.admit("Riet", "family");
  const auto riet = world.member(world.anna(), "Riet").id;
  auto& anna = world.client(world.anna());
  decide(world, anna.pause(world.circle(), riet, world.now()));
  EXPECT_TRUE(seen_as(world, world.anna(), "Riet").open.empty());
  world.run(std::chrono::hours(1));
  const auto back = world.now();
  decide(world, anna.unpause(world.circle(), riet, world.now()));

  const auto seen = seen_as(world, world.anna(), "Riet");

  ASSERT_TRUE(seen.open.at(0).since);
  EXPECT_GE(*seen.open.at(0).since, back);
}

TEST(SeeAs, ShowsTheLastThreeMessages) {
  CircleWorld world({.seed = 209});
  (void)world.admit("Riet", "family");
  for (const auto* text : {"een", "twee", "drie", "vier"}) world.say(world.anna(), "circle", text);
  world.settled();

  const auto last = seen_as(world, world.anna(), "Riet").open.at(1).last;

  ASSERT_EQ(last.size(), 3U);
  EXPECT_EQ(last.at(0).text, "twee");
  EXPECT_EQ(last.at(2).text, "vier");
}

TEST(StandIn, IsLetInByANurseForAShiftAndNoLonger) {
  CircleWorld world({.seed = 210});
  const auto nurse = world.admit("Bea", "nurse");
  const auto night = world.role("night");
  auto& client = world.client(nurse);

  const auto too_long = client.invite(
      world.circle(), {.role = night, .stay = limits::stand_in_stay_max + Duration(1)}, world.now());
  const auto not_hers =
      client.invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
  const auto invited = world.invite(nurse, {.role = night, .stay = std::chrono::hours(12)});
  const auto stand_in = world.join("Nacht", invited.link);
  world.confirm(nurse, invited.invitation);

  EXPECT_EQ(too_long.error(), channels::Errc::stay_too_long);
  EXPECT_EQ(not_hers.error(), channels::Errc::may_not_admit);
  EXPECT_TRUE(world.has_channel(stand_in, "care"));
  EXPECT_FALSE(world.has_channel(stand_in, "mdo"));
  const auto seen = who(world, world.anna(), "Nacht");
  EXPECT_EQ(seen.how, CameIn::confirmed);
  EXPECT_EQ(seen.admitter->name, "Bea");
  EXPECT_LE(*seen.member.until, world.now() + std::chrono::hours(12));
  world.offline(world.anna());
  world.run(std::chrono::hours(12));
  EXPECT_EQ(world.member(world.anna(), "Nacht").state, MemberState::expired);
}

TEST(LongestStay, HoldsForParentsToo) {
  CircleWorld world({.seed = 211});
  auto& anna = world.client(world.anna());
  const auto guest = world.role("guest");

  EXPECT_EQ(
      anna.invite(world.circle(), {.role = guest, .stay = limits::guest_stay_max + Duration(1)}, world.now())
          .error(),
      channels::Errc::stay_too_long);
  (void)world.invite(world.anna(), {.role = guest, .stay = limits::guest_stay_max});
  (void)world.admit("Bea", "nurse");
  EXPECT_EQ(anna.change_role(world.circle(),
                             {.member = world.member(world.anna(), "Bea").id,
                              .role = guest,
                              .stay = limits::guest_stay_max + Duration(1)},
                             world.now())
                .error(),
            channels::Errc::stay_too_long);
}

TEST(Who, TellsWhoVouchesAndWhoCheckedTheWords) {
  CircleWorld world({.seed = 212});
  const auto nurse = world.admit("Bea", "nurse");

  const auto here = who(world, world.anna(), "Bea");
  const auto there = who(world, nurse, "Anna");
  const auto self = who(world, nurse, "Bea");

  EXPECT_EQ(here.how, CameIn::confirmed);
  EXPECT_EQ(here.inviter->name, "Anna");
  EXPECT_EQ(here.admitter->name, "Anna");
  EXPECT_TRUE(here.checked_here);
  EXPECT_LE(*here.invited, *here.admitted);
  EXPECT_EQ(there.how, CameIn::founded);
  EXPECT_FALSE(there.inviter);
  EXPECT_TRUE(there.admitted);
  EXPECT_FALSE(self.checked_here);
  EXPECT_TRUE(self.member.me);
}

TEST(Who, TellsWhoLetThemInAlsoToWhoComparedTheWordsLater) {
  CircleWorld world({.seed = 215});
  (void)world.admit("Eva", "nurse");
  const auto riet = world.admit("Riet", "family");
  auto checked = world.client(riet).check_member(world.circle(), world.member(riet, "Eva").id);
  ASSERT_TRUE(checked) << checked.error().name();
  world.perform(riet, std::move(*checked));

  const auto seen = who(world, riet, "Eva");

  EXPECT_TRUE(seen.checked_here);
  ASSERT_TRUE(seen.admitter);
  EXPECT_EQ(seen.admitter->name, "Anna");
  EXPECT_FALSE(seen.admitter->me);
}

TEST(Who, TellsThatALinkAloneLetSomebodyIn) {
  CircleWorld world({.seed = 213});
  const auto invited =
      world.invite(world.anna(), {.role = world.role("family"), .stay = {}, .preapproved = true});
  (void)world.join("Riet", invited.link);
  world.settled();

  const auto seen = who(world, world.anna(), "Riet");

  EXPECT_EQ(seen.how, CameIn::preapproved);
  EXPECT_FALSE(seen.admitter);
  EXPECT_TRUE(seen.admitted);
  EXPECT_FALSE(seen.checked_here);
}

class WithdrawnInvitation : public testing::Test {
 protected:
  WithdrawnInvitation() {
    const auto invited = world_.invite(world_.anna(), {.role = world_.role("parent"), .stay = {}});
    riet_ = world_.join("Riet", invited.link);
    world_.must(world_.anna(),
                world_.client(world_.anna()).withdraw(world_.circle(), invited.invitation, world_.now()));
    world_.run(std::chrono::minutes(1));
    world_.settled();
  }

  CircleWorld world_{{.seed = 216}};
  DeviceIndex riet_{};
};

TEST_F(WithdrawnInvitation, LeavesNobodyWhoWasAMember) {
  const auto view = world_.view(riet_);

  EXPECT_EQ(view.standing, Standing::ended);
  EXPECT_TRUE(view.turned_down);
  EXPECT_EQ(view.role_label, "");
  EXPECT_TRUE(world_.client(riet_).channels(world_.circle(), world_.now()).empty());
  EXPECT_EQ(world_.client(riet_).leave(world_.circle(), world_.now()).error(), client::Errc::turned_down);
  for (const auto device : {world_.anna(), riet_}) {
    for (const auto& member : world_.client(device).members(world_.circle(), world_.now()))
      EXPECT_NE(member.name, "Riet");
  }
}

TEST_F(WithdrawnInvitation, LetsThemComeInByAnother) {
  world_.admit(riet_, "family");

  EXPECT_FALSE(world_.view(riet_).turned_down);
  EXPECT_EQ(world_.view(riet_).standing, Standing::member);
  EXPECT_EQ(world_.member(world_.anna(), "Riet").state, MemberState::live);
}

TEST(Who, IsNotTurnedDownThatWasRemoved) {
  CircleWorld world({.seed = 217});
  const auto nurse = world.admit("Bea", "nurse");
  world.remove("Bea");

  EXPECT_FALSE(world.view(nurse).turned_down);
  EXPECT_FALSE(world.client(nurse).channels(world.circle(), world.now()).empty());
  EXPECT_EQ(world.member(world.anna(), "Bea").state, MemberState::removed);
}

TEST(Who, TellsThatSomebodyWaits) {
  CircleWorld world({.seed = 214});
  const auto invited = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  (void)world.join("Bea", invited.link);
  const auto waiting = world.client(world.anna()).requests(world.circle(), world.now()).at(0).member;

  const auto seen = world.client(world.anna()).who(world.circle(), waiting, world.now());

  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->how, CameIn::waits);
  EXPECT_FALSE(seen->admitted);
}

TEST(CameIn, HasNames) {
  EXPECT_EQ(name_of(CameIn::founded), "founded");
  EXPECT_EQ(name_of(CameIn::confirmed), "confirmed");
  EXPECT_EQ(name_of(CameIn::preapproved), "preapproved");
  EXPECT_EQ(name_of(CameIn::waits), "waits");
}

/// Of whom the founder is told that a change puts them out of a channel.
std::vector<std::string> put_out(CircleWorld& world, DeviceIndex asking, std::string_view channel,
                                 const std::vector<ChannelRole>& changes) {
  std::vector<std::string> names;
  const auto& client = world.client(asking);
  for (const auto& member :
       client.put_out_by(world.circle(), world.channel(world.anna(), channel), changes, world.now()))
    names.push_back(member.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(PutOut, AreThoseOfARoleThatMayReadNoMore) {
  CircleWorld world({.seed = 221});
  (void)world.admit("Bea", "nurse");
  (void)world.admit("Cor", "copiloot");
  const auto nurse = world.role("nurse");
  const auto copiloot = world.role("copiloot");

  EXPECT_EQ(put_out(world, world.anna(), "care", {{nurse, {}}}), Names{"Bea"});
  EXPECT_EQ(put_out(world, world.anna(), "care", {{nurse, Right::post}}), Names{"Bea"});
  EXPECT_EQ(put_out(world, world.anna(), "care", {{nurse, {}}, {copiloot, {}}}), (Names{"Bea", "Cor"}));
  EXPECT_EQ(put_out(world, world.anna(), "care", {{nurse, Right::read}, {copiloot, rpm}}), Names{});
}

TEST(PutOut, IsNobodyWhoDidNotReadOrIsOfARoleThatNobodyHas) {
  CircleWorld world({.seed = 222});
  (void)world.admit("Bea", "nurse");

  EXPECT_EQ(put_out(world, world.anna(), "family", {{world.role("nurse"), {}}}), Names{});
  EXPECT_EQ(put_out(world, world.anna(), "care", {{world.role("therapist"), {}}}), Names{});
}

TEST(PutOut, AreThePausedTooAndNobodyWhoIsGone) {
  CircleWorld world({.seed = 223});
  (void)world.admit("Bea", "nurse");
  (void)world.admit("Eva", "nurse");
  world.remove("Eva");
  decide(world,
         world.client(world.anna()).pause(world.circle(), world.member(world.anna(), "Bea").id, world.now()));

  EXPECT_EQ(put_out(world, world.anna(), "care", {{world.role("nurse"), {}}}), Names{"Bea"});
}

TEST(PutOut, IsNoOwnerAndNobodyForWhoMayChangeNothing) {
  CircleWorld world({.seed = 224});
  const auto bea = world.admit("Bea", "nurse");

  EXPECT_EQ(put_out(world, world.anna(), "care", {{world.role("parent"), {}}}), Names{});
  EXPECT_EQ(put_out(world, bea, "care", {{world.role("nurse"), {}}}), Names{});
}

}  // namespace
}  // namespace kring::core
