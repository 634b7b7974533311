#pragma once

#include "crypto/primitives/sodium_random.hpp"
#include "tests/bench/arrivals.hpp"
#include "tests/bench/raw_socket.hpp"
#include "tests/support/test_circle.hpp"

#include "channels/wire/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace kring::bench {

/// Devices that are online, each on a connection of its own under its own handle, and read one channel.
class Audience {
 public:
  /// Logs each in and attaches it by `attachment`, which names one channel. `wires` and `devices` outlive it.
  Audience(Wires& wires, std::uint16_t port, std::span<const support::TestPerson> devices,
           const wire::AttachRequest& attachment);

  /// Waits until each of them has an entry, and says when the last one had it.
  [[nodiscard]] Clock::time_point wait_for(std::uint64_t seq);

 private:
  void on_frame(std::size_t reader, RawWebSocket& at, std::string_view text);

  Wires& wires_;
  std::span<const support::TestPerson> devices_;
  wire::AttachRequest attachment_;
  primitives::SodiumRandom random_;
  Arrivals arrivals_;
  std::vector<std::unique_ptr<RawWebSocket>> sockets_;
  std::size_t ready_ = 0;
};

}  // namespace kring::bench
