#include "clients/core/refusal.hpp"

#include <algorithm>
#include <charconv>

namespace kring::core {

Refusal refusal_of(const wire::ErrorAnswer& error) {
  switch (error.code) {
    case wire::ErrorCode::stale:
    case wire::ErrorCode::record_id_used:
      return Refusal::outrun;
    case wire::ErrorCode::conflict:
      return Refusal::taken;
    case wire::ErrorCode::staged_missing:
      return Refusal::unstaged;
    case wire::ErrorCode::overloaded:
    case wire::ErrorCode::draining:
    case wire::ErrorCode::unavailable:
    case wire::ErrorCode::read_only:
    case wire::ErrorCode::internal:
    case wire::ErrorCode::not_logged_in:
    case wire::ErrorCode::clock_off:
      return Refusal::busy;
    case wire::ErrorCode::bad_frame:
    case wire::ErrorCode::bad_field:
    case wire::ErrorCode::unknown_op:
    case wire::ErrorCode::too_large:
    case wire::ErrorCode::not_admitted:
    case wire::ErrorCode::not_live:
    case wire::ErrorCode::bad_signature:
    case wire::ErrorCode::nonce_used:
    case wire::ErrorCode::unknown_channel:
    case wire::ErrorCode::may_not_post:
    case wire::ErrorCode::no_key_package:
    case wire::ErrorCode::not_found:
    case wire::ErrorCode::commit_refused:
    case wire::ErrorCode::charter_refused:
      return Refusal::final_refusal;
    case wire::ErrorCode::limit:
      // What passes by itself is waited for. A full disk is the operator's to mend; nobody's words are given
      // up for it.
      return error.wait || error.name == wire::store_limit ? Refusal::busy : Refusal::final_refusal;
  }
  return Refusal::final_refusal;
}

Duration told_wait(const wire::ErrorAnswer& error) {
  return error.wait ? std::clamp(error.wait->retry_after, Duration::zero(), told_wait_max) : Duration::zero();
}

Duration told_wait(std::string_view body) {
  const auto digits = body.substr(body.rfind(' ') + 1);
  std::uint32_t seconds = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return Duration::zero();
  return std::min<Duration>(std::chrono::seconds(seconds), told_wait_max);
}

}  // namespace kring::core
