#pragma once

namespace kring::support {

/// How often a fault is brought about: `quick` times in `ops/check`, as often as $KRING_FAULT_ROUNDS says in
/// its longer forms.
[[nodiscard]] int fault_rounds(int quick);

}  // namespace kring::support
