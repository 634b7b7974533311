#pragma once

#include "channels/wire/answer.hpp"
#include "crypto/base/time.hpp"

#include <string_view>

namespace kring::core {

/// What a refused bundle or append means for whoever sent it.
enum class Refusal : std::uint8_t {
  outrun,         ///< somebody was faster (or had the record's id): build it anew on what is there now
  taken,          ///< it was accepted before, with other bytes
  unstaged,       ///< its staged parts are gone: stage them again
  busy,           ///< the hub cannot now: the same bytes again, later
  final_refusal,  ///< it breaks a rule
};
[[nodiscard]] Refusal refusal_of(const wire::ErrorAnswer& error);

/// The longest wait that a hub is believed. One that wants to keep us waiting needs no words for it.
inline constexpr Duration told_wait_max = std::chrono::hours(1);
/// A wait that is shorter is no news to anybody: it is over when they have read of it.
inline constexpr Duration told_wait_told = std::chrono::seconds(3);
/// How long the hub has told us to wait before we ask the same again; zero if it told nothing.
[[nodiscard]] Duration told_wait(const wire::ErrorAnswer& error);
/// The same of a refusal over HTTP with status 429, whose body ends with seconds.
[[nodiscard]] Duration told_wait(std::string_view body);

}  // namespace kring::core
