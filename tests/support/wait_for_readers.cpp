#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <ctime>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// A bug put in on purpose: preloaded into a hub, it makes the thread that serves everybody wait for a reader
/// who takes nothing more, whenever it looks for what to do next. KRING_TEST_WAITS says for how long, and
/// when: milliseconds of one wait, of a period, and of the part of each period in which it waits at all.
namespace {

struct Waits {
  int wait_ms = 0;
  std::int64_t period_ms = 0;
  std::int64_t part_ms = 0;
};

Waits read_waits() {
  Waits waits;
  const char* text = std::getenv("KRING_TEST_WAITS");
  long long period = 0;
  long long part = 0;
  if (text == nullptr || std::sscanf(text, "%d %lld %lld", &waits.wait_ms, &period, &part) != 3) std::abort();
  waits.period_ms = period;
  waits.part_ms = part;
  return waits;
}

/// The socket that did not take all when it was written to last; -1: none.
std::atomic<int> full_socket{-1};

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

ssize_t note(int socket, ssize_t sent, size_t size) {
  const bool is_full = sent < 0 ? errno == EAGAIN || errno == EWOULDBLOCK : static_cast<size_t>(sent) < size;
  if (is_full) full_socket = socket;
  if (!is_full && full_socket == socket) full_socket = -1;
  return sent;
}

size_t size_of(const msghdr& message) {
  size_t size = 0;
  for (size_t i = 0; i < message.msg_iovlen; ++i) size += message.msg_iov[i].iov_len;
  return size;
}

bool waits_now(const Waits& waits) {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto ms = std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
  return ms % waits.period_ms < waits.part_ms;
}

}  // namespace

extern "C" {

ssize_t send(int socket, const void* bytes, size_t size, int flags) {
  static const auto function = real<ssize_t (*)(int, const void*, size_t, int)>("send");
  return note(socket, function(socket, bytes, size, flags), size);
}

ssize_t sendmsg(int socket, const msghdr* message, int flags) {
  static const auto function = real<ssize_t (*)(int, const msghdr*, int)>("sendmsg");
  return note(socket, function(socket, message, flags), size_of(*message));
}

int close(int file) {
  static const auto function = real<int (*)(int)>("close");
  if (full_socket == file) full_socket = -1;
  return function(file);
}

int epoll_wait(int epoll, epoll_event* events, int events_max, int timeout) {
  static const auto function = real<int (*)(int, epoll_event*, int, int)>("epoll_wait");
  static const auto waits = read_waits();
  if (const int socket = full_socket; socket >= 0 && waits_now(waits)) {
    pollfd waited{.fd = socket, .events = POLLOUT, .revents = 0};
    (void)::poll(&waited, 1, waits.wait_ms);
  }
  return function(epoll, events, events_max, timeout);
}

}  // extern "C"
