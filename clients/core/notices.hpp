#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <vector>

/// What a device tells its person of a circle unasked: each thing once, or so often.
namespace kring::core {

/// How often an only owner is told that there should be a second one.
inline constexpr Duration only_owner_every = std::chrono::days(7);

/// Whether whoever uses this device is the one owner that the circle has.
[[nodiscard]] bool is_only_owner(const CircleData& circle, Time now);
/// Whether they are to be told so now. A clock that was far ahead once does not silence it.
[[nodiscard]] bool must_tell_only_owner(const CircleData& circle, Time now);

/// Further devices of members, also of our own, that came after this one and were not told of.
[[nodiscard]] std::vector<NewDeviceView> devices_to_tell(const CircleData& circle);
/// They are told; false if there was none.
[[nodiscard]] bool note_devices_told(CircleData& circle);

/// The row of what was told.
[[nodiscard]] SecretBytes encode_notices(const CircleData& circle);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_notices(ByteView row, CircleData& circle);

}  // namespace kring::core
