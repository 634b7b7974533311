#pragma once

#include "channels/json/value.hpp"
#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/request.hpp"
#include "crypto/base/error.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// Frames as text and back, for both ends (docs/protocol.md, section 5).
///
/// Encoding writes no spaces and the fields in the order of the specification. Its errors: `too_large` (over
/// `limits::frame_bytes_max`), `limit` and `bad_field` with the name in `where`; all are `wire::ErrorCode`s.
namespace kring::wire {

[[nodiscard]] Result<std::string> encode_request(const RequestFrame& frame);
[[nodiscard]] Result<std::string> encode_answer(const AnswerFrame& frame);
[[nodiscard]] Result<std::string> encode_event(const Event& event);
/// Bytes of the request's frame, also where that would be refused.
[[nodiscard]] std::size_t request_size(const RequestFrame& frame);

/// The hub's side. What cannot be read comes out as the answer that its sender is to get, with the request's
/// id if that could be read: `bad_frame`, `too_large`, `unknown_op`, `bad_field` or `limit`.
[[nodiscard]] std::expected<RequestFrame, AnswerFrame> decode_request(std::string_view text);

/// An answer whose fields cannot be read yet: which they are depends on the request.
struct ReceivedAnswer {
  std::optional<RequestId> id{};
  std::variant<json::Object, ErrorAnswer> outcome{};
};
using HubFrame = std::variant<Event, ReceivedAnswer>;

/// The client's side. Errors: `too_large`, `bad_frame`, `bad_field`, `limit`, and `unknown_op` for an event
/// of a kind that this code does not know, which may be passed over.
[[nodiscard]] Result<HubFrame> decode_hub_frame(std::string_view text);
/// Reads the answer to a request that asked for `op`. Errors: `bad_field`, `limit`.
[[nodiscard]] Result<AnswerFrame> decode_answer(const ReceivedAnswer& answer, Op op);

/// How many of `entries`, from the first on, one `CharterAnswer` can carry: at least one of any, if there is
/// one.
[[nodiscard]] std::size_t charter_entries_that_fit(std::span<const Bytes> entries);

}  // namespace kring::wire
