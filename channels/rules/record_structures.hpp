#pragma once

#include "channels/model/ids.hpp"
#include "channels/rules/heads.hpp"
#include "crypto/mls/protocol.hpp"

#include <cstdint>

namespace kring::rules {

/// The payload of a log entry of kind `record`. The hub sees all of this.
struct RecordPayload {
  mls::EpochId epoch{};
  channels::Generation generation{};
  channels::RecordId record;
  Hash commitment{};
  Bytes ciphertext;

  /// Errors: `bad_structure`, also for a ciphertext whose size is no step of padding.
  static Result<RecordPayload> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const RecordPayload&, const RecordPayload&) = default;
};

/// What an author signs.
struct RecordContent {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::GroupId group;
  mls::EpochId epoch{};
  channels::Generation generation{};
  channels::RecordId record;
  channels::HandleId author;
  /// Of the author in this channel: each record's is above the one before it.
  std::uint64_t counter = 0;
  CharterHead charter;
  LogHead log;
  Bytes article;

  /// Errors: `bad_structure`, `unsupported_version`.
  static Result<RecordContent> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const RecordContent&, const RecordContent&) = default;
};

/// A RecordContent as it was signed, purpose `record`: the plaintext of a record.
struct SignedRecord {
  Bytes content;
  Bytes signature;

  /// Errors: `bad_structure`.
  static Result<SignedRecord> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const SignedRecord&, const SignedRecord&) = default;
};

/// Authenticated data of every sealed message.
struct SealedData {
  CharterHead charter;
  LogHead log;
  std::uint64_t counter = 0;

  /// Errors: `bad_structure`, `unsupported_version`.
  static Result<SealedData> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const SealedData&, const SealedData&) = default;
};

}  // namespace kring::rules
