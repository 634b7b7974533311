#pragma once

#include "channels/charter/bodies_attestations.hpp"
#include "channels/charter/charter.hpp"

#include "crypto/codec/field_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What a network's coordinator has checked of a person, signed by a key of the network's charter (protocol,
/// section 13).
namespace kring::charter {

/// H("person", person key): tells whoever does not know the person's key nothing.
using PersonHash = Id<struct PersonHashTag, 32>;
[[nodiscard]] PersonHash hash_of_person(const channels::PersonKey& person);

struct AttestationContent {
  CircleId network;
  AttestationKeyId key;
  PersonHash person;
  /// What was checked, such as "kinderarts"; 1 to 100 bytes of UTF-8, one line.
  std::string claim;
  /// How, such as "BIG-register"; the same.
  std::string how;
  Time checked;
  /// After `checked`, and at most `limits::attestation_life_max`.
  Time until;

  /// Errors: `unsupported_version`, `bad_name`, and the codec's.
  static Result<AttestationContent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const AttestationContent&, const AttestationContent&) = default;
};

/// An attestation that is well formed, and believed by nobody before `judge` has looked at it.
class Attestation {
 public:
  /// Errors: `bad_attestation`, `unsupported_version`, `bad_name`.
  [[nodiscard]] static Result<Attestation> decode(ByteView bytes);

  [[nodiscard]] const AttestationContent& content() const { return content_; }
  /// As it came, to be handed on.
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  /// H("attestation", bytes).
  [[nodiscard]] const AttestationHash& hash() const { return hash_; }
  /// Whether this key has signed it. Errors: `bad_signature`.
  [[nodiscard]] Status verify(const AttestationKey& key) const;

  /// As an element of a list. Errors: those of `decode`.
  static Result<Attestation> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Attestation& a, const Attestation& b) { return a.bytes_ == b.bytes_; }

 private:
  Attestation() = default;

  AttestationContent content_;
  Bytes signed_bytes_;
  Bytes signature_;
  Bytes bytes_;
  AttestationHash hash_;
};

/// A list of those of one person: at most `limits::shown_attestations_max`, none twice.
[[nodiscard]] std::vector<Attestation> read_shown(codec::FieldReader& fields);

/// Signs. Errors: `bad_attestation` (a value that could not be read back), `bad_name`, `bad_key` of crypto.
[[nodiscard]] Result<Attestation> make_attestation(const AttestationContent& content, const Secret& seed);

/// As a line of text that a person can hand on: `a1.` and base64url.
[[nodiscard]] std::string text_of_attestation(const Attestation& attestation);
/// Spaces around it are passed over. Errors: those of `Attestation::decode`.
[[nodiscard]] Result<Attestation> parse_attestation(std::string_view text);

/// Why an attestation holds or not, by the charter of its network; the first of these that is so.
enum class Judgement : std::uint8_t {
  holds = 1,
  wrong_person,  ///< it is somebody else's
  not_yet,       ///< it says that it was checked later than now
  expired,
  network_ended,
  key_unknown,  ///< the network never had this key, or the signature is not the key's
  withdrawn,
  key_withdrawn,  ///< the key was replaced or taken away, or whoever set it is gone
};
/// `network` is the charter of the circle that the attestation names.
[[nodiscard]] Judgement judge(const Attestation& attestation, const channels::PersonKey& person,
                              const Charter& network, Time now);
/// What shows without the network's charter: `wrong_person`, `not_yet`, `expired`; else `holds`.
[[nodiscard]] Judgement judge_alone(const Attestation& attestation, const channels::PersonKey& person,
                                    Time now);

}  // namespace kring::charter
