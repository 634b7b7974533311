#pragma once

#include "channels/charter/attestation.hpp"
#include "channels/charter/device_link.hpp"
#include "channels/model/ids.hpp"
#include "channels/wire/signed_head.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <optional>
#include <string>
#include <vector>

/// What one of a person's devices tells another: a new one that is linked, or, out of the vault, one that
/// comes by the words (docs/protocol.md, section 9). It holds neither the words nor any device's private
/// keys.
namespace kring::core {

/// The whole package: it fits a message of the mailbox, with what sealing adds.
inline constexpr std::size_t person_state_bytes_max = std::size_t{60} * 1024;
/// What a person calls one of their devices.
inline constexpr std::size_t device_name_bytes_max = 64;
/// Devices that have a name: those of eight live ones a circle, and of the lives of phones before them.
inline constexpr std::size_t named_devices_max = 64;
/// Circles of one person: one for each recovery key whose public half devices store.
inline constexpr std::size_t known_circles_max = 256;
/// Named people, checked people, and record keys of one circle; the package's size bounds them before that.
inline constexpr std::size_t known_items_max = 2048;

struct NamedDevice {
  channels::DeviceKey device;
  std::string name;

  [[nodiscard]] static Result<NamedDevice> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  friend bool operator==(const NamedDevice&, const NamedDevice&) = default;
};

struct NamedMember {
  channels::MemberId member;
  std::string name;
  std::string relation;

  [[nodiscard]] static Result<NamedMember> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  friend bool operator==(const NamedMember&, const NamedMember&) = default;
};

/// A role or a channel, by what it is called and the key of its template.
template <class IdType>
struct Labelled {
  IdType id;
  std::string label;
  std::string key;

  [[nodiscard]] static Result<Labelled> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  friend bool operator==(const Labelled&, const Labelled&) = default;
};
using NamedRole = Labelled<channels::RoleId>;
using NamedChannel = Labelled<channels::ChannelId>;

/// The newest record key that the device has of a channel; all before it open by their back links.
struct NewestRecordKey {
  channels::ChannelId channel;
  channels::Generation generation{};
  Secret key;

  [[nodiscard]] static Result<NewestRecordKey> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  friend bool operator==(const NewestRecordKey&, const NewestRecordKey&) = default;
};

/// A circle as a device of the person knows it. Lists are in ascending order of their ids, `confirmed` too.
struct KnownCircle {
  channels::CircleId id;
  /// Its origin.
  std::string hub;
  channels::HubKey hub_key;
  std::string name;
  channels::MemberId member;
  /// Which of the person's recovery keys the circle has.
  std::uint16_t recovery_key = 0;
  /// The highest head that the hub had signed: a charter that ends before it, or differs there, is refused.
  std::optional<wire::SignedHead> head;
  std::vector<NamedMember> people;
  std::vector<NamedRole> roles;
  std::vector<NamedChannel> channels;
  /// Whose six words the person has compared, or whom they let in themselves.
  std::vector<channels::MemberId> confirmed;
  std::vector<NewestRecordKey> record_keys;

  /// By which a further device asks to come in. Errors: `bad_link_host`.
  [[nodiscard]] Result<charter::DeviceLink> device_link() const;

  [[nodiscard]] static Result<KnownCircle> read(codec::Reader& in);
  friend bool operator==(const KnownCircle&, const KnownCircle&) = default;
};

struct PersonState {
  std::string name;
  std::string relation;
  channels::PersonKey person_key;
  FixedBytes<32> vault_key{};
  /// The public halves, by number.
  std::vector<channels::RecoveryKey> recovery_keys;
  /// Those before this number have been used.
  std::uint16_t recovery_keys_used = 0;
  bool words_confirmed = false;
  /// In ascending order of the keys.
  std::vector<NamedDevice> devices;
  std::vector<KnownCircle> circles;
  /// What networks attest of the person. At most `limits::shown_attestations_max`, none twice. Version 1 of
  /// the package has none: it is written where there are none.
  std::vector<charter::Attestation> attestations;

  /// Whether the package names people, which is what it can do without.
  enum class People : std::uint8_t { named, left_out };

  /// At most `person_state_bytes_max` bytes: if need be without the names of people, which articles tell too.
  /// Errors: `person_state_too_large`.
  [[nodiscard]] Result<SecretBytes> encode() const;
  /// The same with or without them, whatever it takes. Errors: `person_state_too_large`.
  [[nodiscard]] Result<SecretBytes> encode(People people) const;
  /// Errors: `bad_person_state`, `unsupported_version` of the domain.
  [[nodiscard]] static Result<PersonState> decode(ByteView bytes);
  friend bool operator==(const PersonState&, const PersonState&) = default;
};

}  // namespace kring::core
