#pragma once

#include "channels/model/log_kind.hpp"
#include "channels/rules/heads.hpp"
#include "crypto/base/time.hpp"

namespace kring::rules {

/// What the running hash covers of one entry; an erased payload leaves its hash.
struct LogEntrySummary {
  channels::LogKind kind{};
  Time time{};
  Hash payload_hash{};
};

/// SHA-256 of a log entry's payload.
[[nodiscard]] Hash payload_hash(ByteView payload);

/// `channel`'s head after the entry that follows `head` (docs/protocol.md, section 4).
[[nodiscard]] LogHead next_log_head(const channels::ChannelId& channel, const LogHead& head,
                                    const LogEntrySummary& entry);

}  // namespace kring::rules
