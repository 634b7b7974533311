#pragma once

#include "clients/core/context.hpp"

/// Whether we are in a circle, wait for it, are kept out of it, or are out.
namespace kring::core {

/// Whether a circle keeps us out, for a while or for good.
[[nodiscard]] bool is_kept_out(const CircleData& circle);

/// How we stand now, after the charter has grown or time has gone by.
void update_standing(Context& context);

}  // namespace kring::core
