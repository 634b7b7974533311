#pragma once

#include "channels/rules/commit_structures.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/message.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/support/broken_path.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace kring::simulation {

/// An owner restarts a channel; settles.
inline void restart(CircleWorld& world, DeviceIndex owner, std::string_view key) {
  const auto asked = world.perform(
      owner, world.client(owner).restart_channel(world.circle(), world.channel(owner, key), {}, world.now()));
  ASSERT_TRUE(asked) << asked.error().name();
  world.settled();
  const auto outcome = world.outcome(*asked);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(*outcome) << outcome->error().name();
}

/// A channel by its key, and a role that writes in it.
struct RestartPlace {
  const char* key;
  const char* role;
  friend void PrintTo(const RestartPlace& place, std::ostream* out) { *out << place.key; }
};
inline auto restart_places() {
  return testing::Values(RestartPlace{.key = "family", .role = "family"},
                         RestartPlace{.key = "care", .role = "nurse"});
}
inline std::string name_of_place(const testing::TestParamInfo<RestartPlace>& row) {
  return row.param.key;
}

/// Both kinds of channels.
class RestartWorld : public testing::TestWithParam<RestartPlace> {
 protected:
  [[nodiscard]] const char* key() const { return GetParam().key; }
  /// A device sees other bytes than everyone else of those entries of these kinds that it has not seen yet.
  void break_entries(DeviceIndex device, std::set<channels::LogKind> kinds) {
    const auto broken = world_.channel(piet_, key());
    const auto last = world_.channel_view(device, key()).head;
    world_.tamper({.event =
                       [broken, last, kinds = std::move(kinds)](wire::Event& event) {
                         auto* entry = std::get_if<wire::EntryEvent>(&event);
                         if (entry != nullptr && entry->channel == broken && entry->seq > last &&
                             kinds.contains(entry->kind))
                           std::get<Bytes>(entry->payload).back() ^= 1U;
                       },
                   .only = device});
  }
  /// A device's commits in the channel have a path that nobody can follow.
  void break_paths_of(DeviceIndex device) {
    const auto broken = world_.channel(device, key());
    world_.tamper({.request =
                       [this, device, broken](wire::Request& request) {
                         auto* bundle = std::get_if<wire::BundleRequest>(&request);
                         if (bundle == nullptr) return;
                         for (auto& group : bundle->groups) {
                           if (group.channel == broken) group.commit = with_broken_path(device, group.commit);
                         }
                       },
                   .only = device});
  }
  /// Piet restarts the channel after he could not read on; what Oma writes meanwhile, who is gone then, falls
  /// away.
  void restart_without(const std::string& text) {
    break_entries(piet_, {channels::LogKind::commit});
    static_cast<void>(world_.admit("Kees", GetParam().role));
    world_.say(oma_, key(), text);
    world_.run(std::chrono::seconds(5));
    world_.offline(oma_);
    world_.tamper({});
    restart(world_, piet_, key());
  }
  /// Alarms of one reason.
  [[nodiscard]] std::vector<core::Alarm> alarms(std::string_view reason) const {
    std::vector<core::Alarm> found;
    std::ranges::copy_if(world_.alarms(), std::back_inserter(found),
                         [&](const core::Alarm& alarm) { return alarm.reason == reason; });
    return found;
  }

  /// Whether a device has kept this text with one of these alarms.
  [[nodiscard]] bool has_evidence(DeviceIndex device, const std::vector<core::Alarm>& of,
                                  std::string_view text) {
    const auto& vault = world_.vault(device);
    return std::ranges::any_of(of, [&](const core::Alarm& alarm) {
      const auto kept = vault.find(alarm.evidence);
      return kept != vault.end() && view_text(kept->second).contains(text);
    });
  }

  CircleWorld world_{{.seed = 41}};
  DeviceIndex piet_ = world_.admit_owner("Piet");
  DeviceIndex oma_ = world_.admit("Oma", GetParam().role);

 private:
  [[nodiscard]] Bytes with_broken_path(DeviceIndex device, const wire::Part& part) {
    auto payload = rules::CommitPayload::decode(std::get<Bytes>(part)).value();
    const auto message = mls::decode_message(payload.commit).value();
    const auto& content = std::get<mls::PublicMessage>(message.body).content;
    for (const auto& [name, row] : world_.vault(device)) {
      if (!name.ends_with("/group")) continue;
      const auto group = mls::Group::decode(row).value();
      if (group.context().group_id == content.group_id)
        payload.commit = codec::encode(support::break_path(group, message));
    }
    return payload.encode();
  }
};

}  // namespace kring::simulation
