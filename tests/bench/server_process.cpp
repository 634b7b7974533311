#include "tests/bench/server_process.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace kring::bench {

namespace fs = std::filesystem;

namespace {

std::vector<int> allowed_cores() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof(set), &set) != 0) return {};
  std::vector<int> cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(static_cast<std::size_t>(core), &set)) cores.push_back(core);
  }
  return cores;
}

void stay_on(const std::vector<int>& cores) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : cores) CPU_SET(static_cast<std::size_t>(core), &set);
  ::sched_setaffinity(0, sizeof(set), &set);
}

fs::path proc(pid_t process) {
  return fs::path("/proc") / std::to_string(process);
}

/// A process and all that descend from it. Those that end meanwhile are left out.
void collect(pid_t process, std::vector<pid_t>& found) {
  found.push_back(process);
  std::error_code gone;
  for (const auto& thread : fs::directory_iterator(proc(process) / "task", gone)) {
    std::ifstream in(thread.path() / "children");
    for (pid_t child = 0; in >> child;) collect(child, found);
  }
}

/// Processor time of a process and of its children that have ended, in ticks.
double ticks_of(pid_t process) {
  // Fields 14 to 17, counted from after the name, which may hold anything and ends with the last ')'.
  std::ifstream in(proc(process) / "stat");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  if (text.empty()) return 0;
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double sum = 0;
  double ticks = 0;
  for (int field = 14; field <= 17 && fields >> ticks; ++field) sum += ticks;
  return sum;
}

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  return ends;
}

/// Becomes the server. Does not return.
[[noreturn]] void become(const ServerCommand& command, const std::vector<char*>& words, int input, int output,
                         const std::optional<Cores>& cores) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (cores) stay_on({cores->server});
  // Ctrl-C reaches it through us alone.
  ::setsid();
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  if (!command.log.empty()) ::dup2(output, STDERR_FILENO);
  if (command.inherited >= 0) ::fcntl(command.inherited, F_SETFD, 0);
  for (const auto& one : command.environment)
    ::putenv(const_cast<char*>(one.c_str()));  // NOLINT: its own way.
  ::execvp(words.front(), words.data());
  ::_exit(127);
}

}  // namespace

std::optional<Cores> choose_cores() {
  static const auto cores = allowed_cores();
  if (cores.size() < 2) return std::nullopt;
  return Cores{.server = cores[0], .load = cores[1]};
}

OnLoadCore::OnLoadCore() : before_(allowed_cores()) {
  if (const auto cores = choose_cores()) stay_on({cores->load});
}

OnLoadCore::~OnLoadCore() {
  stay_on(before_);
}

ServerProcess::ServerProcess(const ServerCommand& command) {
  const auto cores = choose_cores();
  const auto input = make_pipe();
  auto output = make_pipe();
  if (!command.log.empty()) {
    ::close(output[1]);
    output[1] = ::open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  std::vector<char*> words;
  words.reserve(command.words.size() + 1);
  for (const auto& word : command.words) words.push_back(const_cast<char*>(word.c_str()));  // NOLINT: exec's.
  words.push_back(nullptr);
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("fork");
  if (process_ == 0) become(command, words, input[0], output[1], cores);
  ::close(input[0]);
  ::close(output[1]);
  input_ = input[1];
  output_ = output[0];
}

ServerProcess::~ServerProcess() {
  ::close(input_);
  ::close(output_);
  if (has_ended()) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

std::string ServerProcess::read_line() {
  std::string line;
  char next = 0;
  while (::read(output_, &next, 1) == 1 && next != '\n') line.push_back(next);
  return line;
}

bool ServerProcess::has_ended() {
  if (process_ < 0) return true;
  if (::waitpid(process_, nullptr, WNOHANG) == 0) return false;
  process_ = -1;
  return true;
}

double ServerProcess::cpu_s() const {
  std::vector<pid_t> all;
  collect(process_, all);
  double ticks = 0;
  for (const auto one : all) ticks += ticks_of(one);
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double ServerProcess::memory_bytes() const {
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

std::size_t ServerProcess::descriptors() const {
  const fs::directory_iterator all(proc(process_) / "fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace kring::bench
