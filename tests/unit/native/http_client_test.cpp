#include "clients/native/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>

#include <string>

namespace kring::native {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Somebody who gives one request, whatever it is, a body of so many bytes.
class Answerer {
 public:
  Answerer(asio::io_context& context, std::size_t bytes)
      : acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        socket_(context),
        answer_("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" +
                std::string(bytes, 'x')) {
    acceptor_.async_accept(socket_, [this](boost::system::error_code failed) {
      if (failed) return;
      asio::async_read_until(socket_, asio::dynamic_buffer(request_), "\r\n\r\n",
                             [this](boost::system::error_code unread, std::size_t) {
                               if (!unread) write();
                             });
    });
  }
  [[nodiscard]] channels::Origin origin() const {
    return *channels::Origin::parse("http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()));
  }

 private:
  void write() {
    asio::async_write(socket_, asio::buffer(answer_), [this](boost::system::error_code, std::size_t) {
      boost::system::error_code ignored;
      socket_.close(ignored);
    });
  }

  tcp::acceptor acceptor_;
  tcp::socket socket_;
  std::string request_;
  std::string answer_;
};

/// What comes of a question that takes an answer of `bytes_max`, and is given one of `bytes`.
HttpAnswer ask(std::size_t bytes_max, std::size_t bytes) {
  asio::io_context context;
  const Answerer hub(context, bytes);
  HttpAnswer got;
  http_request(context,
               {.hub = hub.origin(),
                .method = "GET",
                .path = "/",
                .authorization = {},
                .body = {},
                .answer_bytes_max = bytes_max},
               [&](HttpAnswer answer) { got = std::move(answer); });
  context.run();
  return got;
}

TEST(HttpClient, TakesAnAnswerOfSoManyBytesAndNotOneMore) {
  const auto taken = ask(1000, 1000);
  const auto refused = ask(1000, 1001);

  EXPECT_EQ(taken.status, 200U);
  EXPECT_EQ(taken.body.size(), 1000U);
  EXPECT_EQ(refused.status, 0U);
  EXPECT_TRUE(refused.body.empty());
}

}  // namespace
}  // namespace kring::native
