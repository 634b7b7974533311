#include "tests/bench/sends.hpp"

#include "tests/bench/figures.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <ctime>
#include <stdexcept>
#include <thread>
#include <vector>

namespace kring::bench {

namespace {

/// Connected pairs over the loopback's TCP.
class Pairs {
 public:
  explicit Pairs(std::size_t count) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* name = reinterpret_cast<sockaddr*>(&address);  // NOLINT: the socket interface's own convention.
    socklen_t size = sizeof(address);
    check(::bind(listener, name, size) == 0 && ::listen(listener, 16) == 0 &&
          ::getsockname(listener, name, &size) == 0);
    for (std::size_t i = 0; i < count; ++i) {
      const int from = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      check(::connect(from, name, size) == 0);
      const int on = 1;
      ::setsockopt(from, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      senders.push_back(from);
      receivers.push_back(::accept(listener, nullptr, nullptr));
      check(receivers.back() >= 0);
    }
    ::close(listener);
  }
  Pairs(const Pairs&) = delete;
  Pairs& operator=(const Pairs&) = delete;
  Pairs(Pairs&&) = delete;
  Pairs& operator=(Pairs&&) = delete;
  ~Pairs() {
    for (const int socket : senders) ::close(socket);
    for (const int socket : receivers) ::close(socket);
  }

  static void check(bool good) {
    if (!good) throw std::runtime_error("a loopback connection");
  }

  std::vector<int> senders;
  std::vector<int> receivers;
};

void throw_away(const Pairs& pairs, const std::atomic<bool>& over) {
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  for (const int socket : pairs.receivers) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
  }
  std::vector<char> waste(std::size_t{64} * 1024);
  std::array<epoll_event, 64> events{};
  while (!over) {
    const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 10);
    for (int i = 0; i < count; ++i) {
      const auto& event = events.at(static_cast<std::size_t>(i));
      if (::recv(event.data.fd, waste.data(), waste.size(), MSG_DONTWAIT) < 0) continue;
    }
  }
  ::close(poll);
}

double thread_cpu_s() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

}  // namespace

double measure_sends(std::size_t connections, std::size_t bytes, std::chrono::milliseconds length) {
  const Pairs pairs(connections);
  std::atomic<bool> over = false;
  std::thread receiver([&] { throw_away(pairs, over); });
  const std::vector<char> frame(bytes, 'x');
  std::size_t count = 0;
  const auto start = Clock::now();
  const auto before = thread_cpu_s();
  while (Clock::now() - start < length) {
    for (const int socket : pairs.senders) {
      if (::send(socket, frame.data(), frame.size(), MSG_NOSIGNAL) > 0) ++count;
    }
  }
  const auto used = thread_cpu_s() - before;
  over = true;
  receiver.join();
  return used * 1e6 / static_cast<double>(count);
}

}  // namespace kring::bench
