#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <vector>

/// Who let whom in, by the charter: what owners are told of it unasked, and what goes with a removal.
namespace kring::core {

/// So long at most nothing is told of somebody whose name has not come yet: their device writes it into the
/// channels as soon as it is in them.
inline constexpr Duration name_wait = std::chrono::minutes(10);

/// Everyone whom a member let in, and who is still in the circle, the oldest first: also of a member who is
/// gone. Who came by the link alone was let in by whoever made the link.
[[nodiscard]] std::vector<AdmissionView> let_in_by(const CircleData& circle, const channels::MemberId& member,
                                                   Time now);

/// Whom others than owners let in, of which this owner's device has not told; nothing to who is no owner, and
/// nothing yet from the first one on whose name may still come.
[[nodiscard]] std::vector<AdmissionView> admissions_to_tell(const CircleData& circle, Time now);
/// Who left, or was removed by somebody else, and let people in who are still there; not told of either.
[[nodiscard]] std::vector<DepartureView> departures_to_tell(const CircleData& circle, Time now);
/// They are told; false if there was nothing.
[[nodiscard]] bool note_admissions_told(CircleData& circle, Time now);

}  // namespace kring::core
