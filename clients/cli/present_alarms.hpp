#pragma once

#include "clients/cli/json.hpp"
#include "clients/cli/language.hpp"
#include "clients/cli/style.hpp"
#include "clients/core/alarms.hpp"
#include "clients/core/client.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What people are told of alarms: when one comes, and by `kring evidence` afterwards.
namespace kring::cli {

/// What is told of all alarms of one kind. `{0}` stands for whom to call, `{1}` for whom a message names as
/// its author, `{2}` for the circle.
struct AlarmWords {
  core::AlarmKind kind{};
  std::string_view what;    ///< what happened, unless the reason says more
  std::string_view from;    ///< whether a mistake can bring it about, or somebody lies
  std::string_view advice;  ///< what to do
  /// What the kept bytes show, and to whom one can give them; empty where there never are any.
  std::string_view proves;
};
[[nodiscard]] const AlarmWords& alarm_words(core::AlarmKind kind, Language language);

/// Where an alarm happened, as far as this device knows, and what became of it.
struct AlarmPlace {
  std::string circle{};   ///< its name; empty if it is not known
  std::string channel{};  ///< its label; empty if there is none
  bool network = false;   ///< owners are coordinators
  bool goes_on = false;   ///< what was stopped goes on by now
};
/// What happened, whether somebody lies, what is stopped and safe, and what to do.
[[nodiscard]] std::string explain_alarm(const core::Alarm& alarm, const AlarmPlace& place, Language language);

/// An alarm as it is shown.
struct ShownAlarm {
  core::Alarm alarm;
  AlarmPlace place{};
  std::size_t number = 0;  ///< by which `kring evidence` knows it; 0 if nothing of it is kept
};
/// All that this device keeps, as they are numbered, and those that came since it started.
[[nodiscard]] std::vector<ShownAlarm> shown_alarms(const core::Client& client, Time now);
/// One that has just come.
[[nodiscard]] ShownAlarm shown_alarm(const core::Alarm& alarm, const core::Client& client, Time now);

/// One, with where more is told.
[[nodiscard]] std::string alarm_text(const ShownAlarm& shown, const Look& look);
/// Those that the user has not seen, and how many others there are; empty if there is none.
[[nodiscard]] std::string alarms_text(const std::vector<ShownAlarm>& alarms, const Look& look);

/// All of them with their numbers, or that there are none.
[[nodiscard]] std::string evidence_list_text(const std::vector<ShownAlarm>& alarms, const Look& look);
/// One in full, with what the kept bytes prove; `bytes` of them are kept, or none.
[[nodiscard]] std::string evidence_text(const ShownAlarm& shown, std::size_t bytes, const Look& look);

/// An alarm with its names and its explanation.
[[nodiscard]] Json json_of(const ShownAlarm& shown, Language language);

}  // namespace kring::cli
