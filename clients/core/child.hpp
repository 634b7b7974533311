#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <optional>

/// What owners have written down of the child: an article in the regie channel, sealed to them. The hub never
/// learns it, nor who it is about.
namespace kring::core {

/// The day of a moment, in UTC: what is told months ahead may come an hour late.
[[nodiscard]] channels::Date day_of(Time time);
/// The last birth date in the log of regie. Nothing for who is no owner, or if none was written.
[[nodiscard]] std::optional<channels::Date> birth_date_of(const CircleData& circle, Time now);
/// The same, and what follows from it.
[[nodiscard]] std::optional<ChildView> view_child(const CircleData& circle, Time now);

}  // namespace kring::core
