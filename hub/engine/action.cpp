#include "hub/engine/action.hpp"

namespace kring::engine {

std::uint16_t close_code(CloseReason reason) {
  switch (reason) {
    case CloseReason::too_slow:
      return 1008;
    case CloseReason::silent:
      return 1001;
    case CloseReason::not_logged_in:
      return 1008;
    case CloseReason::draining:
      return 1012;
  }
  return 1011;
}

std::string_view name_of(HttpMethod method) {
  switch (method) {
    case HttpMethod::get:
      return "GET";
    case HttpMethod::put:
      return "PUT";
    case HttpMethod::post:
      return "POST";
  }
  return "";
}

std::string_view name_of(CloseReason reason) {
  switch (reason) {
    case CloseReason::too_slow:
      return "too_slow";
    case CloseReason::silent:
      return "silent";
    case CloseReason::not_logged_in:
      return "not_logged_in";
    case CloseReason::draining:
      return "draining";
  }
  return "unknown";
}

}  // namespace kring::engine
