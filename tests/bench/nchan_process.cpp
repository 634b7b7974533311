#include "tests/bench/nchan_process.hpp"

#include "tests/bench/figures.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>

namespace kring::bench {

namespace fs = std::filesystem;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto ready_within = std::chrono::seconds(20);

/// One worker, as all servers share one core; no log, and connections that are not ended after a thousand
/// requests: what costs it more than it must is off. Of the
/// ten messages that it keeps otherwise, a reader at the other node loses some when it falls behind.
std::string nginx_configuration(const fs::path& folder, std::uint16_t port, std::uint16_t redis_port) {
  const auto place = [&](const char* name) { return (folder / name).string(); };
  std::string text = "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;\n";
  if (::geteuid() == 0) text += "user root;\n";
  text += "daemon off;\nworker_processes 1;\nworker_rlimit_nofile 20000;\n";
  text += "pid " + place("nginx.pid") + ";\nerror_log " + place("nginx.log") + " crit;\n";
  text += "events { worker_connections 19000; }\nhttp {\n  access_log off;\n";
  text += "  keepalive_requests 1000000000;\n  keepalive_timeout 1h;\n  tcp_nodelay on;\n";
  for (const auto* what : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    text += "  " + std::string(what) + "_temp_path " + place(what) + ";\n";
  if (redis_port != 0)
    text += "  upstream store { nchan_redis_server redis://127.0.0.1:" + std::to_string(redis_port) + "; }\n";
  const std::string store = redis_port != 0 ? " nchan_redis_pass store;" : "";
  text += "  server {\n    listen 127.0.0.1:" + std::to_string(port) + " backlog=4096;\n";
  text += "    nchan_message_buffer_length 1000;\n";
  text +=
      "    location ~ ^/pub/(\\d+)$ { nchan_publisher http websocket; nchan_channel_id $1;" + store + " }\n";
  text +=
      "    location ~ ^/sub/(\\d+)$ { nchan_subscriber websocket; nchan_channel_id $1;"
      " nchan_subscriber_first_message newest;" +
      store + " }\n";
  return text + "  }\n}\n";
}

/// A port that was free a moment ago, for a server that cannot choose one itself.
std::uint16_t find_free_port() {
  asio::io_context context(1);
  return tcp::acceptor(context, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

/// Whether a server answers `question` with something that begins as `answer`.
bool answers(std::uint16_t port, const std::string& question, const std::string& answer) {
  asio::io_context context(1);
  tcp::socket socket(context);
  boost::system::error_code error;
  socket.connect({asio::ip::address_v4::loopback(), port}, error);
  if (error) return false;
  // Somebody may listen for a server that has not begun, or has ended.
  const timeval patience{.tv_sec = 1, .tv_usec = 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  asio::write(socket, asio::buffer(question), error);
  std::string said(answer.size(), '\0');
  const auto size = ::recv(socket.native_handle(), said.data(), said.size(), MSG_WAITALL);
  return size == static_cast<ssize_t>(said.size()) && said == answer;
}

void wait_until_ready(ServerProcess& process, const fs::path& log, std::uint16_t port,
                      const std::string& question, const std::string& answer) {
  const auto start = Clock::now();
  while (!answers(port, question, answer)) {
    if (process.has_ended() || Clock::now() - start > ready_within) {
      std::ifstream in(log);
      throw std::runtime_error("a peer does not start (is everything of ops/setup check installed?): " +
                               std::string((std::istreambuf_iterator<char>(in)), {}));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

NchanProcess::NchanProcess(const fs::path& parent, NchanStore store) {
  // nginx takes what is relative for a place below the folder that it is given.
  const auto folder = fs::absolute(parent);
  if (store == NchanStore::redis) start_redis(folder);
  const std::size_t count = store == NchanStore::redis ? 2 : 1;
  for (std::size_t number = 0; number < count; ++number)
    start_nginx(folder / ("nginx" + std::to_string(number)));
}

void NchanProcess::start_redis(const fs::path& folder) {
  redis_port_ = find_free_port();
  const auto log = folder / "redis.log";
  redis_ = std::make_unique<ServerProcess>(
      ServerCommand{.words = {"redis-server", "--bind", "127.0.0.1", "--port", std::to_string(redis_port_),
                              "--dir", folder.string(), "--save", "", "--appendonly", "no"},
                    .log = log});
  wait_until_ready(*redis_, log, redis_port_, "PING\r\n", "+PONG");
}

void NchanProcess::start_nginx(const fs::path& folder) {
  fs::create_directories(folder);
  // nginx cannot choose a port. It takes over a socket like the one that an older nginx hands to a newer.
  asio::io_context context(1);
  tcp::acceptor listener(context, {asio::ip::address_v4::loopback(), 0});
  listener.listen(4096);
  const auto port = listener.local_endpoint().port();
  const auto file = folder / "nginx.conf";
  std::ofstream(file) << nginx_configuration(folder, port, redis_port_);
  const auto log = folder / "nginx.log";
  nginx_.push_back(std::make_unique<ServerProcess>(
      ServerCommand{.words = {"nginx", "-p", folder.string(), "-c", file.string(), "-e", "stderr"},
                    .environment = {"NGINX=" + std::to_string(listener.native_handle()) + ";"},
                    .log = log,
                    .inherited = listener.native_handle()}));
  wait_until_ready(*nginx_.back(), log, port, "GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 404");
  ports_.push_back(port);
}

double NchanProcess::cpu_s() const {
  double sum = redis_ ? redis_->cpu_s() : 0;
  for (const auto& one : nginx_) sum += one->cpu_s();
  return sum;
}

}  // namespace kring::bench
