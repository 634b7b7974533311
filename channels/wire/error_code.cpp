#include "channels/wire/error_code.hpp"

#include "channels/json/errc.hpp"
#include "channels/model/errc.hpp"
#include "channels/wire/answer.hpp"

#include <string>

namespace kring::wire {

namespace {

/// Whatever makes a text no frame, but for its size.
bool is_json_error(const Error& error) {
  using json::Errc;
  return error == Errc::too_deep || error == Errc::too_many_keys || error == Errc::duplicate_key ||
         error == Errc::not_an_integer || error == Errc::bad_json;
}

/// Errors of the hub's own work are nobody's breach of a rule.
ErrorAnswer broken_rule(ErrorCode code, const Error& error) {
  if (error.library() == Library::hub) return refusal(error);
  return ErrorAnswer{.code = code, .rule = std::string(error.name())};
}

}  // namespace

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_frame:
      return "bad_frame";
    case ErrorCode::bad_field:
      return "bad_field";
    case ErrorCode::unknown_op:
      return "unknown_op";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::not_logged_in:
      return "not_logged_in";
    case ErrorCode::not_admitted:
      return "not_admitted";
    case ErrorCode::not_live:
      return "not_live";
    case ErrorCode::bad_signature:
      return "bad_signature";
    case ErrorCode::nonce_used:
      return "nonce_used";
    case ErrorCode::unknown_channel:
      return "unknown_channel";
    case ErrorCode::may_not_post:
      return "may_not_post";
    case ErrorCode::stale:
      return "stale";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::record_id_used:
      return "record_id_used";
    case ErrorCode::no_key_package:
      return "no_key_package";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::clock_off:
      return "clock_off";
    case ErrorCode::commit_refused:
      return "commit_refused";
    case ErrorCode::charter_refused:
      return "charter_refused";
    case ErrorCode::staged_missing:
      return "staged_missing";
    case ErrorCode::limit:
      return "limit";
    case ErrorCode::overloaded:
      return "overloaded";
    case ErrorCode::draining:
      return "draining";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::read_only:
      return "read_only";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

std::optional<ErrorCode> error_code_named(std::string_view name) {
  for (const auto code : error_codes) {
    if (name_of(code) == name) return code;
  }
  return std::nullopt;
}

ErrorAnswer refusal(const Error& error) {
  if (error == json::Errc::text_too_large) return ErrorAnswer{.code = ErrorCode::too_large};
  if (is_json_error(error)) return ErrorAnswer{.code = ErrorCode::bad_frame};
  ErrorAnswer answer{.code = error_code_named(error.name()).value_or(ErrorCode::internal)};
  if (error == ErrorCode::bad_field || error == ErrorCode::limit) answer.name = error.where();
  return answer;
}

ErrorAnswer charter_refusal(const Error& error) {
  if (error == channels::Errc::clock_off) return refusal(error);
  return broken_rule(ErrorCode::charter_refused, error);
}

ErrorAnswer commit_refusal(const Error& error) {
  return broken_rule(ErrorCode::commit_refused, error);
}

}  // namespace kring::wire
