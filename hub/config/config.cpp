#define TOML_EXCEPTIONS 0
#include "hub/config/config.hpp"

#include "hub/bus/redis_address.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>

namespace kring::config {

namespace {

constexpr std::string_view variable_prefix = "KRING_HUB__";
constexpr std::size_t connections_limit = 1'000'000;
constexpr std::size_t readers_limit = 64;
constexpr std::size_t blob_bytes_limit = std::size_t{1} << 50U;

template <class Number>
bool set_number(Number& into, std::string_view text, std::size_t least, std::size_t most) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) return false;
  into = static_cast<Number>(value);
  return true;
}

/// `HOST:PORT`, with an IPv6 address in brackets.
bool set_listen(Config& config, std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  auto host = text.substr(0, colon);
  if (host.front() == '[') {
    if (host.back() != ']') return false;
    host = host.substr(1, host.size() - 2);
  }
  if (host.empty() || !set_number(config.port, text.substr(colon + 1), 0, 65535)) return false;
  config.address = host;
  return true;
}

std::string show_listen(const Config& config) {
  const bool is_v6 = config.address.find(':') != std::string::npos;
  return (is_v6 ? "[" + config.address + "]" : config.address) + ":" + std::to_string(config.port);
}

bool set_origin(Config& config, std::string_view text) {
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  if (!text.empty() && (!web || text.ends_with('/') || text.size() > 267)) return false;
  config.origin = text;
  return true;
}

/// A URL for libpq. A password in it would stand in the process list and in what `config check` shows.
bool set_store_url(Config& config, std::string_view text) {
  const auto scheme = text.find("://");
  const auto name = text.substr(0, scheme);
  if (!text.empty() && name != "postgres" && name != "postgresql") return false;
  if (!text.empty()) {
    const auto rest = text.substr(std::min(scheme, text.size() - 3) + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    const auto user =
        authority.substr(0, authority.rfind('@') == std::string_view::npos ? 0 : authority.rfind('@'));
    if (scheme == std::string_view::npos || user.contains(':') || rest.contains("password=")) return false;
  }
  config.store_url = text;
  return true;
}

bool set_proxies(Config& config, std::string_view text) {
  const auto ranges = hub::NetworkRanges::parse(text);
  if (!ranges) return false;
  config.proxies = text;
  config.proxy_ranges = *ranges;
  return true;
}

constexpr std::string_view free_word = "free";
constexpr std::string_view counted_word = "counted";

bool set_loopback(Config& config, std::string_view text) {
  config.counts_loopback = text == counted_word;
  return text == free_word || text == counted_word;
}

template <std::uint32_t engine::RateLimits::* limit>
bool set_rate(Config& config, std::string_view text) {
  return set_number(config.rates.*limit, text, engine::rate_limit_min, engine::rate_limit_max);
}
template <std::uint32_t engine::RateLimits::* limit>
std::string show_rate(const Config& config) {
  return std::to_string(config.rates.*limit);
}
/// The setting of one of them.
template <std::uint32_t engine::RateLimits::* limit>
Setting rate_setting(std::string_view key, std::string_view flag, std::string_view description) {
  return {.key = key,
          .flag = flag,
          .value_name = "NUMBER",
          .description = description,
          .set = set_rate<limit>,
          .show = show_rate<limit>};
}

constexpr std::string_view level_names[] = {"debug", "info", "warning", "error"};

bool set_level(Config& config, std::string_view text) {
  const auto* found = std::ranges::find(level_names, text);
  if (found == std::end(level_names)) return false;
  config.log_level = static_cast<LogLevel>(found - std::begin(level_names));
  return true;
}

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '"';
}

/// A TOML value as the text that a flag would have given. Tables are walked, anything else but text, whole
/// numbers and tables is refused.
std::expected<std::map<std::string, std::string>, Problem> flatten(std::string_view text) {
  const auto parsed = toml::parse(text);
  if (!parsed) {
    std::ostringstream where;
    where << "line " << parsed.error().source().begin.line;
    return std::unexpected("the configuration file is not TOML: " +
                           std::string(parsed.error().description()) + " (" + where.str() + ")");
  }
  std::map<std::string, std::string> values;
  for (const auto& [section, node] : parsed.table()) {
    const auto* table = node.as_table();
    if (table == nullptr)
      return std::unexpected("the configuration file: " + std::string(section.str()) + " is not a section");
    for (const auto& [name, value] : *table) {
      const auto key = std::string(section.str()) + "." + std::string(name.str());
      if (const auto* words = value.as_string()) {
        values[key] = words->get();
      } else if (const auto* number = value.as_integer()) {
        values[key] = std::to_string(number->get());
      } else {
        return std::unexpected("the configuration file: " + key + " is neither text nor a whole number");
      }
    }
  }
  return values;
}

std::optional<Problem> apply(Config& config, const std::map<std::string, std::string>& values,
                             std::string_view where) {
  for (const auto& [key, value] : values) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    if (setting == settings().end()) return std::string(where) + ": unknown setting " + key;
    if (!setting->set(config, value)) {
      if (!setting->refusal.empty())
        return std::string(where) + ": " + key + " " + std::string(setting->refusal);
      return std::string(where) + ": " + key + " cannot be " + quote(value) + "; it takes " +
             std::string(setting->value_name);
    }
  }
  return std::nullopt;
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = {
      {"server.listen", "--listen", "HOST:PORT",
       "where to listen; port 0 takes any free one (default 127.0.0.1:8420)", set_listen, show_listen},
      {"server.origin", "--origin", "URL",
       "what people type to reach this hub, such as https://kring.example; signed in every login (default "
       "http:// and where it listens)",
       set_origin, [](const Config& config) { return config.origin; }},
      {"server.connections_max", "--connections-max", "NUMBER", "connections at one time (default 10000)",
       [](Config& config, std::string_view text) {
         return set_number(config.connections_max, text, 1, connections_limit);
       },
       [](const Config& config) { return std::to_string(config.connections_max); }},
      {"server.proxies", "--proxies", "ADDRESSES",
       "proxies whose X-Forwarded-For is believed: addresses and ranges, such as 127.0.0.1,10.0.0.0/8 "
       "(default: none)",
       set_proxies, [](const Config& config) { return config.proxies; }},
      {"store.data", "--data", "FOLDER",
       "where the hub keeps its key, and its database unless it is elsewhere (default var/hub)",
       [](Config& config, std::string_view text) {
         config.data = text;
         return !text.empty();
       },
       [](const Config& config) { return config.data; }},
      {"store.url", "--store", "URL",
       "a PostgreSQL database that several hubs share, such as postgres://kring@db.example/kring; no "
       "password "
       "in it: name a file with passfile= (default: SQLite in the data folder)",
       set_store_url, [](const Config& config) { return config.store_url; },
       "must be postgres://USER@HOST/DATABASE, with no password in it: passfile=FILE names a file that has "
       "it"},
      {"store.readers", "--readers", "NUMBER", "threads that read the database (default 2)",
       [](Config& config, std::string_view text) {
         return set_number(config.readers, text, 1, readers_limit);
       },
       [](const Config& config) { return std::to_string(config.readers); }},
      {"bus.url", "--bus", "URL",
       "a Redis over which hubs on one store hear of each other at once: redis://HOST:PORT or unix:///PATH",
       [](Config& config, std::string_view text) {
         config.bus_url = text;
         return text.empty() || bus::parse_redis_address(text).has_value();
       },
       [](const Config& config) { return config.bus_url; },
       "must be redis://HOST:PORT or unix:///PATH, with no user and no password in it"},
      {"bus.user", "--bus-user", "NAME", "who the hub is there (default: Redis's default user)",
       [](Config& config, std::string_view text) {
         config.bus_user = text;
         return true;
       },
       [](const Config& config) { return config.bus_user; }},
      {"bus.password_file", "--bus-password-file", "FILE",
       "a file that holds the password there, and no more",
       [](Config& config, std::string_view text) {
         config.bus_password_file = text;
         return true;
       },
       [](const Config& config) { return config.bus_password_file; }},
      {"blobs.folder", "--blobs", "FOLDER",
       "where sealed attachments are kept; the same one for all nodes of a hub (default: blobs in the data "
       "folder)",
       [](Config& config, std::string_view text) {
         config.blobs = text;
         return true;
       },
       [](const Config& config) { return config.blobs; }},
      {"blobs.circle_bytes_max", "--blobs-circle-bytes-max", "BYTES",
       "what all attachments of one circle may take (default 2147483648)",
       [](Config& config, std::string_view text) {
         return set_number(config.blob_circle_bytes_max, text, 0, blob_bytes_limit);
       },
       [](const Config& config) { return std::to_string(config.blob_circle_bytes_max); }},
      {"limits.loopback", "--limits-loopback", "free|counted",
       "whether those who come over loopback are counted by address (default free)", set_loopback,
       [](const Config& config) { return std::string(config.counts_loopback ? counted_word : free_word); }},
      rate_setting<&engine::RateLimits::connections_per_address>(
          "limits.connections_per_address", "--limits-connections-per-address",
          "connections of one address at one time (default 200)"),
      rate_setting<&engine::RateLimits::connections_per_minute>(
          "limits.connections_per_minute", "--limits-connections-per-minute",
          "new connections of one address in a minute (default 1200)"),
      rate_setting<&engine::RateLimits::foundings_per_hour>(
          "limits.foundings_per_hour", "--limits-foundings-per-hour",
          "circles founded from one address in an hour (default 30)"),
      rate_setting<&engine::RateLimits::foundings_per_hour_all>(
          "limits.foundings_per_hour_all", "--limits-foundings-per-hour-all",
          "circles founded from all addresses in an hour (default 600)"),
      rate_setting<&engine::RateLimits::reads_per_minute>(
          "limits.reads_per_minute", "--limits-reads-per-minute",
          "reads without a login from one address in a minute (default 300)"),
      rate_setting<&engine::RateLimits::failed_logins_per_minute>(
          "limits.failed_logins_per_minute", "--limits-failed-logins-per-minute",
          "logins of one address that fail in a minute (default 120)"),
      rate_setting<&engine::RateLimits::mailboxes_per_minute>(
          "limits.mailboxes_per_minute", "--limits-mailboxes-per-minute",
          "one-time mailboxes opened from one address in a minute (default 10)"),
      rate_setting<&engine::RateLimits::slots_per_hour>(
          "limits.slots_per_hour", "--limits-slots-per-hour",
          "new vault slots from one address in an hour (default 60)"),
      rate_setting<&engine::RateLimits::slots_per_hour_all>(
          "limits.slots_per_hour_all", "--limits-slots-per-hour-all",
          "new vault slots from all addresses in an hour (default 600)"),
      rate_setting<&engine::RateLimits::appends_per_minute>(
          "limits.appends_per_minute", "--limits-appends-per-minute",
          "entries of one device in a circle in a minute (default 1800)"),
      rate_setting<&engine::RateLimits::circle_appends_per_minute>(
          "limits.circle_appends_per_minute", "--limits-circle-appends-per-minute",
          "entries of a circle in a minute (default 6000)"),
      {"log.file", "--log-file", "FILE", "where log lines go (default: standard error)",
       [](Config& config, std::string_view text) {
         config.log_file = text;
         return true;
       },
       [](const Config& config) { return config.log_file; }},
      {"log.level", "--log-level", "LEVEL", "debug, info, warning or error (default info)", set_level,
       [](const Config& config) {
         return std::string(level_names[static_cast<std::size_t>(config.log_level)]);
       }},
  };
  return all;
}

std::string variable_of(std::string_view key) {
  std::string name(variable_prefix);
  for (const char letter : key) {
    if (letter == '.') {
      name += "__";
    } else {
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
  }
  return name;
}

std::expected<Config, Problem> load(const Sources& sources) {
  Config config;
  if (sources.file) {
    const auto values = flatten(*sources.file);
    if (!values) return std::unexpected(values.error());
    if (auto problem = apply(config, *values, "the configuration file")) return std::unexpected(*problem);
  }
  std::map<std::string, std::string> from_environment;
  for (const auto& [name, value] : sources.environment) {
    const auto setting =
        std::ranges::find_if(settings(), [&](const auto& one) { return variable_of(one.key) == name; });
    if (setting == settings().end()) return std::unexpected("the environment: unknown variable " + name);
    from_environment.emplace(setting->key, value);
  }
  if (auto problem = apply(config, from_environment, "the environment")) return std::unexpected(*problem);
  if (auto problem = apply(config, sources.flags, "the command line")) return std::unexpected(*problem);
  if (!config.bus_url.empty() && config.store_url.empty())
    return std::unexpected("bus.url takes a store that hubs can share: set store.url too");
  return config;
}

std::string to_toml(const Config& config) {
  std::string text;
  std::string_view section;
  for (const auto& setting : settings()) {
    const auto dot = setting.key.find('.');
    const auto own_section = setting.key.substr(0, dot);
    if (own_section != section) {
      text += text.empty() ? "" : "\n";
      text += "[" + std::string(own_section) + "]\n";
      section = own_section;
    }
    text += std::string(setting.key.substr(dot + 1)) + " = " + quote(setting.show(config)) + "\n";
  }
  return text;
}

std::string origin_of(const Config& config, std::uint16_t port) {
  if (!config.origin.empty()) return config.origin;
  Config listened = config;
  listened.port = port;
  return "http://" + show_listen(listened);
}

}  // namespace kring::config
