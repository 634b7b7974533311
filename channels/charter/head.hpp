#pragma once

#include "channels/charter/entry.hpp"

namespace kring::charter {

/// The end of a charter: number and hash of its last entry.
struct Head {
  CircleId circle;
  EntryNumber number{};
  EntryHash hash;

  /// Errors: the codec's.
  static Result<Head> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Head&, const Head&) = default;
};

/// A head that the hub vouches for. Two of one number that differ prove a lying hub.
struct SignedHead {
  Head head;
  Bytes signature;

  friend bool operator==(const SignedHead&, const SignedHead&) = default;
};

/// Errors: `bad_key` of crypto.
[[nodiscard]] Result<SignedHead> sign_head(const Head& head, const Secret& hub_seed);
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_head(const SignedHead& head, const HubKey& hub_key);

}  // namespace kring::charter
