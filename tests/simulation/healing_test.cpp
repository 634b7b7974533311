#include "clients/core/healing.hpp"
#include "channels/rules/commit_structures.hpp"
#include "clients/core/rows.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// A device that lost its way in a channel is let in again by the others', without anybody being asked.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

/// A channel by its key, and a role that writes in it.
struct HealPlace {
  const char* key;
  const char* role;
  std::size_t nodes;
};

/// Anna, Piet and Oma are in a channel, of which Oma's device loses what it had.
class Healing : public testing::TestWithParam<HealPlace> {
 protected:
  [[nodiscard]] const char* key() const { return GetParam().key; }
  [[nodiscard]] bool is_record() { return world_.channel_view(oma_, key()).mode == channels::Mode::record; }
  [[nodiscard]] std::string row(DeviceIndex device, std::string_view rest) {
    return core::channel_row(world_.circle(), world_.channel(device, key()), rest);
  }
  /// What `device` has of the channel's group.
  [[nodiscard]] SecretBytes group_of(DeviceIndex device) {
    const auto& kept = world_.vault(device).at(row(device, "group"));
    return {kept.begin(), kept.end()};
  }
  /// The device has its group as it was, and cannot follow the next commit.
  void set_back(DeviceIndex device, const SecretBytes& group) {
    world_.vault(device).at(row(device, "group")) = SecretBytes(group.begin(), group.end());
    world_.restart_device(device);
  }
  /// The device has its group as it was before Kees came.
  void set_back_behind_kees(DeviceIndex device) {
    const auto group = group_of(device);
    static_cast<void>(world_.admit("Kees", GetParam().role));
    set_back(device, group);
    world_.settled();
  }
  /// Anna removes Kees, by a commit that whoever was set back cannot follow.
  void remove_kees() {
    auto& anna = world_.client(world_.anna());
    const auto kees = world_.member(world_.anna(), "Kees").id;
    ASSERT_TRUE(world_.perform(world_.anna(), anna.remove(world_.circle(), kees, world_.now())));
  }
  [[nodiscard]] std::vector<core::ChannelHealed> healings_told(DeviceIndex device) {
    std::vector<core::ChannelHealed> told;
    for (const auto& notice : world_.notices(device)) {
      if (const auto* healed = std::get_if<core::ChannelHealed>(&notice)) told.push_back(*healed);
    }
    return told;
  }
  /// Requests to be healed that went over the network.
  [[nodiscard]] std::vector<wire::AppendRequest> requests_sent() const {
    std::vector<wire::AppendRequest> sent;
    for (const auto& frame : world_.wiretap()) {
      const auto asked = wire::decode_request(frame);
      const auto* append = asked ? std::get_if<wire::AppendRequest>(&asked->request) : nullptr;
      if (append != nullptr && append->kind == channels::LogKind::heal) sent.push_back(*append);
    }
    return sent;
  }
  /// The hub takes no request to be healed.
  [[nodiscard]] static Tampering withholding() {
    return {.refusal = [](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
      const auto* append = std::get_if<wire::AppendRequest>(&request);
      if (append == nullptr || append->kind != channels::LogKind::heal) return std::nullopt;
      return wire::ErrorAnswer{.code = wire::ErrorCode::overloaded};
    }};
  }

  CircleWorld world_{{.seed = 71, .nodes = GetParam().nodes}};
  DeviceIndex piet_ = world_.admit_owner("Piet");
  DeviceIndex oma_ = world_.admit("Oma", GetParam().role);
};
INSTANTIATE_TEST_SUITE_P(, Healing,
                         testing::Values(HealPlace{"family", "family", 1}, HealPlace{"care", "nurse", 1},
                                         HealPlace{"family", "family", 2}, HealPlace{"care", "nurse", 2}),
                         [](const auto& row) {
                           return std::string(row.param.key) + (row.param.nodes == 1 ? "" : "OnTwoNodes");
                         });

TEST_P(Healing, BringsBackWhoCannotFollowACommit) {
  world_.say(world_.anna(), key(), "Voor de breuk.");
  world_.settled();
  set_back_behind_kees(oma_);
  world_.tamper(withholding());
  world_.remove("Kees");
  world_.say(world_.anna(), key(), "Oma hoort dit niet.");
  world_.run(20s);
  ASSERT_TRUE(world_.channel_view(oma_, key()).stopped);
  ASSERT_EQ(world_.alarms().size(), 1U);

  world_.tamper({});
  world_.run(5min);
  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  const Texts all{"Voor de breuk.", "Oma hoort dit niet.", "Ik ben er weer."};
  EXPECT_EQ(world_.texts(piet_, key()), all);
  EXPECT_EQ(world_.texts(oma_, key()), is_record() ? all : (Texts{all.front(), all.back()}));
  // What was sealed in an epoch that she was never in stays closed, and she is told so.
  const auto told = healings_told(oma_);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].missed > 0, !is_record());
  EXPECT_EQ(world_.channel_view(oma_, key()).healing.missed, told[0].missed);
  // The alarm stands, with its evidence.
  ASSERT_EQ(world_.alarms().size(), 1U);
  EXPECT_TRUE(world_.alarms()[0].heals);
  EXPECT_TRUE(world_.vault(oma_).contains(world_.alarms()[0].evidence));
}

TEST_P(Healing, BringsBackWhoLostTheGroup) {
  world_.say(world_.anna(), key(), "Voor het verlies.");
  world_.settled();
  world_.vault(oma_).erase(row(oma_, "group"));
  world_.restart_device(oma_);
  world_.say(world_.anna(), key(), "Intussen.");

  world_.run(5min);
  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  const Texts all{"Voor het verlies.", "Intussen.", "Ik ben er weer."};
  EXPECT_EQ(world_.texts(piet_, key()), all);
  EXPECT_EQ(world_.texts(oma_, key()), is_record() ? all : (Texts{all.front(), all.back()}));
  EXPECT_EQ(healings_told(oma_).size(), 1U);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Healing, BringsBackWhoLostAllOfAChannel) {
  world_.say(world_.anna(), key(), "Voor het verlies.");
  world_.settled();
  const auto channel = row(oma_, "");
  std::erase_if(world_.vault(oma_), [&](const auto& kept) { return kept.first.starts_with(channel); });
  world_.restart_device(oma_);

  world_.run(5min);
  world_.say(world_.anna(), key(), "Erna.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  EXPECT_EQ(world_.texts(oma_, key()), is_record() ? (Texts{"Voor het verlies.", "Erna."}) : Texts{"Erna."});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Healing, LetsWhoLostAllWriteAgain) {
  world_.say(oma_, key(), "Voor het verlies.");
  world_.say(oma_, key(), "En nog iets.");
  world_.settled();
  const auto channel = row(oma_, "");
  std::erase_if(world_.vault(oma_), [&](const auto& kept) { return kept.first.starts_with(channel); });
  world_.restart_device(oma_);
  world_.run(5min);

  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();

  EXPECT_EQ(world_.texts(piet_, key()), (Texts{"Voor het verlies.", "En nog iets.", "Ik ben er weer."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Healing, IsDoneByWhoeverIsLeft) {
  const auto his = group_of(piet_);
  const auto hers = group_of(oma_);
  static_cast<void>(world_.admit("Kees", GetParam().role));
  set_back(piet_, his);
  set_back(oma_, hers);
  world_.settled();

  world_.remove("Kees");
  world_.run(5min);
  world_.say(oma_, key(), "Wij zijn er weer.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  EXPECT_EQ(world_.texts(world_.anna(), key()), Texts{"Wij zijn er weer."});
}

TEST_P(Healing, WaitsForWhoeverComesByLater) {
  set_back_behind_kees(oma_);
  world_.offline(piet_);
  remove_kees();
  world_.run(2s);
  world_.offline(world_.anna());
  world_.run(1h);
  EXPECT_EQ(world_.channel_view(oma_, key()).healing.state, core::HealState::asked);
  // She asks, and is gone when somebody comes.
  world_.offline(oma_);

  world_.online(piet_);
  world_.run(1min);
  world_.online(oma_);
  world_.settled();

  EXPECT_TRUE(world_.channel_view(oma_, key()).joined);
  world_.expect_all_in({piet_, oma_}, key());
}

TEST_P(Healing, IsAskedForAnewWhenAnotherCommitCameFirst) {
  set_back_behind_kees(oma_);
  // While nobody sees her request the epoch ends.
  world_.tamper({.event = [this](wire::Event& event) {
    auto* entry = std::get_if<wire::EntryEvent>(&event);
    if (entry != nullptr && entry->kind == channels::LogKind::heal)
      event = wire::HeartbeatEvent{.time = world_.now()};
  }});
  remove_kees();
  world_.run(30s);
  ASSERT_EQ(world_.channel_view(oma_, key()).healing.state, core::HealState::asked);
  world_.tamper({});
  static_cast<void>(world_.admit("Fien", GetParam().role));

  world_.run(10min);
  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  EXPECT_EQ(world_.texts(piet_, key()).back(), "Ik ben er weer.");
}

TEST_P(Healing, IsAskedForLessAndLessWhileTheHubWithholdsIt) {
  set_back_behind_kees(oma_);
  world_.tamper(withholding());
  world_.remove("Kees");

  world_.run(24h);

  EXPECT_TRUE(world_.channel_view(oma_, key()).stopped);
  EXPECT_EQ(world_.channel_view(oma_, key()).healing.state, core::HealState::none);
  EXPECT_LT(requests_sent().size(), 100U);
  EXPECT_TRUE(world_.channel_view(piet_, key()).joined);
  world_.tamper({});
  world_.run(1h);
  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
}

TEST_P(Healing, DoesNotHideThatSheWasShownAnotherLog) {
  world_.say(world_.anna(), key(), "Voor de leugen.");
  world_.settled();
  // Oma alone sees another membership tag on the commit that removes Kees, which no hub can check.
  static_cast<void>(world_.admit("Kees", GetParam().role));
  const auto channel = world_.channel(oma_, key());
  world_.tamper({.event =
                     [channel](wire::Event& event) {
                       auto* entry = std::get_if<wire::EntryEvent>(&event);
                       if (entry == nullptr || entry->channel != channel) return;
                       auto* bytes = std::get_if<Bytes>(&entry->payload);
                       if (entry->kind != channels::LogKind::commit || bytes == nullptr) return;
                       auto payload = rules::CommitPayload::decode(*bytes).value();
                       payload.commit.back() ^= 1U;
                       *bytes = payload.encode();
                     },
                 .only = oma_});
  world_.remove("Kees");
  world_.run(10min);

  // She was let in again, and found the same lie on the way: that is told, and not mended.
  EXPECT_EQ(requests_sent().size(), 1U);
  EXPECT_TRUE(world_.channel_view(oma_, key()).stopped);
  const auto told = std::ranges::count_if(world_.alarms(), [](const auto& alarm) { return !alarm.heals; });
  EXPECT_GE(told, 1);
  const auto asked = requests_sent().size();
  world_.run(24h);
  EXPECT_EQ(requests_sent().size(), asked);
  EXPECT_TRUE(world_.channel_view(world_.anna(), key()).joined);
}

TEST_P(Healing, IsNotAskedForWhereTheHubShowsWhatNoHubTakes) {
  static_cast<void>(world_.admit("Kees", GetParam().role));
  const auto channel = world_.channel(oma_, key());
  world_.tamper({.event =
                     [channel](wire::Event& event) {
                       auto* entry = std::get_if<wire::EntryEvent>(&event);
                       if (entry == nullptr || entry->channel != channel) return;
                       auto* payload = std::get_if<Bytes>(&entry->payload);
                       if (entry->kind == channels::LogKind::commit && payload != nullptr)
                         payload->at(payload->size() / 2) ^= 1U;
                     },
                 .only = oma_});
  remove_kees();
  world_.run(1h);

  EXPECT_TRUE(world_.channel_view(oma_, key()).stopped);
  EXPECT_EQ(world_.alarms().size(), 1U);
  EXPECT_TRUE(requests_sent().empty());
}

TEST_P(Healing, IsNotDoneOnARequestThatTheHubRepeats) {
  set_back_behind_kees(oma_);
  world_.remove("Kees");
  world_.run(5min);
  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  const auto old = requests_sent().back();
  const auto epoch = world_.channel_view(piet_, key()).epoch;
  // The hub shows it to Piet in place of what is said.
  world_.tamper({.event =
                     [&](wire::Event& event) {
                       auto* entry = std::get_if<wire::EntryEvent>(&event);
                       if (entry == nullptr || entry->channel != old.channel) return;
                       if (entry->kind == channels::LogKind::commit) return;
                       entry->kind = channels::LogKind::heal;
                       entry->payload = old.payload;
                     },
                 .only = piet_});

  world_.say(world_.anna(), key(), "Piet ziet iets anders.");
  world_.run(1min);

  EXPECT_EQ(world_.channel_view(world_.anna(), key()).epoch, epoch);
  EXPECT_TRUE(std::ranges::any_of(world_.alarms(),
                                  [](const auto& alarm) { return alarm.reason == "heal_wrong_place"; }));
}

TEST_P(Healing, IsAskedForFiveTimesADay) {
  // Whatever lets her in again is lost again.
  for (std::uint32_t time = 0; time < core::heal_requests_max; ++time) {
    world_.vault(oma_).erase(row(oma_, "group"));
    world_.restart_device(oma_);
    world_.run(5min);
    EXPECT_TRUE(world_.channel_view(oma_, key()).joined) << time;
  }
  world_.vault(oma_).erase(row(oma_, "group"));
  world_.restart_device(oma_);
  world_.run(12h);
  EXPECT_FALSE(world_.channel_view(oma_, key()).joined);
  EXPECT_EQ(world_.channel_view(oma_, key()).healing.state, core::HealState::gave_up);

  world_.run(13h);

  EXPECT_TRUE(world_.channel_view(oma_, key()).joined);
}

TEST_P(Healing, IsDoneForNobodyMoreThanFiveTimesADay) {
  // Her device forgets each time that it has asked.
  const auto lose = [&] {
    world_.vault(oma_).erase(row(oma_, "group"));
    world_.vault(oma_).erase(core::circle_row(world_.circle(), "healing"));
    world_.restart_device(oma_);
    world_.run(5min);
  };
  for (std::uint32_t time = 0; time < core::heal_requests_max; ++time) {
    lose();
    EXPECT_TRUE(world_.channel_view(oma_, key()).joined) << time;
  }
  const auto epoch = world_.channel_view(piet_, key()).epoch;

  lose();

  EXPECT_FALSE(world_.channel_view(oma_, key()).joined);
  EXPECT_EQ(world_.channel_view(piet_, key()).epoch, epoch);
  world_.run(23h);
  static_cast<void>(world_.admit("Kees", GetParam().role));
  EXPECT_TRUE(world_.channel_view(oma_, key()).joined) << "later she is let in all the same";
}

}  // namespace
}  // namespace kring::simulation
