#pragma once

#include "channels/model/ids.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/request.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): the name is Asio's.
}

namespace kring::load {

/// Signs a login for the hub's nonce.
using SignLogin = std::function<wire::LoginRequest(const wire::HelloEvent& hello)>;

/// Somebody on a bad line: reads a log from its beginning, 1 KiB a second at first.
class SlowReader {
 public:
  struct Wish {
    std::uint16_t port = 0;
    channels::CircleId circle;
    channels::ChannelId channel;
    channels::EntryNumber charter;
    SignLogin sign;
  };
  /// Begins at once. `context` outlives the reader.
  SlowReader(boost::asio::io_context& context, Wish wish);
  SlowReader(const SlowReader&) = delete;
  SlowReader& operator=(const SlowReader&) = delete;
  SlowReader(SlowReader&&) = delete;
  SlowReader& operator=(SlowReader&&) = delete;
  ~SlowReader();

  /// From now on as fast as the hub sends.
  void hurry();
  /// Entries that came, each once and in order; after one that did not there are no more.
  [[nodiscard]] std::size_t entries() const;
  /// Whether one came twice, or out of its order, or the connection was lost.
  [[nodiscard]] bool is_broken() const;

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::load
