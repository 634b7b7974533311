#pragma once

#include "channels/rules/heads.hpp"

#include <optional>

namespace kring::rules {

/// The running hashes of one channel's log, as far as whoever judges has it.
class LogHashes {
 public:
  LogHashes() = default;
  LogHashes(const LogHashes&) = delete;
  LogHashes& operator=(const LogHashes&) = delete;
  LogHashes(LogHashes&&) = delete;
  LogHashes& operator=(LogHashes&&) = delete;
  virtual ~LogHashes() = default;

  /// The running hash up to entry `number`, which is not 0; nothing if it is not in the log.
  ///
  /// Only numbers from the last commit to the log's head are asked for: no sender can have read less, nor
  /// more.
  [[nodiscard]] virtual std::optional<Hash> at(channels::Sequence number) const = 0;
};

}  // namespace kring::rules
