#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/signing.hpp"
#include "channels/rules/heads.hpp"
#include "channels/rules/heal_structures.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/mls/protocol.hpp"

#include <optional>
#include <vector>

namespace kring::rules {

/// Authenticated data of every commit: the heads it is judged at, and the record key in force after it. In
/// sealed channels the last three are zero.
struct CommitData {
  CharterHead charter;
  LogHead log;
  Time time{};
  channels::Generation generation{};
  Hash key_hash{};
  Hash back_link_hash{};
  /// Of the handles that it removes and adds again, at most `limits::heals_max`.
  std::vector<HealRequest> heals{};

  /// Errors: `bad_structure`, `unsupported_version`.
  static Result<CommitData> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const CommitData&, const CommitData&) = default;
};

/// What travels beside a commit that begins a generation; decision 0001 says why it is signed on its own.
struct Rotation {
  Bytes key_box;
  /// Empty in generation 1.
  Bytes back_link;
  Bytes signature;

  static Result<Rotation> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Rotation&, const Rotation&) = default;
};

/// The payload of a log entry of kind `commit`.
struct CommitPayload {
  /// A whole MLSMessage with a PublicMessage.
  Bytes commit;
  std::optional<Rotation> rotation;

  /// Errors: `bad_structure`.
  static Result<CommitPayload> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const CommitPayload&, const CommitPayload&) = default;
};

/// What the committer signs about a key box. `epoch` is the new one.
struct KeyBoxContent {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::GroupId group;
  mls::EpochId epoch{};
  channels::Generation generation{};
  Hash box_hash{};

  [[nodiscard]] Bytes encode() const;
  /// The additional data of the box itself, whose hash cannot be known yet: this, with a zero hash.
  [[nodiscard]] Bytes additional_data() const;
};

}  // namespace kring::rules
