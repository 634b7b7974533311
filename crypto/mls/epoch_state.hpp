#pragma once

#include "crypto/mls/key_schedule.hpp"
#include "crypto/mls/private_message.hpp"
#include "crypto/mls/private_tree.hpp"
#include "crypto/mls/public_group.hpp"

#include <optional>
#include <span>

namespace kring::mls {

/// What a member alone knows of an epoch.
struct MemberSecrets {
  PrivateTree keys;
  EpochSecrets epoch;
  MessageSecrets messages;

  void write(codec::SecretWriter& out) const;
  static Result<MemberSecrets> read(codec::Reader& in);
};

/// One epoch of a group as one of its members sees it, or as someone who was just removed does.
struct EpochState {
  PublicGroup public_group;
  LeafIndex self{};
  /// Nothing once we are removed, or the group was closed by a ReInit.
  std::optional<MemberSecrets> member;

  void write(codec::SecretWriter& out) const;
  static Result<EpochState> read(codec::Reader& in);
};

/// What leads into a new epoch (RFC 9420, section 8).
struct EpochEntry {
  const Secret& init_secret;
  const Secret& commit_secret;
  std::span<const KnownPsk> psks;
};

/// The secrets of a new epoch, with those that only its Welcome needs.
struct EnteredEpoch {
  EpochSecrets secrets;
  Secret joiner_secret;
  Secret psk_secret;
};
[[nodiscard]] EnteredEpoch enter_epoch(const EpochEntry& entry, const GroupContext& context);

/// Starts the secret tree, which takes the encryption secret out of `secrets`.
[[nodiscard]] MemberSecrets start_epoch(PrivateTree keys, EpochSecrets secrets, TreeSize size);

}  // namespace kring::mls
