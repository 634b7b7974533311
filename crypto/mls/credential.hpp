#pragma once

#include "crypto/codec/structure.hpp"
#include "crypto/mls/protocol.hpp"

namespace kring::mls {

/// Who a leaf says it is (RFC 9420, section 5.3). `content` is the vector that follows the type: the identity
/// of a basic credential, the certificate list of an X.509 one, and whatever stands there for other types.
struct Credential {
  CredentialType type{};
  Bytes content;

  [[nodiscard]] static Credential basic(ByteView identity);

  static Result<Credential> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Credential&, const Credential&) = default;
};

}  // namespace kring::mls
