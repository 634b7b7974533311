#include "tests/bench/hub_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace kring::bench {

namespace fs = std::filesystem;

namespace {

/// The first line that comes out of a pipe.
std::string read_line(int pipe) {
  std::string line;
  char next = 0;
  while (::read(pipe, &next, 1) == 1 && next != '\n') line.push_back(next);
  return line;
}

fs::path proc(pid_t process) {
  return fs::path("/proc") / std::to_string(process);
}

}  // namespace

HubProcess::HubProcess(const fs::path& program, const fs::path& data) {
  std::array<int, 2> output{};
  if (::pipe(output.data()) != 0) throw std::runtime_error("pipe");
  const auto log = (data / "hub.log").string();
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("fork");
  if (process_ == 0) {
    ::dup2(output[1], STDOUT_FILENO);
    ::close(output[0]);
    ::close(output[1]);
    ::execl(program.c_str(), program.c_str(), "serve", "--listen", "127.0.0.1:0", "--data", data.c_str(),
            "--log-file", log.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(output[1]);
  const auto line = read_line(output[0]);
  ::close(output[0]);
  const auto colon = line.rfind(':');
  if (colon == std::string::npos ||
      std::from_chars(line.data() + colon + 1, line.data() + line.size(), port_).ec != std::errc()) {
    ::waitpid(process_, nullptr, 0);
    throw std::runtime_error("the hub does not start; is " + program.string() + " built?");
  }
}

HubProcess::~HubProcess() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

double HubProcess::cpu_s() const {
  // Fields 14 and 15, counted from after the name, which may hold anything and ends with the last ')'.
  std::ifstream in(proc(process_) / "stat");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double kernel = 0;
  fields >> user >> kernel;
  return (user + kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double HubProcess::memory_bytes() const {
  std::ifstream in(proc(process_) / "smaps_rollup");
  std::string word;
  double total = 0;
  while (in >> word) {
    if (word != "Private_Clean:" && word != "Private_Dirty:") continue;
    double kib = 0;
    in >> kib;
    total += kib * 1024;
  }
  return total;
}

std::size_t HubProcess::descriptors() const {
  const fs::directory_iterator all(proc(process_) / "fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace kring::bench
