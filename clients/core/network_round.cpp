#include "clients/core/network_round.hpp"

#include <algorithm>

namespace kring::core {

std::vector<channels::CircleId> networks_in_turn(
    const std::vector<std::vector<channels::CircleId>>& of_people) {
  std::vector<channels::CircleId> in_turn;
  for (std::size_t place = 0; place < networks_read_max; ++place) {
    for (const auto& networks : of_people) {
      if (place >= networks.size()) continue;
      const bool is_there = std::ranges::find(in_turn, networks[place]) != in_turn.end();
      if (!is_there) in_turn.push_back(networks[place]);
    }
  }
  return in_turn;
}

std::optional<channels::CircleId> NetworkRound::next(Duration elapsed) const {
  if (at_ == networks_.size() || elapsed >= within_) return std::nullopt;
  return networks_[at_];
}

void NetworkRound::answered(bool more) {
  ++pages_;
  if (more && pages_ < charter_pages_max) return;
  if (more) too_long_.push_back(networks_[at_]);
  pages_ = 0;
  ++at_;
}

std::vector<channels::CircleId> NetworkRound::unread() const {
  auto unread = too_long_;
  unread.insert(unread.end(), networks_.begin() + static_cast<std::ptrdiff_t>(at_), networks_.end());
  return unread;
}

}  // namespace kring::core
