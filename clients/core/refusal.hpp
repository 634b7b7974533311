#pragma once

#include "channels/wire/answer.hpp"

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

}  // namespace kring::core
