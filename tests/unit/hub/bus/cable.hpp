#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace kring::bus {

/// Carries bytes between nodes and a Redis, until it is cut: then it carries nothing, and no side is told.
class Cable {
 public:
  /// Takes connections at the socket `here` and brings them to `there`. On the loop of `context`.
  Cable(boost::asio::io_context& context, const std::string& here, std::string there);
  Cable(const Cable&) = delete;
  Cable& operator=(const Cable&) = delete;
  Cable(Cable&&) = delete;
  Cable& operator=(Cable&&) = delete;
  ~Cable();

  void cut();
  /// For new connections: those that were there when it was cut stay dumb.
  void mend() { is_cut_ = false; }

 private:
  using Protocol = boost::asio::local::stream_protocol;
  struct Wire {
    Protocol::socket here;
    Protocol::socket there;
    bool is_dumb = false;
    std::array<char, 4096> up{};
    std::array<char, 4096> down{};
  };

  void accept();
  void carry(const std::shared_ptr<Wire>& wire, bool is_up);

  boost::asio::io_context& context_;
  Protocol::acceptor acceptor_;
  std::string there_;
  std::vector<std::shared_ptr<Wire>> wires_;
  bool is_cut_ = false;
};

}  // namespace kring::bus
