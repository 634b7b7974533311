#pragma once

#include "channels/model/ids.hpp"
#include "channels/rules/heads.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/mls/protocol.hpp"

namespace kring::rules {

/// What a handle signs that has lost its way in a channel's group: to be removed and added again, in the one
/// commit that ends `epoch`, with this key package and no other.
struct HealContent {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::GroupId group;
  mls::EpochId epoch{};
  channels::HandleId handle;
  Hash package{};  ///< the key package's reference
  Time time{};

  /// Errors: `bad_structure`, `unsupported_version`.
  static Result<HealContent> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const HealContent&, const HealContent&) = default;
};

/// A HealContent as it was signed, purpose `heal`. It travels in the log, and in the data of the commit that
/// does what it asks.
struct HealRequest {
  Bytes content;
  Bytes signature;

  static Result<HealRequest> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const HealRequest&, const HealRequest&) = default;
};

/// The payload of a log entry of kind `heal`.
struct HealPayload {
  HealRequest request;
  /// A whole MLSMessage with the KeyPackage that the request names.
  Bytes key_package;

  /// Errors: `bad_structure`.
  static Result<HealPayload> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const HealPayload&, const HealPayload&) = default;
};

}  // namespace kring::rules
