#include "tests/interop/peer_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace kring::interop {

PeerProcess::PeerProcess(const std::string& program) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (pipe(input.data()) != 0 || pipe(output.data()) != 0) throw std::runtime_error("pipe");
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("fork");
  if (process_ == 0) {
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    close(input[1]);
    close(output[0]);
    execl(program.c_str(), program.c_str(), nullptr);
    _exit(127);
  }
  close(input[0]);
  close(output[1]);
  to_ = input[1];
  from_ = output[0];
  (void)std::signal(SIGPIPE, SIG_IGN);  // A peer that died shows as a failed write.
}

PeerProcess::~PeerProcess() {
  close(to_);
  close(from_);
  waitpid(process_, nullptr, 0);
}

nlohmann::json PeerProcess::ask(const nlohmann::json& request) {
  const auto line = request.dump() + "\n";
  for (std::size_t done = 0; done < line.size();) {
    const auto count = write(to_, line.data() + done, line.size() - done);
    if (count <= 0) throw std::runtime_error("the peer takes no requests");
    done += static_cast<std::size_t>(count);
  }
  while (true) {
    if (const auto end = unread_.find('\n'); end != std::string::npos) {
      auto answer = nlohmann::json::parse(unread_.substr(0, end));
      unread_.erase(0, end + 1);
      return answer;
    }
    std::array<char, 65536> chunk{};
    const auto count = read(from_, chunk.data(), chunk.size());
    if (count <= 0) throw std::runtime_error("the peer is gone");
    unread_.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace kring::interop
