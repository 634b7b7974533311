#pragma once

#include <chrono>
#include <cstddef>

/// Every limit of the network's edge, with its reason.
namespace kring::net::limits {

/// The request line and headers of an HTTP request.
inline constexpr std::size_t header_bytes_max = std::size_t{8} * 1024;
/// Time for a whole HTTP request head to come in: a phone on a bad line, not a socket held open for nothing.
inline constexpr std::chrono::seconds header_within{10};
/// Time for a body of 8 MiB at 70 KiB a second.
inline constexpr std::chrono::seconds body_within{120};
/// Time for a WebSocket's handshake, and for its closing one.
inline constexpr std::chrono::seconds handshake_within{10};
/// A connection's buffer for what it reads, between two frames: a large frame's room is given back.
inline constexpr std::size_t read_buffer_kept_max = std::size_t{2} * 1024;
/// What the kernel keeps for a reader who is behind (Linux takes twice this with its own books): left to
/// itself it grows to megabytes a connection. 256 KiB is 10 Mbit/s over a line with 200 ms there and back.
inline constexpr int send_buffer_bytes = 256 * 1024;
/// Open connections unless configured otherwise.
inline constexpr std::size_t connections_max_default = 10'000;
/// Pause when the process has no file descriptor left for another connection.
inline constexpr std::chrono::milliseconds accept_pause{100};
/// From SIGTERM to the polite close of what is still open.
inline constexpr std::chrono::seconds drain_within{5};
/// For the closing handshakes after it.
inline constexpr std::chrono::seconds close_within{3};

}  // namespace kring::net::limits
