#pragma once

#include "clients/core/client.hpp"
#include "clients/native/hub_connection.hpp"
#include "clients/native/outgoing.hpp"
#include "clients/native/vault.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace kring::native {

/// Performs what the core decides: saves, connects, sends, fetches and wakes. One thread, that of `context`.
class Driver {
 public:
  /// What the driver is made with; everything outlives it.
  struct Parts {
    boost::asio::io_context& context;
    core::Client& client;
    Vault& vault;
    Outgoing& outgoing;
    Random& random;
    /// Reads the wall clock.
    std::function<Time()> now;
    /// Is told what a user may want to see.
    std::function<void(const core::Notice&)> notice;
    /// The vault refused a save: nothing was sent, and nothing more may be done.
    std::function<void(const Error&)> vault_failed;
  };

  explicit Driver(Parts parts);
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  Driver(Driver&&) = delete;
  Driver& operator=(Driver&&) = delete;
  ~Driver();

  /// Opens what the core asks for.
  void start();
  /// Performs the actions of a command.
  void perform(core::Actions actions);
  /// Closes all connections. Nothing happens any more.
  void stop();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::native
