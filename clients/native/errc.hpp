#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::native {

/// Why a device's home cannot be used, or a file of its user.
enum class Errc : std::uint16_t {
  home_failed = 1,
  home_in_use,
  vault_failed,
  vault_full,
  vault_newer,
  vault_damaged,
  vault_gone,
  key_damaged,
  wrong_key,
  key_missing,
  key_exists,
  key_readable_by_others,
  bad_origin,
  file_unreadable,
  file_changed,
  file_exists,
  file_unwritable,
  file_damaged,
  file_gone,
  folder_exists,
  disk_full,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::native;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::native
