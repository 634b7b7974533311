#include "crypto/base/secret.hpp"

#include <sodium.h>

namespace kring {

void detail::wipe(void* memory, std::size_t size) noexcept {
  if (size != 0) sodium_memzero(memory, size);
}

bool equal_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

bool Secret::equals(ByteView other) const {
  return equal_constant_time(bytes_, other);
}

}  // namespace kring
