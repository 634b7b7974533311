#pragma once

#include "clients/cli/language.hpp"
#include "clients/core/alarms.hpp"

#include "crypto/base/error.hpp"
#include "crypto/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::cli {

/// What the program ends with.
enum class ExitCode : std::uint8_t {
  done = 0,
  failed = 1,
  usage = 2,
  refused = 3,       ///< by a rule
  kept = 4,          ///< no connection or no answer in time
  alarm = 5,         ///< something came that an honest hub, or an honest member, does not send
  not_admitted = 6,  ///< not yet, or no longer
  incomplete = 7,    ///< done in part, and told what is missing
};

/// Something that a name which somebody typed may mean.
struct Meant {
  std::string name;  ///< what whoever named it called it, not made printable
  std::string by;    ///< what it is told apart by: its key if it has one, what it is, and its id
};

/// How many of them are named; of more it is said how many there are.
inline constexpr std::size_t meant_max = 12;

/// Why a command did not do what was asked.
struct Failure {
  Failure(Error why) : error(why) {}
  Failure(Error why, std::string_view hub_rule) : error(why), rule(hub_rule) {}
  /// Of an alarm by which a command ended.
  [[nodiscard]] static Failure of_alarm(core::Alarm alarm);

  Error error;
  /// The hub's name for the rule or the limit, where it gave one; what it sent, not checked.
  std::string rule{};
  /// The alarm, if it is one.
  std::optional<core::Alarm> alarm{};
  /// A sentence that says more, in the person's language; nothing secret.
  std::string detail{};
  /// What a name may mean that is not one thing's alone, in an order of its own.
  std::vector<Meant> meant{};
  /// How long the hub told us to wait, if it did.
  std::optional<Duration> wait{};
  /// Whether it happened in a network, whose owners are no parents.
  bool in_network = false;
};

/// Outcome of something that a person asked for.
template <class T>
using Outcome = std::expected<T, Failure>;

/// What this is of something that ends with the program, as what it needs is kept nowhere: nothing is "kept
/// and done later". `timed_out`, or `try_later` where the hub has said when.
[[nodiscard]] Failure unkept(const Failure& failure);

/// The code that a script sees: the rule's name where the hub gave one that we know, else the error's.
[[nodiscard]] std::string code_of(const Failure& failure);
[[nodiscard]] ExitCode exit_code_of(const Failure& failure);
/// Sentences for a person: what went wrong, what is safe, what to do.
[[nodiscard]] std::string explain(const Failure& failure, Language language);

}  // namespace kring::cli
