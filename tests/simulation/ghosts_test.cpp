#include "channels/rules/commit_structures.hpp"
#include "crypto/mls/message.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/traitor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

/// A member's device and the hub together against all others: the device commits what no program would, with
/// its real keys, and the hub hands that out. What every other device makes of it.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

/// Daily care has Anna, whose device lies, and two nurses. A grandmother is in the circle and not in daily
/// care; a third nurse was there and was removed.
struct Betrayed {
  CircleWorld world{{.seed = 61}};
  DeviceIndex anna = world.anna();
  DeviceIndex bea = world.admit("Bea", "nurse");
  DeviceIndex cor = world.admit("Cor", "nurse");
  DeviceIndex oma = world.admit("Oma", "family");
  Ghost removed = let_in_and_remove("Dirk");
  channels::ChannelId care = world.channel(anna, "care");
  channels::ChannelId circle = world.channel(anna, "circle");

  Ghost let_in_and_remove(const std::string& name) {
    const auto device = world.admit(name, "nurse");
    auto ghost = ghost_of(world, device, world.channel(device, "care"));
    world.remove(name);
    return ghost;
  }
  /// The hub gives the nurses this as the next entry of daily care.
  void hand_out(const Bytes& commit) {
    for (const auto device : {bea, cor}) {
      const auto head = world.channel_view(device, "care").head;
      const auto frame = wire::encode_event(wire::EntryEvent{.circle = world.circle(),
                                                             .channel = care,
                                                             .seq = channels::next(head),
                                                             .kind = channels::LogKind::commit,
                                                             .time = world.now(),
                                                             .payload = commit});
      ASSERT_TRUE(frame);
      world.inject(device, *frame);
    }
    world.run(1s);
  }
  /// How many entries of daily care with content anybody has sent so far.
  std::ptrdiff_t sent_to_care() {
    return std::ranges::count_if(world.wiretap(), [&](const std::string& text) {
      const auto request = wire::decode_request(text);
      const auto* append = request ? std::get_if<wire::AppendRequest>(&request->request) : nullptr;
      return append != nullptr && append->channel == care && append->kind == channels::LogKind::record;
    });
  }
  /// The alarms that there are, each with what proves it in the vault of one of these.
  std::multiset<std::string> alarms_with_evidence(std::initializer_list<DeviceIndex> devices) {
    std::multiset<std::string> reasons;
    for (const auto& alarm : world.alarms()) {
      reasons.insert(alarm.reason);
      EXPECT_TRUE(std::ranges::any_of(devices, [&](DeviceIndex device) {
        return world.vault(device).contains(alarm.evidence);
      })) << alarm.reason;
    }
    return reasons;
  }
};

struct Betrayal {
  std::string name;
  std::function<Treason(Betrayed&)> treason;
  /// What it is called when it is found out.
  std::string reason;
};

/// Only the name: GoogleTest would print the bytes of the function.
[[maybe_unused]] void PrintTo(const Betrayal& betrayal, std::ostream* out) {
  *out << betrayal.name;
}

class Betrayals : public testing::TestWithParam<Betrayal> {};

TEST_P(Betrayals, AreRefusedKeptAndToldAndStopNothingElse) {
  Betrayed it;
  auto& world = it.world;
  const auto leaves = leaves_of(world, it.bea, it.care);
  const auto commit = commit_of_traitor(world, it.anna, it.care, GetParam().treason(it));
  const auto epoch = world.channel_view(it.bea, "care").epoch;

  it.hand_out(commit.payload);

  EXPECT_EQ(it.alarms_with_evidence({it.bea, it.cor}), (std::multiset{GetParam().reason, GetParam().reason}));
  const auto sent = it.sent_to_care();
  for (const auto device : {it.bea, it.cor}) {
    EXPECT_TRUE(world.channel_view(device, "care").stopped);
    EXPECT_EQ(world.channel_view(device, "care").epoch, epoch);
    EXPECT_EQ(leaves_of(world, device, it.care), leaves);
    EXPECT_EQ(world.client(device).say(world.circle(), it.care, "Geheim.", world.now()).error(),
              client::Errc::stopped);
  }
  world.say(it.bea, "circle", "Hier wel.");
  world.run(10s);
  EXPECT_EQ(world.texts(it.oma, "circle"), Texts{"Hier wel."});
  EXPECT_EQ(it.sent_to_care(), sent);
}

Treason add(Betrayed& it, const Ghost& ghost) {
  return {.adds = {ghost.package(it.world)}};
}

INSTANTIATE_TEST_SUITE_P(
    OfMembers, Betrayals,
    testing::Values(Betrayal{"LetAGhostIn", [](Betrayed& it) { return add(it, ghost_of_nobody(it.world)); },
                             "commit_add_not_allowed"},
                    Betrayal{"LetSomebodyRemovedInAgain", [](Betrayed& it) { return add(it, it.removed); },
                             "commit_add_not_allowed"},
                    Betrayal{"LetAMemberInWhoMayNotReadThere",
                             [](Betrayed& it) { return add(it, ghost_of(it.world, it.oma, it.circle)); },
                             "commit_add_not_allowed"}),
    [](const auto& info) { return info.param.name; });

/// Record keys that are not what the commit says: what it brings opens for nobody who reads on, so that they
/// stop there, keep the key that they have, and ask to be let in again, as they do after any commit that
/// does not open.
class ForgedKeys : public Betrayals {};

TEST_P(ForgedKeys, AreNotTakenAndNothingIsSealedUnderThem) {
  Betrayed it;
  auto& world = it.world;
  const auto keys = record_keys_of(world, it.bea, it.care);
  const auto commit = commit_of_traitor(world, it.anna, it.care, GetParam().treason(it));
  const auto sent = it.sent_to_care();

  it.hand_out(commit.payload);

  EXPECT_EQ(it.alarms_with_evidence({it.bea, it.cor}), (std::multiset{GetParam().reason, GetParam().reason}));
  for (const auto device : {it.bea, it.cor}) EXPECT_EQ(record_keys_of(world, device, it.care), keys);
  EXPECT_EQ(it.sent_to_care(), sent);
  world.say(it.bea, "circle", "Hier wel.");
  world.run(1min);
  EXPECT_EQ(world.texts(it.oma, "circle"), Texts{"Hier wel."});
  // The hub has not kept it: the others' devices let both in again.
  world.say(it.bea, "care", "En hier weer.");
  world.run(1min);
  EXPECT_EQ(world.texts(it.cor, "care"), Texts{"En hier weer."});
  EXPECT_EQ(world.alarms().size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(
    OfMembers, ForgedKeys,
    testing::Values(Betrayal{"BoxOfAnotherKey", [](Betrayed&) { return Treason{.key = KeyLie::another_key}; },
                             "rotation_wrong_key"},
                    Betrayal{"BoxThatNobodyOpens",
                             [](Betrayed&) { return Treason{.key = KeyLie::nobodys_box}; },
                             "rotation_box_closed"},
                    Betrayal{"LinkToAnotherPast",
                             [](Betrayed&) { return Treason{.key = KeyLie::another_past}; },
                             "rotation_link_broken"}),
    [](const auto& info) { return info.param.name; });

// -------------------------------------------------------------------------------------------- joining

/// The key package that a Welcome of this bundle is for.
mls::KeyPackage package_of(const World& world, const Hash& reference) {
  for (const auto& text : world.wiretap()) {
    const auto request = wire::decode_request(text);
    const auto* bundle = request ? std::get_if<wire::BundleRequest>(&request->request) : nullptr;
    if (bundle == nullptr || !bundle->acceptance) continue;
    for (const auto& bytes : bundle->acceptance->key_packages) {
      auto package = std::get<mls::KeyPackage>(mls::decode_message(bytes).value().body);
      if (mls::key_package_ref(package) == reference) return package;
    }
  }
  ADD_FAILURE() << "no such key package";
  return {};
}

TEST(Betrayal, OfANewcomerIsRefusedByThem) {
  Betrayed it;
  auto& world = it.world;
  const auto ghost = ghost_of_nobody(world);
  const auto invited = world.invite(it.anna, {.role = world.role("nurse"), .stay = {}});
  const auto guest = world.join("Gast", invited.link);
  Bytes forged;
  // Anna's device says the right thing to the others, and welcomes the guest into a group with a ghost.
  world.tamper({.event =
                    [&](wire::Event& event) {
                      auto* welcome = std::get_if<wire::WelcomeEvent>(&event);
                      if (welcome == nullptr || welcome->channel != it.care) return;
                      welcome->welcome = forged;
                      welcome->tree.reset();
                    },
                .request =
                    [&](wire::Request& request) {
                      auto* bundle = std::get_if<wire::BundleRequest>(&request);
                      if (bundle == nullptr) return;
                      for (const auto& group : bundle->groups) {
                        if (group.channel != it.care || group.welcomes.empty()) continue;
                        const auto payload =
                            rules::CommitPayload::decode(std::get<Bytes>(group.commit)).value();
                        const auto message = mls::decode_message(payload.commit).value();
                        const auto& content = std::get<mls::PublicMessage>(message.body).content;
                        const Treason treason{
                            .adds = {package_of(world, group.welcomes.front().package), ghost.package(world)},
                            .data = rules::CommitData::decode(content.authenticated_data).value()};
                        forged = commit_of_traitor(world, it.anna, it.care, treason).welcome;
                      }
                    }});

  EXPECT_TRUE(world.perform(
      it.anna,
      world.client(it.anna).confirm(
          world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world.now())));
  world.run(10s);

  ASSERT_FALSE(forged.empty());
  EXPECT_EQ(it.alarms_with_evidence({guest}), std::multiset<std::string>{"commit_leaf_not_allowed"});
  EXPECT_TRUE(std::ranges::none_of(
      world.client(guest).channels(world.circle(), world.now()),
      [&](const core::ChannelView& channel) { return channel.id == it.care && channel.joined; }));
  EXPECT_TRUE(world.channel_view(guest, "circle").joined);
  world.say(guest, "circle", "Hier ben ik.");
  world.run(10s);
  EXPECT_EQ(world.texts(it.oma, "circle"), Texts{"Hier ben ik."});
}

}  // namespace
}  // namespace kring::simulation
