#pragma once

namespace kring {

/// Writes `condition`, `file` and `line` to standard error and aborts. Called by `KRING_ASSERT` only.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace kring

/// A promise of our own code, checked in every build. Never for input, peers, network or storage.
#define KRING_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::kring::assertion_failed(#condition, __FILE__, __LINE__))
