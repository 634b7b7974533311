#include "tests/support/postgres_server.hpp"

#include "crypto/base/assert.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace kring::support {

namespace {

struct Pipe {
  int read = -1;
  int write = -1;
};

/// No other child may hold an end: the server must see when this program is gone.
Pipe make_pipe() {
  std::array<int, 2> ends{};
  KRING_ASSERT(::pipe2(ends.data(), O_CLOEXEC) == 0);
  return {.read = ends[0], .write = ends[1]};
}

}  // namespace

PostgresServer::PostgresServer(const std::string& word) {
  const auto to_child = make_pipe();
  const auto from_child = make_pipe();
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to_child.read, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from_child.write, STDOUT_FILENO);
  std::string program = KRING_POSTGRES_PROGRAM;
  std::string argument = word;
  std::array<char*, 3> arguments{program.data(), word.empty() ? nullptr : argument.data(), nullptr};
  const int spawned = ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  KRING_ASSERT(spawned == 0);
  ::close(to_child.read);
  ::close(from_child.write);
  commands_ = to_child.write;
  answers_ = from_child.read;
  url_ = read_line();
  KRING_ASSERT(url_.starts_with("postgres:"));
}

PostgresServer::~PostgresServer() {
  ::close(commands_);
  ::waitpid(process_, nullptr, 0);
  ::close(answers_);
}

PostgresServer& PostgresServer::shared() {
  static PostgresServer server("--memory");
  return server;
}

std::string PostgresServer::create_database() {
  const auto name = "kring_" + std::to_string(++databases_);
  tell("create " + name);
  std::string url = url_;
  const std::string_view own = "/postgres?";
  return url.replace(url.find(own), own.size(), "/" + name + "?");
}

void PostgresServer::tell(std::string_view command) {
  const auto line = std::string(command) + "\n";
  KRING_ASSERT(::write(commands_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
  const auto answer = read_line();
  if (answer != "ok") std::fprintf(stderr, "ops/postgres %s: %s\n", line.c_str(), answer.c_str());
  KRING_ASSERT(answer == "ok");
}

std::string PostgresServer::read_line() {
  std::string line;
  char next = 0;
  while (::read(answers_, &next, 1) == 1 && next != '\n') line.push_back(next);
  return line;
}

}  // namespace kring::support
