#pragma once

#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/request.hpp"
#include "crypto/primitives/sodium_random.hpp"
#include "tests/bench/raw_socket.hpp"
#include "tests/support/test_circle.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kring::bench {

/// A connection on which one handle asks a hub one thing after the other.
class Clerk {
 public:
  /// Connects and logs in. `wires` and `person` outlive it.
  Clerk(Wires& wires, std::uint16_t port, const channels::CircleId& circle,
        const support::TestPerson& person);

  /// Throws if the hub refuses. What the other connections of the wires get is taken meanwhile.
  template <class Answer>
  [[nodiscard]] Answer ask(const wire::Request& request) {
    return std::get<Answer>(ask_any(request));
  }
  /// What came of a log since the last time.
  [[nodiscard]] std::vector<wire::EntryEvent> take_entries() { return std::exchange(entries_, {}); }
  /// Waits until so many entries have come that nobody took.
  void wait_for_entries(std::size_t count);
  /// How the hub calls itself.
  [[nodiscard]] const std::string& origin() const { return origin_; }

 private:
  [[nodiscard]] wire::OkAnswer ask_any(const wire::Request& request);
  void on_frame(std::string_view text);

  Wires& wires_;
  primitives::SodiumRandom random_;
  RawWebSocket socket_;
  std::string origin_;
  std::string hello_;
  std::uint64_t next_id_ = 1;
  std::optional<std::string> answer_;
  std::vector<wire::EntryEvent> entries_;
};

}  // namespace kring::bench
