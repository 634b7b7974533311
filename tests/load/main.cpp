#include "tests/load/append_load.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

namespace asio = boost::asio;

namespace {

constexpr auto usage =
    "Usage: kring-append-load DATA [APPENDS_S [CLIENTS]]\n\n"
    "Writes to a hub as many clients do, whatever becomes of the hub. Puts the hub's key into DATA, says\n"
    "`{\"ready\":true}`, and takes commands, one a line: `port N` (the hub is there from now on), `counts`, "
    "`anew`\n"
    "(delays are counted from now on), `slow` (one more begins to read everything, 1 KiB a second), `hurry` "
    "(as "
    "fast as\n"
    "the hub sends), `end` (says what the log holds of what was acknowledged, and ends). Each answer is one "
    "line of JSON.\n";

/// How long the last appends may take, and reading the log.
constexpr auto end_within = std::chrono::seconds(60);

std::string show(const kring::load::Counts& counts) {
  auto text = R"({"sent":)" + std::to_string(counts.sent) + R"(,"acknowledged":)" +
              std::to_string(counts.acknowledged) + R"(,"moved":)" + std::to_string(counts.moved) +
              R"(,"ready":)" + std::to_string(counts.ready) + R"(,"refused":{)";
  const char* separator = "";
  for (const auto& [code, count] : counts.refused) {
    text += separator;
    text += '"';
    text += code;
    text += "\":";
    text += std::to_string(count);
    separator = ",";
  }
  return text + R"(},"p99_us":)" + std::to_string(counts.p99.count()) + R"(,"slow_entries":)" +
         std::to_string(counts.slow_entries) + R"(,"slow_broken":)" +
         (counts.slow_broken ? "true" : "false") + "}";
}

std::string show(const kring::load::Verdict& verdict) {
  return R"({"entries":)" + std::to_string(verdict.entries) + R"(,"lost":)" + std::to_string(verdict.lost) +
         R"(,"doubled":)" + std::to_string(verdict.doubled) + R"(,"gaps":)" + std::to_string(verdict.gaps) +
         "}";
}

/// The load, and whoever commands it on standard input.
class Program {
 public:
  Program(const char* data, const kring::load::LoadOptions& options)
      : load_(context_, data, options), input_(context_, ::dup(STDIN_FILENO)) {}

  int run() {
    say(R"({"ready":true})");
    read();
    while (!is_over_) context_.run_one();
    if (!is_ended_) return EXIT_FAILURE;
    load_.finish();
    if (!run_until([this] { return load_.is_finished(); })) return EXIT_FAILURE;
    load_.start_reading();
    if (!run_until([this] { return load_.has_read(); })) return EXIT_FAILURE;
    say(show(load_.verdict()));
    return EXIT_SUCCESS;
  }

 private:
  static void say(const std::string& line) { std::cout << line << '\n' << std::flush; }

  void read() {
    asio::async_read_until(input_, buffer_, '\n',
                           [this](const boost::system::error_code& error, std::size_t) {
                             if (error) {
                               is_over_ = true;
                               return;
                             }
                             std::istream in(&buffer_);
                             std::string word;
                             std::uint16_t port = 0;
                             in >> word;
                             if (word == "port" && in >> port) load_.use_port(port);
                             if (word == "anew") load_.forget_delays();
                             if (word == "slow") load_.add_slow_reader();
                             if (word == "hurry") load_.hurry_slow_reader();
                             in.ignore();
                             if (word == "end") is_over_ = is_ended_ = true;
                             if (!is_over_) {
                               say(show(load_.counts()));
                               read();
                             }
                           });
  }

  template <class Condition>
  bool run_until(const Condition& holds) {
    const auto deadline = std::chrono::steady_clock::now() + end_within;
    while (!holds() && std::chrono::steady_clock::now() < deadline)
      context_.run_one_for(std::chrono::milliseconds(100));
    if (!holds()) std::cerr << "not done in time: " << show(load_.counts()) << '\n';
    return holds();
  }

  asio::io_context context_{1};
  kring::load::AppendLoad load_;
  asio::posix::stream_descriptor input_;
  asio::streambuf buffer_;
  bool is_over_ = false;
  bool is_ended_ = false;
};

std::size_t number_of(const char* text) {
  return std::strtoul(text, nullptr, 10);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2 || count > 4) {
    std::cerr << usage;
    return 2;
  }
  kring::load::LoadOptions options;
  if (count > 2) options.appends_s = number_of(words[2]);
  if (count > 3) options.clients = number_of(words[3]);
  return Program(words[1], options).run();
}
