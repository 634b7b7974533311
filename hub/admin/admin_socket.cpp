#include "hub/admin/admin_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace kring::admin {

using hub::Errc;

namespace fs = std::filesystem;

namespace {

/// A question, or a line of its answer: a path has at most 4,096 bytes.
constexpr std::size_t line_bytes_max = 5000;
/// How long a client may be silent before its question is whole.
constexpr int question_within_ms = 5000;
constexpr std::string_view copy_word = "copy ";
constexpr std::string_view progress_word = "progress ";
constexpr std::string_view error_word = "error ";

/// A descriptor that closes itself.
class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&&) = delete;
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::optional<sockaddr_un> address_of(const fs::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& name = file.native();
  if (name.size() >= sizeof address.sun_path) return std::nullopt;
  std::ranges::copy(name, std::begin(address.sun_path));
  return address;
}

bool is_ours(int client) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

bool send_line(int socket, std::string line) {
  line += '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const auto done = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

/// Reads lines as they come.
class Lines {
 public:
  explicit Lines(int socket) : socket_(socket) {}

  /// None: the other side is gone, silent for `within_ms` (-1: as long as it takes), or says too much.
  [[nodiscard]] std::optional<std::string> next(int within_ms) {
    for (;;) {
      if (const auto end = kept_.find('\n'); end != std::string::npos) {
        auto line = kept_.substr(0, end);
        kept_.erase(0, end + 1);
        return line;
      }
      pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
      const int found = ::poll(&ready, 1, within_ms);
      if (found < 0 && errno == EINTR) continue;
      if (found <= 0 || kept_.size() > line_bytes_max) return std::nullopt;
      std::array<char, 1024> bytes{};
      const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (got <= 0) return std::nullopt;
      kept_.append(bytes.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
  std::string kept_;
};

/// The error that a hub named, of those that a copy can give.
Error error_named(std::string_view name) {
  for (const auto code : {Errc::store_full, Errc::store_corrupt, Errc::store_failed, Errc::stopping}) {
    if (name_of(code) == name) return {code, "the hub's copy"};
  }
  return {Errc::admin_refused, "the hub"};
}

}  // namespace

Result<std::unique_ptr<AdminSocket>> AdminSocket::open(const fs::path& data, Copy copy) {
  const auto file = data / "admin.sock";
  const auto address = address_of(file);
  if (!address) return fail(Errc::listen_failed, "admin.sock: the path is too long");
  Socket listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  Socket stop(::eventfd(0, EFD_CLOEXEC));
  ::unlink(file.c_str());
  // Nobody else, from its first moment on.
  const auto before = ::umask(0177);
  const int bound =
      ::bind(listener.number(), reinterpret_cast<const sockaddr*>(&*address), sizeof(sockaddr_un));
  ::umask(before);
  if (bound != 0 || stop.number() < 0 || ::listen(listener.number(), 4) != 0)
    return fail(Errc::listen_failed, "admin.sock");
  return std::unique_ptr<AdminSocket>(
      new AdminSocket(file, listener.release(), stop.release(), std::move(copy)));
}

AdminSocket::AdminSocket(fs::path file, int listener, int stop, Copy copy)
    : file_(std::move(file)), listener_(listener), stop_(stop), copy_(std::move(copy)), thread_([this] {
        run();
      }) {}

AdminSocket::~AdminSocket() {
  stopping_ = true;
  const std::uint64_t one = 1;
  (void)::write(stop_, &one, sizeof one);
  thread_.join();
  ::unlink(file_.c_str());
  ::close(listener_);
  ::close(stop_);
}

void AdminSocket::run() {
  while (!stopping_) {
    std::array<pollfd, 2> waits = {pollfd{.fd = listener_, .events = POLLIN, .revents = 0},
                                   pollfd{.fd = stop_, .events = POLLIN, .revents = 0}};
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
    if ((waits[0].revents & POLLIN) == 0) continue;
    const Socket client(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (client.number() >= 0) serve(client.number());
  }
}

void AdminSocket::serve(int client) {
  if (!is_ours(client)) return;
  Lines lines(client);
  const auto question = lines.next(question_within_ms);
  if (!question || !question->starts_with(copy_word)) return;
  const fs::path to(question->substr(copy_word.size()));
  if (!to.is_absolute()) return;
  const auto progress = [&](std::string_view, std::uint64_t done, std::uint64_t total) {
    // Whoever asked is gone: nobody wants it any more.
    return !stopping_ &&
           send_line(client, std::string(progress_word) + std::to_string(done) + ' ' + std::to_string(total));
  };
  const auto copied = copy_(to, progress);
  (void)send_line(client, copied ? "done" : std::string(error_word) + std::string(copied.error().name()));
}

Status ask_to_copy(const fs::path& data, const fs::path& to, const store::Progress& progress) {
  const auto address = address_of(data / "admin.sock");
  const Socket hub(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!address || hub.number() < 0) return fail(Errc::not_found, "admin.sock");
  if (::connect(hub.number(), reinterpret_cast<const sockaddr*>(&*address), sizeof(sockaddr_un)) != 0)
    return fail(errno == EACCES || errno == EPERM ? Errc::admin_refused : Errc::not_found, "admin.sock");
  if (!send_line(hub.number(), std::string(copy_word) + to.string()))
    return fail(Errc::admin_refused, "admin.sock");
  Lines lines(hub.number());
  while (const auto line = lines.next(-1)) {
    const std::string_view text = *line;
    if (text == "done") return {};
    if (text.starts_with(error_word)) return fail(error_named(text.substr(error_word.size())));
    if (!text.starts_with(progress_word)) break;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    const auto* end = text.data() + text.size();
    const auto first = std::from_chars(text.data() + progress_word.size(), end, done);
    if (first.ptr != end) std::from_chars(first.ptr + 1, end, total);
    if (!progress("pages", done, total)) return fail(Errc::stopping, "copy");
  }
  return fail(Errc::admin_refused, "the hub broke off");
}

}  // namespace kring::admin
