#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <utility>
#include <vector>

namespace boost::beast {
// Declared here, so that this header stays free of Beast's; the name is theirs.
enum class role_type;  // NOLINT(readability-identifier-naming)
}  // namespace boost::beast

namespace kring::net {

/// A TCP socket whose writes queue up and are each sent whole; the first that fails ends all that follow.
///
/// A WebSocket library writes one message a call, and control frames on its own account; ready-made frames
/// are written past it, many at once. Both go through here, so that they never mix inside a frame. One
/// thread; buffers stay valid until their handler runs.
class GatheredSocket {
 public:
  using next_layer_type = boost::asio::ip::tcp::socket;
  using executor_type = next_layer_type::executor_type;

  explicit GatheredSocket(next_layer_type socket) : socket_(std::move(socket)) {}

  [[nodiscard]] executor_type get_executor() { return socket_.get_executor(); }
  [[nodiscard]] next_layer_type& next_layer() { return socket_; }
  [[nodiscard]] const next_layer_type& next_layer() const { return socket_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return socket_.async_read_some(buffers, std::forward<Token>(token));
  }

  /// Sends all of `buffers`, after what was given before.
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, std::vector<boost::asio::const_buffer> parts) {
          writes_.push_back(
              {std::move(parts), [this, handler = std::move(handler)](boost::system::error_code error,
                                                                      std::size_t size) mutable {
                 auto executor = boost::asio::get_associated_executor(handler, socket_.get_executor());
                 boost::asio::dispatch(executor, [handler = std::move(handler), error, size]() mutable {
                   std::move(handler)(error, size);
                 });
               }});
          if (writes_.size() == 1) start();
        },
        token,
        std::vector<boost::asio::const_buffer>(boost::asio::buffer_sequence_begin(buffers),
                                               boost::asio::buffer_sequence_end(buffers)));
  }

 private:
  struct Write {
    std::vector<boost::asio::const_buffer> parts;
    std::move_only_function<void(boost::system::error_code, std::size_t)> done;
  };

  void start() {
    // What failed may have sent a part of itself: bytes after it would stand inside its frame.
    if (failed_) return boost::asio::post(socket_.get_executor(), [this] { finish(failed_, 0); });
    boost::asio::async_write(
        socket_, writes_.front().parts,
        [this](boost::system::error_code error, std::size_t size) { finish(error, size); });
  }

  void finish(boost::system::error_code error, std::size_t size) {
    failed_ = error;
    auto done = std::move(writes_.front().done);
    writes_.erase(writes_.begin());
    if (!writes_.empty()) start();
    // Last: the handler may end the socket's life.
    done(error, size);
  }

  next_layer_type socket_;
  /// A few at most. An empty deque would cost each connection half a kilobyte.
  std::vector<Write> writes_;
  boost::system::error_code failed_;
};

/// Beast ends a connection through these.
inline void teardown(boost::beast::role_type /*role*/, GatheredSocket& socket,
                     boost::system::error_code& error) {
  socket.next_layer().shutdown(boost::asio::ip::tcp::socket::shutdown_both, error);
}
template <class Handler>
void async_teardown(boost::beast::role_type /*role*/, GatheredSocket& socket, Handler&& handler) {
  boost::system::error_code error;
  socket.next_layer().shutdown(boost::asio::ip::tcp::socket::shutdown_both, error);
  boost::asio::post(socket.get_executor(), [handler = std::forward<Handler>(handler), error]() mutable {
    std::move(handler)(error);
  });
}

}  // namespace kring::net
