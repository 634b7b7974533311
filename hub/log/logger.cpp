#include "hub/log/logger.hpp"

#include "hub/base/errc.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <exception>

namespace kring::log {

namespace {

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "info";
}

/// Static text is ours, so that quotes and backslashes are all there is to escape.
void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') line += '\\';
    line += letter;
  }
  line += '"';
}

}  // namespace

void LogSafe::append_json(std::string& line) const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) {
    line += std::to_string(*number);
  } else if (const auto* truth = std::get_if<bool>(&value_)) {
    line += *truth ? "true" : "false";
  } else {
    append_quoted(line, std::get<std::string_view>(value_));
  }
}

struct Logger::Sink {
  spdlog::logger logger;
  std::function<Time()> now;
};

Result<Logger> Logger::open(const std::string& file, Level least, std::function<Time()> now) {
  spdlog::sink_ptr sink;
  if (file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    try {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    } catch (const spdlog::spdlog_ex&) {
      return fail(hub::Errc::log_failed, "open log file");
    }
  }
  sink->set_pattern("%v");
  auto made =
      std::make_unique<Sink>(Sink{.logger = spdlog::logger("hub", std::move(sink)), .now = std::move(now)});
  made->logger.set_level(level_of(least));
  made->logger.flush_on(spdlog::level::info);
  return Logger(std::move(made));
}

Logger::Logger(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}
Logger::Logger(Logger&&) noexcept = default;
Logger& Logger::operator=(Logger&&) noexcept = default;
Logger::~Logger() = default;

void Logger::write(Level level, StaticText event, std::initializer_list<Field> fields) {
  if (!sink_->logger.should_log(level_of(level))) return;
  std::string line = "{\"time\":" + std::to_string(to_unix_ms(sink_->now())) + ",\"level\":";
  append_quoted(line, name_of(level));
  line += ",\"event\":";
  append_quoted(line, event.text());
  for (const auto& field : fields) {
    line += ',';
    append_quoted(line, field.name.text());
    line += ':';
    field.value.append_json(line);
  }
  line += '}';
  sink_->logger.log(level_of(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace kring::log
