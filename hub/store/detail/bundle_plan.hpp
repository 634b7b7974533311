#pragma once

#include "channels/rules/log_hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/store/requests.hpp"

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace kring::store::detail {

/// What a bundle makes of one of its groups' channels.
struct PlannedGroup {
  ChannelHead head;
  Hash payload_hash{};
};
/// What a bundle makes of a circle, if it is taken.
struct BundlePlan {
  CharterHead head;
  std::vector<PlannedGroup> groups;
};

/// Where a channel stands; nothing if there is none.
using FindHead = std::function<Result<std::optional<ChannelHead>>(const channels::ChannelId&)>;

/// Compares a bundle's expectations with what is there: the same decision for every store. `head` is the
/// circle's, or nothing if there is no such circle. Errors: `unknown_circle`, `circle_exists`,
/// `unknown_channel`, `channel_exists`, those of `find_head`.
[[nodiscard]] Result<std::variant<BundlePlan, Stale>> plan_bundle(const BundleWrite& bundle,
                                                                  const std::optional<CharterHead>& head,
                                                                  const FindHead& find_head);

/// Where a channel stands after a new entry behind `head`.
[[nodiscard]] ChannelHead step_log(const ChannelHead& head, const rules::LogEntrySummary& entry);

/// Whether entries that are given back follow on where the circle and the channel stand.
[[nodiscard]] bool follows(const RestoreLog& restore, const CharterHead& charter, const ChannelHead& channel);

}  // namespace kring::store::detail
