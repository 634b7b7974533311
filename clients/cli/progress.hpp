#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace kring::cli {

/// One line of a terminal that says how far something has come, and goes away again.
class ProgressLine {
 public:
  /// `out` outlives it. Nothing is shown unless `shown`: a file or a pipe has no line that goes away.
  ProgressLine(std::ostream& out, bool shown) : out_(out), shown_(shown) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;
  ~ProgressLine() { clear(); }

  /// Such as "Sending  45 %"; the same percentage is shown once.
  void show(std::string_view what, std::uint64_t done, std::uint64_t all);
  void clear();

 private:
  std::ostream& out_;
  bool shown_;
  bool is_there_ = false;
  std::string_view what_;
  std::uint64_t percent_ = 0;
};

}  // namespace kring::cli
