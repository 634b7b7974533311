#include "clients/cli/terminal.hpp"

#include "clients/cli/errc.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace kring::cli {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ > STDERR_FILENO) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

extern "C" void interrupt_reading(int /*signal*/) {}

/// Lets Ctrl-C end a wait for input instead of the program, so that the terminal is left as it was found.
/// Outside that wait the signal is held back: one that comes just before is not lost.
class InterruptGuard {
 public:
  InterruptGuard() {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    pthread_sigmask(SIG_BLOCK, &held, &mask_);
    struct sigaction action{};
    action.sa_handler = interrupt_reading;
    sigaction(SIGINT, &action, &before_);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  InterruptGuard(InterruptGuard&&) = delete;
  InterruptGuard& operator=(InterruptGuard&&) = delete;
  ~InterruptGuard() {
    sigaction(SIGINT, &before_, nullptr);
    pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
  }

  /// Until there is something to read; false for Ctrl-C.
  [[nodiscard]] bool wait_for_input(int descriptor) const {
    pollfd input{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::ppoll(&input, 1, nullptr, &mask_) == 1;
  }

 private:
  sigset_t mask_{};
  struct sigaction before_{};
};

/// Shows nothing of what is typed, until it goes.
class EchoGuard {
 public:
  EchoGuard(int terminal, Echo echo) : terminal_(terminal) {
    if (echo == Echo::on || tcgetattr(terminal, &before_) != 0) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    changed_ = tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
  }
  EchoGuard(const EchoGuard&) = delete;
  EchoGuard& operator=(const EchoGuard&) = delete;
  EchoGuard(EchoGuard&&) = delete;
  EchoGuard& operator=(EchoGuard&&) = delete;
  ~EchoGuard() {
    if (changed_) tcsetattr(terminal_, TCSAFLUSH, &before_);
  }

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Appends to `bytes` until the end or until there are more than `bytes_max`. Errors: `interrupted` (Ctrl-C),
/// `unreadable_file`.
template <class Container>
Status read_to(int descriptor, std::size_t bytes_max, Container& bytes) {
  std::array<std::uint8_t, 4096> chunk{};
  const WipeGuard guard(chunk);
  const InterruptGuard interrupt;
  while (bytes.size() <= bytes_max) {
    if (!interrupt.wait_for_input(descriptor)) return fail(Errc::interrupted);
    const auto got = ::read(descriptor, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::unreadable_file);
    if (got == 0) return {};
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
  }
  return {};
}

template <class Container>
void drop_line_end(Container& bytes) {
  if (!bytes.empty() && bytes.back() == '\n') bytes.pop_back();
  if (!bytes.empty() && bytes.back() == '\r') bytes.pop_back();
}

}  // namespace

Result<SecretBytes> ask_line(std::string_view question, Echo echo) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (terminal.get() < 0) return fail(Errc::no_terminal);
  const InterruptGuard interrupt;
  const EchoGuard silence(terminal.get(), echo);
  if (!write_all(terminal.get(), question)) return fail(Errc::no_terminal);
  SecretBytes line(typed_line_bytes_max + 1);
  const bool is_there = interrupt.wait_for_input(terminal.get());
  const auto got = is_there ? ::read(terminal.get(), line.data(), line.size()) : 0;
  if (got <= 0) {
    write_all(terminal.get(), "\n");
    return fail(is_there ? Errc::declined : Errc::interrupted);
  }
  line.resize(static_cast<std::size_t>(got));
  if (line.size() > typed_line_bytes_max) return fail(Errc::unreadable_file, "typed line");
  drop_line_end(line);
  return line;
}

Status ask_yes(std::string_view question, char yes) {
  constexpr int tries_max = 3;
  for (int tries = 0; tries < tries_max; ++tries) {
    const auto line = ask_line(question, Echo::on);
    if (!line) return fail(line.error());
    const auto answer = line->empty() ? ' ' : static_cast<char>(line->front() | 0x20);
    if (answer == yes) return {};
    if (answer == 'n') return fail(Errc::declined);
  }
  return fail(Errc::declined);
}

Result<SecretBytes> read_secret(const std::string& path) {
  const Descriptor file(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return fail(Errc::unreadable_file);
  SecretBytes bytes;
  if (auto read = read_to(file.get(), secret_file_bytes_max, bytes); !read) return fail(read.error());
  if (bytes.size() > secret_file_bytes_max) return fail(Errc::unreadable_file);
  drop_line_end(bytes);
  return bytes;
}

Result<std::string> read_text(std::size_t bytes_max) {
  constexpr std::size_t line_end = 2;
  std::string text;
  if (auto read = read_to(STDIN_FILENO, bytes_max + line_end, text); !read) return fail(read.error());
  drop_line_end(text);
  if (text.size() > bytes_max) text.resize(bytes_max + 1);
  return text;
}

Result<std::string> text_or_input(const std::string& text, std::size_t bytes_max) {
  if (text != "-") return text;
  return read_text(bytes_max);
}

bool input_is_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

bool errors_are_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

bool output_is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

}  // namespace kring::cli
