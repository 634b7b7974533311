#pragma once

#include "tests/bench/figures.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kring::bench {

/// When the entries of one log came to each of many readers, who get every one once and in order.
class Arrivals {
 public:
  /// The readers have the log up to and with entry `head`.
  Arrivals(std::size_t readers, std::uint64_t head) : head_(head), last_(readers, head) {}

  /// Throws if it is not the entry after the reader's last one.
  void arrived(std::size_t reader, std::uint64_t seq, Clock::time_point when);
  /// Whether all of them have an entry after the head.
  [[nodiscard]] bool is_with_all(std::uint64_t seq) const;
  /// When the last one of them got it.
  [[nodiscard]] Clock::time_point with_all_at(std::uint64_t seq) const;

 private:
  struct Entry {
    std::size_t readers = 0;
    Clock::time_point last;
  };
  [[nodiscard]] const Entry* find(std::uint64_t seq) const;

  std::uint64_t head_;
  std::vector<std::uint64_t> last_;
  /// Those after the head.
  std::vector<Entry> entries_;
};

}  // namespace kring::bench
