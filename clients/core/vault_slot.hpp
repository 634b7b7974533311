#pragma once

#include "channels/model/ids.hpp"
#include "channels/wire/request.hpp"
#include "clients/core/person_state.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/primitives/keys.hpp"
#include "crypto/recovery/recovery_kit.hpp"

#include <map>
#include <vector>

/// What a device seals for its person into a slot of the vault (docs/protocol.md, section 10).
namespace kring::core {

/// A slot's plaintext is a multiple of the first, and at most the second.
inline constexpr std::size_t slot_step_bytes = std::size_t{4} * 1024;
inline constexpr std::size_t slot_plaintext_bytes_max = std::size_t{44} * 1024;

/// Ends of logs in one slot: they and the circles' names share its room.
inline constexpr std::size_t log_ends_max = 256;

/// The keys of a slot that a device may put something into, and not read.
struct WritableSlot {
  recovery::SlotIndex index{};
  primitives::SignatureKeyPair writer;
  FixedBytes<32> reader{};

  [[nodiscard]] wire::SlotName name() const;
  [[nodiscard]] WritableSlot clone() const;
  [[nodiscard]] static Result<WritableSlot> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
};
/// All slots of a person, by index.
[[nodiscard]] std::vector<WritableSlot> writable_slots(const recovery::RecoveryKit& kit);

/// The highest numbers that are known of a person's slots.
using SlotNumbers = std::map<recovery::SlotIndex, std::uint64_t>;
void write_slot_numbers(codec::SecretWriter& out, const SlotNumbers& numbers);
/// Each slot at most once, in ascending order; no number is zero.
[[nodiscard]] SlotNumbers read_slot_numbers(codec::FieldReader& in);

/// Where a channel's log ended when the slot was sealed.
struct LogEnd {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::Sequence number{};
  Hash hash{};

  [[nodiscard]] static Result<LogEnd> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  friend bool operator==(const LogEnd&, const LogEnd&) = default;
};

struct SlotContent {
  /// When it was sealed, by the device's clock.
  Time sealed_at{};
  /// Recovery keys of the person before this number are used. The keys follow from the words.
  std::uint16_t recovery_keys_used = 0;
  /// Of the person's other slots: one that has a lower number was set back.
  SlotNumbers others;
  /// In ascending order of circle and channel.
  std::vector<LogEnd> logs;
  /// Without recovery keys.
  PersonState state;

  /// The padded plaintext: without the names of people where it would be too large. Errors:
  /// `person_state_too_large`.
  [[nodiscard]] Result<SecretBytes> encode() const;
  /// Errors: `bad_person_state`, `unsupported_version` of the domain.
  [[nodiscard]] static Result<SlotContent> decode(ByteView plaintext);
  friend bool operator==(const SlotContent&, const SlotContent&) = default;
};

/// Which slot, and the how manyth content of it: what is sealed opens nowhere else.
struct SlotPlace {
  wire::SlotName slot;
  std::uint64_t number = 0;
};
/// Errors: `person_state_too_large`, `bad_key`.
[[nodiscard]] Result<Bytes> seal_slot(const FixedBytes<32>& vault_key, const SlotPlace& place,
                                      const SlotContent& content, Random& random);
/// Errors: `decryption_failed`, those of `SlotContent::decode`.
[[nodiscard]] Result<SlotContent> open_slot(const Secret& vault_key, const SlotPlace& place, ByteView sealed);

}  // namespace kring::core
