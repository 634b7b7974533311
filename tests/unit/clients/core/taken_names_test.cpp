#include "clients/core/taken_names.hpp"

#include "channels/charter/network_table.hpp"
#include "channels/charter/role_table.hpp"
#include "channels/charter/shorthand.hpp"
#include "channels/model/errc.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/folded_text.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kring::core {
namespace {

using charter::shorthand::rpm;
using simulation::CircleWorld;
using simulation::DeviceIndex;
using simulation::NetworkWorld;

Result<Opened> ask_to_open(CircleWorld& world, DeviceIndex device, const std::string& label) {
  return world.client(device).open_channel(
      world.circle(), {.label = label, .roles = {{.role = world.role("parent"), .rights = rpm}}},
      world.now());
}
Result<Opened> ask_for_lane(CircleWorld& world, const std::string& label, const std::string& contact) {
  return world.client(world.anna())
      .open_lane(world.circle(), {.label = label, .keeper = world.role("copiloot"), .contact_label = contact},
                 world.now());
}

/// What had to be accepted; settles.
void carry_out(CircleWorld& world, DeviceIndex device, Result<Opened> opened) {
  ASSERT_TRUE(opened) << opened.error().name();
  world.perform(device, std::move(opened->actions));
  world.settled();
}
void open(CircleWorld& world, DeviceIndex device, const std::string& label) {
  carry_out(world, device, ask_to_open(world, device, label));
}
void close(CircleWorld& world, std::string_view key) {
  world.must(world.anna(), world.client(world.anna())
                               .close_channel(world.circle(), world.channel(world.anna(), key), world.now()));
}

TakenName who_has(CircleWorld& world, std::string_view name) {
  const auto taken = world.client(world.anna()).channel_called(world.circle(), name);
  EXPECT_TRUE(taken) << name;
  return taken.value_or(TakenName{.label = "nobody"});
}

struct NameTakenCase {
  std::string name;
  std::string label;
  std::string has_it;  ///< the label of what has that name
  friend void PrintTo(const NameTakenCase& row, std::ostream* out) { *out << row.label; }
};

class NameThatIsTaken : public ::testing::TestWithParam<NameTakenCase> {};

TEST_P(NameThatIsTaken, IsGivenToNoOtherChannel) {
  CircleWorld world({.seed = 441});
  open(world, world.anna(), "Één nacht");

  EXPECT_EQ(ask_to_open(world, world.anna(), GetParam().label).error(), client::Errc::channel_exists);
  EXPECT_EQ(ask_for_lane(world, GetParam().label, "Iemand").error(), client::Errc::channel_exists);
  EXPECT_EQ(who_has(world, GetParam().label).label, GetParam().has_it);
  EXPECT_FALSE(who_has(world, GetParam().label).waits);
}

INSTANTIATE_TEST_SUITE_P(, NameThatIsTaken,
                         ::testing::Values(NameTakenCase{"TheSame", "Één nacht", "Één nacht"},
                                           NameTakenCase{"InOtherCase", "éÉN NACHT", "Één nacht"},
                                           NameTakenCase{"WithoutAccents", "een nacht", "Één nacht"},
                                           NameTakenCase{"WithOtherSpaces", " Één  nacht ", "Één nacht"},
                                           NameTakenCase{"AKey", "Mdo", "MDO"},
                                           NameTakenCase{"AKeyThatIsNoLabel", "Family", "Gezin"},
                                           NameTakenCase{"InDutch", "dagzorg", "Dagzorg"},
                                           NameTakenCase{"InEnglish", "daily care", "Dagzorg"},
                                           NameTakenCase{"OfTheParentsDesk", "PARENTS' DESK", "Regie"}),
                         [](const auto& info) { return info.param.name; });

TEST(NameOfAChannel, IsFreeIfItIsOnlyAPartOfAnother) {
  CircleWorld world({.seed = 442});
  open(world, world.anna(), "Slaap");

  EXPECT_TRUE(ask_to_open(world, world.anna(), "Slaap overdag"));
  EXPECT_TRUE(ask_to_open(world, world.anna(), "Zorg"));
}

TEST(NameOfAChannel, IsFreeAgainWhenTheChannelIsClosed) {
  CircleWorld world({.seed = 443});
  open(world, world.anna(), "Slaap");
  close(world, "Slaap");

  open(world, world.anna(), "SLAAP");

  EXPECT_EQ(ask_to_open(world, world.anna(), "Slaap").error(), client::Errc::channel_exists);
}

TEST(NameOfAChannel, ThatTheCircleBeganWithStaysItsOwnWhenItIsClosed) {
  CircleWorld world({.seed = 444});
  close(world, "mdo");

  EXPECT_EQ(ask_to_open(world, world.anna(), "Team meeting").error(), client::Errc::channel_exists);
  EXPECT_TRUE(who_has(world, "MDO").is_closed);
}

TEST(NameOfAChannel, IsTakenWhileTheChannelWaitsForTheHub) {
  CircleWorld world({.seed = 445});
  world.offline(world.anna());
  ASSERT_TRUE(ask_to_open(world, world.anna(), "Slaap"));
  ASSERT_TRUE(ask_for_lane(world, "CIZ", "Contact CIZ"));

  EXPECT_EQ(ask_to_open(world, world.anna(), "slaap").error(), client::Errc::channel_exists);
  EXPECT_EQ(ask_to_open(world, world.anna(), "ciz").error(), client::Errc::channel_exists);
  EXPECT_EQ(ask_for_lane(world, "CIZ 2", "contact ciz").error(), client::Errc::role_exists);
  EXPECT_TRUE(who_has(world, "slaap").waits);
}

TEST(NameOfAChannel, IsTakenForAnotherOwnerToo) {
  CircleWorld world({.seed = 446});
  const auto bert = world.admit_owner("Bert");
  open(world, world.anna(), "Slaap");

  EXPECT_EQ(ask_to_open(world, bert, "Slaap").error(), client::Errc::channel_exists);
  EXPECT_EQ(ask_to_open(world, bert, "Daily care").error(), client::Errc::channel_exists);
}

TEST(NameOfAChannel, IsNoReasonForWhoMayOpenNone) {
  CircleWorld world({.seed = 447});
  const auto nurse = world.admit("Bea", "nurse");

  EXPECT_EQ(ask_to_open(world, nurse, "Dagzorg").error(), channels::Errc::needs_owner);
}

TEST(NameOfAChannel, OfACircleIsFreeInANetwork) {
  NetworkWorld world({.seed = 448});
  const auto opened = [&](const std::string& label) {
    return world.client(world.anna())
        .open_channel(world.circle(),
                      {.label = label, .roles = {{.role = world.role("coordinators"), .rights = rpm}}},
                      world.now());
  };

  EXPECT_EQ(opened("steering GROUP").error(), client::Errc::channel_exists);
  EXPECT_EQ(opened("coordinatie").error(), client::Errc::channel_exists);
  EXPECT_TRUE(opened("Dagzorg"));
}

struct RoleTakenCase {
  std::string name;
  std::string label;
  friend void PrintTo(const RoleTakenCase& row, std::ostream* out) { *out << row.label; }
};

class RoleNameThatIsTaken : public ::testing::TestWithParam<RoleTakenCase> {};

TEST_P(RoleNameThatIsTaken, IsGivenToNoContact) {
  CircleWorld world({.seed = 449});
  carry_out(world, world.anna(), ask_for_lane(world, "CIZ", "Contact CIZ"));

  EXPECT_EQ(ask_for_lane(world, "UWV", GetParam().label).error(), client::Errc::role_exists);
  EXPECT_TRUE(world.client(world.anna()).role_called(world.circle(), GetParam().label));
}

INSTANTIATE_TEST_SUITE_P(, RoleNameThatIsTaken,
                         ::testing::Values(RoleTakenCase{"OfAnotherContact", "CONTACT CIZ"},
                                           RoleTakenCase{"AKey", "Night"},
                                           RoleTakenCase{"InDutch", "vaste verpleegkundige"},
                                           RoleTakenCase{"InEnglish", "regular nurse"}),
                         [](const auto& info) { return info.param.name; });

TEST(NameOfARole, IsFreeForWhatHasNone) {
  CircleWorld world({.seed = 451});
  carry_out(world, world.anna(), ask_for_lane(world, "CIZ", "Contact CIZ"));

  EXPECT_TRUE(ask_for_lane(world, "UWV", "Contact UWV"));
}

TEST(NameOfARole, StaysTakenWhenItsChannelIsClosed) {
  CircleWorld world({.seed = 450});
  carry_out(world, world.anna(), ask_for_lane(world, "CIZ", "Contact"));
  close(world, "CIZ");

  EXPECT_EQ(ask_for_lane(world, "CIZ", "Contact").error(), client::Errc::role_exists);
  EXPECT_TRUE(ask_for_lane(world, "CIZ", "Contact 2"));
}

/// The names of all rows of a table, each row's own counted once.
template <class Rows>
std::vector<std::string> names_in(const Rows& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) {
    const std::set<std::string> own{folded(row.key), folded(row.label.dutch), folded(row.label.english)};
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

TEST(NamesThatACircleBeginsWith, AreEachOfOneRow) {
  for (const auto& names : {names_in(charter::channel_table()), names_in(charter::role_table()),
                            names_in(charter::network_role_table())}) {
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  }
}

}  // namespace
}  // namespace kring::core
