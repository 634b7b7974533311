#pragma once

#include "channels/charter/bodies.hpp"

/// What a network says about its attestations, in a charter that anybody may read from then on.
namespace kring::charter {

using channels::AttestationKey;
using channels::AttestationKeyId;

/// The hash of a whole attestation, by which it is withdrawn.
using AttestationHash = Id<struct AttestationHashTag, 32>;

/// The key that makes a charter public.
struct FirstKey {
  AttestationKeyId id;
  AttestationKey key;
  /// The owner's device that has the private half. It need not be the one that signs the entry.
  HandleId holder;

  static Result<FirstKey> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const FirstKey&, const FirstKey&) = default;
};

/// Names a charter's first key, whereby anybody may read all of it, for good. All owners want that.
struct Publish {
  FirstKey first;
  std::vector<OwnerConsent> consents;

  static constexpr EntryKind kind = EntryKind::publish;
  static Result<Publish> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Publish&, const Publish&) = default;
};

/// Puts a key in its place, instead of the one that is there, or takes away what is there: in a charter that
/// is public.
struct AttestationKeySet {
  AttestationKeyId id;
  /// None: the place is empty from now on.
  std::optional<AttestationKey> key;

  static constexpr EntryKind kind = EntryKind::attestation_key;
  static Result<AttestationKeySet> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const AttestationKeySet&, const AttestationKeySet&) = default;
};

/// Says that an attestation does not hold any more.
struct AttestationWithdraw {
  AttestationHash attestation;

  static constexpr EntryKind kind = EntryKind::attestation_withdraw;
  static Result<AttestationWithdraw> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const AttestationWithdraw&, const AttestationWithdraw&) = default;
};

}  // namespace kring::charter
