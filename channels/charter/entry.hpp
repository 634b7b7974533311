#pragma once

#include "channels/charter/bodies.hpp"
#include "channels/charter/bodies_attestations.hpp"
#include "channels/charter/bodies_devices.hpp"
#include "channels/charter/bodies_owners.hpp"
#include "crypto/base/secret.hpp"

#include <compare>
#include <variant>
#include <vector>

namespace kring::charter {

/// Which key made a signature of an entry.
enum class SignedBy : std::uint8_t { handle = 1, recovery = 2, invitation = 3 };

/// A kind that this version does not know.
struct UnknownBody {
  std::uint16_t kind = 0;
  Bytes bytes;
  friend bool operator==(const UnknownBody&, const UnknownBody&) = default;
};

using Body = std::variant<Found, OwnerAdd, RoleSet, ChannelOpen, InviteCreate, InviteAccept, InviteWithdraw,
                          Grant, Remove, Leave, ChannelRestart, Resume, Pause, Unpause, RoleChange,
                          ChannelChange, ChannelClose, Freeze, FreezeEnd, RemovalAsk, RemovalAgree,
                          RemovalDone, Stay, EndAsk, EndCancel, EndDone, DeviceAdd, DeviceRevoke, KeyReset,
                          AttestationKeySet, AttestationWithdraw, Publish, UnknownBody>;
/// The number of the body's kind as it stands in the entry.
[[nodiscard]] EntryKind kind_of(const Body& body);

/// What is signed.
struct CharterContent {
  CircleId circle;
  EntryNumber number{};
  EntryHash previous;
  Time time;
  HandleId signer;
  Body body;

  /// Errors: `unsupported_version`, and the codec's.
  static Result<CharterContent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const CharterContent&, const CharterContent&) = default;
};

struct EntrySignature {
  SignedBy by = SignedBy::handle;
  Bytes signature;

  static Result<EntrySignature> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const EntrySignature&, const EntrySignature&) = default;
};

/// One entry: well formed, but believed by nobody before `Charter` has applied it. Keeps its bytes as they
/// came; they are never made again.
class CharterEntry {
 public:
  /// Errors: `bad_entry` (also over `limits::entry_bytes_max`), `unsupported_version`.
  [[nodiscard]] static Result<CharterEntry> decode(ByteView bytes);

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  /// H("charter entry", bytes).
  [[nodiscard]] const EntryHash& hash() const { return hash_; }
  [[nodiscard]] const CharterContent& content() const { return content_; }
  [[nodiscard]] EntryNumber number() const { return content_.number; }
  [[nodiscard]] EntryKind kind() const { return kind_of(content_.body); }
  /// The circle that the entry belongs to: for `found` its own hash.
  [[nodiscard]] CircleId circle() const;
  /// The bytes that the signatures cover.
  [[nodiscard]] const Bytes& signed_bytes() const { return signed_bytes_; }
  [[nodiscard]] const std::vector<EntrySignature>& signatures() const { return signatures_; }

  friend bool operator==(const CharterEntry& a, const CharterEntry& b) { return a.bytes_ == b.bytes_; }

 private:
  CharterEntry() = default;

  Bytes bytes_;
  EntryHash hash_;
  Bytes signed_bytes_;
  CharterContent content_;
  std::vector<EntrySignature> signatures_;
};

/// The seeds that sign an entry; those that the kind does not ask for stay null.
struct EntrySeeds {
  const Secret* handle = nullptr;
  const Secret* recovery = nullptr;
  const Secret* invitation = nullptr;
};
/// Signs `content` with every seed given. Errors: `bad_key` of crypto, `bad_entry` (too large, or a value
/// that could not be read back).
[[nodiscard]] Result<CharterEntry> make_entry(const CharterContent& content, const EntrySeeds& seeds);

/// What all owners have to agree to.
enum class ConsentTo : std::uint8_t { owner = 1, publication };
/// One such thing. A consent to one is none to any other.
struct ConsentSubject {
  ConsentTo to = ConsentTo::owner;
  /// The acceptance of who is to own, or the hash of the first key.
  Hash what{};

  friend auto operator<=>(const ConsentSubject&, const ConsentSubject&) = default;
};
/// That who answered so becomes an owner.
[[nodiscard]] ConsentSubject subject_of(const EntryHash& acceptance);
/// That the charter becomes public with this key, of this device.
[[nodiscard]] ConsentSubject subject_of(const FirstKey& first);

/// What an owner's consent says. Its purpose says what it is to.
struct OwnerConsentContent {
  CircleId circle;
  ConsentSubject subject;
  /// The handle that consents.
  HandleId owner;
  Time time;

  void write(codec::Writer& out) const;
};
/// Errors: `bad_key` of crypto.
[[nodiscard]] Result<OwnerConsent> make_consent(const OwnerConsentContent& content,
                                                const Secret& handle_seed);
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_consent(const CircleId& circle, const ConsentSubject& subject,
                                    const OwnerConsent& consent, const HandleKey& key);

}  // namespace kring::charter
