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
    case Errc::vault_damaged:
      return "vault_damaged";
    case Errc::vault_gone:
      return "vault_gone";
    case Errc::key_damaged:
      return "key_damaged";
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
    case Errc::file_unreadable:
      return "file_unreadable";
    case Errc::file_changed:
      return "file_changed";
    case Errc::file_exists:
      return "file_exists";
    case Errc::file_unwritable:
      return "file_unwritable";
    case Errc::file_damaged:
      return "file_damaged";
    case Errc::file_gone:
      return "file_gone";
    case Errc::folder_exists:
      return "folder_exists";
    case Errc::disk_full:
      return "disk_full";
  }
  return "unknown";
}

}  // namespace kring::native
