#pragma once

#include "crypto/primitives/keys.hpp"
#include "crypto/recovery/recovery_words.hpp"

#include <vector>

namespace kring::recovery {

/// Which of a person's recovery keys: one a circle.
enum class RecoveryIndex : std::uint16_t {};
/// Recovery keys whose public halves every device stores: circles that one can join without typing the words.
inline constexpr std::uint16_t stored_recovery_keys = 256;

/// Which of a person's vault slots: one a device.
enum class SlotIndex : std::uint16_t {};
/// Slots of a person: the devices that they may have in a circle, and as many that are gone.
inline constexpr std::uint16_t vault_slots = 16;

/// The keys of a vault slot. A device holds the private half of `writer` and the public one of `reader`, for
/// its own slot alone.
struct SlotKeys {
  primitives::SignatureKeyPair writer;  ///< puts something into the slot
  primitives::SignatureKeyPair reader;  ///< asks for it
};

/// What a device keeps of a kit; nothing in it is secret.
struct KitPublicParts {
  FixedBytes<32> person_key{};
  /// `stored_recovery_keys` of them, by index.
  std::vector<FixedBytes<32>> recovery_keys;
  FixedBytes<32> vault_key{};
  friend bool operator==(const KitPublicParts&, const KitPublicParts&) = default;
};

/// Every key that follows from the words (docs/protocol.md, section 6). Gone when it goes out of scope.
class RecoveryKit {
 public:
  explicit RecoveryKit(const RecoveryWords& words) : entropy_(words.entropy().clone()) {}

  /// Certifies the person's first device.
  [[nodiscard]] primitives::SignatureKeyPair person_key() const;
  /// Signs in one circle what only the person may.
  [[nodiscard]] primitives::SignatureKeyPair recovery_key(RecoveryIndex index) const;
  /// Opens what devices seal into the vault.
  [[nodiscard]] primitives::HpkeKeyPair vault_key() const;
  /// From which the names of vault slots are derived.
  [[nodiscard]] Secret slot_id_key() const;
  [[nodiscard]] SlotKeys slot_keys(SlotIndex index) const;
  [[nodiscard]] KitPublicParts public_parts() const;

 private:
  Secret entropy_;
};

}  // namespace kring::recovery
