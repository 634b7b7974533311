#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace kring::bench {

using Clock = std::chrono::steady_clock;

/// Seconds since `start`.
[[nodiscard]] double seconds_since(Clock::time_point start);

/// Of several runs; not empty.
[[nodiscard]] double median(std::vector<double> values);

/// Times between two events, for their quantiles.
class Delays {
 public:
  void add(Clock::duration delay);
  /// In milliseconds; `share` from 0 to 1. 0 if there are none.
  [[nodiscard]] double quantile_ms(double share) const;
  void clear() { micros_.clear(); }

 private:
  std::vector<std::uint32_t> micros_;
};

/// A number with so many digits after the point, thousands apart.
[[nodiscard]] std::string show(double value, int digits = 0);

/// Whether a goal was met, for a table.
[[nodiscard]] std::string show_met(bool met);

/// Figures as a Markdown table on standard output.
class Table {
 public:
  explicit Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  void print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// A heading and what the figures under it are, on standard output.
void print_title(const std::string& title, const std::string& text);

}  // namespace kring::bench
