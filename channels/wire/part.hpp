#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <variant>

namespace kring::wire {

/// A part that lies staged at the hub under the SHA-256 of its bytes.
struct StagedPart {
  Hash hash{};
  std::uint64_t size = 0;
  friend bool operator==(const StagedPart&, const StagedPart&) = default;
};

/// A part of a bundle or of an event: in the frame itself, or staged over HTTP.
using Part = std::variant<Bytes, StagedPart>;

}  // namespace kring::wire
