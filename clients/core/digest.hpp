#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <cstddef>
#include <optional>

/// What is new in newsgroups.
namespace kring::core {

/// How many threads of a newsgroup are shown; how many more there are is told.
inline constexpr std::size_t digest_threads_max = 50;

/// All newsgroups that we read, by name, with what in them is unread and counts.
[[nodiscard]] std::vector<NewsgroupView> view_newsgroups(const CircleData& circle, Time now);

/// What others posted in newsgroups that are subscribed to and threads that are not muted, and may be shown
/// to us, as long as it has not ended: what is unread, or, with `since`, all from then on. Nothing becomes
/// read by it.
[[nodiscard]] DigestView view_digest(const CircleData& circle, std::optional<Time> since, Time now);

}  // namespace kring::core
