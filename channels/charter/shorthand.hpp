#pragma once

#include "channels/charter/role_table.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/rights.hpp"

/// Short words for the cells of the tables of roles and channels, where longer ones would hide the columns.
namespace kring::charter::shorthand {

inline constexpr channels::Rights no;
inline constexpr channels::Rights r = channels::Right::read;
inline constexpr channels::Rights rp = channels::Right::read | channels::Right::post;
inline constexpr channels::Rights rpm = rp | channels::Right::moderate;

/// A stay as long as there is any.
inline constexpr StayLength year{.usual = channels::limits::stay_max, .longest = channels::limits::stay_max};

}  // namespace kring::charter::shorthand
