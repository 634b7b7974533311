#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/context.hpp"

/// What takes days, by the days of our own clock.
///
/// The charter's times are its signers' and the hub's: who has both could date a question back, and be done
/// with it at once. A device knows better: as long as the hub said that the charter ends before a question,
/// it had not been asked.
namespace kring::core {

/// The hub says that the charter ends there.
void note_head_seen(Context& context, channels::EntryNumber number);
/// An entry was found right and is part of the charter.
void note_asked(Context& context, const charter::CharterEntry& entry);

/// Whether the days that a body has to wait for are over by our clock. Errors: `too_early` of the channels.
[[nodiscard]] Status check_wait(const CircleData& circle, const charter::Body& body, Time now);

[[nodiscard]] SecretBytes encode_waits(const CircleData& circle);
[[nodiscard]] Status decode_waits(ByteView row, CircleData& circle);

}  // namespace kring::core
