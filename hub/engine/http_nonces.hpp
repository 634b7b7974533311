#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>

namespace kring::engine {

/// The nonces of HTTP requests, for as long as their times would be taken.
class HttpNonces {
 public:
  /// `full`: nothing was remembered, so the request must be refused.
  enum class Use : std::uint8_t { first, again, full };
  [[nodiscard]] Use use(const FixedBytes<16>& nonce, Time until);
  /// Drops those that are no longer needed at `now`.
  void forget(Time now);

 private:
  std::map<FixedBytes<16>, Time> until_;
};

}  // namespace kring::engine
