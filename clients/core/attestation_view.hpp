#pragma once

#include "channels/charter/bodies_attestations.hpp"
#include "channels/model/ids.hpp"

#include "crypto/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// What this device makes of attestations. All are copies; texts are whatever their authors wrote.
namespace kring::core {

/// What an attestation is worth, by the newest charter of its network that this device knows.
enum class AttestationState : std::uint8_t {
  holds = 1,
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

/// How a network attests.
struct NetworkKeysView {
  bool is_public = false;    ///< anybody may read its charter
  std::size_t counting = 0;  ///< keys that count, of all coordinators
  OwnKey own = OwnKey::none;
};

}  // namespace kring::core
