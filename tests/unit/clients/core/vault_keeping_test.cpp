#include "clients/core/vault_keeping.hpp"

#include "clients/core/client.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/vault_reading.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/unit/clients/core/loaded_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace kring::core {
namespace {

using recovery::SlotIndex;
using simulation::CircleWorld;
using simulation::DeviceIndex;

class KeepingASlot : public testing::Test {
 protected:
  /// A home in which there is nothing.
  DeviceIndex empty_home() {
    const auto device = world_.add_device("Leeg");
    world_.vault(device).clear();
    world_.restart_device(device);
    return device;
  }
  /// All that is in the slots of the person whose words `whose` has on paper.
  std::vector<const FoundSlot*> read(DeviceIndex whose) {
    const auto reader = empty_home();
    auto actions =
        world_.client(reader).read_vault(world_.view(world_.anna()).hub, world_.words(whose), world_.now());
    EXPECT_TRUE(actions);
    world_.perform(reader, std::move(*actions));
    world_.run(std::chrono::seconds(5));
    const auto* vault = world_.client(reader).vault();
    EXPECT_TRUE(vault != nullptr && vault->complete());
    return vault->found();
  }
  const SlotContent& slot_of(DeviceIndex whose) {
    const auto found = read(whose);
    EXPECT_EQ(found.size(), 1U);
    EXPECT_TRUE(found.at(0)->content);
    return *found.at(0)->content;
  }
  std::size_t puts() {
    return static_cast<std::size_t>(std::ranges::count_if(
        world_.wiretap(), [](const std::string& frame) { return frame.contains("\"slot_put\""); }));
  }
  /// By whoever is alone in the circle: nobody else puts a slot.
  void invite() {
    ASSERT_TRUE(world_.perform(
        world_.anna(),
        world_.client(world_.anna())
            .invite(world_.circle(), {.role = world_.role("family"), .stay = {}}, world_.now())));
  }
  void expect_settled() {
    auto& client = world_.client(world_.anna());
    EXPECT_TRUE(client.settled_at(world_.view(world_.anna()).hub, world_.now()));
    EXPECT_TRUE(client.status(world_.now()).settled);
  }
  void settle() {
    world_.settled();
    world_.run(std::chrono::minutes(2));
    world_.settled();
  }

  CircleWorld world_{{.seed = 95}};
};

TEST_F(KeepingASlot, HoldsWhatThePersonNeedsToComeBack) {
  const auto nurse = world_.admit("Bea", "nurse");
  world_.say(nurse, "care", "Goedemorgen.");
  settle();

  const auto& content = slot_of(world_.anna());

  EXPECT_EQ(content.state.name, "Anna");
  EXPECT_TRUE(content.state.recovery_keys.empty());
  EXPECT_EQ(content.recovery_keys_used, 1U);
  ASSERT_EQ(content.state.circles.size(), 1U);
  const auto& circle = content.state.circles[0];
  EXPECT_EQ(circle.id, world_.circle());
  EXPECT_EQ(circle.member, world_.view(world_.anna()).me);
  ASSERT_TRUE(circle.head);
  EXPECT_GT(std::to_underlying(circle.head->number), 1U);
  EXPECT_EQ(circle.confirmed.size(), 1U);
  EXPECT_EQ(circle.people.size(), 2U);
  const auto care = world_.channel(world_.anna(), "care");
  EXPECT_NE(std::ranges::find(circle.record_keys, care, &NewestRecordKey::channel), circle.record_keys.end());
  const auto end = std::ranges::find(content.logs, care, &LogEnd::channel);
  ASSERT_NE(end, content.logs.end());
  EXPECT_GT(std::to_underlying(end->number), 1U);
}

TEST_F(KeepingASlot, IsDoneForNoMessage) {
  const auto nurse = world_.admit("Bea", "nurse");
  settle();
  const auto before = puts();

  for (int i = 0; i < 20; ++i)
    world_.say(nurse, i % 2 == 0 ? "care" : "circle", "Nummer " + std::to_string(i));
  settle();

  EXPECT_EQ(puts(), before);
}

TEST_F(KeepingASlot, GathersWhatHappensInAShortTime) {
  settle();
  const auto before = puts();

  for (int i = 0; i < 40; ++i) {
    (void)world_.perform(
        world_.anna(),
        world_.client(world_.anna())
            .invite(world_.circle(), {.role = world_.role("family"), .stay = {}}, world_.now()));
    world_.run(std::chrono::milliseconds(700));
  }
  settle();

  EXPECT_GE(puts(), before + 1);
  EXPECT_LE(puts(), before + 8);
  const auto head = slot_of(world_.anna()).state.circles.at(0).head;
  ASSERT_TRUE(head);
  EXPECT_EQ(head->number,
            world_.client(world_.anna()).archive(world_.circle(), world_.now())->charter.back().number);
}

TEST_F(KeepingASlot, HasTheNewestRecordKeyAfterSomebodyWasRemoved) {
  (void)world_.admit("Bea", "nurse");
  settle();
  const auto care = world_.channel(world_.anna(), "care");
  const auto generation = [&] {
    const auto& keys = slot_of(world_.anna()).state.circles.at(0).record_keys;
    return std::to_underlying(std::ranges::find(keys, care, &NewestRecordKey::channel)->generation);
  };
  const auto before = generation();

  world_.remove("Bea");
  settle();

  EXPECT_EQ(generation(), before + 1);
}

TEST_F(KeepingASlot, IsDoneLaterByWhoWasAway) {
  const auto bert = world_.admit_owner("Bert");
  settle();
  world_.offline(bert);
  (void)world_.admit("Bea", "nurse");
  settle();
  EXPECT_EQ(slot_of(bert).state.circles.at(0).people.size(), 2U);

  world_.online(bert);
  settle();

  EXPECT_EQ(slot_of(bert).state.circles.at(0).people.size(), 3U);
}

/// Such as a night nurse whose shift in one circle is over, and who goes on in another.
TEST_F(KeepingASlot, WaitsForNoCircleThatIsOverForOne) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto first = world_.place();
  world_.turn_to(
      world_.found("Piet", {.name = "Kring van Piet", .hub = std::string(world_.view(nurse).hub)}));
  world_.admit(nurse, "nurse");
  settle();
  world_.offline(nurse);
  world_.turn_to(first);
  world_.remove("Bea");
  settle();
  const auto before = world_.now();

  world_.online(nurse);
  world_.run(std::chrono::seconds(10));

  EXPECT_GE(slot_of(nurse).sealed_at, before);
}

TEST_F(KeepingASlot, GoesOnAfterAHubThatCouldNot) {
  settle();
  const auto before = read(world_.anna()).at(0)->number;
  int refused = 0;
  world_.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    if (!std::holds_alternative<wire::SlotPutRequest>(request) || refused == 3) return std::nullopt;
    ++refused;
    return wire::ErrorAnswer{.code = wire::ErrorCode::unavailable};
  }});

  (void)world_.admit("Bea", "nurse");
  settle();

  EXPECT_EQ(refused, 3);
  EXPECT_GT(read(world_.anna()).at(0)->number, before);
  EXPECT_EQ(slot_of(world_.anna()).state.circles.at(0).people.size(), 2U);
}

TEST_F(KeepingASlot, WaitsAsLongAsTheHubSaysOnHoweverManyConnections) {
  settle();
  std::vector<Time> asked;
  world_.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    if (!std::holds_alternative<wire::SlotPutRequest>(request)) return std::nullopt;
    asked.push_back(world_.now());
    return wire::ErrorAnswer{.code = wire::ErrorCode::limit,
                             .name = "slots_per_hour",
                             .wait = wire::LimitWait{.retry_after = std::chrono::minutes(30)}};
  }});
  // A change of the circle by whoever is alone in it: nobody else puts a slot.
  (void)world_.perform(
      world_.anna(), world_.client(world_.anna())
                         .invite(world_.circle(), {.role = world_.role("family"), .stay = {}}, world_.now()));
  world_.run(std::chrono::minutes(5));
  const auto at_once = asked.size();
  ASSERT_GE(at_once, 1U);

  world_.offline(world_.anna());
  world_.online(world_.anna());
  world_.run(std::chrono::minutes(20));
  EXPECT_EQ(asked.size(), at_once);
  world_.run(std::chrono::minutes(20));
  EXPECT_GT(asked.size(), at_once);
}

/// A hub that refuses the slots of whoever is alone in the circle so often, and how often it was asked.
class SlotRefusals {
 public:
  SlotRefusals(CircleWorld& world, std::uint32_t refusals, const wire::ErrorAnswer& error) {
    world.tamper({.refusal = [=, this](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
      if (!std::holds_alternative<wire::SlotPutRequest>(request)) return std::nullopt;
      return asked_++ < refusals ? std::optional(error) : std::nullopt;
    }});
    EXPECT_TRUE(world.perform(
        world.anna(), world.client(world.anna())
                          .invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now())));
    world.run(std::chrono::hours(2));
  }
  SlotRefusals(const SlotRefusals&) = delete;
  SlotRefusals(SlotRefusals&&) = delete;
  SlotRefusals& operator=(const SlotRefusals&) = delete;
  SlotRefusals& operator=(SlotRefusals&&) = delete;
  ~SlotRefusals() = default;

  [[nodiscard]] std::uint32_t asked() const { return asked_; }

 private:
  std::uint32_t asked_ = 0;
};

TEST_F(KeepingASlot, IsPutAtTheLastTryOfAConnection) {
  settle();
  const SlotRefusals hub(world_, slot_tries_max - 1, {.code = wire::ErrorCode::unavailable});

  EXPECT_EQ(hub.asked(), slot_tries_max);
}

TEST_F(KeepingASlot, IsTriedNoMoreOnAConnectionAfterTheLastTry) {
  settle();
  const SlotRefusals hub(world_, slot_tries_max, {.code = wire::ErrorCode::unavailable});
  EXPECT_EQ(hub.asked(), slot_tries_max);

  world_.offline(world_.anna());
  world_.online(world_.anna());
  settle();

  EXPECT_EQ(hub.asked(), slot_tries_max + 1) << "the next connection begins anew";
}

TEST_F(KeepingASlot, LosesNoTryWhereTheHubSaysHowLongToWait) {
  settle();
  const SlotRefusals hub(world_, 2 * slot_tries_max,
                         {.code = wire::ErrorCode::limit,
                          .name = "slots_per_hour",
                          .wait = wire::LimitWait{.retry_after = std::chrono::seconds(1)}});

  EXPECT_EQ(hub.asked(), 2 * slot_tries_max + 1);
}

/// Which a hub whose limit on new slots is used up, by strangers, does for an hour.
TEST_F(KeepingASlot, KeepsNobodyWaitingWhileTheHubPutsItOff) {
  settle();
  world_.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    if (!std::holds_alternative<wire::SlotPutRequest>(request)) return std::nullopt;
    return wire::ErrorAnswer{.code = wire::ErrorCode::limit,
                             .name = "slots_per_hour_all",
                             .wait = wire::LimitWait{.retry_after = std::chrono::minutes(30)}};
  }});
  invite();
  world_.run(std::chrono::seconds(5));
  invite();  // Changes what the slot is to hold, once more.

  world_.run(std::chrono::seconds(5));

  expect_settled();
}

TEST_F(KeepingASlot, KeepsNobodyWaitingAfterTheLastTryOfAConnection) {
  settle();
  const SlotRefusals hub(world_, slot_tries_max, {.code = wire::ErrorCode::unavailable});
  ASSERT_EQ(hub.asked(), slot_tries_max);
  invite();

  world_.run(std::chrono::seconds(5));

  EXPECT_EQ(hub.asked(), slot_tries_max);
  expect_settled();
}

TEST_F(KeepingASlot, StopsAskingAHubThatNeverDoes) {
  std::size_t refused = 0;
  world_.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    if (!std::holds_alternative<wire::SlotPutRequest>(request)) return std::nullopt;
    ++refused;
    return wire::ErrorAnswer{.code = wire::ErrorCode::conflict};
  }});

  (void)world_.admit("Bea", "nurse");
  settle();
  world_.run(std::chrono::hours(1));

  // Two devices, sixteen tries on a connection each.
  EXPECT_LE(refused, 32U);
  EXPECT_GE(refused, 2U);
}

TEST_F(KeepingASlot, GetsPastTheNumbersOfTheSameHomeInALaterState) {
  settle();
  const auto old_rows = world_.vault(world_.anna());
  for (int i = 0; i < 6; ++i) {
    (void)world_.admit("Gast " + std::to_string(i), "nurse");
    settle();
  }
  const auto newest = read(world_.anna()).at(0)->number;
  // An older copy of the device's row comes back.
  world_.offline(world_.anna());
  world_.vault(world_.anna()).at("device") = old_rows.at("device");
  world_.vault(world_.anna()).erase("slot");
  world_.restart_device(world_.anna());

  world_.online(world_.anna());
  settle();

  EXPECT_GT(read(world_.anna()).at(0)->number, newest);
}

TEST_F(KeepingASlot, IsNotDoneAgainForNothingAfterAStart) {
  settle();
  const auto before = puts();

  world_.restart_device(world_.anna());
  settle();

  EXPECT_EQ(puts(), before);
}

TEST_F(KeepingASlot, IsEachDevicesOwn) {
  settle();
  const auto tablet = empty_home();
  auto& phone = world_.client(world_.anna());
  const auto link = phone.mailbox_link(world_.view(world_.anna()).hub, channels::MailboxId({1})).value();
  const auto device = make_linking_device("Tablet", world_.random()).value();
  const channels::MailboxId next({2});
  auto linked = phone.link_device(link, device.request, next).value();
  world_.perform(world_.anna(), std::move(linked.actions));
  auto taken = world_.client(tablet).take_link(link, device, linked.package, world_.now()).value();
  world_.perform(tablet, std::move(taken.actions));
  auto letting = phone.let_linked_in(link, device.request, next, taken.handles, world_.now()).value();
  world_.perform(world_.anna(), std::move(letting.actions));
  for (auto& one : letting.circles) world_.perform(world_.anna(), std::move(one.accepted->actions));
  settle();

  const auto slots = read(world_.anna());

  ASSERT_EQ(slots.size(), 2U);
  EXPECT_EQ(slots[0]->index, SlotIndex{0});
  EXPECT_EQ(slots[1]->index, SlotIndex{1});
  ASSERT_TRUE(slots[1]->content);
  EXPECT_TRUE(slots[1]->content->others.contains(SlotIndex{0}));
  EXPECT_TRUE(slots_set_back(slots).empty());
}

TEST_F(KeepingASlot, GivesWhoComesByTheWordsTheNextEmptySlot) {
  const auto nurse = world_.admit("Bea", "nurse");
  settle();
  const auto phone = empty_home();
  auto reading =
      world_.client(phone).read_vault(world_.view(nurse).hub, world_.words(nurse), world_.now()).value();
  world_.perform(phone, std::move(reading));
  world_.run(std::chrono::seconds(5));
  EXPECT_EQ(world_.client(phone).take_slots(world_.words(nurse)).error(), client::Errc::no_device);
  world_.perform(phone,
                 world_.client(phone).init_from_words("Bea", "", world_.words(nurse), world_.now()).value());

  EXPECT_EQ(world_.client(phone).take_slots(world_.words(nurse)).error(), client::Errc::not_needed);
  const auto row = Device::decode(world_.vault(phone).at("device")).value();
  ASSERT_TRUE(row.slot);
  EXPECT_EQ(row.slot->index, SlotIndex{1});
  EXPECT_EQ(row.spare_slots.size(), 14U);
  EXPECT_TRUE(row.slot_numbers.contains(SlotIndex{0}));
}

TEST_F(KeepingASlot, TakesTheNextOneWhereAnotherDeviceOfThePersonHasItsOwn) {
  settle();
  // Two homes that were given the same slot: the first of them has put something there.
  world_.offline(world_.anna());
  auto device = Device::decode(world_.vault(world_.anna()).at("device")).value();
  const auto number = device.slot_numbers.at(SlotIndex{0});
  device.slot_numbers.clear();
  world_.vault(world_.anna()).at("device") = device.encode();
  world_.vault(world_.anna()).erase("slot");
  world_.restart_device(world_.anna());

  world_.online(world_.anna());
  settle();
  world_.offline(world_.anna());
  world_.online(world_.anna());
  settle();

  const auto slots = read(world_.anna());
  ASSERT_EQ(slots.size(), 2U);
  EXPECT_EQ(slots[0]->number, number);
  EXPECT_EQ(slots[1]->index, SlotIndex{1});
  ASSERT_TRUE(slots[1]->content);
  EXPECT_EQ(slots[1]->content->state.circles.size(), 1U);
}

TEST_F(KeepingASlot, IsReadLaterWhereTheHubAsksToWaitAndTheUserIsTold) {
  settle();
  const auto reader = empty_home();
  const auto until = world_.now() + std::chrono::seconds(40);
  world_.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    if (!std::holds_alternative<wire::SlotReadRequest>(request) || world_.now() >= until) return std::nullopt;
    return wire::ErrorAnswer{.code = wire::ErrorCode::limit,
                             .name = "reads_per_minute",
                             .wait = wire::LimitWait{.retry_after = until - world_.now()}};
  }});

  auto reading = world_.client(reader).read_vault(world_.view(world_.anna()).hub, world_.words(world_.anna()),
                                                  world_.now());
  ASSERT_TRUE(reading);
  world_.perform(reader, std::move(*reading));
  world_.run(std::chrono::seconds(20));

  EXPECT_FALSE(world_.client(reader).vault()->complete());
  EXPECT_TRUE(std::ranges::any_of(world_.notices(reader), [&](const Notice& notice) {
    const auto* asked = std::get_if<AskedToWait>(&notice);
    return asked != nullptr && !asked->intent && asked->until >= until - std::chrono::seconds(1);
  }));
  world_.run(std::chrono::seconds(40));
  EXPECT_TRUE(world_.client(reader).vault()->complete());
}

TEST_F(KeepingASlot, ReadsNothingByTheWordsOfAnother) {
  const auto nurse = world_.admit("Bea", "nurse");
  settle();

  EXPECT_EQ(world_.client(nurse)
                .read_vault(world_.view(nurse).hub, world_.words(world_.anna()), world_.now())
                .error(),
            client::Errc::wrong_words);
  EXPECT_EQ(world_.client(nurse).read_vault("kring.example", world_.words(nurse), world_.now()).error(),
            client::Errc::bad_hub);
  const auto stranger = world_.add_device("Cor");
  EXPECT_TRUE(read(stranger).empty());
}

/// A nurse in two circles, each on a hub of its own: both have let her in, and one says nothing after that.
class KeepingSlotsAtTwoHubs : public KeepingASlot {
 protected:
  static constexpr std::string_view silent = "http://127.0.0.1:1000";
  static constexpr std::string_view quick = simulation::hub_origin;

  KeepingSlotsAtTwoHubs() {
    const auto nurse = world_.admit("Bea", "nurse");
    add_circle(nurse, quick);
    world_.turn_to(world_.found("Piet", {.name = "Kring van Piet", .hub = std::string(quick)}));
    world_.admit(nurse, "nurse");
    add_circle(nurse, silent);
    device_.emplace(Device::decode(world_.vault(nurse).at("device")).value());
    for (const auto hub : {quick, silent}) {
      sessions_.emplace(
          hub, HubSession{
                   .hub = std::string(hub), .connection = Connection::greeted, .hello = wire::HelloEvent{}});
    }
  }
  void add_circle(DeviceIndex nurse, std::string_view hub) {
    auto circle = loaded_circle(world_, nurse).value();
    circle.hub = hub;
    circle.login = LoginState::in;
    circle.access = wire::Access::member;
    circle.attached = hub == quick;
    for (auto& [id, channel] : circle.channels) channel.attached = Attached::yes;
    circles_.emplace(circle.id, std::move(circle));
  }
  /// To which hubs the slot goes after so much time.
  std::vector<std::string> push(Duration after) {
    std::uint64_t next_request = 1;
    Turn turn(world_.random(), world_.now() + after, next_request);
    keeping_.push(turn, *device_, circles_, sessions_);
    std::vector<std::string> hubs;
    for (const auto& action : turn.take()) {
      const auto* sent = std::get_if<SendFrame>(&action);
      if (sent != nullptr && sent->text.contains("slot_put")) hubs.push_back(sent->hub);
    }
    return hubs;
  }

  std::map<channels::CircleId, CircleData> circles_;
  std::optional<Device> device_;
  std::map<std::string, HubSession, std::less<>> sessions_;
  VaultKeeping keeping_;
};

TEST_F(KeepingSlotsAtTwoHubs, WaitsAtOneForNothingAtTheOther) {
  EXPECT_EQ(push(Duration(0)), std::vector{std::string(quick)});

  EXPECT_EQ(push(std::chrono::seconds(29)), std::vector<std::string>{});
  EXPECT_EQ(push(std::chrono::seconds(30)), std::vector{std::string(silent)}) << "no longer than so";
}

TEST_F(KeepingSlotsAtTwoHubs, IsUnsettledOnlyWhereSomethingIsOnItsWayOrAboutToBe) {
  sessions_.at(std::string(quick)).clock_off = true;  // It takes nothing.

  EXPECT_EQ(push(Duration(0)), std::vector<std::string>{});

  EXPECT_TRUE(keeping_.settled_at(quick, world_.now()));
  EXPECT_FALSE(keeping_.settled_at(silent, world_.now()));
  EXPECT_FALSE(keeping_.settled(world_.now()));
}

TEST(KeepingRows, AreReadAgainAndRefusedWhenTheyAreDamaged) {
  const VaultKeeping keeping;
  const auto row = keeping.encode();

  ASSERT_TRUE(VaultKeeping::decode(row));
  EXPECT_EQ(VaultKeeping::decode(row)->encode(), row);
  EXPECT_EQ(VaultKeeping::decode(ByteView(row).first(row.size() - 1)).error(), client::Errc::bad_vault);
}

}  // namespace
}  // namespace kring::core
