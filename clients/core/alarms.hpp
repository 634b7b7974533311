#pragma once

#include "clients/core/action.hpp"

/// Alarms as they lie in the vault: `alarm/NAME`, with what proves them under `evidence/NAME`.
namespace kring::core {

[[nodiscard]] SecretBytes encode_alarm(const Alarm& alarm);
/// Errors: `bad_vault`.
[[nodiscard]] Result<Alarm> decode_alarm(ByteView row);

}  // namespace kring::core
