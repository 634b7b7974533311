#include "channels/json/errc.hpp"

namespace kring::json {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::text_too_large:
      return "text_too_large";
    case Errc::too_deep:
      return "too_deep";
    case Errc::too_many_keys:
      return "too_many_keys";
    case Errc::duplicate_key:
      return "duplicate_key";
    case Errc::not_an_integer:
      return "not_an_integer";
    case Errc::bad_json:
      return "bad_json";
  }
  return "unknown";
}

}  // namespace kring::json
