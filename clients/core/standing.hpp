#pragma once

#include "clients/core/context.hpp"
#include "clients/core/errc.hpp"

/// Whether we are in a circle, wait for it, are kept out of it, or are out.
namespace kring::core {

/// Whether a circle keeps us out, for a while or for good.
[[nodiscard]] bool is_kept_out(const CircleData& circle);

/// Whether we accepted an invitation and were never let in, since it was withdrawn or fell away.
[[nodiscard]] bool was_turned_down(const CircleData& circle);
/// Why we are out, of a circle that has ended for this device: `device_out`, `turned_down`, or else `ended`.
[[nodiscard]] client::Errc why_out(const CircleData& circle);

/// How we stand now, after the charter has grown or time has gone by.
void update_standing(Context& context);

}  // namespace kring::core
