#include "clients/cli/run.hpp"
#include "clients/cli/terminal.hpp"

#include "crypto/primitives/sodium_random.hpp"

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

kring::Time wall_clock() {
  return std::chrono::time_point_cast<kring::Duration>(std::chrono::system_clock::now());
}

int run(int count, char** arguments) {
  kring::primitives::SodiumRandom random;
  const auto lc_all = variable("LC_ALL");
  const auto lc_messages = variable("LC_MESSAGES");
  const auto lang = variable("LANG");
  kring::cli::Surroundings surroundings{
      .random = random,
      .now = wall_clock,
      .out = std::cout,
      .err = std::cerr,
      .places = {.option = {},
                 .kring_home = variable("KRING_HOME"),
                 .xdg_data_home = variable("XDG_DATA_HOME"),
                 .home = variable("HOME")},
      .passphrase_file = variable("KRING_PASSPHRASE_FILE"),
      .language = kring::cli::language_of({.lc_all = lc_all, .lc_messages = lc_messages, .lang = lang}),
      .screen = {.terminal = kring::cli::output_is_terminal(),
                 .no_color = !variable("NO_COLOR").empty() || variable("TERM") == "dumb"}};
  const auto code = kring::cli::run_program({arguments + 1, arguments + count}, std::move(surroundings));
  std::cout.flush();
  return std::cout.good() ? std::to_underlying(code) : EXIT_FAILURE;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& problem) {
    std::cerr << "kring: " << problem.what() << "\n";
    return EXIT_FAILURE;
  }
}
