#pragma once

#include "clients/cli/failure.hpp"
#include "clients/cli/home.hpp"
#include "clients/cli/language.hpp"
#include "clients/cli/style.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/time.hpp"

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace kring::cli {

/// All that the program takes from the machine; only `main` fills it with real things.
struct Surroundings {
  Random& random;
  std::function<Time()> now;
  std::ostream& out;
  std::ostream& err;
  HomePlaces places;
  std::string passphrase_file;  ///< KRING_PASSPHRASE_FILE
  Language language = Language::english;
  Screen screen;
};

/// Does what the arguments (after the program's name) ask.
[[nodiscard]] ExitCode run_program(const std::vector<std::string>& arguments, Surroundings surroundings);

}  // namespace kring::cli
