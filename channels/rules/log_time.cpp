#include "channels/rules/log_time.hpp"

#include "channels/model/errc.hpp"

namespace kring::rules {

Status check_log_time(Time last, Time time) {
  if (time < last) return fail(channels::Errc::log_time_backwards, "entry");
  return {};
}

}  // namespace kring::rules
