#pragma once

#include <chrono>
#include <cstddef>

/// Every limit of a device's transport, with its reason.
namespace kring::native::limits {

/// Name look-up, TCP, TLS and the WebSocket's handshake together.
inline constexpr std::chrono::seconds connect_within{10};
/// A hub that said nothing for so long is gone: it sends a heartbeat every 15 seconds.
inline constexpr std::chrono::seconds silent_after{45};
/// How often we say that we are still here.
inline constexpr std::chrono::seconds ping_every{15};
/// A part of 8 MiB at 70 KiB a second.
inline constexpr std::chrono::seconds http_within{120};
/// First wait before connecting again; doubled each time, and drawn anew so that not all come back at once.
inline constexpr std::chrono::milliseconds reconnect_first{250};
inline constexpr std::chrono::milliseconds reconnect_longest{30'000};
/// The longest that a hub which refuses a connection is believed when it says when to come again.
inline constexpr std::chrono::seconds reconnect_told_max{600};

/// Bytes of a blob asked for at a time.
inline constexpr std::size_t download_piece_bytes = std::size_t{1} << 20U;
/// How often one piece is asked for before a download is given up: with pauses that double, for about a
/// minute.
inline constexpr unsigned download_tries_max = 8;
inline constexpr std::chrono::milliseconds download_pause_first{250};
inline constexpr std::chrono::milliseconds download_pause_longest{15'000};

}  // namespace kring::native::limits
