#pragma once

#include "hub/engine/event.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

/// What the engine wants done. Actions are performed in their order.
namespace kring::engine {

/// A ready-made frame: encoded once, written to many.
using Frame = std::shared_ptr<const std::string>;

/// Send these in one gathered write, then say `WriterReady`. Never given while such a write is under way.
struct SendFrames {
  SessionId session{};
  std::vector<Frame> frames;
};

/// As it stands in a request's first line.
[[nodiscard]] std::string_view name_of(HttpMethod method);

/// Why the engine ends a connection; a WebSocket close code goes with each (`close_code`).
enum class CloseReason : std::uint8_t { too_slow, silent, not_logged_in, draining };
/// RFC 6455, section 7.4, and 1012 ("service restart") from its registry.
[[nodiscard]] std::uint16_t close_code(CloseReason reason);
[[nodiscard]] std::string_view name_of(CloseReason reason);

struct CloseSession {
  SessionId session{};
  CloseReason reason{};
};
struct StoreWrite {
  CallId call{};
  store::WriteRequest request;
};
struct StoreRead {
  CallId call{};
  store::ReadRequest request;
};
struct BlobWork {
  CallId call{};
  blobs::BlobRequest request;
};
/// The reply to an `HttpAsked`. A failure's body is its error code's name.
struct HttpReply {
  ExchangeId exchange{};
  unsigned status = 200;
  Bytes body;
};
/// A log of this circle has grown: other nodes' sessions may be behind.
struct Announce {
  channels::CircleId circle;
  /// None: the charter.
  std::optional<channels::ChannelId> channel;
  /// Of the last entry of that log.
  std::uint64_t number = 0;
  /// How far the charter was when that entry was stored: it may name this head.
  channels::EntryNumber charter{};
  /// Ready-made frames of the entries up to `number`, or none.
  std::vector<Frame> frames{};
};
/// Readers wait for what is new: a `TurnGiven` is wanted, once what has happened already has been told, such
/// as the rest of what one commit of the store gave.
struct TurnAsked {};
/// After `DrainAsked`: nothing is under way any more.
struct Drained {};

using Action = std::variant<SendFrames, CloseSession, StoreWrite, StoreRead, BlobWork, HttpReply, Announce,
                            TurnAsked, Drained>;
using Actions = std::vector<Action>;

}  // namespace kring::engine
