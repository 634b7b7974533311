#include "hub/net/gathered_socket.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace kring::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

/// More than a socket's buffers take while nobody reads.
constexpr std::size_t large = std::size_t{16} << 20U;

/// A gathered socket and its peer.
class GatheredSocketTest : public testing::Test {
 protected:
  GatheredSocketTest() : peer_(context_) {
    tcp::acceptor acceptor(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    peer_.connect(acceptor.local_endpoint());
    socket_ = std::make_unique<GatheredSocket>(acceptor.accept());
  }

  /// Begins a write of these texts in one; its handler notes `number` and how it ended.
  void write(int number, const std::vector<std::string>& texts) {
    std::vector<asio::const_buffer> buffers;
    buffers.reserve(texts.size());
    for (const auto& text : texts) buffers.push_back(asio::buffer(text));
    socket_->async_write_some(buffers, [this, number](ErrorCode error, std::size_t size) {
      done_.push_back(number);
      errors_.push_back(error);
      sizes_.push_back(size);
    });
  }
  /// All that the peer is sent until the connection ends.
  std::string read_all() {
    std::string got;
    ErrorCode ended;
    asio::read(peer_, asio::dynamic_buffer(got), ended);
    return got;
  }

  asio::io_context context_;
  tcp::socket peer_;
  std::unique_ptr<GatheredSocket> socket_;
  std::vector<int> done_;
  std::vector<ErrorCode> errors_;
  std::vector<std::size_t> sizes_;
};

TEST_F(GatheredSocketTest, SendsEachWriteWholeAndInTheirOrder) {
  const std::vector<std::string> first{std::string(large, 'a'), "b", ""};
  const std::vector<std::string> second{"c", std::string(100'000, 'd')};
  const std::vector<std::string> third{"e"};
  write(1, first);
  write(2, second);
  write(3, third);
  std::string got(large + 1 + 1 + 100'000 + 1, 0);

  asio::async_read(peer_, asio::buffer(got), [](ErrorCode, std::size_t) {});
  context_.run();

  EXPECT_TRUE(got == first[0] + "bc" + second[1] + "e");
  EXPECT_EQ(done_, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(sizes_, (std::vector<std::size_t>{large + 1, 100'001, 1}));
  EXPECT_EQ(errors_, std::vector<ErrorCode>(3));
}

TEST_F(GatheredSocketTest, CallsNoHandlerBeforeItsWriteHasReturned) {
  const std::vector<std::string> text{"a"};
  write(1, text);

  EXPECT_TRUE(done_.empty());
  context_.run();
  EXPECT_EQ(done_.size(), 1U);
}

TEST_F(GatheredSocketTest, EndsAllThatWaitsAndFollowsWithTheFirstError) {
  const std::vector<std::string> stuck{std::string(large, 'a')};
  const std::vector<std::string> next{"b"};
  write(1, stuck);
  write(2, next);
  context_.poll();
  ASSERT_TRUE(done_.empty());

  // The socket stays open: only the gathered socket knows that it stands inside a write.
  socket_->next_layer().cancel();
  context_.run();
  write(3, next);
  context_.restart();
  context_.run();

  EXPECT_EQ(done_, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(errors_, std::vector<ErrorCode>(3, asio::error::operation_aborted));
  socket_->next_layer().close();
  EXPECT_EQ(read_all().find('b'), std::string::npos);
}

TEST_F(GatheredSocketTest, EndsEveryWriteWhenItIsClosed) {
  const std::vector<std::string> stuck{std::string(large, 'a')};
  const std::vector<std::string> next{"b"};
  write(1, stuck);
  write(2, next);
  context_.poll();

  socket_->next_layer().close();
  context_.run();

  EXPECT_EQ(done_, (std::vector<int>{1, 2}));
  EXPECT_TRUE(errors_[0] && errors_[1]);
}

TEST_F(GatheredSocketTest, MayBeEndedByTheHandlerOfItsLastWrite) {
  const std::string text = "a";
  socket_->async_write_some(asio::buffer(text), [this](ErrorCode, std::size_t) { socket_.reset(); });

  context_.run();

  EXPECT_EQ(socket_, nullptr);
  EXPECT_EQ(read_all(), "a");
}

}  // namespace
}  // namespace kring::net
