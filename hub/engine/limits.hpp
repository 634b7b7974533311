#pragma once

#include "crypto/base/time.hpp"

#include <chrono>
#include <cstddef>

/// Every limit of the engine, with its reason.
namespace kring::engine::limits {

/// Requests of one session that await the store: a client that sends on without reading is told `overloaded`.
inline constexpr std::size_t calls_per_session_max = 64;
/// Answers that wait for a slow socket. Full: the session is closed.
inline constexpr std::size_t answer_bytes_max = std::size_t{1} << 20U;
/// The same before the first login: thousands of strangers who read nothing must not cost gigabytes.
inline constexpr std::size_t stranger_answer_bytes_max = std::size_t{32} * 1024;
/// What one gathered write takes, before a frame that may be as large: that much is held for each of
/// thousands of slow readers, and costs a busy one a few more writes.
inline constexpr std::size_t gather_bytes_max = std::size_t{64} * 1024;
/// Frames of one gathered write.
inline constexpr std::size_t gather_frames_max = 512;
/// Readers that one event serves. A write to a socket costs microseconds: with a thousand readers whoever
/// writes would wait for all of them, and each entry would go out by itself.
inline constexpr std::size_t served_per_turn_max = 64;
/// Ready-made frames kept for each channel's readers; who is further behind reads the store.
inline constexpr std::size_t tail_entries_max = 256;
inline constexpr std::size_t tail_bytes_max = std::size_t{512} * 1024;
/// Running hashes kept for each channel: how many entries may come in between a commit's making and its
/// arrival.
inline constexpr std::size_t recent_hashes_max = 1024;
/// Entries of one read from the store for a reader who is behind.
inline constexpr std::size_t log_page_entries_max = 128;
inline constexpr std::size_t log_page_bytes_max = std::size_t{192} * 1024;
/// Charter entries of one read.
inline constexpr std::size_t charter_page_bytes_max = std::size_t{40} * 1024;
/// Logins of one session: a device in this many circles.
inline constexpr std::size_t logins_max = 64;
/// Clients that are remembered by the hash of their address, to count what they ask: some 12 MB. Whoever has
/// more addresses than this is held by what is counted of all together.
inline constexpr std::size_t clients_max = 32'768;
/// Handles of a circle whose appends are counted; with one more, the count of all begins anew.
inline constexpr std::size_t handle_buckets_max = 4'096;
/// When to come again with a connection too many: nobody knows when one of the others ends.
inline constexpr Duration connection_retry = std::chrono::seconds(10);
/// Vault slots that are put over one session: a device has one.
inline constexpr std::size_t slots_put_max = 1;
/// Vault slots that are asked for over one session: all that a person has, twice.
inline constexpr std::size_t slot_reads_max = 32;
/// Bundles that wait while another one of their circle is written.
inline constexpr std::size_t waiting_per_circle_max = 256;
/// Login nonces that a session remembers; more logins than this on one connection are refused.
inline constexpr std::size_t nonces_per_session_max = 256;
/// HTTP nonces remembered, each for twice the clock skew.
inline constexpr std::size_t http_nonces_max = 100'000;
/// How often an append or a bundle is tried again when something else came first.
inline constexpr int write_tries_max = 4;
/// A part that no bundle took within this time is dropped.
inline constexpr Duration staged_life = std::chrono::hours(1);
/// A blob that did not become whole within this time is dropped: 100 MiB at 10 KiB a second come in three
/// hours, and a phone may be off for a night.
inline constexpr Duration upload_life = std::chrono::hours(24);
/// How long two devices have to meet in a one-time mailbox: they lie beside each other.
inline constexpr Duration mailbox_life = std::chrono::minutes(10);
/// One-time mailboxes at a time, of all nodes: with both messages of each, 128 MiB.
inline constexpr std::size_t mailboxes_max = 1000;
/// Those that a node opens in a minute, for whoever asks: nobody has logged in.
inline constexpr std::size_t mailboxes_per_minute_max = 60;
/// Blobs that are removed at a time.
inline constexpr std::size_t reaped_blobs_max = 64;
/// Rows of ended circles that are removed at a time.
inline constexpr std::size_t purged_rows_max = 1000;
/// How long after a member or a device went the store is asked to let go of the last byte of what it kept for
/// them: whoever goes meanwhile goes along, so that it empties its write-ahead log six times a minute at
/// most.
inline constexpr Duration purge_after = std::chrono::seconds(10);
/// How long one client is asked alone to complete what the charter decided.
inline constexpr Duration work_lease = std::chrono::seconds(10);
/// A session that was sent nothing for so long gets a heartbeat.
inline constexpr Duration heartbeat_after = std::chrono::seconds(15);
/// A session that said nothing for so long is closed: three heartbeats.
inline constexpr Duration silent_after = std::chrono::seconds(45);
/// Time for one gathered write to get through: whoever reads slower is disconnected and comes back to its
/// cursor.
inline constexpr Duration write_within = std::chrono::seconds(60);
/// A session that has not logged in after so long is closed.
inline constexpr Duration login_within = std::chrono::seconds(30);
/// A circle that nobody is attached to stays in memory for so long.
inline constexpr Duration circle_idle_after = std::chrono::minutes(5);
/// How often a node compares what it has in memory with a store that other nodes write too: so late is, at
/// the worst, what they announced and what was lost on the way.
inline constexpr Duration head_check_every = std::chrono::seconds(2);
/// Circles of one such comparison: a read that holds up no other for long.
inline constexpr std::size_t heads_per_read_max = 256;
/// How long nobody is asked to admit a handle whose stock was found empty, unless it is heard to fill it: it
/// may do so at another node.
inline constexpr Duration empty_stock_pause = std::chrono::seconds(10);
/// That doubles each time that it is found empty once more, up to this: some devices never fill it.
inline constexpr Duration empty_stock_pause_max = std::chrono::minutes(5);
/// When clients may come back after a drain, at the earliest.
inline constexpr Duration retry_after_drain = std::chrono::seconds(1);

}  // namespace kring::engine::limits
