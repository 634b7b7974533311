#pragma once

#include "hub/net/client_keys.hpp"
#include "hub/net/driver.hpp"
#include "hub/net/limits.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): the name is Asio's.
}

namespace kring::net {

struct ServerOptions {
  std::size_t connections_max = limits::connections_max_default;
  /// Tells clients apart.
  ClientKeys clients;
};

/// A bound socket that nobody is accepted from yet: its port is known, and so the hub's origin.
class Listener {
 public:
  /// Binds to a numeric address, such as 127.0.0.1 or ::1; port 0 takes any free one. `context` outlives the
  /// listener. Errors: `bad_address`, `address_in_use`, `listen_failed`.
  [[nodiscard]] static Result<Listener> bind(boost::asio::io_context& context, const std::string& address,
                                             std::uint16_t port);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) noexcept;
  ~Listener();

  [[nodiscard]] std::uint16_t port() const;

 private:
  friend class Server;
  struct Socket;
  explicit Listener(std::unique_ptr<Socket> socket);
  std::unique_ptr<Socket> socket_;
};

/// Turns connections into sessions of the driver: WebSocket at /v1/ws, staged parts over HTTP at /v1/staged,
/// blobs at /v1/blobs, /livez, /readyz, and the page at /i. Runs on the thread of `context`.
class Server {
 public:
  /// `context` and `driver` outlive the server.
  Server(boost::asio::io_context& context, Listener listener, Driver& driver, ServerOptions options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();

  /// Begins to accept. What a connection is refused for its address it is told in plain HTTP, whatever it is
  /// about to ask: status 429, and in `Retry-After` how many seconds to wait.
  void start();
  /// Accepts nothing new, finishes what is under way, says goodbye, then calls `done` once: at the latest
  /// `drain_within` and `close_within` from now. A second call does nothing.
  void stop(std::move_only_function<void()> done);

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::net
