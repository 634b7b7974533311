#include "clients/core/channel_rows.hpp"
#include "clients/core/client.hpp"
#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace kring::core {
namespace {

using simulation::CircleWorld;

std::vector<Row> copy_rows(const std::map<std::string, SecretBytes>& vault) {
  std::vector<Row> rows;
  rows.reserve(vault.size());
  for (const auto& [name, value] : vault) rows.push_back({name, SecretBytes(value)});
  return rows;
}

TEST(Vault, GivesBackTheWholeDevice) {
  CircleWorld world({.seed = 60});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(nurse, "care", "Goedemorgen.");
  world.settled();
  const auto before = world.client(nurse).channels(world.circle(), world.now());

  world.offline(nurse);
  world.restart_device(nurse);

  const auto after = world.client(nurse).channels(world.circle(), world.now());
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].label, before[i].label);
    EXPECT_EQ(after[i].head_hash, before[i].head_hash);
    EXPECT_EQ(after[i].epoch, before[i].epoch);
  }
  EXPECT_EQ(world.texts(nurse, "care"), (std::vector<std::string>{"Goedemorgen."}));
  EXPECT_EQ(world.member(nurse, "Anna").relation, "moeder");
}

/// The intents that a device saw done, in the order in which that was so.
std::vector<IntentId> done_by(CircleWorld& world, simulation::DeviceIndex device) {
  std::vector<IntentId> done;
  for (const auto& notice : world.notices(device)) {
    if (const auto* it = std::get_if<IntentDone>(&notice)) done.push_back(it->intent);
  }
  return done;
}

TEST(Vault, KeepsTheOrderInWhichThingsWereAsked) {
  CircleWorld world({.seed = 66});
  const auto nurse = world.admit("Bea", "nurse");
  const auto before = done_by(world, nurse).size();
  world.offline(nurse);
  std::vector<IntentId> asked;
  for (int i = 0; i < 6; ++i) {
    auto invited =
        world.client(nurse).invite(world.circle(), {.role = world.role("night"), .stay = {}}, world.now());
    ASSERT_TRUE(invited);
    asked.push_back(invited->intent);
    world.perform(nurse, std::move(invited->actions));
  }

  world.restart_device(nurse);
  bool refused = false;
  world.tamper({.refusal = [&](const wire::Request& request) {
    const bool refuses = wire::op_of(request) == wire::Op::bundle && !std::exchange(refused, true);
    return refuses ? std::optional(wire::ErrorAnswer{.code = wire::ErrorCode::stale}) : std::nullopt;
  }});
  world.online(nurse);
  world.settled();

  auto done = done_by(world, nurse);
  done.erase(done.begin(), done.begin() + static_cast<std::ptrdiff_t>(before));
  EXPECT_TRUE(refused);
  EXPECT_EQ(done, asked);
}

TEST(Vault, KeepsTheOrderInWhichCirclesWereFounded) {
  CircleWorld world({.seed = 67});
  const auto device = world.add_device("Carla");
  world.offline(device);
  std::vector<IntentId> asked;
  for (int i = 0; i < 5; ++i) {
    const auto founded = world.perform(
        device, world.client(device).found({.name = "Kring", .hub = std::string(simulation::hub_origin)},
                                           world.now()));
    ASSERT_TRUE(founded);
    asked.push_back(*founded);
  }

  world.restart_device(device);
  const auto pending = world.client(device).status(world.now()).pending;

  ASSERT_EQ(pending.size(), asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) EXPECT_EQ(pending[i].id, asked[i]);
}

TEST(Vault, IsRefusedWithAnyRowCutShort) {
  CircleWorld world({.seed = 61});
  world.say(world.anna(), "care", "Goedemorgen.");
  (void)world.invite(world.anna(), {.role = world.role("family"), .stay = {}});
  const auto& vault = world.vault(world.anna());
  support::SeededRandom random(1);

  for (const auto& [name, value] : vault) {
    auto rows = copy_rows(vault);
    auto damaged = std::ranges::find(rows, name, &Row::name);
    damaged->value->pop_back();
    const auto client = Client::load(std::move(rows), random);
    ASSERT_FALSE(client) << name;
    EXPECT_EQ(client.error(), client::Errc::bad_vault) << name;
  }
}

TEST(Vault, HoldsNoPlainSecretOfTheRecoveryWords) {
  CircleWorld world({.seed = 62});
  const auto paper = world.words(world.anna());
  const auto words = view_text(paper);
  const auto first_two = words.substr(0, words.find(' ', words.find(' ') + 1));

  for (const auto& [name, value] : world.vault(world.anna())) {
    EXPECT_EQ(view_text(value).find(first_two), std::string_view::npos) << name;
  }
}

TEST(Vault, WithoutARecordKeyPassesOverWhatItCannotRead) {
  CircleWorld world({.seed = 63});
  const auto nurse = world.admit("Bea", "nurse");
  const auto care = world.channel(nurse, "care");
  world.offline(nurse);
  for (auto& [name, value] : world.vault(nurse)) {
    if (!name.ends_with(to_hex(care.view()) + "/state")) continue;
    Channel channel;
    channel.id = care;
    ASSERT_TRUE(decode_state(value, channel));
    channel.record_keys.clear();
    value = encode_state(channel);
  }
  world.restart_device(nurse);

  world.say(world.anna(), "care", "Gaat het?");
  world.online(nurse);
  world.settled();

  EXPECT_TRUE(world.texts(nurse, "care").empty());
  ASSERT_EQ(world.alarms().size(), 1U);
  EXPECT_EQ(world.alarms()[0].reason, "log_entry_refused");
  world.expect_agreement({world.anna(), nurse});
}

TEST(Vault, KeepsAlarmsWithWhatProvesThem) {
  CircleWorld world({.seed = 64});
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    auto* ok = std::get_if<wire::OkAnswer>(&frame.outcome);
    if (op == wire::Op::login && ok != nullptr) std::get<wire::LoginAnswer>(*ok).head.signature[0] ^= 1U;
  }});
  world.offline(world.anna());
  world.online(world.anna());
  world.run(std::chrono::seconds(5));

  world.restart_device(world.anna());

  const auto alarms = world.client(world.anna()).status(world.now()).alarms;
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].reason, "bad_head_signature");
  EXPECT_TRUE(world.vault(world.anna()).contains(alarms[0].evidence));
  EXPECT_TRUE(world.view(world.anna()).stopped);
}

}  // namespace
}  // namespace kring::core
