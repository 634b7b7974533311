#pragma once

#include "channels/model/ids.hpp"

#include "crypto/base/time.hpp"

#include <cstddef>
#include <optional>
#include <vector>

/// Which networks are asked for their charters, and for how long.
namespace kring::core {

/// How many networks are asked for at a time on behalf of one person: they choose which they show.
inline constexpr std::size_t networks_read_max = 16;
/// Pages of one charter that are read in a row: of so many entries that are full of people, some 30,000.
inline constexpr std::size_t charter_pages_max = 256;

/// The networks that several people show, each once: the first one of each person, then the second of each,
/// and so on, at most `networks_read_max` of a person. So nobody's many push back those of another.
[[nodiscard]] std::vector<channels::CircleId> networks_in_turn(
    const std::vector<std::vector<channels::CircleId>>& of_people);

/// Asking for several networks' charters, page after page, within one time for all of them.
class NetworkRound {
 public:
  NetworkRound(std::vector<channels::CircleId> networks, Duration within)
      : networks_(std::move(networks)), within_(within) {}

  /// The network that is to be asked for, `elapsed` after the beginning; none once all were asked for or the
  /// time is over.
  [[nodiscard]] std::optional<channels::CircleId> next(Duration elapsed) const;
  /// What the answer to the last question brought: whether there is more of the same network.
  void answered(bool more);
  /// The networks of which not all came: the pages were too many, or the time was over.
  [[nodiscard]] std::vector<channels::CircleId> unread() const;

 private:
  std::vector<channels::CircleId> networks_;
  Duration within_;
  /// The place of the one that is asked for.
  std::size_t at_ = 0;
  std::size_t pages_ = 0;
  std::vector<channels::CircleId> too_long_;
};

}  // namespace kring::core
