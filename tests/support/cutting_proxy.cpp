#include "tests/support/cutting_proxy.hpp"

#include "crypto/base/assert.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace kring::support {

namespace {

constexpr std::string_view socket_name = "/.s.PGSQL.5432";
// How often a thread looks whether it should end.
constexpr int look_every_ms = 20;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  KRING_ASSERT(path.size() < sizeof address.sun_path);
  std::ranges::copy(path, address.sun_path);
  return address;
}

int make_socket() {
  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  KRING_ASSERT(made >= 0);
  return made;
}

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& url) : url_(url), listener_(make_socket()) {
  const auto begin = url.find("host=") + 5;
  const auto size = url.find('&', begin) - begin;
  server_ = url.substr(begin, size) + std::string(socket_name);
  url_.replace(begin, size, folder_.path().string());
  const auto address = address_of(folder_.path().string() + std::string(socket_name));
  KRING_ASSERT(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  KRING_ASSERT(::listen(listener_, 16) == 0);
  acceptor_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  for (auto& thread : forwarders_) thread.join();
  ::close(listener_);
}

void CuttingProxy::accept_all() {
  while (!stopping_) {
    pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, look_every_ms) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) forwarders_.emplace_back([this, client] { forward(client); });
  }
}

void CuttingProxy::forward(int client) {
  const int server = make_socket();
  const auto address = address_of(server_);
  bool goes_on = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  while (goes_on && !stopping_) {
    std::array<pollfd, 2> both{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                               pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    if (::poll(both.data(), both.size(), look_every_ms) <= 0) continue;
    if (both[0].revents != 0) goes_on = pass(client, server, Cut::before_commit);
    if (goes_on && both[1].revents != 0) goes_on = pass(server, client, Cut::after_commit);
  }
  ::close(client);
  ::close(server);
}

bool CuttingProxy::pass(int from, int to, Cut where) {
  std::array<char, 65536> buffer{};
  const auto size = ::recv(from, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
  auto wanted = where;
  if (bytes.find("COMMIT") != std::string_view::npos && cut_.compare_exchange_strong(wanted, Cut::nothing)) {
    return false;
  }
  return write_all(to, bytes);
}

}  // namespace kring::support
