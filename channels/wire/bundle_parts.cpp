#include "channels/wire/bundle_parts.hpp"

#include "channels/wire/error_code.hpp"
#include "channels/wire/frame_codec.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/primitives/hash.hpp"

#include <cstddef>
#include <set>
#include <utility>
#include <variant>
#include <vector>

namespace kring::wire {

namespace {

/// A part of this size is no longer than the name of a staged one: the braces, its hash and its size.
constexpr std::size_t smallest_staged_bytes = 64;

std::vector<Part*> view_parts(BundleRequest& request) {
  std::vector<Part*> parts;
  for (auto& group : request.groups) {
    if (group.opening) parts.push_back(&*group.opening);
    parts.push_back(&group.commit);
    for (auto& welcome : group.welcomes) parts.push_back(&welcome.welcome);
  }
  return parts;
}

/// The largest part that is still inline, or null.
Bytes* find_largest(const std::vector<Part*>& parts) {
  Bytes* largest = nullptr;
  for (auto* part : parts) {
    auto* inlined = std::get_if<Bytes>(part);
    if (inlined != nullptr && (largest == nullptr || inlined->size() > largest->size())) largest = inlined;
  }
  return largest;
}

/// Bytes that the hub has to hold for these parts, each hash once.
std::uint64_t staged_size(const std::vector<Part*>& parts) {
  std::set<Hash> seen;
  std::uint64_t size = 0;
  for (const auto* part : parts) {
    const auto* staged = std::get_if<StagedPart>(part);
    if (staged != nullptr && seen.insert(staged->hash).second) size += staged->size;
  }
  return size;
}

/// Also replaces every other part with the same bytes, such as one Welcome for several handles.
void stage(const std::vector<Part*>& parts, const Bytes& bytes) {
  const StagedPart staged{.hash = primitives::sha256(bytes), .size = bytes.size()};
  for (auto* part : parts) {
    const auto* inlined = std::get_if<Bytes>(part);
    if (inlined != nullptr && *inlined == bytes) *part = staged;
  }
}

/// The largest id, so that the frame fits whichever the request gets.
std::size_t largest_size(const BundleRequest& request) {
  return request_size(RequestFrame{.id = RequestId{limits::number_end - 1}, .request = request});
}

}  // namespace

Result<StagedBundle> stage_large_parts(BundleRequest request) {
  StagedBundle bundle{.request = std::move(request)};
  const auto parts = view_parts(bundle.request);
  for (;;) {
    auto* largest = find_largest(parts);
    const bool part_fits = largest == nullptr || largest->size() <= limits::inline_part_bytes_max;
    if (part_fits && largest_size(bundle.request) <= limits::frame_bytes_max) break;
    if (largest == nullptr || largest->size() <= smallest_staged_bytes) {
      return fail(ErrorCode::too_large, "bundle");
    }
    bundle.parts.push_back(*largest);
    stage(parts, bundle.parts.back());
  }
  if (staged_size(parts) > limits::staged_bytes_max) return fail(ErrorCode::limit, "staged_bytes_max");
  return bundle;
}

}  // namespace kring::wire
