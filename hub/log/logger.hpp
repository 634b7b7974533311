#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/time.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace kring::log {

enum class Level : std::uint8_t { debug, info, warning, error };

/// Text that was written in the source: no peer, person or library can have put anything into it.
class StaticText {
 public:
  template <std::size_t N>
  consteval StaticText(const char (&text)[N]) : text_(text, N - 1) {}
  /// An error's name and place are static too.
  StaticText(const Error& error) : text_(error.name()) {}
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// The value of a field. Only what cannot identify anyone converts into it: numbers, durations, names of
/// errors and text of the source. Not addresses, ids, paths, or what a peer or a library said.
class LogSafe {
 public:
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  LogSafe(Number number) : value_(static_cast<std::int64_t>(number)) {}
  /// Nothing but a truth: a pointer would convert too.
  template <std::same_as<bool> Truth>
  LogSafe(Truth truth) : value_(truth) {}
  LogSafe(Duration duration) : value_(static_cast<std::int64_t>(duration.count())) {}
  LogSafe(StaticText text) : value_(text.text()) {}
  LogSafe(const Error& error) : value_(error.name()) {}

  void append_json(std::string& line) const;

 private:
  std::variant<std::int64_t, bool, std::string_view> value_;
};

struct Field {
  StaticText name;
  LogSafe value;
};

/// Writes one JSON object a line: `time`, `level`, `event` and the fields.
class Logger {
 public:
  /// `file` empty: standard error. `now` reads the wall clock. Errors: `log_failed` (the file cannot be
  /// opened).
  [[nodiscard]] static Result<Logger> open(const std::string& file, Level least, std::function<Time()> now);

  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;
  Logger(Logger&&) noexcept;
  Logger& operator=(Logger&&) noexcept;
  ~Logger();

  void write(Level level, StaticText event, std::initializer_list<Field> fields = {});

 private:
  struct Sink;
  explicit Logger(std::unique_ptr<Sink> sink);
  std::unique_ptr<Sink> sink_;
};

}  // namespace kring::log
