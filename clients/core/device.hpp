#pragma once

#include "channels/charter/introduction.hpp"
#include "channels/model/ids.hpp"
#include "clients/core/vault_slot.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/primitives/keys.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::core {

/// Removals that are kept apart: one can keep four attestations at a time, for 90 days each.
inline constexpr std::size_t removed_attestations_max = 64;

/// That an attestation was removed, and with it each that says the same and was checked no later, however
/// long that counts.
struct RemovedAttestation {
  channels::CircleId network;
  std::string claim;
  Time checked;
  /// What the person has kept again by hand since, and what was checked before that, is removed no more.
  std::optional<Time> kept_again{};

  friend bool operator==(const RemovedAttestation&, const RemovedAttestation&) = default;
};

/// The device itself, and what it keeps of its person's recovery kit: public halves only.
struct Device {
  std::string name;
  std::string relation;
  primitives::SignatureKeyPair key;
  charter::CertifiedDevice certificate;
  FixedBytes<32> vault_key{};
  std::vector<channels::RecoveryKey> recovery_keys;
  std::uint32_t next_recovery_key = 0;  ///< one a circle
  bool words_confirmed = false;
  /// By the words, all that this device knows was found in the vault.
  bool kit_proven = false;
  /// What the person calls their devices, this one among them.
  std::map<channels::DeviceKey, std::string> device_names;
  /// The vault slot that this device keeps. None in rows from before there were any, and where the device
  /// that linked this one had none left to give.
  std::optional<WritableSlot> slot;
  /// Slots that it may hand on, in ascending order: the next one first.
  std::vector<WritableSlot> spare_slots;
  /// The highest numbers that it knows of the person's slots; of its own the last that was put.
  SlotNumbers slot_numbers;
  /// What networks attest of its person: shown to whoever lets them in. At most
  /// `limits::shown_attestations_max`.
  std::vector<charter::Attestation> attestations;
  /// What was removed here, each network and claim once, until the last of it is over: no other device brings
  /// it back. At most `removed_attestations_max`.
  std::vector<RemovedAttestation> removed;

  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_vault`.
  [[nodiscard]] static Result<Device> decode(ByteView row);
};

struct NewDevice {
  Device device;
  SecretBytes words;
};
/// A new device of a new person. Errors: `bad_name`.
[[nodiscard]] Result<NewDevice> make_device(std::string_view name, std::string_view relation, Random& random);

/// A new device of the person whose words they are: they have them on paper. It has no slot of the vault yet.
/// Errors: `bad_name`, `wrong_words`.
[[nodiscard]] Result<Device> make_device_of(std::string_view name, std::string_view relation,
                                            const SecretBytes& words, Random& random);

/// Which slots a device takes that comes by the words: its own, and those that it may hand on.
struct SlotChoice {
  recovery::SlotIndex own{};
  std::vector<recovery::SlotIndex> spare;
  SlotNumbers others;
};
/// Gives the device these slots. Errors: `wrong_words`.
[[nodiscard]] Status take_slots(Device& device, const SecretBytes& words, const SlotChoice& choice);

/// The slots that a device gives the one it links: the next one, and the last quarter of the rest for
/// handing on. They stay with it until that one is in.
[[nodiscard]] std::vector<WritableSlot> slots_to_give(const Device& device);
/// They are the other's from now on.
void give_slots(Device& device);

/// The kit behind the device. Errors: `wrong_words`.
[[nodiscard]] Result<recovery::RecoveryKit> kit_of(const Device& device, const SecretBytes& words);
/// Whether these are the words behind the device. Errors: `wrong_words`.
[[nodiscard]] Status check_words(const Device& device, const SecretBytes& words);
/// The private recovery key of this number. Errors: `wrong_words`.
[[nodiscard]] Result<Secret> recovery_seed(const Device& device, const SecretBytes& words,
                                           std::uint32_t index);

/// Recovery keys that are tried where nobody knows which one a circle has.
inline constexpr std::uint32_t recovery_tries_max = 64;
/// The first so many private recovery keys. Errors: `wrong_words`.
[[nodiscard]] Result<std::vector<Secret>> first_recovery_seeds(const Device& device,
                                                               const SecretBytes& words);

/// Notes that one was removed. Removals go of which all is over, and the one of which it is soonest if there
/// would be too many.
void note_removed(Device& device, const charter::Attestation& removed, Time now);
/// Notes that the person wants one after all, whatever was removed.
void note_kept_again(Device& device, const charter::Attestation& kept);
/// Whether a removal of this device takes one along.
[[nodiscard]] bool is_removed(const Device& device, const charter::Attestation& attestation);
/// Those of a device's attestations whose time is not over.
[[nodiscard]] std::vector<charter::Attestation> attestations_at(const Device& device, Time now);

/// What an introduction shows beyond who somebody is.
struct ShownInIntroduction {
  std::vector<charter::Attestation> attestations{};
  /// How often it was written anew.
  std::uint32_t serial = 0;
};
/// Who we are, and what of that is attested, signed for one circle by its handle. Errors: `bad_name`.
[[nodiscard]] Result<charter::Introduction> introduce(const Device& device, const charter::Subject& subject,
                                                      const Secret& handle_seed,
                                                      ShownInIntroduction shown = {});

}  // namespace kring::core
