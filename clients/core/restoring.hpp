#pragma once

#include "clients/core/context.hpp"

#include "channels/charter/entry.hpp"

#include <chrono>

/// What a client does after its hub was restored from a backup and says so (decision 0011): it gives back
/// what the hub has lost, changes nothing meanwhile, and goes on when an owner has resumed the circle.
namespace kring::core {

/// For how long payloads are kept as they came, by the log's time: no backup that is put back is older.
inline constexpr Duration raw_kept_for = std::chrono::days(35);

/// Keeps an entry as it came, and forgets those that have become too old.
void keep_raw(Context& context, Channel& channel, const LogEntry& entry, Bytes opening);

/// Whether the hub has begun another history and nobody has resumed the circle in it, as far as we know.
[[nodiscard]] bool is_restoring(const CircleData& circle);
/// Whether the hub may lack entries of the channel that we hold, also once we have left its group.
[[nodiscard]] bool holds_log_for_hub(const CircleData& circle, const Channel& channel);
/// Whether something is still to be given back.
[[nodiscard]] bool gives_back(const CircleData& circle);

/// Compares the hub's incarnation with the one that the circle was seen in: once a connection.
void note_incarnation(Context& context);
/// Offers the charter to a hub that does not know us any more. False if there is nothing to offer.
[[nodiscard]] bool offer_charter(Context& context);
/// Where the hub's log of a channel of ours ends, when that is before ours.
void log_lacks(Context& context, Channel& channel, const wire::ChannelHead& head);

/// Sends the next part of what is to be given back, and asks for the heads that `resume` needs.
void push_restoring(Context& context);
/// A part of it is staged, or could not be.
void restore_part_staged(Context& context, const Hash& hash, const Status& status);
void restore_charter_answered(Context& context, const wire::RestoreCharterAnswer& answer);
void restore_log_answered(Context& context, const channels::ChannelId& channel,
                          const wire::RestoreLogAnswer& answer);
void restore_refused(Context& context, const AwaitedAnswer& asked, const wire::ErrorAnswer& error);

/// An owner has resumed the circle: what does not fit stops, everything else goes on.
void take_resume(Context& context, const charter::Resume& resume);

/// The hub's log of a channel has grown to here.
void note_hub_head(CircleData& circle, const channels::ChannelId& channel, const rules::LogHead& head);
/// Where the hub's logs end, of each channel of the charter. Errors: `heads_unknown`.
[[nodiscard]] Result<std::vector<charter::ChannelHead>> heads_to_resume(const CircleData& circle);

}  // namespace kring::core
