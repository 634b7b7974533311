#pragma once

#include "channels/wire/request.hpp"
#include "crypto/base/error.hpp"

#include <vector>

namespace kring::wire {

/// A bundle whose frame is small enough, and the parts that have to lie staged at the hub before it is sent.
struct StagedBundle {
  BundleRequest request{};
  std::vector<Bytes> parts{};  ///< each under its SHA-256; no two alike
};

/// Replaces the largest inline parts by their hashes until the frame fits. Parts that were staged before stay
/// so.
///
/// Errors: `limit` (`staged_bytes_max`), `too_large` (the charter entries and key packages alone are).
[[nodiscard]] Result<StagedBundle> stage_large_parts(BundleRequest request);

}  // namespace kring::wire
