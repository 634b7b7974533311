#pragma once

#include "crypto/base/error.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kring::wire {

/// What a refused request is told (docs/protocol.md, section 5). A peer learns this and nothing of our own
/// errors.
enum class ErrorCode : std::uint8_t {
  bad_frame = 1,
  bad_field,
  unknown_op,
  too_large,
  not_logged_in,
  not_admitted,
  not_live,
  bad_signature,
  nonce_used,
  unknown_channel,
  may_not_post,
  stale,
  conflict,
  record_id_used,
  no_key_package,
  not_found,
  clock_off,
  commit_refused,
  charter_refused,
  staged_missing,
  limit,
  overloaded,
  draining,
  unavailable,
  read_only,
  internal,
};

/// Every code, in the order of the enumeration.
inline constexpr std::array error_codes = {
    ErrorCode::bad_frame,       ErrorCode::bad_field,      ErrorCode::unknown_op,
    ErrorCode::too_large,       ErrorCode::not_logged_in,  ErrorCode::not_admitted,
    ErrorCode::not_live,        ErrorCode::bad_signature,  ErrorCode::nonce_used,
    ErrorCode::unknown_channel, ErrorCode::may_not_post,   ErrorCode::stale,
    ErrorCode::conflict,        ErrorCode::record_id_used, ErrorCode::no_key_package,
    ErrorCode::not_found,       ErrorCode::clock_off,      ErrorCode::commit_refused,
    ErrorCode::charter_refused, ErrorCode::staged_missing, ErrorCode::limit,
    ErrorCode::overloaded,      ErrorCode::draining,       ErrorCode::unavailable,
    ErrorCode::read_only,       ErrorCode::internal};

constexpr Library library_of(ErrorCode /*code*/) {
  return Library::channels;
}
/// The code as it stands in a frame: static storage.
[[nodiscard]] std::string_view name_of(ErrorCode code);
/// The code that is called `name`, if any.
[[nodiscard]] std::optional<ErrorCode> error_code_named(std::string_view name);

}  // namespace kring::wire
