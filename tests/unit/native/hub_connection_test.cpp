#include "clients/native/hub_connection.hpp"

#include "crypto/primitives/sodium_random.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

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

}  // namespace
}  // namespace kring::native
