#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"

namespace kring::wire {

/// The head of the charter that a frame speaks of, signed by the hub over `Head`; the circle is the
/// request's.
struct SignedHead {
  channels::EntryNumber number{};
  Hash hash{};
  FixedBytes<64> signature{};
  friend bool operator==(const SignedHead&, const SignedHead&) = default;
};

}  // namespace kring::wire
