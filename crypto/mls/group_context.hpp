#pragma once

#include "crypto/mls/extension.hpp"

namespace kring::mls {

/// What all members of an epoch agree on (RFC 9420, section 8.1).
struct GroupContext {
  ProtocolVersion version = ProtocolVersion::mls10;
  CipherSuite cipher_suite = our_suite;
  Bytes group_id;
  EpochId epoch{};
  Bytes tree_hash;
  Bytes confirmed_transcript_hash;
  Extensions extensions;

  static Result<GroupContext> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const GroupContext&, const GroupContext&) = default;
};

}  // namespace kring::mls
