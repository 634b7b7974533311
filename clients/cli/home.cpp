#include "clients/cli/home.hpp"

#include "clients/cli/errc.hpp"

namespace kring::cli {

namespace fs = std::filesystem;

Result<fs::path> find_home(const HomePlaces& places) {
  if (!places.option.empty()) return fs::path(places.option);
  if (!places.kring_home.empty()) return fs::path(places.kring_home);
  // A relative XDG_DATA_HOME is to be ignored (XDG base directory specification).
  if (const fs::path data = places.xdg_data_home; data.is_absolute()) return data / "kring";
  if (places.home.empty()) return fail(Errc::no_home);
  return fs::path(places.home) / ".local" / "share" / "kring";
}

}  // namespace kring::cli
