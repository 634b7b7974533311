#include "crypto/base/assert.hpp"
#include "crypto/mls/group.hpp"
#include "tests/support/seeded_random.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

/// Whatever reads as a snapshot is written as one that reads and says the same.
template <class Stored>
std::optional<Stored> check(ByteView bytes) {
  auto stored = Stored::decode(bytes);
  if (!stored) return std::nullopt;
  const auto written = stored->encode();
  const auto again = Stored::decode(written);
  KRING_ASSERT(again);
  KRING_ASSERT(equal(again->encode(), written));
  return std::move(*stored);
}

/// A group out of a snapshot that someone damaged may fail in anything, but only by an error.
void use(mls::Group group) {
  support::SeededRandom random(1);
  (void)group.protect(Bytes{1, 2, 3}, {}, 16, random);
  (void)group.prepare_commit({}, random);
  (void)group.group_info({});
}

}  // namespace

/// The first byte says which kind of snapshot the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto rest = ByteView(data, size).subspan(1);
  if (data[0] == 0) (void)check<mls::PublicGroup>(rest);
  if (data[0] == 1) {
    if (auto group = check<mls::Group>(rest)) use(std::move(*group));
  }
  if (data[0] == 2) (void)check<mls::StagedCommit>(rest);
  if (data[0] == 3) (void)check<mls::PreparedCommit>(rest);
  if (data[0] == 4) (void)check<mls::KeyPackageBundle>(rest);
  return 0;
}
