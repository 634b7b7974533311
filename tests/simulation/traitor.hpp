#pragma once

#include "channels/rules/commit_structures.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/primitives/keys.hpp"
#include "tests/simulation/circle_world.hpp"

#include <map>
#include <optional>
#include <vector>

namespace kring::simulation {

/// The key of a handle, known to whoever wants a leaf by it.
struct Ghost {
  primitives::SignatureKeyPair handle;

  [[nodiscard]] channels::HandleId id() const;
  /// A key package as each client makes its own.
  [[nodiscard]] mls::KeyPackage package(World& world) const;
};
/// A handle that no charter knows.
[[nodiscard]] Ghost ghost_of_nobody(World& world);
/// The handle of a device that is in this channel's group.
[[nodiscard]] Ghost ghost_of(CircleWorld& world, DeviceIndex device, const channels::ChannelId& channel);

/// What is wrong with the record key that a commit brings.
enum class KeyLie : std::uint8_t {
  none,          ///< it brings none
  another_key,   ///< the box holds another key than the commit names
  nobodys_box,   ///< the box opens for nobody
  another_past,  ///< the link leads to another key than the one that everybody holds
};

/// What a commit does that no program would make.
struct Treason {
  std::vector<mls::KeyPackage> adds{};
  std::vector<channels::HandleId> removes{};
  KeyLie key = KeyLie::none;
  /// Heads and times of a commit that is right; else those of the channel as the device knows it.
  std::optional<rules::CommitData> data{};
};
struct TreasonMade {
  /// Of the log's entry.
  Bytes payload;
  /// A whole MLSMessage with the tree inside it, for those who are added.
  Bytes welcome;
};
/// A commit of a member's device by the state of the group that it has: every signature and key in it is
/// right. Aborts if the device is not in the channel.
[[nodiscard]] TreasonMade commit_of_traitor(CircleWorld& world, DeviceIndex device,
                                            const channels::ChannelId& channel, const Treason& treason);

/// The record keys that a device holds of a channel, by generation.
[[nodiscard]] std::map<channels::Generation, Secret> record_keys_of(CircleWorld& world, DeviceIndex device,
                                                                    const channels::ChannelId& channel);

/// The handles of all leaves of a channel's group, as a device has it in its vault.
[[nodiscard]] std::vector<channels::HandleId> leaves_of(CircleWorld& world, DeviceIndex device,
                                                        const channels::ChannelId& channel);

}  // namespace kring::simulation
