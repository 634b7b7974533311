#pragma once

#include "clients/core/vault_reading.hpp"

#include <string>
#include <vector>

/// What all slots of a person say together.
namespace kring::core {

struct VaultUnion {
  /// As the slot says that was sealed last.
  std::string name;
  std::string relation;
  std::uint16_t recovery_keys_used = 0;
  std::vector<NamedDevice> devices;
  /// Each once, in ascending order: of each the highest head, the newest record keys, and all checks and
  /// names.
  std::vector<KnownCircle> circles;
  /// The furthest of each channel, in ascending order of circle and channel.
  std::vector<LogEnd> logs;
};

[[nodiscard]] VaultUnion unite(const std::vector<const FoundSlot*>& found);

/// What all slots tell of attestations of the person, of what does not belie itself (`judge_alone`): of those
/// that say the same the newest; at most `limits::shown_attestations_max`, those of the newest slot first.
[[nodiscard]] std::vector<charter::Attestation> unite_attestations(const std::vector<const FoundSlot*>& found,
                                                                   const channels::PersonKey& person,
                                                                   Time now);

}  // namespace kring::core
