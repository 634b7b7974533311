#pragma once

#include "clients/core/context.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <optional>

/// Devices of which the hub had no key package when it was asked for one. Only such a device itself can
/// change that, so nobody waits for it; it is asked about again ever more seldom, and at once when the hub
/// says that there is work.
namespace kring::core {

/// Before a package is asked for again that was not there; doubled each time.
inline constexpr Duration empty_stock_pause = std::chrono::seconds(20);
/// The longest such pause, and up to half as much again: for a hub that never says that packages have come,
/// and for one that says it while others wait in the same channel, which is then taken to be about them. Half
/// of what a batch waits, so that whoever has brought packages comes in with the next one.
inline constexpr Duration empty_stock_pause_max = std::chrono::minutes(10);
/// The pause for a device that was let in a moment ago: it looks every five seconds whether it is, and brings
/// its packages then.
inline constexpr Duration newcomer_pause = std::chrono::seconds(3);
inline constexpr Duration newcomer_for = std::chrono::minutes(1);

/// The hub had no package of this device.
void note_empty_stock(Context& context, const channels::HandleId& handle);
/// It had one.
void note_stock(Context& context, const channels::HandleId& handle);
/// The hub says that there is work: it is worth asking once more.
void doubt_empty_stock(CircleData& circle, const channels::HandleId& handle);
/// What the hub said on a connection that is gone counts no more.
void forget_doubts(CircleData& circle);

/// Whether the hub had none when it was asked last, and has said nothing since.
[[nodiscard]] bool is_out_of_stock(const CircleData& circle, const channels::HandleId& handle);
/// Until when it is not asked about again; nothing if it may be.
[[nodiscard]] std::optional<Time> put_off_until(const CircleData& circle, const channels::HandleId& handle,
                                                Time now);

/// The row of these devices.
[[nodiscard]] SecretBytes encode_empty_stocks(const CircleData& circle);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_empty_stocks(ByteView row, CircleData& circle);

}  // namespace kring::core
