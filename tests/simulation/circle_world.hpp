#pragma once

#include "channels/articles/article.hpp"
#include "channels/model/rights.hpp"
#include "tests/simulation/world.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kring::simulation {

/// What is compared with `Watcher::problems`, and other lists of texts.
using Texts = std::vector<std::string>;

/// A world with one circle in it, or more. Whatever should work and does not fails the test.
class CircleWorld : public World {
 public:
  /// A circle and whoever founded it.
  struct Place {
    channels::CircleId circle;
    DeviceIndex founder{};
  };
  /// A circle founded by a parent called Anna.
  explicit CircleWorld(WorldOptions options) : CircleWorld(options, charter::FoundedAs::circle) {}

  [[nodiscard]] const channels::CircleId& circle() const { return circle_; }
  /// The founder's device.
  [[nodiscard]] DeviceIndex anna() const { return anna_; }
  [[nodiscard]] Place place() const { return {.circle = circle_, .founder = anna_}; }
  /// Everything here is about another circle from now on, and whoever founded it stands for Anna.
  void turn_to(const Place& place);
  /// Founds another circle by a new device; settles.
  [[nodiscard]] Place found(const std::string& founder, const core::NewCircle& circle);

  [[nodiscard]] channels::RoleId role(std::string_view key);
  /// A channel by its key or label, as this device knows it.
  [[nodiscard]] channels::ChannelId channel(DeviceIndex device, std::string_view key);
  /// The same as this device shows it.
  [[nodiscard]] core::ChannelView channel_view(DeviceIndex device, std::string_view key);
  [[nodiscard]] bool has_channel(DeviceIndex device, std::string_view key);

  /// A device in a home that was empty, which has read the vault by the words of `lost`, who is gone.
  [[nodiscard]] DeviceIndex device_by_vault(DeviceIndex lost, const std::string& name);

  /// An invitation by `inviter`; settles.
  [[nodiscard]] core::Invited invite(DeviceIndex inviter, core::Invitation invitation);
  /// A new device that follows a link; settles.
  [[nodiscard]] DeviceIndex join(const std::string& name, const std::string& link);
  /// The same with a device that there is.
  void follow(DeviceIndex device, const std::string& link);
  /// Anna removes a member; settles.
  void remove(std::string_view name);
  /// Confirms a request; settles.
  void confirm(DeviceIndex device, const channels::InvitationId& invitation);
  /// Anna confirms an owner by her words; settles.
  void confirm_owner(const channels::InvitationId& invitation) { confirm_owner(anna_, invitation); }
  /// The same by any owner.
  void confirm_owner(DeviceIndex owner, const channels::InvitationId& invitation);
  /// An owner agrees that who waits becomes one; settles.
  void consent(DeviceIndex owner, const channels::InvitationId& invitation);
  /// Another owner, admitted by Anna.
  [[nodiscard]] DeviceIndex admit_owner(const std::string& name, std::string_view role_key = "parent");
  /// An owner asks that the charter become public, or agrees, and if they are the last makes it so by their
  /// words; settles.
  void publish(DeviceIndex owner);
  /// All of it: invited by Anna, joined, confirmed and settled.
  [[nodiscard]] DeviceIndex admit(const std::string& name, std::string_view role_key);
  /// The same with a device that there is.
  void admit(DeviceIndex device, std::string_view role_key);
  /// Anna opens a newsgroup of a network for roles by their keys, and moderates it; settles.
  void open_newsgroup(const std::string& name,
                      const std::vector<std::pair<std::string, channels::Rights>>& roles);

  /// Does what a command gave, which had to be accepted; settles.
  void must(DeviceIndex device, Result<core::Accepted> accepted);
  void say(DeviceIndex device, std::string_view channel_key, const std::string& text);
  /// Writes an article that no program would, as a member who changed theirs could.
  void write(DeviceIndex device, std::string_view channel_key, const articles::Article& article);
  /// The texts of a channel that this device can show, in order.
  [[nodiscard]] std::vector<std::string> texts(DeviceIndex device, std::string_view channel_key);
  /// The member of this name, as `device` knows them.
  [[nodiscard]] core::MemberView member(DeviceIndex device, std::string_view name);
  [[nodiscard]] core::CircleView view(DeviceIndex device);

  void settled();
  /// Fails if the devices that are in a channel's group do not agree about its log and epoch.
  void expect_agreement(const std::vector<DeviceIndex>& devices);
  /// Fails if one of them is not in this channel, joined and not stopped, or has anything else of it.
  void expect_all_in(const std::vector<DeviceIndex>& devices, std::string_view channel);

 protected:
  CircleWorld(WorldOptions options, charter::FoundedAs as);

 private:
  channels::CircleId found_by(DeviceIndex device, const core::NewCircle& circle);

  DeviceIndex anna_{};
  channels::CircleId circle_;
};

}  // namespace kring::simulation
