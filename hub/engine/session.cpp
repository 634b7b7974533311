#include "hub/engine/session.hpp"

#include <algorithm>

namespace kring::engine {

bool Session::use_nonce(const FixedBytes<32>& nonce) {
  if (client_nonces_.size() >= limits::nonces_per_session_max) return false;
  return client_nonces_.insert(nonce).second;
}

bool Session::may_put_slot(const Hash& slot) {
  if (std::ranges::find(slots_put_, slot) != slots_put_.end()) return true;
  if (slots_put_.size() >= limits::slots_put_max) return false;
  slots_put_.push_back(slot);
  return true;
}

bool Session::may_read_slot() {
  return slot_reads_++ < limits::slot_reads_max;
}

Login* Session::find_login(const channels::CircleId& circle) {
  auto found = logins_.find(circle);
  return found == logins_.end() ? nullptr : &found->second;
}

bool Session::queue(Frame frame) {
  const auto bytes_max = logins_.empty() ? limits::stranger_answer_bytes_max : limits::answer_bytes_max;
  // One answer may always wait: a stranger's vault slot is larger than what strangers let pile up.
  if (!queued_.empty() && queued_bytes_ + frame->size() > bytes_max) return false;
  queued_bytes_ += frame->size();
  queued_.push_back(std::move(frame));
  return true;
}

void Session::take_queued(std::vector<Frame>& frames, std::size_t& bytes) {
  auto next = queued_.begin();
  for (; next != queued_.end(); ++next) {
    if (bytes >= limits::gather_bytes_max || frames.size() >= limits::gather_frames_max) break;
    bytes += (*next)->size();
    queued_bytes_ -= (*next)->size();
    frames.push_back(std::move(*next));
  }
  queued_.erase(queued_.begin(), next);
  if (queued_.empty()) queued_.shrink_to_fit();
}

void Session::clock_is(Time now) {
  heard_ = std::min(heard_, now);
  sent_ = std::min(sent_, now);
  opened_ = std::min(opened_, now);
}

}  // namespace kring::engine
