#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/leaf_validation.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever reads as a key package is written as the same bytes, and can be judged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  const auto key_package = codec::decode<mls::KeyPackage>(bytes);
  if (!key_package) return 0;
  KRING_ASSERT(equal(codec::encode(*key_package), bytes));
  (void)mls::validate_key_package(*key_package, {}, from_unix_ms(1'700'000'000'000));
  (void)mls::validate_key_package(*key_package, key_package->extensions, std::nullopt);
  return 0;
}
