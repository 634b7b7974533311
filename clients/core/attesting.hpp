#pragma once

#include "channels/charter/attestation.hpp"
#include "channels/model/ids.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/primitives/keys.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

/// What a coordinator's device keeps of attesting.
namespace kring::core {

/// Attestations that a device keeps of those it gave: more than a network has members who were checked.
inline constexpr std::size_t given_attestations_max = 5000;

/// This device's own key of a network. It never leaves the device.
struct AttestingKey {
  charter::AttestationKeyId id;  ///< its place, while it is to come; the charter knows where it is
  primitives::SignatureKeyPair pair;

  [[nodiscard]] channels::AttestationKey public_key() const;
};

/// One that this device gave.
struct GivenAttestation {
  std::string name;  ///< of the person, as they called themself then
  channels::PersonKey person;
  charter::Attestation attestation;
};

struct Attesting {
  /// Of each network the one that counts, if one does, and the one that is to come.
  std::map<channels::CircleId, std::vector<AttestingKey>> keys;
  std::vector<GivenAttestation> given;  ///< the oldest first

  /// Keeps one more; those whose time is over go, and the oldest if there would be too many.
  void note(GivenAttestation one, Time now);
  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_vault`.
  [[nodiscard]] static Result<Attesting> decode(ByteView row);
};

}  // namespace kring::core
