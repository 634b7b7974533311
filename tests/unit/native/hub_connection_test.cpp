#include "clients/native/hub_connection.hpp"

#include "crypto/primitives/sodium_random.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>

namespace kring::native {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A port of this machine where nobody listens, taken for as long as this lives.
class ClosedPort {
 public:
  explicit ClosedPort(asio::io_context& context)
      : socket_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}
  [[nodiscard]] channels::Origin origin() const {
    return *channels::Origin::parse("http://127.0.0.1:" + std::to_string(socket_.local_endpoint().port()));
  }

 private:
  tcp::socket socket_;
};

TEST(HubConnection, SaysOfEveryFailedAttemptThatItIsClosed) {
  asio::io_context context;
  const ClosedPort port(context);
  primitives::SodiumRandom random;
  int opened = 0;
  int closed = 0;
  HubConnection connection(
      context, port.origin(),
      {.opened = [&] { ++opened; }, .frame = [](const std::string&) {}, .closed = [&] { ++closed; }}, random);

  connection.start();
  while (closed < 2) context.run_one();

  EXPECT_EQ(opened, 0);
}

TEST(HubConnection, IsSilentOnceItWasStopped) {
  asio::io_context context;
  const ClosedPort port(context);
  primitives::SodiumRandom random;
  int closed = 0;
  HubConnection connection(context, port.origin(),
                           {.opened = [] {}, .frame = [](const std::string&) {}, .closed = [&] { ++closed; }},
                           random);

  connection.start();
  connection.stop();
  context.run();

  EXPECT_EQ(closed, 0);
}

/// A hub that takes no connection for a second, and says so.
class BusyHub {
 public:
  explicit BusyHub(asio::io_context& context)
      : acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), peer_(context) {
    accept();
  }
  [[nodiscard]] channels::Origin origin() const {
    return *channels::Origin::parse("http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()));
  }
  /// When each connection came.
  std::vector<std::chrono::steady_clock::time_point> came;

 private:
  void accept() {
    acceptor_.async_accept(peer_, [this](boost::system::error_code) {
      came.push_back(std::chrono::steady_clock::now());
      head_.clear();
      asio::async_read_until(peer_, asio::dynamic_buffer(head_), "\r\n\r\n",
                             [this](boost::system::error_code, std::size_t) { refuse(); });
    });
  }
  void refuse() {
    asio::async_write(peer_, asio::buffer(refusal), [this](boost::system::error_code, std::size_t) {
      boost::system::error_code ignored;
      peer_.close(ignored);
      accept();
    });
  }

  static constexpr std::string_view refusal =
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
  tcp::acceptor acceptor_;
  tcp::socket peer_;
  std::string head_;
};

TEST(HubConnection, ComesBackNoSoonerThanABusyHubSays) {
  asio::io_context context;
  BusyHub hub(context);
  primitives::SodiumRandom random;
  HubConnection connection(context, hub.origin(),
                           {.opened = [] {}, .frame = [](const std::string&) {}, .closed = [] {}}, random);

  connection.start();
  while (hub.came.size() < 2) context.run_one();

  EXPECT_GE(hub.came[1] - hub.came[0], std::chrono::seconds(1));
}

}  // namespace
}  // namespace kring::native
