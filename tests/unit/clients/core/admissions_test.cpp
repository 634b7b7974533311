#include "clients/core/admissions.hpp"

#include "clients/core/client.hpp"
#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace kring::core {
namespace {

using simulation::CircleWorld;
using simulation::DeviceIndex;
using namespace std::chrono_literals;

/// A circle whose nurse lets stand-ins in.
class Admissions : public testing::Test {
 protected:
  Admissions() : bea_(world_.admit("Bea", "nurse")) {}

  DeviceIndex let_in(DeviceIndex inviter, const std::string& name, Duration stay) {
    const auto invited = world_.invite(inviter, {.role = night_, .stay = stay});
    const auto device = world_.join(name, invited.link);
    world_.confirm(inviter, invited.invitation);
    return device;
  }
  std::vector<AdmissionView> told(DeviceIndex device) {
    return world_.client(device).admissions(world_.circle(), world_.now());
  }
  std::vector<DepartureView> gone(DeviceIndex device) {
    return world_.client(device).departures(world_.circle(), world_.now());
  }
  std::vector<std::string> let_in_by(DeviceIndex device, const channels::MemberId& member) {
    std::vector<std::string> names;
    for (const auto& one : world_.client(device).let_in_by(world_.circle(), member, world_.now()))
      names.push_back(one.member_name);
    return names;
  }
  void note(DeviceIndex device) {
    auto noted = world_.client(device).note_admissions_told(world_.circle(), world_.now());
    ASSERT_TRUE(noted) << noted.error().name();
    world_.perform(device, std::move(*noted));
  }

  CircleWorld world_{{.seed = 441}};
  channels::RoleId night_ = world_.role("night");
  DeviceIndex bea_;
};

TEST_F(Admissions, OfWhoIsNoOwnerAreToldToOwnersOnce) {
  EXPECT_TRUE(told(world_.anna()).empty());
  EXPECT_EQ(world_.client(world_.anna()).note_admissions_told(world_.circle(), world_.now()).error(),
            client::Errc::not_needed);

  const auto stan = let_in(bea_, "Stan", 8h);

  const auto seen = told(world_.anna());
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].member_name, "Stan");
  EXPECT_EQ(seen[0].admitter_name, "Bea");
  EXPECT_EQ(seen[0].role_label, "Nachtzorg of invaller");
  EXPECT_EQ(seen[0].state, MemberState::live);
  EXPECT_EQ(seen[0].until, world_.member(world_.anna(), "Stan").until);
  EXPECT_TRUE(told(bea_).empty());
  EXPECT_TRUE(told(stan).empty());
  note(world_.anna());
  EXPECT_TRUE(told(world_.anna()).empty());
  world_.restart_device(world_.anna());
  EXPECT_TRUE(told(world_.anna()).empty());
}

TEST_F(Admissions, FromBeforeAnOwnerCameAreNoNewsToThem) {
  (void)let_in(bea_, "Stan", 8h);

  const auto bert = world_.admit_owner("Bert");

  EXPECT_TRUE(told(bert).empty());
  EXPECT_EQ(told(world_.anna()).size(), 1U);
}

TEST_F(Admissions, OfSomebodyWhoseNameMayStillComeWaitForIt) {
  const auto invited = world_.invite(bea_, {.role = night_, .stay = 8h});
  const auto stan = world_.join("Stan", invited.link);
  const auto bea = world_.member(world_.anna(), "Bea").id;
  const auto in = [&] { return world_.client(world_.anna()).let_in_by(world_.circle(), bea, world_.now()); };
  auto confirmed = world_.client(bea_).confirm(
      world_.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world_.now());
  ASSERT_TRUE(world_.perform(bea_, std::move(confirmed)));
  while (in().empty()) world_.run(1ms);
  // Nobody is there any more to say who it is.
  world_.offline(bea_);
  world_.offline(stan);
  world_.settled();
  const auto end = in().at(0).admitted + name_wait;

  world_.run(end - 1ms - world_.now());
  EXPECT_TRUE(told(world_.anna()).empty());
  EXPECT_EQ(world_.client(world_.anna()).note_admissions_told(world_.circle(), world_.now()).error(),
            client::Errc::not_needed);
  world_.run(1ms);
  ASSERT_EQ(told(world_.anna()).size(), 1U);
  EXPECT_EQ(told(world_.anna())[0].member_name, "");
  EXPECT_EQ(told(world_.anna())[0].admitter_name, "Bea");
  note(world_.anna());
  world_.online(bea_);
  world_.online(stan);
  world_.settled();

  EXPECT_TRUE(told(world_.anna()).empty());
}

TEST_F(Admissions, ThatAreOverAreToldAsOver) {
  (void)let_in(bea_, "Stan", 8h);
  world_.run(8h);
  world_.settled();

  ASSERT_EQ(told(world_.anna()).size(), 1U);
  EXPECT_EQ(told(world_.anna())[0].state, MemberState::expired);
  EXPECT_TRUE(let_in_by(world_.anna(), world_.member(world_.anna(), "Bea").id).empty());
}

TEST_F(Admissions, OfWhoLeftAreToldWithThoseWhoStay) {
  (void)let_in(bea_, "Stan", 8h);
  note(world_.anna());
  EXPECT_TRUE(gone(world_.anna()).empty());

  world_.must(bea_, world_.client(bea_).leave(world_.circle(), world_.now()));

  const auto seen = gone(world_.anna());
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].member_name, "Bea");
  EXPECT_TRUE(seen[0].left);
  ASSERT_EQ(seen[0].let_in.size(), 1U);
  EXPECT_EQ(seen[0].let_in[0].member_name, "Stan");
  note(world_.anna());
  EXPECT_TRUE(gone(world_.anna()).empty());
}

TEST_F(Admissions, OfWhoWasRemovedAreListedToWhoRemovesThemAndToldToOtherOwners) {
  const auto bert = world_.admit_owner("Bert");
  const auto stan = let_in(bea_, "Stan", 8h);
  (void)let_in(stan, "Ina", 4h);
  note(world_.anna());
  note(bert);
  const auto id = world_.member(world_.anna(), "Stan").id;
  EXPECT_EQ(let_in_by(world_.anna(), id), std::vector<std::string>{"Ina"});

  world_.remove("Stan");

  EXPECT_EQ(let_in_by(world_.anna(), id), std::vector<std::string>{"Ina"});
  EXPECT_TRUE(gone(world_.anna()).empty());
  ASSERT_EQ(gone(bert).size(), 1U);
  EXPECT_FALSE(gone(bert)[0].left);
  EXPECT_EQ(gone(bert)[0].let_in.at(0).member_name, "Ina");
  world_.remove("Ina");
  EXPECT_TRUE(let_in_by(world_.anna(), id).empty());
  EXPECT_TRUE(gone(bert).empty());
}

TEST_F(Admissions, ByALinkAloneAreOfWhoMadeTheLink) {
  const auto invited =
      world_.invite(world_.anna(), {.role = world_.role("family"), .stay = {}, .preapproved = true});
  (void)world_.join("Riet", invited.link);
  world_.settled();

  EXPECT_EQ(let_in_by(world_.anna(), world_.member(world_.anna(), "Anna").id),
            (std::vector<std::string>{"Bea", "Riet"}));
  EXPECT_TRUE(let_in_by(world_.anna(), world_.member(world_.anna(), "Riet").id).empty());
  EXPECT_TRUE(told(world_.anna()).empty());
}

}  // namespace
}  // namespace kring::core
