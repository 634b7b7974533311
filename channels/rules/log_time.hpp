#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/time.hpp"

namespace kring::rules {

/// The times of a log never go back (docs/protocol.md, section 4). The hub gives them, and by them is judged
/// who was live: one that dates an entry before another could let in what somebody wrote after their time.
///
/// `last` is the time of the entry before, if the reader has it. Errors: `log_time_backwards`.
[[nodiscard]] Status check_log_time(Time last, Time time);

}  // namespace kring::rules
