#include "clients/native/http_client.hpp"

#include "channels/wire/limits.hpp"
#include "clients/native/awaiting.hpp"
#include "clients/native/limits.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>

#include <exception>
#include <memory>

namespace kring::native {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

using Body = http::vector_body<std::uint8_t>;

template <class Stream>
asio::awaitable<HttpAnswer> exchange(Stream& stream, HttpRequest& asked) {
  http::request<Body> request(http::string_to_verb(asked.method), asked.path, 11);
  request.set(http::field::host, asked.hub.text().substr(asked.hub.text().find("//") + 2));
  request.set("Kring-Authorization", asked.authorization);
  request.keep_alive(false);
  request.body() = std::move(asked.body);
  request.prepare_payload();
  auto [not_sent, sent] = co_await http::async_write(stream, request, use);
  if (not_sent) co_return HttpAnswer{};
  boost::beast::flat_buffer buffer;
  http::response_parser<Body> parser;
  parser.body_limit(asked.answer_bytes_max);
  auto [not_read, size] = co_await http::async_read(stream, buffer, parser, use);
  if (not_read) co_return HttpAnswer{};
  auto response = parser.release();
  co_return HttpAnswer{.status = response.result_int(), .body = std::move(response.body())};
}

asio::awaitable<HttpAnswer> run(asio::io_context& context, HttpRequest asked) {
  tcp::resolver resolver(context);
  tcp::socket socket(context);
  asio::steady_timer deadline(context, limits::http_within);
  deadline.async_wait([&](error_code error) {
    error_code ignored;
    if (error) return;
    resolver.cancel();
    socket.close(ignored);
  });
  auto [not_found, places] =
      co_await resolver.async_resolve(asked.hub.host(), std::to_string(asked.hub.port()), use);
  if (not_found) co_return HttpAnswer{};
  auto [not_connected, place] = co_await asio::async_connect(socket, places, use);
  if (not_connected) co_return HttpAnswer{};
  if (!asked.hub.is_tls()) co_return co_await exchange(socket, asked);
  error_code ignored;
  asio::ssl::context tls(asio::ssl::context::tls_client);
  tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  tls.set_default_verify_paths(ignored);
  tls.set_verify_mode(asio::ssl::verify_peer, ignored);
  asio::ssl::stream<tcp::socket&> stream(socket, tls);
  if (SSL_set_tlsext_host_name(stream.native_handle(), asked.hub.host().c_str()) != 1) co_return HttpAnswer{};
  stream.set_verify_callback(asio::ssl::host_name_verification(asked.hub.host()), ignored);
  auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::client, use);
  if (refused) co_return HttpAnswer{};
  co_return co_await exchange(stream, asked);
}

}  // namespace

void http_request(asio::io_context& context, HttpRequest request, std::function<void(HttpAnswer)> done) {
  asio::co_spawn(context, run(context, std::move(request)),
                 [done = std::move(done)](const std::exception_ptr& failure, HttpAnswer answer) {
                   if (failure) std::rethrow_exception(failure);
                   done(std::move(answer));
                 });
}

}  // namespace kring::native
