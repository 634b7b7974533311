#pragma once

#include "crypto/mls/epoch_state.hpp"
#include "crypto/mls/message.hpp"

#include <optional>
#include <string_view>

namespace kring::mls {

/// A commit that was made or checked, and the epoch after it: merged by `Group::merge`, or dropped.
class StagedCommit {
 public:
  /// What the commit does, for whoever must allow it.
  [[nodiscard]] const CommitEffect& effect() const { return effect_; }
  /// The group after the commit.
  [[nodiscard]] const PublicGroup& public_group() const { return after_.public_group; }
  [[nodiscard]] EpochId epoch() const { return after_.public_group.epoch(); }
  /// Whether we are a member after the commit: not if it removes us or closes the group.
  [[nodiscard]] bool is_member() const { return after_.member.has_value(); }
  /// A secret of the new epoch (RFC 9420, section 8.5). Only while `is_member`; `length` at most
  /// `hkdf_bytes_max`.
  [[nodiscard]] Secret exporter(std::string_view label, ByteView context, std::size_t length) const;
  /// Equal for all members of the new epoch. Only while `is_member`.
  [[nodiscard]] const Secret& epoch_authenticator() const;

  /// A versioned snapshot, with the new epoch's secrets.
  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_snapshot`.
  [[nodiscard]] static Result<StagedCommit> decode(ByteView bytes);

 private:
  friend class Group;
  StagedCommit(CommitEffect effect, EpochState after, std::optional<primitives::SignatureKeyPair> joiner)
      : effect_(std::move(effect)), after_(std::move(after)), joiner_(std::move(joiner)) {}
  [[nodiscard]] static Result<StagedCommit> read(codec::Reader& in);

  CommitEffect effect_;
  EpochState after_;
  /// In one's own external commit: the key that one joins with.
  std::optional<primitives::SignatureKeyPair> joiner_;
};

/// A commit of our own. It takes effect when the others accept it: then `staged` is merged.
struct PreparedCommit {
  MlsMessage commit;
  /// If someone is added.
  std::optional<MlsMessage> welcome;
  StagedCommit staged;

  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_snapshot`.
  [[nodiscard]] static Result<PreparedCommit> decode(ByteView bytes);
};

}  // namespace kring::mls
