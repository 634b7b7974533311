#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

/// All that a device can show of a circle, for keeping outside of it.
namespace kring::core {

/// Nothing in it is a secret key: articles that carry one come without it, and those that are only about one
/// are left out.
[[nodiscard]] ArchiveView view_archive(const CircleData& circle, Time now);

}  // namespace kring::core
