#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"
#include "hub/bus/redis_address.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kring::bus {

/// Who a hub is at its Redis. Without a password it says nothing.
struct RedisLogin {
  /// Empty: the default user.
  std::string user{};
  Secret password{};
};

/// What a connection tells its owner. All of it comes from inside the library that reads the socket: note it,
/// do not destroy the connection. `close` is fine.
struct RedisEvents {
  /// Connected and logged in.
  std::function<void()> ready;
  /// A `subscribe` holds.
  std::function<void(std::string_view channel)> subscribed;
  std::function<void(std::string_view channel, ByteView payload)> message;
  /// A `publish`, in their order: how many have heard it.
  std::function<void(std::uint64_t receivers)> published;
  /// Redis said no: to the login, a subscription or a publication.
  std::function<void()> refused;
  /// It is gone, whoever ended it; said once, on a turn of its own.
  std::function<void()> ended;
};

/// One connection to a Redis, from its making to its end; hiredis on Asio. On the thread of `context`.
///
/// A process with one of these ignores SIGPIPE: hiredis writes to closed sockets.
class RedisConnection {
 public:
  /// Begins to connect. `login` outlives the connection, `events` are copied.
  RedisConnection(boost::asio::io_context& context, const RedisAddress& address, const RedisLogin& login,
                  RedisEvents events);
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;
  RedisConnection(RedisConnection&&) = delete;
  RedisConnection& operator=(RedisConnection&&) = delete;
  /// Ends it and says nothing more.
  ~RedisConnection();

  /// Once it is ready; never undone: hiredis aborts the process over an unsubscription that it does not
  /// expect.
  void subscribe(const std::string& channel);
  /// Once it is ready. False if the connection is ending.
  [[nodiscard]] bool publish(std::string_view channel, ByteView payload);
  /// Ends it; `ended` follows.
  void close();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::bus
