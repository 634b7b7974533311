#pragma once

#include "channels/charter/charter_log.hpp"
#include "channels/rules/heads.hpp"

#include <optional>

namespace kring::rules {

/// A charter's head as commits and records name it.
[[nodiscard]] CharterHead head_of(const charter::Charter& charter);

/// The charter as it was at the heads that commits and records name. Keeps the last one asked for, since many
/// in a row name the same. Borrows the log, which it must not outlive.
class CharterAtHead {
 public:
  explicit CharterAtHead(const charter::CharterLog& log) : log_(log) {}

  /// The charter at `head`, borrowed until the next call or the log's next entry; null if the log has no such
  /// head.
  [[nodiscard]] const charter::Charter* find(const CharterHead& head);

 private:
  const charter::CharterLog& log_;
  std::optional<charter::Charter> kept_;
};

}  // namespace kring::rules
