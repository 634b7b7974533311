#include "tests/simulation/circle_world.hpp"

#include "clients/core/circle_rows.hpp"
#include "clients/core/rows.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace kring::simulation {

CircleWorld::CircleWorld(WorldOptions options, charter::FoundedAs as)
    : World(options), anna_(add_device("Anna", "moeder")) {
  circle_ = found_by(anna_, {.name = "Kring van Noor", .hub = std::string(hub_origin), .as = as});
}

channels::CircleId CircleWorld::found_by(DeviceIndex device, const core::NewCircle& circle) {
  const auto asked = perform(device, client(device).found(circle, now()));
  EXPECT_TRUE(asked);
  settled();
  EXPECT_TRUE(outcome(*asked) && *outcome(*asked));
  return client(device).circles(now()).at(0).id;
}

CircleWorld::Place CircleWorld::found(const std::string& founder, const core::NewCircle& circle) {
  const auto device = add_device(founder);
  return {.circle = found_by(device, circle), .founder = device};
}

void CircleWorld::turn_to(const Place& place) {
  circle_ = place.circle;
  anna_ = place.founder;
}

void CircleWorld::settled() {
  EXPECT_TRUE(settle()) << unsettled();
}

channels::RoleId CircleWorld::role(std::string_view key) {
  for (const auto& known : client(anna_).roles(circle_, now())) {
    if (known.key == key || known.label == key) return known.id;
  }
  ADD_FAILURE() << "no role " << key;
  return {};
}

bool CircleWorld::has_channel(DeviceIndex device, std::string_view key) {
  for (const auto& known : client(device).channels(circle_, now())) {
    if (known.key == key || known.label == key) return true;
  }
  return false;
}

channels::ChannelId CircleWorld::channel(DeviceIndex device, std::string_view key) {
  for (const auto& known : client(device).channels(circle_, now())) {
    if (known.key == key || known.label == key) return known.id;
  }
  ADD_FAILURE() << "no channel " << key;
  return {};
}

DeviceIndex CircleWorld::device_by_vault(DeviceIndex lost, const std::string& name) {
  const auto hub = view(lost).hub;
  offline(lost);
  const auto device = add_device("Leeg");
  vault(device).clear();
  restart_device(device);
  auto reading = client(device).read_vault(hub, words(lost), now());
  EXPECT_TRUE(reading);
  perform(device, std::move(*reading));
  run(std::chrono::seconds(5));
  auto made = client(device).init_from_words(name, "", words(lost), now());
  EXPECT_TRUE(made) << (made ? "" : made.error().name());
  perform(device, std::move(*made));
  return device;
}

core::Invited CircleWorld::invite(DeviceIndex inviter, core::Invitation invitation) {
  auto invited = client(inviter).invite(circle_, invitation, now());
  EXPECT_TRUE(invited) << (invited ? "" : invited.error().name());
  if (!invited) return {};
  perform(inviter, std::exchange(invited->actions, {}));
  settled();
  EXPECT_TRUE(outcome(invited->intent) && *outcome(invited->intent));
  return std::move(*invited);
}

DeviceIndex CircleWorld::join(const std::string& name, const std::string& link) {
  const auto device = add_device(name);
  follow(device, link);
  return device;
}

core::ChannelView CircleWorld::channel_view(DeviceIndex device, std::string_view key) {
  const auto id = channel(device, key);
  for (const auto& known : client(device).channels(circle_, now())) {
    if (known.id == id) return known;
  }
  ADD_FAILURE() << "no channel " << key;
  return {};
}

void CircleWorld::follow(DeviceIndex device, const std::string& link) {
  const auto asked = perform(device, client(device).join(link, now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
  settled();
  EXPECT_TRUE(asked && outcome(*asked) && *outcome(*asked));
}

void CircleWorld::remove(std::string_view name) {
  const auto asked = perform(anna_, client(anna_).remove(circle_, member(anna_, name).id, now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
  settled();
  EXPECT_TRUE(asked && outcome(*asked) && *outcome(*asked));
}

void CircleWorld::confirm(DeviceIndex device, const channels::InvitationId& invitation) {
  const auto asked = perform(
      device, client(device).confirm(circle_, {.invitation = invitation, .until = {}, .words = {}}, now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
  settled();
  EXPECT_TRUE(asked && outcome(*asked) && *outcome(*asked));
}

void CircleWorld::confirm_owner(DeviceIndex owner, const channels::InvitationId& invitation) {
  const auto asked = perform(
      owner,
      client(owner).confirm(circle_, {.invitation = invitation, .until = {}, .words = words(owner)}, now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
  settled();
  EXPECT_TRUE(asked && outcome(*asked) && *outcome(*asked));
}

void CircleWorld::consent(DeviceIndex owner, const channels::InvitationId& invitation) {
  const auto asked = perform(owner, client(owner).consent(circle_, invitation, now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
  settled();
  EXPECT_TRUE(asked && outcome(*asked) && *outcome(*asked));
}

void CircleWorld::publish(DeviceIndex owner) {
  const auto shown = view(owner).publication;
  const auto asked =
      perform(owner, client(owner).publish(circle_, shown ? std::optional(shown->first) : std::nullopt,
                                           words(owner), now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
  settled();
  EXPECT_TRUE(asked && outcome(*asked) && *outcome(*asked));
}

DeviceIndex CircleWorld::admit_owner(const std::string& name, std::string_view role_key) {
  const auto invited = invite(anna_, {.role = role(role_key), .stay = {}});
  const auto device = join(name, invited.link);
  confirm_owner(invited.invitation);
  return device;
}

DeviceIndex CircleWorld::admit(const std::string& name, std::string_view role_key) {
  const auto invited = invite(anna_, {.role = role(role_key), .stay = {}});
  const auto device = join(name, invited.link);
  confirm(anna_, invited.invitation);
  return device;
}

void CircleWorld::must(DeviceIndex device, Result<core::Accepted> accepted) {
  ASSERT_TRUE(accepted) << accepted.error().name();
  ASSERT_TRUE(perform(device, std::move(accepted)));
  settled();
}

void CircleWorld::admit(DeviceIndex device, std::string_view role_key) {
  const auto invited = invite(anna_, {.role = role(role_key), .stay = {}});
  follow(device, invited.link);
  confirm(anna_, invited.invitation);
}

void CircleWorld::open_newsgroup(const std::string& name,
                                 const std::vector<std::pair<std::string, channels::Rights>>& roles) {
  using channels::Right;
  core::NewChannel newsgroup{.label = name, .roles = {}, .newsgroup = true};
  newsgroup.roles.push_back(
      {.role = role("coordinators"), .rights = Right::read | Right::post | Right::moderate});
  for (const auto& [key, rights] : roles) newsgroup.roles.push_back({.role = role(key), .rights = rights});
  auto opened = client(anna_).open_channel(circle_, newsgroup, now());
  ASSERT_TRUE(opened) << opened.error().name();
  perform(anna_, std::exchange(opened->actions, {}));
  settled();
  EXPECT_TRUE(outcome(opened->intent) && *outcome(opened->intent));
}

void CircleWorld::say(DeviceIndex device, std::string_view channel_key, const std::string& text) {
  const auto asked = perform(device, client(device).say(circle_, channel(device, channel_key), text, now()));
  EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
}

void CircleWorld::write(DeviceIndex device, std::string_view channel_key, const articles::Article& article) {
  core::OutboxMessage message;
  message.id = random().id<channels::MessageId>();
  message.channel = channel(device, channel_key);
  message.order = 1'000'000;
  message.article = copy_bytes(article.view_bytes());
  vault(device).insert_or_assign(core::circle_row(circle_, "outbox/" + to_hex(message.id.view())),
                                 core::encode_message(message));
  restart_device(device);
  settled();
}

std::vector<std::string> CircleWorld::texts(DeviceIndex device, std::string_view channel_key) {
  std::vector<std::string> all;
  for (const auto& article : client(device).timeline(circle_, channel(device, channel_key), {})) {
    if (!article.text.empty()) all.push_back(article.text);
  }
  return all;
}

core::MemberView CircleWorld::member(DeviceIndex device, std::string_view name) {
  for (const auto& known : client(device).members(circle_, now())) {
    if (known.name == name) return known;
  }
  ADD_FAILURE() << "no member " << name;
  return {};
}

core::CircleView CircleWorld::view(DeviceIndex device) {
  for (const auto& known : client(device).circles(now())) {
    if (known.id == circle_) return known;
  }
  ADD_FAILURE() << "not in the circle";
  return {};
}

void CircleWorld::expect_agreement(const std::vector<DeviceIndex>& devices) {
  std::map<channels::ChannelId, core::ChannelView> first;
  for (const auto device : devices) {
    for (const auto& known : client(device).channels(circle_, now())) {
      if (!known.joined) continue;
      const auto [place, is_new] = first.try_emplace(known.id, known);
      if (is_new) continue;
      EXPECT_EQ(place->second.epoch, known.epoch) << known.key;
      EXPECT_EQ(place->second.head, known.head) << known.key;
      EXPECT_EQ(place->second.head_hash, known.head_hash) << known.key;
    }
  }
}

void CircleWorld::expect_all_in(const std::vector<DeviceIndex>& devices, std::string_view channel) {
  for (const auto device : devices) {
    const auto view = channel_view(device, channel);
    EXPECT_TRUE(view.joined);
    EXPECT_FALSE(view.stopped);
  }
  expect_agreement(devices);
  EXPECT_EQ(watcher().problems(), Texts{});
}

}  // namespace kring::simulation
