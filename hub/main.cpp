#include "crypto/primitives/sodium_random.hpp"
#include "hub/admin/admin_socket.hpp"
#include "hub/admin/commands.hpp"
#include "hub/base/wall_clock.hpp"
#include "hub/blobs/blob_runner.hpp"
#include "hub/blobs/folder_blobs.hpp"
#include "hub/bus/in_process_bus.hpp"
#include "hub/bus/redis_bus.hpp"
#include "hub/config/config.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/limits.hpp"
#include "hub/hub_key.hpp"
#include "hub/log/logger.hpp"
#include "hub/net/driver.hpp"
#include "hub/net/server.hpp"
#include "hub/secret_file.hpp"
#include "hub/store/maintenance.hpp"
#include "hub/store/postgres_store.hpp"
#include "hub/store/sqlite_store.hpp"
#include "hub/store/store_runner.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

namespace kring {
namespace {

namespace asio = boost::asio;

/// How the program ends, for scripts and service managers.
enum class Exit : int { done = 0, failed = 1, usage = 2, store = 3, address = 4 };

/// For the log: the clock that others on the machine go by.
Time read_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

/// The clock that the hub judges by; it says so when somebody has set the machine's.
std::function<Time()> hub_clock(log::Logger& logger) {
  return [&logger, clock = hub::WallClock(hub::read_clocks()),
          is_synchronized = std::function(hub::is_clock_synchronized)]() mutable {
    const bool was_apart = clock.is_apart();
    const auto reading = hub::read_clocks();
    const auto now = clock.at(reading, is_synchronized);
    if (clock.is_apart() && !was_apart)
      logger.write(log::Level::error, "clock_not_followed", {{"ahead", reading.wall - now}});
    if (!clock.is_apart() && was_apart) logger.write(log::Level::info, "clock_followed");
    return now;
  };
}

std::map<std::string, std::string> read_environment() {
  std::map<std::string, std::string> values;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto sign = text.find('=');
    if (text.starts_with("KRING_HUB__") && sign != std::string_view::npos)
      values.emplace(text.substr(0, sign), text.substr(sign + 1));
  }
  return values;
}

/// What the command line asked for.
struct Options {
  std::string file;
  std::map<std::string, std::string> flags;
};

/// What `backup` and `restore` were asked for.
struct Backup {
  std::string to;
  std::string from;
  std::string hub_key;
};

std::expected<config::Config, std::string> load_config(const Options& options) {
  config::Sources sources{.environment = read_environment(), .flags = options.flags};
  if (!options.file.empty()) {
    std::ifstream in(options.file, std::ios::binary);
    if (!in) return std::unexpected("the configuration file cannot be read");
    sources.file = std::string((std::istreambuf_iterator<char>(in)), {});
  }
  return config::load(sources);
}

/// A failed start in words: what it was and what to do.
std::string_view advice_for(const Error& error) {
  if (error == hub::Errc::store_in_use) return "Another hub is running on this data folder. Stop it first.";
  if (error == hub::Errc::store_newer_schema)
    return "The database is of a newer kring-hub. Run that one; nothing was changed.";
  if (error == hub::Errc::store_corrupt)
    return "The database is damaged. Nothing was changed: keep the folder and restore a backup beside it.";
  if (error == hub::Errc::store_bad_folder)
    return "The data folder cannot be used. Is it there, and is it ours to write?";
  if (error == hub::Errc::store_unavailable)
    return "The database does not answer. Is it running, and may this machine reach it?";
  if (error == hub::Errc::store_bad_address)
    return "The database does not let us in. Is --store right, and is the file of passfile= ours, with mode "
           "0600?";
  if (error == hub::Errc::store_not_durable)
    return "PostgreSQL runs with fsync off: it would lose what the hub has acknowledged. Turn it on.";
  if (error == hub::Errc::bad_hub_key)
    return "hub.key is damaged or others may read it. Put back the copy, with mode 0600.";
  if (error == hub::Errc::other_hub_key)
    return "The circles in this database were founded under another hub.key, and their devices would refuse "
           "this "
           "one. Put back the copy of that hub.key. Nothing in the database was changed.";
  if (error == hub::Errc::bad_secret_file)
    return "The file with the bus's password cannot be used. It holds the password alone, and others may not "
           "read "
           "it.";
  if (error == hub::Errc::address_in_use)
    return "Something else listens there already. Choose another port with --listen.";
  if (error == hub::Errc::bad_address)
    return "Listen on a numeric address, such as 127.0.0.1:8420 or [::1]:8420.";
  return "See the log for where it happened.";
}

Exit refuse_start(log::Logger& logger, const Error& error, Exit exit) {
  logger.write(log::Level::error, "start_failed", {{"error", error}});
  std::cerr << "kring-hub: " << error.name() << ". " << advice_for(error) << "\n";
  return exit;
}

Result<std::unique_ptr<store::Store>> open_store(const config::Config& config, Random& random) {
  if (!config.store_url.empty()) return store::PostgresStore::open({.url = config.store_url}, random);
  return store::SqliteStore::open(config.data, random);
}

/// Whether this key is the one under which the store's circles were founded. Errors: `other_hub_key`, those
/// of the store.
Status check_hub_key(const config::Config& config, const channels::HubKey& key) {
  const auto is_ours = config.store_url.empty()
                           ? store::is_hub_of(std::filesystem::path(config.data) / "hub.db", key)
                           : store::is_hub_of(store::PostgresOptions{.url = config.store_url}, key);
  if (!is_ours) return fail(is_ours.error());
  if (!*is_ours) return fail(hub::Errc::other_hub_key, "hub.key");
  return {};
}

/// Nobody else has SQLite's files open; a PostgreSQL database may have other hubs on it.
Duration head_check_of(const config::Config& config) {
  return config.store_url.empty() ? Duration::zero() : engine::limits::head_check_every;
}

/// How other nodes hear what happens here; alone, there are none.
Result<std::unique_ptr<bus::Bus>> open_bus(const config::Config& config, const hub::HubIdentity& identity,
                                           asio::io_context& context, log::Logger& logger, Random& random) {
  if (config.bus_url.empty()) return std::make_unique<bus::InProcessBus>();
  bus::RedisLogin login{.user = config.bus_user};
  if (!config.bus_password_file.empty()) {
    auto password = hub::read_secret_file(config.bus_password_file);
    if (!password) return fail(password.error());
    login.password = std::move(*password);
  }
  const auto tell = [&logger](const Status& status) {
    if (status) {
      logger.write(log::Level::info, "bus_whole");
    } else {
      logger.write(log::Level::warning, "bus_degraded", {{"error", status.error()}});
    }
  };
  return std::make_unique<bus::RedisBus>(
      context,
      bus::RedisBusOptions{.address = bus::parse_redis_address(config.bus_url).value(),
                           .login = std::move(login),
                           .key = bus::announcement_key(identity.seed),
                           .channel = bus::announcement_channel(identity.public_key),
                           .on_change = tell},
      random);
}

admin::Places places_of(const config::Config& config) {
  return {.data = config.data,
          .store_url = config.store_url,
          .blobs = config.blobs.empty() ? config.data + "/blobs" : config.blobs};
}

/// The ear for `kring-hub backup`. A PostgreSQL database has its own.
Result<std::unique_ptr<admin::AdminSocket>> open_admin(const config::Config& config) {
  if (!config.store_url.empty()) return nullptr;
  return admin::AdminSocket::open(
      config.data, [file = std::filesystem::path(config.data) / "hub.db"](const std::filesystem::path& to,
                                                                          const store::Progress& progress) {
        return store::copy_database(file, to, progress);
      });
}

/// What limits have refused: numbers, and nobody's name or address.
void log_dropped(log::Logger& logger, const engine::LimitCounts& counts) {
  const auto of = [&](engine::Limit limit) { return counts.at(std::to_underlying(limit)); };
  using enum engine::Limit;
  logger.write(log::Level::warning, "limited",
               {{"connections_per_address", of(connections_per_address)},
                {"connections_per_minute", of(connections_per_minute)},
                {"foundings_per_hour", of(foundings_per_hour)},
                {"foundings_per_hour_all", of(foundings_per_hour_all)},
                {"reads_per_minute", of(reads_per_minute)},
                {"failed_logins_per_minute", of(failed_logins_per_minute)},
                {"mailboxes_per_minute", of(mailboxes_per_minute)},
                {"slots_per_hour", of(slots_per_hour)},
                {"slots_per_hour_all", of(slots_per_hour_all)},
                {"appends_per_minute", of(appends_per_minute)},
                {"circle_appends_per_minute", of(circle_appends_per_minute)}});
}

Exit serve(const config::Config& config) {
  auto logger = log::Logger::open(config.log_file, static_cast<log::Level>(config.log_level), read_clock);
  if (!logger) {
    std::cerr << "kring-hub: the log file cannot be written\n";
    return Exit::failed;
  }
  primitives::SodiumRandom random;
  auto identity = hub::load_or_make_hub_key(config.data, random);
  if (!identity) return refuse_start(*logger, identity.error(), Exit::store);
  auto store = open_store(config, random);
  if (!store) return refuse_start(*logger, store.error(), Exit::store);
  if (auto ours = check_hub_key(config, identity->public_key); !ours)
    return refuse_start(*logger, ours.error(), Exit::store);

  asio::io_context context(1);
  const auto post = [&context](store::StoreRunner::Task task) { asio::post(context, std::move(task)); };
  auto runner = store::StoreRunner::start(**store, {.readers = config.readers}, post);
  if (!runner) return refuse_start(*logger, runner.error(), Exit::store);

  auto blob_folder = blobs::FolderBlobs::open(places_of(config).blobs);
  if (!blob_folder) return refuse_start(*logger, blob_folder.error(), Exit::store);
  blobs::BlobRunner blob_runner(**blob_folder, {}, post);

  // Port 0 is known only after listening, and the origin stands in every login: so the server comes first.
  auto bus = open_bus(config, *identity, context, *logger, random);
  if (!bus) return refuse_start(*logger, bus.error(), Exit::usage);
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<net::Driver> driver;
  auto listener = net::Listener::bind(context, config.address, config.port);
  if (!listener) return refuse_start(*logger, listener.error(), Exit::address);
  const auto origin = config::origin_of(config, listener->port());
  logger->write(log::Level::info, "listening", {{"port", listener->port()}});
  engine = std::make_unique<engine::Engine>(
      engine::EngineOptions{.origin = origin,
                            .incarnation = (*store)->incarnation(),
                            .hub_public_key = identity->public_key,
                            .hub_seed = std::move(identity->seed),
                            .blob_circle_bytes_max = config.blob_circle_bytes_max,
                            .head_check = head_check_of(config),
                            .rates = config.rates},
      random);
  driver = std::make_unique<net::Driver>(*engine, **runner, blob_runner, **bus, post, hub_clock(*logger));
  Exit exit = Exit::done;
  net::Server server(
      context, std::move(*listener), *driver,
      {.connections_max = config.connections_max,
       .clients = net::ClientKeys({.proxies = config.proxy_ranges, .counts_loopback = config.counts_loopback},
                                  Secret::copy_of(random.fixed<32>()))});
  const auto stop = [&] {
    logger->write(log::Level::info, "draining", {{"sessions", driver->counts().sessions}});
    server.stop([&] { context.stop(); });
  };
  driver->on_store_failed([&] {
    logger->write(log::Level::error, "store_failed");
    exit = Exit::store;
    stop();
  });
  driver->on_store_available([&](bool is_available) {
    if (is_available) {
      logger->write(log::Level::info, "store_available");
    } else {
      logger->write(log::Level::warning, "store_unavailable");
    }
  });
  driver->on_dropped([&](const engine::LimitCounts& counts) { log_dropped(*logger, counts); });
  asio::signal_set signals(context, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
  const auto admin = open_admin(config);
  if (!admin) return refuse_start(*logger, admin.error(), Exit::store);
  server.start();
  std::cout << "listening on " << origin << std::endl;
  context.run();
  blob_runner.stop();
  (*runner)->stop();
  logger->write(log::Level::info, "stopped");
  return exit;
}

int run(int argc, char** argv) {
  CLI::App app("kring-hub: keeps and forwards what circles of care write. It can read none of it.",
               "kring-hub");
  app.require_subcommand(1);
  app.set_version_flag("--version", "kring-hub 0.1.0");
  app.footer(
      "Settings come from the configuration file, then from the environment (KRING_HUB__SECTION__KEY), then "
      "from flags.\n"
      "Exit status: 0 stopped as asked, 1 failed, 2 usage or configuration, 3 the data folder or the "
      "database, 4 the "
      "address.\n\n"
      "Example: kring-hub serve --listen 127.0.0.1:8420 --data /var/lib/kring-hub --origin "
      "https://kring.example");
  Options options;
  const auto add_settings = [&options](CLI::App& command) {
    command.add_option("--config", options.file, "a TOML file with settings")->type_name("FILE");
    for (const auto& setting : config::settings()) {
      command
          .add_option_function<std::string>(
              std::string(setting.flag),
              [&options, key = std::string(setting.key)](const std::string& value) {
                options.flags[key] = value;
              },
              std::string(setting.description))
          ->type_name(std::string(setting.value_name));
    }
  };
  auto* serve_command = app.add_subcommand("serve", "run the hub until SIGTERM");
  add_settings(*serve_command);
  auto* config_command = app.add_subcommand("config", "about the configuration");
  config_command->require_subcommand(1);
  auto* check_command = config_command->add_subcommand(
      "check", "show the settings that would be used, or what is wrong with them");
  add_settings(*check_command);
  Backup backup;
  auto* backup_command = app.add_subcommand(
      "backup", "copy the database and the blobs to a new folder, also while the hub runs; not hub.key");
  add_settings(*backup_command);
  backup_command->add_option("--to", backup.to, "the folder, which is empty or not there")
      ->type_name("FOLDER");
  auto* verify_command = backup_command->add_subcommand("verify", "check all of a backup");
  verify_command->add_option("FOLDER", backup.from, "the backup")->required();
  auto* restore_command = app.add_subcommand(
      "restore", "put a backup back: in a data folder and a database that are empty, in a new incarnation");
  add_settings(*restore_command);
  restore_command->add_option("--from", backup.from, "the backup")->type_name("FOLDER")->required();
  restore_command->add_option("--hub-key", backup.hub_key, "the hub.key that was kept apart")
      ->type_name("FILE")
      ->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? static_cast<int>(Exit::done) : static_cast<int>(Exit::usage);
  }
  // hiredis and libpq may write to a socket that the other side has closed.
  std::signal(SIGPIPE, SIG_IGN);
  const admin::Streams streams{.out = std::cout, .err = std::cerr};
  const auto exit_of = [](bool done) { return static_cast<int>(done ? Exit::done : Exit::store); };
  if (verify_command->parsed()) return exit_of(admin::run_verify(backup.from, streams));
  const auto config = load_config(options);
  if (!config) {
    std::cerr << "kring-hub: " << config.error() << "\n";
    return static_cast<int>(Exit::usage);
  }
  if (check_command->parsed()) {
    std::cout << config::to_toml(*config);
    return static_cast<int>(Exit::done);
  }
  if (backup_command->parsed()) {
    if (backup.to.empty()) {
      std::cerr << "kring-hub: backup needs --to FOLDER\n";
      return static_cast<int>(Exit::usage);
    }
    return exit_of(admin::run_backup(places_of(*config), backup.to, read_clock(), streams));
  }
  if (restore_command->parsed()) {
    primitives::SodiumRandom random;
    return exit_of(admin::run_restore(backup.from, places_of(*config), backup.hub_key, random, streams));
  }
  return static_cast<int>(serve(*config));
}

}  // namespace
}  // namespace kring

int main(int argc, char** argv) {
  try {
    return kring::run(argc, argv);
  } catch (const std::exception&) {
    std::cerr << "kring-hub: out of memory, or the system refused something at the start\n";
    return 1;
  }
}
