#pragma once

#include <cstdint>

namespace kring::channels {

/// What an entry of a channel's log holds (docs/protocol.md, section 4).
enum class LogKind : std::uint8_t {
  commit = 1,  ///< a `CommitPayload`
  record = 2,  ///< a `RecordPayload`
  sealed = 3,  ///< a whole MLSMessage with an application PrivateMessage
  heal = 4,    ///< a `HealPayload`
};

}  // namespace kring::channels
