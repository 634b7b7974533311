#pragma once

#include "channels/model/ids.hpp"
#include "hub/blobs/requests.hpp"
#include "hub/engine/limiter.hpp"
#include "hub/store/requests.hpp"

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <string>

/// What the engine is told. The driver (hub/net) or the simulator says it, one event at a time, with the
/// time.
namespace kring::engine {

/// One connection, from its opening to its close; never used again.
enum class SessionId : std::uint64_t {};
/// One call to the store that awaits its answer.
enum class CallId : std::uint64_t {};
/// One HTTP request that awaits its reply.
enum class ExchangeId : std::uint64_t {};

/// A WebSocket was accepted; its socket is ready to be written to.
struct SessionOpened {
  SessionId session{};
  Client client{};
};
/// One whole text frame came in.
struct FrameReceived {
  SessionId session{};
  std::string text;
};
/// The peer has shown that it is there by something that is no frame, such as a WebSocket ping.
struct SessionHeard {
  SessionId session{};
};
/// The socket has sent all that the last `SendFrames` gave it.
struct WriterReady {
  SessionId session{};
};
/// The answer to `TurnAsked`.
struct TurnGiven {};
/// The connection is gone, whoever ended it.
struct SessionClosed {
  SessionId session{};
};
/// The store's answer to a `StoreWrite`.
struct WriteAnswered {
  CallId call{};
  store::WriteResult result;
};
/// The store's answer to a `StoreRead`.
struct ReadAnswered {
  CallId call{};
  store::ReadResult result;
};

/// The blobs' answer to a `BlobWork`.
struct BlobAnswered {
  CallId call{};
  blobs::BlobResult result;
};

enum class HttpMethod : std::uint8_t { get, put, post };
/// An HTTP request that would put a staged part, a piece of a blob or a message of a one-time mailbox, before
/// its body is read: status 200 says that it may come.
struct UploadAsked {
  ExchangeId exchange{};
  std::string path;
  std::string authorization;
  Client client{};
};
/// An HTTP request for a staged part, a blob, a one-time mailbox or a public charter; its body is at most
/// `wire::limits::staged_bytes_max`.
struct HttpAsked {
  ExchangeId exchange{};
  HttpMethod method = HttpMethod::get;
  std::string path;
  std::string authorization;
  Bytes body;
  Client client{};
};
/// A channel is no more: its blobs go.
struct ChannelGone {
  channels::CircleId circle;
  channels::ChannelId channel;
};
/// Some time has passed: about once a second.
struct Ticked {};
/// Finish what is under way and take nothing new.
struct DrainAsked {};

}  // namespace kring::engine
