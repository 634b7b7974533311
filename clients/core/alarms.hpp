#pragma once

#include "clients/core/action.hpp"

#include <string>
#include <string_view>

/// Alarms as they lie in the vault: `alarm/NAME`, with what proves them under `evidence/NAME`.
namespace kring::core {

/// What an alarm is about: by that it is told, and one decides what to do.
enum class AlarmKind : std::uint8_t {
  other_hub = 1,   ///< the hub does not have the key with which the circle began
  history,         ///< the hub tells of another past than before
  against_rules,   ///< a step that the rules forbid, which an honest hub would not have handed on
  passed_over,     ///< something of a member's device that was not right and was left out
  repeated_key,    ///< a member's device sealed two messages with one key: it was put back from an old copy
  copied_device,   ///< a message in this device's own name that it did not send
  void_articles,   ///< a restart took away what had been read
  cut_off,         ///< a circle goes on after a restore without what this device has of a channel
  mends,           ///< keys did not open; this device asks to be let in again
  network,         ///< what a hub shows of a network's public charter
  not_taken_back,  ///< after a restore the hub refused what this device gave back
  too_much,        ///< the hub sent more than it may at a time
};
/// For scripts, such as "repeated_key".
[[nodiscard]] std::string_view name_of(AlarmKind kind);
[[nodiscard]] std::string_view name_of(AlarmStops stops);
/// Every alarm is of one kind, whatever its reason.
[[nodiscard]] AlarmKind kind_of(const Alarm& alarm);
/// Whether it is a notice more than an alarm: nobody needs to have done wrong, and no command ends by it.
[[nodiscard]] bool is_notice(const Alarm& alarm);

/// How the names of the rows of alarms begin, and of those that prove one; the rest of both names is the
/// same.
inline constexpr std::string_view alarm_prefix = "alarm/";
inline constexpr std::string_view evidence_prefix = "evidence/";
/// The row of the alarm that the row of this name proves.
[[nodiscard]] std::string alarm_row(std::string_view evidence);

[[nodiscard]] SecretBytes encode_alarm(const Alarm& alarm);
/// Errors: `bad_vault`.
[[nodiscard]] Result<Alarm> decode_alarm(ByteView row);

}  // namespace kring::core
