#pragma once

#include "channels/charter/charter.hpp"
#include "channels/wire/answer.hpp"
#include "hub/engine/login_by.hpp"
#include "hub/store/requests.hpp"

#include <optional>

namespace kring::engine {

/// The key that a login under this id must be signed with.
struct LoginKey {
  FixedBytes<32> bytes{};
  LoginBy by = LoginBy::handle;
};

/// The key of a handle that the charter ever knew, or of an invitation whose id stands in `handle`, or the
/// recovery key of a member that now counts.
[[nodiscard]] std::optional<LoginKey> find_key(const charter::Charter& charter,
                                               const channels::HandleId& handle);

/// What a handle or an invitation may do at `now`; none: nothing at all (an invitation that is not open).
[[nodiscard]] std::optional<wire::Access> access_of(const charter::Charter& charter,
                                                    const channels::HandleId& handle, Time now);

/// Up to where a login may read its circle's charter: whoever is out learns why, and nothing after it.
struct CharterBound {
  /// None: up to the head.
  std::optional<channels::EntryNumber> last{};
  /// Only entries that were signed before this.
  std::optional<Time> before{};

  /// Whether an entry is one of those; what comes after one that is not is not either.
  [[nodiscard]] bool allows(const store::CharterEntryRow& entry) const;
};

/// A member who was ended, or is paused: up to the entry that did it; one whose time is over: what was there
/// at its end. An invitation: up to its acceptance and its maker's end; an expired one, what was there when
/// it expired. A recovery key: as its member.
[[nodiscard]] CharterBound charter_bound(const charter::Charter& charter, const channels::HandleId& handle,
                                         Time now);

}  // namespace kring::engine
