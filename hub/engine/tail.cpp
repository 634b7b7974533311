#include "hub/engine/tail.hpp"

#include "hub/engine/limits.hpp"

namespace kring::engine {

void Tail::push(std::uint64_t number, Frame frame) {
  if (!frames_.empty() && number != first_ + frames_.size()) clear();
  if (frames_.empty()) first_ = number;
  bytes_ += frame->size();
  frames_.push_back(std::move(frame));
  while (frames_.size() > limits::tail_entries_max || bytes_ > limits::tail_bytes_max) {
    bytes_ -= frames_.front()->size();
    frames_.pop_front();
    ++first_;
  }
}

const Frame* Tail::find(std::uint64_t number) const {
  if (number < first_ || number - first_ >= frames_.size()) return nullptr;
  return &frames_[static_cast<std::size_t>(number - first_)];
}

void Tail::clear() {
  frames_.clear();
  bytes_ = 0;
}

}  // namespace kring::engine
