#pragma once

#include "channels/wire/event.hpp"
#include "clients/core/action.hpp"

#include "crypto/base/time.hpp"

#include <optional>
#include <string>

namespace kring::core {

/// So often a client says that it is there, to a hub that takes three of these for a lost connection.
inline constexpr Duration ping_every = std::chrono::seconds(15);

/// The connection to one hub, as far as all circles there share it. In memory only.
struct HubSession {
  std::string hub;
  Connection connection = Connection::offline;
  std::optional<wire::HelloEvent> hello{};
  /// Our clock is too far off the hub's: nothing is signed.
  bool clock_off = false;
  /// When we last said that we are there.
  Time pinged{};

  /// Requests may be sent.
  [[nodiscard]] bool usable() const { return connection == Connection::greeted && hello && !clock_off; }
};

}  // namespace kring::core
