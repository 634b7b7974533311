#include "channels/charter/network_table.hpp"

#include "channels/articles/limits.hpp"
#include "channels/articles/text.hpp"
#include "channels/charter/charter_log.hpp"
#include "channels/charter/templates.hpp"
#include "channels/model/limits.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace kring::charter {
namespace {

namespace limits = channels::limits;

/// A network founded by the plan.
struct PlannedNetwork {
  explicit PlannedNetwork(support::TestCircle& world)
      : plan(make_network_plan(world.random)), founder(world.make_person()), log(found(world)) {
    for (const auto& channel : plan.channels) act(world, channel);
  }

  [[nodiscard]] CharterLog found(const support::TestCircle& world) const {
    const Found body{.hub_key = HubKey::from(world.hub.public_key.bytes).value(),
                     .member = founder.member,
                     .handle_key = founder.handle_key(),
                     .recovery_key = founder.recovery_key(),
                     .role = plan.role_ids.at(NetworkRole::coordinators),
                     .roles = plan.roles};
    const CharterContent content{.circle = {},
                                 .number = EntryNumber{1},
                                 .previous = {},
                                 .time = world.now,
                                 .signer = founder.id,
                                 .body = body};
    return CharterLog::found(make_entry(content, {.handle = &founder.handle.private_key}).value()).value();
  }
  void act(const support::TestCircle& world, const Body& body) {
    const auto content = log.charter().next_content(founder.id, world.now, body);
    ASSERT_TRUE(log.append(make_entry(content, {.handle = &founder.handle.private_key}).value()));
  }

  NetworkPlan plan;
  support::TestPerson founder;
  CharterLog log;
};

TEST(NetworkPlan, IsWhatTheCharterTakes) {
  support::TestCircle world;
  const PlannedNetwork network(world);
  const auto& charter = network.log.charter();

  EXPECT_EQ(charter.roles().size(), network_role_count);
  EXPECT_EQ(charter.channels().size(), all_network_channels.size());
  EXPECT_EQ(charter.regie()->id, network.plan.channel_ids.at(NetworkChannel::regie));
  EXPECT_TRUE(charter.is_owner(network.founder.id, world.now));
}

TEST(NetworkTable, SharesNoKeyWithTheRolesOfACircle) {
  std::set<std::string_view> keys;
  for (const auto& row : role_table()) keys.insert(row.key);
  for (const auto& row : network_role_table()) {
    keys.insert(row.key);
    EXPECT_EQ(find_row(row.key), nullptr) << row.key;
    EXPECT_EQ(find_network_row(row.key), &row_of(row.role));
  }

  EXPECT_EQ(keys.size(), template_count + network_role_count);
  EXPECT_EQ(find_network_row("nobody"), nullptr);
}

TEST(NetworkTable, IsOwnedByCoordinatorsAlone) {
  for (const auto& row : network_role_table()) EXPECT_EQ(row.owns, row.role == NetworkRole::coordinators);
}

TEST(RoleSummary, IsFoundInBothTablesByTheKey) {
  EXPECT_EQ(find_summary("night")->stay.longest, limits::stand_in_stay_max);
  EXPECT_EQ(find_summary("doctors")->meaning.english, row_of(NetworkRole::doctors).meaning.english);
  EXPECT_EQ(find_summary("doctors")->place, std::to_underlying(NetworkRole::doctors));
  EXPECT_FALSE(find_summary("nobody"));
}

class EveryNetworkRole : public ::testing::TestWithParam<NetworkRoleTemplate> {};

TEST_P(EveryNetworkRole, IsFoundedWithTheRightsOfItsRow) {
  support::TestCircle world;
  const PlannedNetwork network(world);
  const auto id = network.plan.role_ids.at(GetParam().role);

  const auto* role = network.log.charter().role(id);

  ASSERT_NE(role, nullptr);
  EXPECT_EQ(role->owns, GetParam().owns);
  EXPECT_FALSE(role->may_be_preapproved);
  EXPECT_TRUE(role->may_admit.empty());
  for (const auto channel : all_network_channels) {
    EXPECT_EQ(network.log.charter().rights_in(id, network.plan.channel_ids.at(channel)),
              GetParam().rights[std::to_underlying(channel)]);
  }
}

TEST_P(EveryNetworkRole, CanBeInvitedToForItsStay) {
  support::TestCircle world;
  PlannedNetwork network(world);
  auto offer = world.make_offer(network.plan.role_ids.at(GetParam().role));
  offer.terms.stay = GetParam().stay.longest;
  offer.terms.preapproved = false;

  network.act(world, offer.terms);

  EXPECT_LE(GetParam().stay.usual, GetParam().stay.longest);
}

TEST_P(EveryNetworkRole, IsExplainedInBothLanguages) {
  for (const auto language : {Language::dutch, Language::english}) {
    EXPECT_TRUE(articles::check_line(GetParam().label.in(language), articles::limits::label_bytes_max));
    EXPECT_TRUE(articles::check_line(GetParam().meaning.in(language), limits::article_text_bytes_max));
    EXPECT_TRUE(GetParam().meaning.in(language).ends_with("."));
  }
}

INSTANTIATE_TEST_SUITE_P(NetworkTable, EveryNetworkRole, ::testing::ValuesIn(network_role_table()),
                         [](const auto& info) { return std::string(info.param.key); });

}  // namespace
}  // namespace kring::charter
