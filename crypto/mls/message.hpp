#pragma once

#include "crypto/mls/framing.hpp"
#include "crypto/mls/group_info.hpp"
#include "crypto/mls/welcome.hpp"

#include <variant>

namespace kring::mls {

/// Anything that MLS sends, with its version (RFC 9420, section 6); in the order of `WireFormat`.
struct MlsMessage {
  std::variant<PublicMessage, PrivateMessage, Welcome, GroupInfo, KeyPackage> body;

  [[nodiscard]] WireFormat format() const { return static_cast<WireFormat>(body.index() + 1); }

  /// Errors: `unsupported_version`, `unsupported_message` (an unknown wire format), those of the body.
  static Result<MlsMessage> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const MlsMessage&, const MlsMessage&) = default;
};

/// Reads one whole message. Errors: `too_long`, those of `MlsMessage::read`, `trailing_bytes`.
[[nodiscard]] Result<MlsMessage> decode_message(ByteView bytes);

}  // namespace kring::mls
