#include "clients/core/labels.hpp"

#include "channels/articles/limits.hpp"
#include "channels/charter/network_table.hpp"
#include "channels/charter/role_table.hpp"
#include "channels/charter/shorthand.hpp"
#include "clients/core/circle_rows.hpp"
#include "clients/core/rows.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kring::core {
namespace {

using charter::shorthand::rp;
using charter::shorthand::rpm;
using simulation::CircleWorld;
using simulation::DeviceIndex;
using simulation::NetworkWorld;
using namespace std::chrono_literals;

std::vector<RoleView> roles_at(CircleWorld& world, DeviceIndex device) {
  return world.client(device).roles(world.circle(), world.now());
}

RoleView role_at(CircleWorld& world, DeviceIndex device, std::string_view key) {
  for (auto& role : roles_at(world, device)) {
    if (role.key == key) return std::move(role);
  }
  ADD_FAILURE() << "no role " << key;
  return {};
}

/// How many roles a device cannot name.
std::size_t nameless_at(CircleWorld& world, DeviceIndex device) {
  return static_cast<std::size_t>(
      std::ranges::count(roles_at(world, device), std::string(), &RoleView::label));
}

std::size_t labels_in_regie(CircleWorld& world) {
  const auto regie = world.channel(world.anna(), "regie");
  return static_cast<std::size_t>(
      std::ranges::count(world.client(world.anna()).timeline(world.circle(), regie, {}), std::string("label"),
                         &ArticleView::type));
}

TEST(RoleNames, AreKnownToEveryOwner) {
  CircleWorld world({.seed = 431});

  const auto bert = world.admit_owner("Bert");

  ASSERT_EQ(roles_at(world, bert).size(), charter::template_count);
  for (const auto& role : roles_at(world, world.anna())) {
    const auto seen = role_at(world, bert, role.key);
    EXPECT_EQ(seen.label, role.label);
    EXPECT_EQ(seen.stay_usual, role.stay_usual) << role.key;
    EXPECT_EQ(seen.stay_max, role.stay_max) << role.key;
  }
}

TEST(RoleNames, LetASecondOwnerInviteAsARoleWithNoRightAnywhere) {
  CircleWorld world({.seed = 432});
  const auto bert = world.admit_owner("Bert");

  const auto invited = world.invite(bert, {.role = role_at(world, bert, "buddy").id, .stay = {}});
  const auto buddy = world.join("Mia", invited.link);
  world.confirm(bert, invited.invitation);

  EXPECT_EQ(world.member(bert, "Mia").role_label, "Maatje");
  EXPECT_EQ(world.view(buddy).standing, Standing::member);
}

TEST(RoleNames, LetASecondCoordinatorOpenANewsgroup) {
  NetworkWorld world({.seed = 433});
  const auto bert = world.admit_owner("Bert", "coordinators");
  ASSERT_EQ(nameless_at(world, bert), 0U);
  ASSERT_EQ(roles_at(world, bert).size(), charter::network_role_count);

  auto opened = world.client(bert).open_channel(
      world.circle(),
      {.label = "nik.x.artsen",
       .roles = {{.role = role_at(world, bert, "coordinators").id, .rights = rpm},
                 {.role = role_at(world, bert, "doctors").id, .rights = rp}},
       .newsgroup = true},
      world.now());
  ASSERT_TRUE(opened) << opened.error().name();
  world.perform(bert, std::move(opened->actions));
  world.settled();

  EXPECT_TRUE(world.has_channel(world.anna(), "nik.x.artsen"));
}

TEST(RoleNames, AreNotToldWhereNobodyNeedsThem) {
  CircleWorld world({.seed = 434});

  const auto nurse = world.admit("Bea", "nurse");

  const auto known = roles_at(world, nurse);
  const auto buddy = world.role("buddy");
  const auto found = std::ranges::find(known, buddy, &RoleView::id);
  ASSERT_NE(found, known.end());
  EXPECT_EQ(found->label, "");
  EXPECT_EQ(role_at(world, nurse, "night").label, "Nachtzorg of invaller");
}

TEST(RoleNames, AreToldOnce) {
  CircleWorld world({.seed = 435});
  const auto bert = world.admit_owner("Bert");

  world.restart_device(world.anna());
  world.restart_device(bert);
  world.run(1min);
  world.settled();

  EXPECT_EQ(labels_in_regie(world), 1U);
}

/// A circle whose founder has told of no role but those with a right in each channel, as programs did before.
class OldCircle : public testing::Test {
 protected:
  OldCircle() {
    anna_ = world_.add_device("Clara");
    auto asked = world_.client(anna_).found(
        {.name = "Kring van Mees", .hub = std::string(simulation::hub_origin)}, world_.now());
    EXPECT_TRUE(asked);
    world_.perform(anna_, std::move(asked->actions));
    while (world_.client(anna_).circles(world_.now()).empty()) world_.run(1ms);
    world_.turn_to({.circle = world_.client(anna_).circles(world_.now()).at(0).id, .founder = anna_});
    change_names([&](CircleData& circle) {
      names_ = circle.role_names;
      std::erase_if(circle.role_names, [](const auto& item) {
        return item.second.key == "buddy" || item.second.key == "agency";
      });
    });
    world_.settled();
    bert_ = world_.admit_owner("Bert");
  }

  /// Changes what the founder's device has kept of names.
  template <class Change>
  void change_names(Change change) {
    auto& row = world_.vault(anna_).at(circle_row(world_.circle(), "self"));
    CircleData circle;
    circle.id = world_.circle();
    ASSERT_TRUE(decode_self(row, circle));
    change(circle);
    row = encode_self(circle);
    world_.restart_device(anna_);
  }

  void heal() {
    change_names([&](CircleData& circle) { circle.role_names = names_; });
    world_.settled();
  }

  CircleWorld world_{{.seed = 436}};
  DeviceIndex anna_{};
  DeviceIndex bert_{};
  std::map<channels::RoleId, RoleName> names_;
};

TEST_F(OldCircle, IsToldTheNamesThatItLacks) {
  ASSERT_EQ(nameless_at(world_, bert_), 2U);

  heal();

  EXPECT_EQ(nameless_at(world_, bert_), 0U);
  EXPECT_EQ(labels_in_regie(world_), 2U);
}

TEST_F(OldCircle, KnowsThemWhenWhoToldThemIsGone) {
  heal();

  world_.must(anna_, world_.client(anna_).leave(world_.circle(), world_.now()));
  world_.restart_device(bert_);
  world_.settled();

  EXPECT_EQ(nameless_at(world_, bert_), 0U);
}

TEST(LabelOf, ManyRolesHasAsManyAsALabelTakes) {
  constexpr auto most = articles::limits::labelled_roles_max;
  support::SeededRandom random(7);
  CircleData circle;
  const auto channel = random.id<channels::ChannelId>();
  circle.channel_names[channel] = {.label = "Regie", .key = "regie"};
  std::vector<channels::RoleId> roles;
  const auto named = [&] {
    const auto label = make_label_of(circle, channel, roles);
    return label ? std::get<articles::ChannelLabel>(label->content()).roles.size() : 0;
  };
  while (roles.size() < most) {
    roles.push_back(random.id<channels::RoleId>());
    circle.role_names[roles.back()] = {.label = std::string(articles::limits::label_bytes_max, 'w'),
                                       .key = std::string(articles::limits::key_bytes_max, 'k')};
  }
  EXPECT_EQ(named(), most);

  roles.push_back(random.id<channels::RoleId>());
  circle.role_names[roles.back()] = {.label = "Nog een", .key = {}};

  EXPECT_EQ(named(), most);
}

}  // namespace
}  // namespace kring::core
