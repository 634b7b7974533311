#include "clients/native/errc.hpp"

namespace kring::native {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::home_failed:
      return "home_failed";
    case Errc::home_in_use:
      return "home_in_use";
    case Errc::vault_failed:
      return "vault_failed";
    case Errc::vault_full:
      return "vault_full";
    case Errc::vault_newer:
      return "vault_newer";
    case Errc::wrong_key:
      return "wrong_key";
    case Errc::key_missing:
      return "key_missing";
    case Errc::key_exists:
      return "key_exists";
    case Errc::key_readable_by_others:
      return "key_readable_by_others";
    case Errc::bad_origin:
      return "bad_origin";
  }
  return "unknown";
}

}  // namespace kring::native
