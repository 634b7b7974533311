#pragma once

#include "channels/charter/charter.hpp"
#include "channels/wire/answer.hpp"

#include <optional>

namespace kring::engine {

/// The key that a login under this id must be signed with.
struct LoginKey {
  FixedBytes<32> bytes{};
  bool is_invitation = false;
};

/// The key of a handle that the charter ever knew, or of an invitation whose id stands in `handle`.
[[nodiscard]] std::optional<LoginKey> find_key(const charter::Charter& charter,
                                               const channels::HandleId& handle);

/// What a handle or an invitation may do at `now`; none: nothing at all (an invitation that is not open).
[[nodiscard]] std::optional<wire::Access> access_of(const charter::Charter& charter,
                                                    const channels::HandleId& handle, Time now);

}  // namespace kring::engine
