#include "tests/support/redis_server.hpp"

#include "crypto/base/assert.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace kring::support {

namespace {

constexpr const char* program = "redis-server";
/// What it says once it takes connections.
constexpr std::string_view ready_words = "eady to accept connections";

[[noreturn]] void run(std::vector<std::string> words, int output) {
  // The one that started it may be killed: it ends too.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(output, STDOUT_FILENO);
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp(program, pointers.data());
  ::_exit(127);
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
  start();
}

RedisServer::~RedisServer() {
  kill();
}

std::string RedisServer::socket() const {
  return (folder_.path() / "redis.sock").string();
}

std::string RedisServer::url() const {
  return "unix://" + socket();
}

void RedisServer::start() {
  std::vector<std::string> words{
      program,        "--port",       "0",  "--unixsocket", socket(), "--save",    "", "--dir",
      folder_.path(), "--appendonly", "no", "--daemonize",  "no",     "--logfile", ""};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::array<int, 2> pipe{};
  KRING_ASSERT(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  process_ = ::fork();
  KRING_ASSERT(process_ >= 0);
  if (process_ == 0) run(std::move(words), pipe[1]);
  ::close(pipe[1]);
  output_ = pipe[0];
  std::string said;
  std::array<char, 4096> part{};
  while (said.find(ready_words) == std::string::npos) {
    const auto size = ::read(output_, part.data(), part.size());
    // It has ended: not installed, or a wrong argument.
    KRING_ASSERT(size > 0);
    said.append(part.data(), static_cast<std::size_t>(size));
  }
}

void RedisServer::kill() {
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  ::close(output_);
  process_ = 0;
}

void RedisServer::pause() {
  ::kill(process_, SIGSTOP);
}

void RedisServer::resume() {
  ::kill(process_, SIGCONT);
}

}  // namespace kring::support
