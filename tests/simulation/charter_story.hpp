#pragma once

#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::simulation {

/// A circle in which Anna decides.
class CharterStory : public testing::Test {
 protected:
  /// Anna does something that must succeed.
  template <class Command>
  void decide(Command command) {
    const auto asked = world_.perform(world_.anna(), command(world_.client(world_.anna())));
    ASSERT_TRUE(asked) << asked.error().name();
    world_.settled();
    ASSERT_TRUE(world_.outcome(*asked));
    EXPECT_TRUE(*world_.outcome(*asked)) << world_.outcome(*asked)->error().name();
  }
  channels::MemberId id_of(std::string_view name) { return world_.member(world_.anna(), name).id; }
  void pause(std::string_view name) {
    decide([&](core::Client& client) { return client.pause(world_.circle(), id_of(name), world_.now()); });
  }
  void unpause(std::string_view name) {
    decide([&](core::Client& client) { return client.unpause(world_.circle(), id_of(name), world_.now()); });
  }
  void change_role(std::string_view name, std::string_view role) {
    decide([&](core::Client& client) {
      return client.change_role(world_.circle(), {.member = id_of(name), .role = world_.role(role)},
                                world_.now());
    });
  }
  void allow(std::string_view channel, std::string_view role, channels::Rights rights) {
    decide([&](core::Client& client) {
      return client.allow(world_.circle(), world_.channel(world_.anna(), channel),
                          {{.role = world_.role(role), .rights = rights}}, world_.now());
    });
  }
  void close(std::string_view channel) {
    decide([&](core::Client& client) {
      return client.close_channel(world_.circle(), world_.channel(world_.anna(), channel), world_.now());
    });
  }
  void say(DeviceIndex device, std::string_view channel, const std::string& text) {
    world_.say(device, channel, text);
    world_.settled();
  }
  Error refusal(DeviceIndex device, std::string_view channel) {
    const auto said =
        world_.client(device).say(world_.circle(), world_.channel(device, channel), "Mag dit?", world_.now());
    EXPECT_FALSE(said);
    return said ? Error(client::Errc::not_needed) : said.error();
  }

  void ask_removal_of(std::string_view name) {
    decide([&](core::Client& client) {
      return client.remove_owner(world_.circle(), id_of(name), world_.words(world_.anna()), world_.now());
    });
  }
  /// Days in which everybody is away.
  void wait(Duration days, const std::vector<DeviceIndex>& devices) {
    for (const auto device : devices) world_.offline(device);
    world_.run(days);
    for (const auto device : devices) world_.online(device);
    world_.settled();
  }

  CircleWorld world_{{.seed = 71}};
};

}  // namespace kring::simulation
