#pragma once

#include "channels/rules/required_work.hpp"
#include "crypto/mls/public_group.hpp"

#include <cstdint>
#include <optional>

namespace kring::rules {

/// What a channel's group lacks, worked out anew only when the charter, the group or the passing of time may
/// have changed it: in a large group that takes milliseconds, and it is asked for with each connection.
class KnownWork {
 public:
  /// `required_work`, borrowed until the next call. `charter` and `group` are this channel's.
  const RequiredWork& of(const charter::Charter& charter, const channels::ChannelId& channel,
                         const mls::PublicGroup& group, Time now);

  /// How often it was worked out.
  [[nodiscard]] std::uint64_t times_worked_out() const { return times_; }

 private:
  struct Known {
    channels::EntryNumber charter{};
    Bytes group;
    mls::EpochId epoch{};
    /// From when until before when time changes nothing.
    Time from;
    Time until;
    RequiredWork work;
  };
  [[nodiscard]] bool holds(const charter::Charter& charter, const mls::PublicGroup& group, Time now) const;

  std::optional<Known> known_;
  std::uint64_t times_ = 0;
};

}  // namespace kring::rules
