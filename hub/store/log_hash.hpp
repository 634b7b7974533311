#pragma once

#include "hub/store/requests.hpp"

namespace kring::store {

/// SHA-256 of a log payload; what is left of it in the running hash when the payload is erased.
[[nodiscard]] Hash hash_payload(ByteView payload);

/// The running hash after an entry at `seq` (docs/protocol.md, section 4).
struct LogStep {
  channels::ChannelId channel;
  channels::Sequence seq{};
  Hash previous{};
  std::uint8_t kind = 0;
  Time time{};
  Hash payload_hash{};
};
[[nodiscard]] Hash next_log_hash(const LogStep& step);

}  // namespace kring::store
