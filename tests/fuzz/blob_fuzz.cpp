#include "crypto/base/assert.hpp"
#include "crypto/blob/blob_opener.hpp"
#include "crypto/blob/blob_sealer.hpp"
#include "tests/support/seeded_random.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

constexpr std::size_t content_bytes = blob::chunk_bytes + 100;

/// A blob of two chunks, with what the input says done to it.
Bytes make_sealed(const Secret& key) {
  support::SeededRandom random(5);
  auto sealer = blob::BlobSealer::begin(key, content_bytes, random);
  KRING_ASSERT(sealer.has_value());
  auto sealed = copy_bytes(sealer->header());
  while (!sealer->done()) {
    const auto chunk = sealer->seal(Bytes(sealer->wanted(), 7));
    KRING_ASSERT(chunk.has_value());
    sealed.insert(sealed.end(), chunk->begin(), chunk->end());
  }
  return sealed;
}

}  // namespace

/// Three bytes each change the sealed bytes of a good blob at a place: the blob must be refused unless all is
/// as it was. The first byte says in what pieces it comes, and how much of its end is missing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = Secret::of_size(blob::key_bytes);
  static const auto good = make_sealed(key);
  if (size == 0) return 0;
  auto changed = good;
  changed.resize(changed.size() - std::min<std::size_t>(data[0] & 0x0FU, changed.size()));
  for (std::size_t at = 1; at + 2 < size; at += 3) {
    const auto place = (std::size_t{data[at]} << 8U | data[at + 1]) * 2;
    if (place < changed.size()) changed[place] ^= data[at + 2];
  }
  const auto piece = (std::size_t{data[0]} >> 4U) * 4099 + 1;
  auto opener = blob::BlobOpener::begin(
      key, {.content_bytes = content_bytes, .padded_bytes = blob::padded_size(content_bytes).value()});
  KRING_ASSERT(opener.has_value());
  std::size_t opened = 0;
  for (ByteView rest = changed; !rest.empty();) {
    const auto next = rest.first(std::min(piece, rest.size()));
    rest = rest.subspan(next.size());
    const auto content = opener->take(next);
    if (!content) return 0;
    opened += content->size();
    KRING_ASSERT(std::ranges::all_of(*content, [](std::uint8_t byte) { return byte == 7; }));
  }
  const bool whole = opener->finish().has_value();
  KRING_ASSERT(whole == (changed == good));
  KRING_ASSERT(!whole || opened == content_bytes);
  return 0;
}
