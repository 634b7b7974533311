#pragma once

#include "channels/wire/blob_path.hpp"
#include "channels/wire/error_code.hpp"
#include "hub/engine/circle.hpp"

#include <optional>

namespace kring::engine {

/// Who asks, and when.
struct BlobRight {
  channels::HandleId handle;
  /// The circle waits for an owner to resume it.
  bool is_read_only = false;
  Time now{};
};

/// Why somebody may not do with a blob what the path says; none: they may. A channel that one may not read is
/// answered as one that does not exist.
[[nodiscard]] std::optional<wire::ErrorCode> refuse_blob(const Circle& circle, const wire::BlobPath& path,
                                                         const BlobRight& right);

}  // namespace kring::engine
