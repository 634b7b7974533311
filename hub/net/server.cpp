#include "hub/net/server.hpp"

#include "channels/wire/limits.hpp"
#include "hub/base/errc.hpp"
#include "hub/net/awaiting.hpp"
#include "hub/net/invitation_page.hpp"
#include "hub/net/web_socket.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <sstream>
#include <tuple>

namespace kring::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

using HttpRequest = http::request<http::vector_body<std::uint8_t>>;
using Response = http::response<http::vector_body<std::uint8_t>>;

constexpr std::string_view octets = "application/octet-stream";
constexpr const char* staged_folder = "/v1/staged/";
constexpr const char* blobs_folder = "/v1/blobs/";
constexpr const char* mailboxes_folder = "/v1/mailbox";
constexpr const char* charters_folder = "/v1/charter/";

/// The largest body that a PUT to this path may have.
std::size_t body_bytes_max(std::string_view path) {
  if (path.starts_with(blobs_folder)) return blobs::piece_bytes_max;
  if (path.starts_with(mailboxes_folder)) return wire::limits::mail_bytes_max;
  return wire::limits::staged_bytes_max;
}

/// Closes the socket unless it is done in time.
class Deadline {
 public:
  Deadline(tcp::socket& socket, std::chrono::seconds within)
      : timer_(std::make_shared<asio::steady_timer>(socket.get_executor(), within)) {
    timer_->async_wait([&socket, timer = timer_](error_code error) {
      error_code ignored;
      if (!error) socket.close(ignored);
    });
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  Deadline(Deadline&&) = delete;
  Deadline& operator=(Deadline&&) = delete;
  ~Deadline() { timer_->cancel(); }

 private:
  std::shared_ptr<asio::steady_timer> timer_;
};

Response make_response(unsigned status, Bytes body, std::string_view type) {
  Response response(static_cast<http::status>(status), 11);
  response.set(http::field::content_type, type);
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Content-Security-Policy",
               "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'none'");
  response.body() = std::move(body);
  response.prepare_payload();
  return response;
}

Response text_response(unsigned status, std::string_view text) {
  return make_response(status, copy_bytes(view_bytes(text)), "text/plain; charset=utf-8");
}

Response limited_response(const engine::Limited& limited) {
  const auto seconds = std::to_string(std::chrono::ceil<std::chrono::seconds>(limited.retry_after).count());
  auto response = text_response(429, "limit " + std::string(engine::name_of(limited.limit)) + " " + seconds);
  response.set(http::field::retry_after, seconds);
  response.keep_alive(false);
  return response;
}

/// None: it is gone already.
std::optional<hub::NetworkAddress> peer_of(const tcp::socket& socket) {
  error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) return std::nullopt;
  const auto mapped =
      address.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()) : address.to_v6();
  return mapped.to_bytes();
}

/// Says so as far as the socket takes it at once, and closes: nothing is read, and nobody is waited for.
void turn_away(tcp::socket& socket, const engine::Limited& limited) {
  std::ostringstream text;
  text << limited_response(limited);
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(std::move(text).str()), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  socket.close(ignored);
}

std::string forwarded_for(const HttpRequest& request) {
  std::string all;
  const auto [first, last] = request.equal_range("X-Forwarded-For");
  for (auto field = first; field != last; ++field) {
    if (!all.empty()) all += ',';
    all.append(field->value().data(), field->value().size());
  }
  return all;
}

/// The way to the driver from what may outlive it: connections end with the context at the latest. Null once
/// the server is gone.
using Door = std::shared_ptr<Driver*>;

/// Counts a connection of a client for as long as it lives.
class Place {
 public:
  explicit Place(Door door) : door_(std::move(door)) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  Place(Place&& other) noexcept
      : door_(std::move(other.door_)),
        client_(std::exchange(other.client_, {})),
        taken_(std::exchange(other.taken_, false)) {}
  Place& operator=(Place&&) = delete;
  ~Place() { leave(); }

  /// Takes one for `client`, in place of the one that it had; none if it may.
  [[nodiscard]] std::optional<engine::Limited> take(const engine::Client& client) {
    if (taken_ && client_ == client) return std::nullopt;
    leave();
    if (auto limited = (*door_)->connection_begins(client)) return limited;
    taken_ = true;
    client_ = client;
    return std::nullopt;
  }
  [[nodiscard]] const engine::Client& client() const { return client_; }

 private:
  void leave() {
    if (std::exchange(taken_, false) && *door_ != nullptr) (*door_)->connection_ends(client_);
    client_ = {};
  }

  Door door_;
  engine::Client client_;
  bool taken_ = false;
};

std::string authorization_of(const HttpRequest& request) {
  const auto value = request["Kring-Authorization"];
  return {value.data(), value.size()};
}

engine::HttpMethod method_of(const HttpRequest& request) {
  if (request.method() == http::verb::put) return engine::HttpMethod::put;
  return request.method() == http::verb::post ? engine::HttpMethod::post : engine::HttpMethod::get;
}

/// Whether an upgrade offers the one subprotocol that is spoken here.
bool offers_subprotocol(const HttpRequest& request) {
  const http::token_list offered(request[http::field::sec_websocket_protocol]);
  return std::ranges::any_of(offered, [](const auto& name) { return name == "kring.v1"; });
}

}  // namespace

struct Listener::Socket {
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
};

Listener::Listener(std::unique_ptr<Socket> socket) : socket_(std::move(socket)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;
Listener::~Listener() = default;

std::uint16_t Listener::port() const {
  return socket_->port;
}

Result<Listener> Listener::bind(asio::io_context& context, const std::string& address, std::uint16_t port) {
  error_code error;
  const auto numeric = asio::ip::make_address(address, error);
  if (error) return fail(hub::Errc::bad_address, "listen");
  const tcp::endpoint endpoint(numeric, port);
  auto socket = std::make_unique<Socket>(Socket{.acceptor = tcp::acceptor(context)});
  socket->acceptor.open(endpoint.protocol(), error);
  if (!error) socket->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) socket->acceptor.bind(endpoint, error);
  if (error == asio::error::address_in_use) return fail(hub::Errc::address_in_use, "bind");
  if (!error) socket->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) socket->port = socket->acceptor.local_endpoint(error).port();
  if (error) return fail(hub::Errc::listen_failed, "listen");
  return Listener(std::move(socket));
}

class Server::State : public std::enable_shared_from_this<Server::State> {
 public:
  State(asio::io_context& context, Listener listener, Driver& driver, ServerOptions options)
      : context_(context),
        acceptor_(std::move(listener.socket_->acceptor)),
        tick_(context),
        stop_timer_(context),
        driver_(driver),
        options_(std::move(options)) {}

  /// The driver may go from now on.
  void close_door() { *door_ = nullptr; }

  void start() {
    spawn(accept());
    tick();
  }

  void stop(std::move_only_function<void()> done) {
    if (stopping_) return;
    stopping_ = true;
    stopped_ = std::move(done);
    error_code ignored;
    acceptor_.close(ignored);
    after(limits::drain_within, [self = shared_from_this()] { self->say_goodbye(); });
    driver_.drain(
        [self = shared_from_this()] { asio::post(self->context_, [self] { self->say_goodbye(); }); });
  }

 private:
  /// What ends a coroutine by an exception ends its connection and nothing else.
  void spawn(asio::awaitable<void> work) {
    asio::co_spawn(context_, std::move(work), [self = shared_from_this()](const std::exception_ptr& failure) {
      if (failure) ++self->failed_connections_;
    });
  }

  void after(std::chrono::milliseconds wait, std::move_only_function<void()> then) {
    stop_timer_.expires_after(wait);
    stop_timer_.async_wait([then = std::move(then)](error_code error) mutable {
      if (!error) then();
    });
  }

  void say_goodbye() {
    if (said_goodbye_) return;
    said_goodbye_ = true;
    driver_.close_all();
    finish_when_empty();
    after(limits::close_within, [self = shared_from_this()] { self->finish(); });
  }

  void finish_when_empty() {
    if (said_goodbye_ && connections_ == 0) finish();
  }

  void finish() {
    tick_.cancel();
    stop_timer_.cancel();
    if (auto done = std::exchange(stopped_, nullptr)) done();
  }

  void tick() {
    tick_.expires_after(std::chrono::seconds(1));
    tick_.async_wait([self = shared_from_this()](error_code error) {
      if (error) return;
      self->driver_.tick();
      self->tick();
    });
  }

  asio::awaitable<void> accept() {
    const auto self = shared_from_this();
    while (acceptor_.is_open()) {
      auto [error, socket] = co_await acceptor_.async_accept(use);
      if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return;
      if (error) {
        // Most likely no file descriptor is left: others will end.
        asio::steady_timer pause(context_, limits::accept_pause);
        co_await pause.async_wait(use);
        continue;
      }
      if (connections_ >= options_.connections_max) continue;
      const auto peer = peer_of(socket);
      if (!peer) continue;
      Place place(door_);
      // Of whom a proxy's connections are it says with each request.
      if (!options_.clients.is_proxy(*peer)) {
        if (const auto limited = place.take(options_.clients.client_of(*peer))) {
          turn_away(socket, *limited);
          continue;
        }
      }
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      socket.set_option(asio::socket_base::send_buffer_size(limits::send_buffer_bytes), ignored);
      spawn(serve(std::move(socket), *peer, std::move(place)));
    }
  }

  /// Counts a connection for as long as its coroutine lives.
  struct Counted {
    explicit Counted(State& owner) : state(owner) { ++state.connections_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    Counted(Counted&&) = delete;
    Counted& operator=(Counted&&) = delete;
    ~Counted() {
      --state.connections_;
      if (state.stopping_) state.finish_when_empty();
    }
    State& state;
  };

  asio::awaitable<void> serve(tcp::socket socket, hub::NetworkAddress peer, Place place) {
    const auto self = shared_from_this();
    const Counted counted(*this);
    boost::beast::flat_buffer buffer(limits::header_bytes_max + wire::limits::staged_bytes_max);
    for (;;) {
      http::request_parser<http::vector_body<std::uint8_t>> parser;
      parser.header_limit(static_cast<std::uint32_t>(limits::header_bytes_max));
      parser.body_limit(wire::limits::staged_bytes_max);
      {
        const Deadline deadline(socket, limits::header_within);
        auto [error, size] = co_await http::async_read_header(socket, buffer, parser, use);
        // Beast bounds the request line and the fields apart: their sum is ours to bound.
        if (error == http::error::header_limit || size > limits::header_bytes_max)
          co_return co_await reply(socket, text_response(431, "header_too_large"));
        // A length that is told is judged as soon as the head is whole.
        if (error == http::error::body_limit)
          co_return co_await reply(socket, text_response(413, "too_large"));
        if (error) co_return;
      }
      if (options_.clients.is_proxy(peer)) {
        const auto client = options_.clients.client_of(peer, forwarded_for(parser.get()));
        if (const auto limited = place.take(client))
          co_return co_await reply(socket, limited_response(*limited));
      }
      if (boost::beast::websocket::is_upgrade(parser.get())) {
        const auto upgrade = parser.release();
        if (upgrade.target() != "/v1/ws") co_return co_await reply(socket, text_response(404, "not_found"));
        if (!offers_subprotocol(upgrade))
          co_return co_await reply(socket, text_response(400, "subprotocol kring.v1 is required"));
        if (stopping_) co_return co_await reply(socket, text_response(503, "draining"));
        std::ostringstream head;
        head << upgrade.base();
        // On its own, so that what HTTP needed is given back.
        spawn(serve_web_socket(std::move(socket), std::move(head).str(), std::move(place)));
        co_return;
      }
      if (!parser.is_done()) {
        // A length that was told was judged by the larger limit; one that was not ends the reading.
        const auto target = parser.get().target();
        const auto bytes_max = body_bytes_max({target.data(), target.size()});
        parser.body_limit(bytes_max);
        if (parser.content_length().value_or(0) > bytes_max)
          co_return co_await reply(socket, text_response(413, "too_large"));
        // Nobody's bytes are taken in but a member's: they lie in memory until they are whole.
        if (auto refused = co_await refuse_body(parser.get(), place.client()))
          co_return co_await reply(socket, std::move(*refused));
        const Deadline deadline(socket, limits::body_within);
        auto [error, size] = co_await http::async_read(socket, buffer, parser, use);
        if (error == http::error::body_limit)
          co_return co_await reply(socket, text_response(413, "too_large"));
        if (error) co_return;
      }
      const bool keep = parser.keep_alive() && !stopping_;
      auto response = co_await route(parser.release(), place.client());
      response.keep_alive(keep);
      co_await reply(socket, std::move(response));
      if (!keep || !socket.is_open()) co_return;
    }
  }

  asio::awaitable<void> serve_web_socket(tcp::socket socket, std::string head, Place place) {
    const auto self = shared_from_this();
    const Counted counted(*this);
    co_await run_web_socket(std::move(socket), std::move(head), driver_, gathering_, place.client());
  }

  /// What a request whose body is not wanted is answered; the connection ends with it.
  asio::awaitable<std::optional<Response>> refuse_body(const HttpRequest& head, engine::Client client) {
    const bool has_place = head.target().starts_with(staged_folder) ||
                           head.target().starts_with(blobs_folder) ||
                           head.target().starts_with(mailboxes_folder);
    if (head.method() != http::verb::put || !has_place) co_return text_response(413, "too_large");
    engine::UploadAsked asked;
    asked.path = std::string(head.target().data(), head.target().size());
    asked.authorization = authorization_of(head);
    asked.client = client;
    auto [status, body] =
        co_await ask([&](HttpDone done) { driver_.upload(std::move(asked), std::move(done)); });
    if (status == 200) co_return std::nullopt;
    co_return make_response(status, std::move(body), octets);
  }

  asio::awaitable<void> reply(tcp::socket& socket, Response response) {
    const Deadline deadline(socket, limits::body_within);
    auto [error, size] = co_await http::async_write(socket, response, use);
    error_code ignored;
    if (error) socket.close(ignored);
  }

  asio::awaitable<Response> route(HttpRequest request, engine::Client client) {
    const std::string path(request.target().data(), request.target().size());
    const auto method = request.method();
    if (path.starts_with(staged_folder) && (method == http::verb::get || method == http::verb::put)) {
      co_return co_await ask_engine(std::move(request), path, client);
    }
    if (path.starts_with(blobs_folder) &&
        (method == http::verb::get || method == http::verb::put || method == http::verb::post)) {
      co_return co_await ask_engine(std::move(request), path, client);
    }
    if (path.starts_with(mailboxes_folder) && (method == http::verb::put || method == http::verb::post)) {
      co_return co_await ask_engine(std::move(request), path, client);
    }
    if (path.starts_with(charters_folder) && method == http::verb::get)
      co_return co_await ask_engine(std::move(request), path, client);
    if (method != http::verb::get && method != http::verb::head)
      co_return text_response(405, "method_not_allowed");
    if (path == "/livez") co_return text_response(200, "ok");
    if (path == "/readyz") co_return readiness();
    if (path == "/i")
      co_return make_response(200, copy_bytes(view_bytes(invitation_page)), "text/html; charset=utf-8");
    co_return text_response(404, "not_found");
  }

  /// A hub that hears of other nodes late serves all the same.
  [[nodiscard]] Response readiness() const {
    if (!is_ready()) return text_response(503, "not_ready");
    return text_response(200, driver_.is_bus_degraded() ? "degraded" : "ok");
  }

  [[nodiscard]] bool is_ready() const {
    return !stopping_ && !driver_.store_failed() && driver_.store_available();
  }

  asio::awaitable<Response> ask_engine(HttpRequest request, std::string path, engine::Client client) {
    engine::HttpAsked asked;
    asked.method = method_of(request);
    asked.path = std::move(path);
    asked.authorization = authorization_of(request);
    asked.body = std::move(request.body());
    asked.client = client;
    auto [status, body] =
        co_await ask([&](HttpDone done) { driver_.http(std::move(asked), std::move(done)); });
    co_return make_response(status, std::move(body), octets);
  }

  /// What the engine makes of an exchange that `begin` starts.
  template <class Begin>
  asio::awaitable<std::tuple<unsigned, Bytes>> ask(Begin begin) {
    auto wait = [&](auto handler) {
      begin([handler = std::move(handler), executor = context_.get_executor()](unsigned status,
                                                                               Bytes body) mutable {
        asio::post(executor, [handler = std::move(handler), status, body = std::move(body)]() mutable {
          std::move(handler)(status, std::move(body));
        });
      });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(unsigned, Bytes)>(
        wait, asio::use_awaitable);
  }

  asio::io_context& context_;
  tcp::acceptor acceptor_;
  asio::steady_timer tick_;
  asio::steady_timer stop_timer_;
  Driver& driver_;
  Door door_ = std::make_shared<Driver*>(&driver_);
  Gathering gathering_;
  ServerOptions options_;
  std::move_only_function<void()> stopped_;
  std::size_t connections_ = 0;
  std::size_t failed_connections_ = 0;
  bool stopping_ = false;
  bool said_goodbye_ = false;
};

Server::Server(asio::io_context& context, Listener listener, Driver& driver, ServerOptions options)
    : state_(std::make_shared<State>(context, std::move(listener), driver, std::move(options))) {}
Server::~Server() {
  state_->close_door();
}
void Server::start() {
  state_->start();
}
void Server::stop(std::move_only_function<void()> done) {
  state_->stop(std::move(done));
}

}  // namespace kring::net
