#pragma once

#include "hub/engine/action.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace kring::engine {

/// The newest ready-made frames of one log, shared by all who read it. Numbers have no gaps.
class Tail {
 public:
  /// Keeps the frame of entry `number`; a gap forgets what was before it.
  void push(std::uint64_t number, Frame frame);
  /// The frame of entry `number`, or null if it is not kept.
  [[nodiscard]] const Frame* find(std::uint64_t number) const;
  void clear();

 private:
  std::deque<Frame> frames_;
  std::uint64_t first_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace kring::engine
