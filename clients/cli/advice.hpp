#pragma once

#include "clients/cli/failure.hpp"

namespace kring::cli {

struct Context;

/// A refusal as whoever typed the command has to hear it: who is not in the circle, or is paused, is told
/// that rather than what they named wrongly, and a rule about parents names the parents of this circle. What
/// a command itself said in `detail` stays.
[[nodiscard]] Failure with_advice(Failure failure, const Context& context);

}  // namespace kring::cli
