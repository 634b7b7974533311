#pragma once

#include "channels/wire/request.hpp"
#include "crypto/primitives/hash.hpp"

#include <map>
#include <vector>

/// The parts of a request that may stand in it or be staged before it.
namespace kring::engine {

/// Adds a part to the staged ones, unless it stands in the request itself or is among them.
void collect(const wire::Part& part, std::vector<wire::StagedPart>& staged);
/// No sum overflows: a part is at most `staged_bytes_max`, and a frame names few.
[[nodiscard]] std::size_t total_size(const std::vector<wire::StagedPart>& parts);
/// The bytes of a part, out of the request or as they were staged; empty if they were not. They live as long
/// as `part` and `parts`.
[[nodiscard]] ByteView view_part(const wire::Part& part, const std::map<Hash, Bytes>& parts);

}  // namespace kring::engine
