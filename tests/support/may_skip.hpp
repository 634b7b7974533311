#pragma once

namespace kring::support {

/// Whether a test may be passed over that needs a right which this user has not got: everywhere but where
/// CI=true, whose machine has to grant it.
[[nodiscard]] bool may_skip();

}  // namespace kring::support
