#include "hub/engine/http_nonces.hpp"

#include "hub/engine/limits.hpp"

namespace kring::engine {

HttpNonces::Use HttpNonces::use(const FixedBytes<16>& nonce, Time until) {
  if (until_.contains(nonce)) return Use::again;
  if (until_.size() >= limits::http_nonces_max) return Use::full;
  until_.emplace(nonce, until);
  return Use::first;
}

void HttpNonces::forget(Time now) {
  std::erase_if(until_, [&](const auto& row) { return row.second <= now; });
}

}  // namespace kring::engine
