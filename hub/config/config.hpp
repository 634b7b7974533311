#pragma once

#include "crypto/base/error.hpp"
#include "hub/base/network_address.hpp"
#include "hub/engine/rate_limits.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::config {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// What a hub is run with.
struct Config {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8420;
  /// What clients must have signed in; empty: http:// and the address listened on.
  std::string origin{};
  std::size_t connections_max = 10'000;
  /// Whose `X-Forwarded-For` is believed, as it was given, and what it says.
  std::string proxies{};
  hub::NetworkRanges proxy_ranges{};
  std::string data = "var/hub";
  /// Where the log is, if not in `data`: a PostgreSQL database's URL, without a password.
  std::string store_url{};
  std::size_t readers = 2;
  /// Where hubs on one store tell each other what has grown; empty: this one is alone with it.
  std::string bus_url{};
  std::string bus_user{};
  /// The file that has the password; empty: none.
  std::string bus_password_file{};
  /// Where blobs are kept; empty: `blobs` in `data`.
  std::string blobs{};
  std::uint64_t blob_circle_bytes_max = std::uint64_t{2} << 30U;
  engine::RateLimits rates{};
  /// Whether whoever comes over loopback is counted by address like everybody else.
  bool counts_loopback = false;
  /// Empty: standard error.
  std::string log_file{};
  LogLevel log_level = LogLevel::info;
};

/// One thing that can be set, in the file as `key` (section and name), in the environment as
/// `variable_of(key)` and as a flag.
struct Setting {
  std::string_view key;
  std::string_view flag;
  std::string_view value_name;
  std::string_view description;
  /// Puts a value in; false if it is none.
  bool (*set)(Config&, std::string_view);
  std::string (*show)(const Config&);
  /// What is wrong with a value, in words that do not repeat it: for one in which people put what nobody
  /// should read in a log. Empty: the value itself is shown.
  std::string_view refusal{};
};

/// All settings, in the order in which help shows them.
[[nodiscard]] const std::vector<Setting>& settings();
/// `KRING_HUB__SERVER__LISTEN` for `server.listen`.
[[nodiscard]] std::string variable_of(std::string_view key);

/// What was wrong, in words for the operator: it names the key and where the value came from.
using Problem = std::string;

/// Where settings come from, the weaker first.
struct Sources {
  /// The text of a TOML file, if there is one.
  std::optional<std::string> file{};
  /// The environment's variables that begin with `KRING_HUB__`.
  std::map<std::string, std::string> environment{};
  /// Flags by setting key.
  std::map<std::string, std::string> flags{};
};

/// File, then environment, then flags. An unknown key or a value that does not fit is a problem, wherever it
/// stands.
[[nodiscard]] std::expected<Config, Problem> load(const Sources& sources);

/// The effective settings as a TOML file.
[[nodiscard]] std::string to_toml(const Config& config);

/// The origin that clients sign: the configured one, or the address listened on.
[[nodiscard]] std::string origin_of(const Config& config, std::uint16_t port);

}  // namespace kring::config
