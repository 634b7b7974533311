#pragma once

#include "clients/core/context.hpp"

#include "channels/wire/event.hpp"

/// Following the logs of the channels that we are in.
namespace kring::core {

/// Entries of one channel that are kept while they wait. A newcomer's past is taken as a whole, so that this
/// also bounds what can be read back; a channel with more stops.
inline constexpr std::size_t waiting_entries_max = 1'000'000;

/// Takes an entry as it comes.
void take_entry_event(Context& context, const wire::EntryEvent& event);
/// A staged payload has come, or could not be fetched.
void take_payload(Context& context, const Hash& hash, const Result<Bytes>& bytes);
/// Goes on with all logs as far as they and the charter have come.
void follow_logs(Context& context);

/// Makes channels of the openings in our bundle, once the hub has taken it.
void open_channels(Context& context);

}  // namespace kring::core
