#pragma once

#include "crypto/mls/group_context.hpp"

namespace kring::mls {

/// A signed description of a group for those who join (RFC 9420, section 12.4.3).
struct GroupInfo {
  GroupContext group_context;
  Extensions extensions;
  Bytes confirmation_tag;
  LeafIndex signer{};
  Bytes signature;

  /// GroupInfoTBS.
  [[nodiscard]] Bytes to_be_signed() const;

  static Result<GroupInfo> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const GroupInfo&, const GroupInfo&) = default;
};

}  // namespace kring::mls
