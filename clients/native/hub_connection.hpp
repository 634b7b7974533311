#pragma once

#include "channels/model/origin.hpp"
#include "crypto/base/random.hpp"

#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): the name is Asio's.
}

namespace kring::native {

/// What a connection tells its owner, on the thread of its context.
struct ConnectionEvents {
  std::function<void()> opened;
  std::function<void(std::string)> frame;
  /// After every `opened`, and for every attempt that did not come so far.
  std::function<void()> closed;
};

/// One WebSocket to a hub that opens itself again, with growing and jittered waits, until it is stopped.
class HubConnection {
 public:
  /// `context` and `random` outlive the connection.
  HubConnection(boost::asio::io_context& context, channels::Origin hub, ConnectionEvents events,
                Random& random);
  HubConnection(const HubConnection&) = delete;
  HubConnection& operator=(const HubConnection&) = delete;
  HubConnection(HubConnection&&) = delete;
  HubConnection& operator=(HubConnection&&) = delete;
  /// Stops.
  ~HubConnection();

  void start();
  /// Sends a text frame; dropped if the connection is not open, as the core is told of that by `closed`.
  void send(std::string text);
  /// Closes this connection; a new one is opened after the usual wait.
  void reset();
  /// Closes politely and stays closed; no event follows.
  void stop();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::native
