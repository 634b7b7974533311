#pragma once

#include "crypto/base/secret.hpp"
#include "crypto/mls/pre_shared_key.hpp"
#include "crypto/primitives/hpke.hpp"

#include <span>
#include <string_view>

namespace kring::mls {

/// A pre-shared key that goes into an epoch.
struct KnownPsk {
  PreSharedKeyId id;
  Secret secret;
};

/// `psk_secret` of the keys in their order; all zero for none (RFC 9420, section 8.4).
[[nodiscard]] Secret psk_secret(std::span<const KnownPsk> psks);

/// The secret that stands for "none" in the key schedule: zeroes.
[[nodiscard]] Secret zero_secret();

/// What a commit and the epoch before it give to those who are in the group and those who join (section 8).
[[nodiscard]] Secret joiner_secret(const Secret& init_secret, const Secret& commit_secret,
                                   ByteView group_context);
/// From what a Welcome's GroupInfo key is derived.
[[nodiscard]] Secret welcome_secret(const Secret& joiner_secret, const Secret& psk_secret);

/// The secrets of one epoch. `epoch_secret` and `joiner_secret` are gone once these are derived.
struct EpochSecrets {
  Secret sender_data_secret;
  /// Root of the secret tree; empty once the tree has taken it.
  Secret encryption_secret;
  Secret exporter_secret;
  Secret external_secret;
  Secret confirmation_key;
  Secret membership_key;
  Secret resumption_psk;
  Secret epoch_authenticator;
  Secret init_secret;

  [[nodiscard]] static EpochSecrets from_epoch_secret(const Secret& epoch_secret);
  /// `group_context`: the new epoch's, encoded.
  [[nodiscard]] static EpochSecrets from_joiner_secret(const Secret& joiner_secret, const Secret& psk_secret,
                                                       ByteView group_context);

  /// MLS-Exporter (section 8.5); `length` at most `hkdf_bytes_max`.
  [[nodiscard]] Secret exporter(std::string_view label, ByteView context, std::size_t length) const;
  /// The MAC that says that committer and reader agree.
  [[nodiscard]] Bytes confirmation_tag(ByteView confirmed_transcript_hash) const;
  /// The key pair to which external commits are made.
  [[nodiscard]] primitives::HpkeKeyPair external_key_pair() const;

  [[nodiscard]] EpochSecrets clone() const;
  void write(codec::SecretWriter& out) const;
  static Result<EpochSecrets> read(codec::Reader& in);
};

/// Starts an epoch from outside (section 8.3).
struct ExternalInitSecret {
  Bytes kem_output;
  Secret init_secret;
};
/// Errors: `bad_key`.
[[nodiscard]] Result<ExternalInitSecret> make_external_init(const primitives::HpkePublicKey& external_pub,
                                                            Random& random);
/// The members' side. Errors: `bad_key`.
[[nodiscard]] Result<Secret> open_external_init(const EpochSecrets& secrets, ByteView kem_output);

}  // namespace kring::mls
