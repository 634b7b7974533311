#pragma once

#include "channels/wire/answer.hpp"
#include "hub/store/requests.hpp"

namespace kring::engine {

/// What a client is told when the store refuses.
[[nodiscard]] wire::ErrorCode code_of(const Error& error);
/// The same with the limit's name where there is one.
[[nodiscard]] wire::ErrorAnswer error_of(const Error& error);
/// Where things stand, for a request that came too late.
[[nodiscard]] wire::ErrorAnswer stale_answer(const store::Stale& stale);

}  // namespace kring::engine
