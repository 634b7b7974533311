#pragma once

#include "channels/charter/bodies_attestations.hpp"
#include "channels/model/ids.hpp"

#include "crypto/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What this device makes of attestations. All are copies; texts are whatever their authors wrote.
namespace kring::core {

/// How well this device knows a network's charter now.
enum class NetworkReading : std::uint8_t {
  current = 1,  ///< it was read to its end lately, or this device is in the network and has caught up
  not_asked,    ///< nobody has asked for it lately
  offline,      ///< no answer came
  too_slow,     ///< not all of it came in time
  hidden,       ///< the hub says that there is none for anybody to read
  refused,      ///< what the hub showed cannot be true; an alarm told of it
  lost,         ///< the hub has less than was read: it was restored, or another one had shown the rest
  newer,        ///< there are entries in it that this program is too old for
  too_large,    ///< more than `network_charter_bytes_max`
  limited,      ///< the hub takes no such question for now
};
[[nodiscard]] std::string_view name_of(NetworkReading reading);

/// How long a charter that was read to its end counts as current, where nobody has failed to read it since.
inline constexpr Duration network_fresh_for = std::chrono::minutes(5);

/// So long before an own attestation ends, and after, its person is reminded.
inline constexpr Duration attestation_remind_for = std::chrono::days(14);

/// What an attestation is worth, by the newest charter of its network that this device knows.
enum class AttestationState : std::uint8_t {
  holds = 1,
  held_before,      ///< it held when the charter was read last; what has changed since cannot be told now
  wrong_person,     ///< it is about somebody else
  not_yet,          ///< it says that it was checked later than now
  expired,          ///< its time is over: it is to be given anew
  unknown_network,  ///< no charter of its network is to be had here
  network_ended,
  unknown_key,  ///< no key of the network's has signed it
  withdrawn,    ///< the network has taken it back
  key_gone,     ///< the network has taken the key back, or whoever had it is gone
};
[[nodiscard]] std::string_view name_of(AttestationState state);

struct AttestationView {
  charter::AttestationHash id;
  channels::CircleId network;
  std::string network_name;  ///< empty where this device is not in it
  std::string claim;         ///< what was checked, such as "kinderarts"
  std::string how;           ///< by what, such as "BIG-register"
  Time checked;
  Time until;
  AttestationState state = AttestationState::unknown_network;
  /// How well the network's charter is known, by which that was judged.
  NetworkReading reading = NetworkReading::not_asked;
  /// When it was last read to its end; none if it never was, and for a network that this device is in.
  std::optional<Time> as_of;
  /// If it is `limited`, from when on the hub wants to be asked again.
  std::optional<Time> again{};
};

/// A network that this device is not in and has read of.
struct KnownNetworkView {
  channels::CircleId network;
  NetworkReading reading = NetworkReading::not_asked;
  std::optional<Time> as_of;    ///< when its charter was last read to its end
  std::optional<Time> again{};  ///< if it is `limited`, from when on the hub wants to be asked again
};

/// An attestation that this device has given.
struct GivenView {
  AttestationView attestation;
  std::string name;  ///< of the person, as they called themself then
};

/// This device's own key of a network.
enum class OwnKey : std::uint8_t {
  none = 1,  ///< it has none
  coming,    ///< the hub has not taken it yet
  counts,
  gone,  ///< it was replaced or taken away
};

/// A key that counts in a network.
struct NetworkKeyView {
  charter::AttestationKeyId id;
  channels::MemberId member;  ///< whose device has it
  std::string name;           ///< theirs
  bool this_device = false;
  Time since;
};

/// How a network attests.
struct NetworkKeysView {
  bool is_public = false;    ///< anybody may read its charter
  std::size_t counting = 0;  ///< keys that count, of all coordinators
  OwnKey own = OwnKey::none;
};

}  // namespace kring::core
