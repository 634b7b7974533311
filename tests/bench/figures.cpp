#include "tests/bench/figures.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <utility>

namespace kring::bench {

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void Delays::add(Clock::duration delay) {
  micros_.push_back(static_cast<std::uint32_t>(std::chrono::floor<std::chrono::microseconds>(delay).count()));
}

double Delays::quantile_ms(double share) const {
  if (micros_.empty()) return 0;
  auto sorted = micros_;
  const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(place));
  return static_cast<double>(sorted[place]) / 1000;
}

std::string show(double value, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  std::string shown(text.data());
  const auto point = std::min(shown.find('.'), shown.size());
  for (auto place = point; place > 3 && shown[place - 4] != '-'; place -= 3) shown.insert(place - 3, ",");
  return shown;
}

std::string show_met(bool met) {
  return met ? "yes" : "NO";
}

void Table::print() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  const auto print_row = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::cout << "| " << row[i] << std::string(widths[i] - row[i].size() + 1, ' ');
    }
    std::cout << "|\n";
  };
  print_row(rows_.front());
  for (const auto width : widths) std::cout << "|" << std::string(width + 2, '-');
  std::cout << "|\n";
  for (std::size_t i = 1; i < rows_.size(); ++i) print_row(rows_[i]);
  std::cout << std::flush;
}

void print_title(const std::string& title, const std::string& text) {
  std::cout << "\n## " << title << "\n\n" << text << "\n\n" << std::flush;
}

}  // namespace kring::bench
