#pragma once

#include "crypto/base/error.hpp"

#include <filesystem>
#include <string>

namespace kring::cli {

/// Where a home can be named; what is not set is empty.
struct HomePlaces {
  std::string option;         ///< --home
  std::string kring_home;     ///< KRING_HOME
  std::string xdg_data_home;  ///< XDG_DATA_HOME
  std::string home;           ///< HOME
};

/// The first that is named: the option, KRING_HOME, `kring` in XDG_DATA_HOME or in ~/.local/share. Errors:
/// `no_home`.
[[nodiscard]] Result<std::filesystem::path> find_home(const HomePlaces& places);

}  // namespace kring::cli
