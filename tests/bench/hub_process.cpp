#include "tests/bench/hub_process.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <stdexcept>
#include <string>
#include <vector>

namespace kring::bench {

namespace fs = std::filesystem;

namespace {

/// What is measured is how much a hub can do, by few handles, all from here.
const std::vector<std::string> unlimited = {"KRING_HUB__LIMITS__APPENDS_PER_MINUTE=1000000",
                                            "KRING_HUB__LIMITS__CIRCLE_APPENDS_PER_MINUTE=1000000",
                                            "KRING_HUB__LIMITS__FOUNDINGS_PER_HOUR_ALL=1000000"};

}  // namespace

HubProcess::HubProcess(const fs::path& program, const fs::path& data)
    : process_({.words = {program.string(), "serve", "--listen", "127.0.0.1:0", "--data", data.string(),
                          "--log-file", (data / "hub.log").string(), "--connections-max", "15000"},
                .environment = unlimited}) {
  const auto line = process_.read_line();
  const auto colon = line.rfind(':');
  if (colon == std::string::npos ||
      std::from_chars(line.data() + colon + 1, line.data() + line.size(), port_).ec != std::errc())
    throw std::runtime_error("the hub does not start; is " + program.string() + " built?");
}

NodesProcess::NodesProcess(const fs::path& script, const fs::path& hub, const fs::path& data,
                           std::size_t count)
    : process_({.words = {script.string(), "--programs", hub.parent_path().string(), "--hubs",
                          std::to_string(count), "--data", data.string()},
                .environment = unlimited}) {
  const auto told = nlohmann::json::parse(process_.read_line(), nullptr, false);
  if (!told.is_object())
    throw std::runtime_error(script.string() + " does not start; its logs are in " + data.string());
  ports_ = told.at("hubs").get<std::vector<std::uint16_t>>();
}

}  // namespace kring::bench
