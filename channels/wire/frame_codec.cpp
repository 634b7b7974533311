#include "channels/wire/frame_codec.hpp"

#include "channels/json/parse.hpp"
#include "channels/wire/detail/field_reader.hpp"
#include "channels/wire/detail/field_writer.hpp"
#include "channels/wire/limits.hpp"

#include <cstdint>
#include <utility>

namespace kring::wire {

namespace {

constexpr json::Limits frame_limits{.bytes_max = limits::frame_bytes_max,
                                    .depth_max = limits::frame_depth_max,
                                    .keys_max = limits::frame_keys_max};

template <class Writer>
void write_frame(Writer& writer, const RequestFrame& frame) {
  writer.begin();
  writer.number("id", frame.id);
  writer.word("op", op_of(frame.request), op_named);
  std::visit([&](const auto& request) { describe_fields(writer, request); }, frame.request);
  writer.end();
}

template <class Writer>
void write_frame(Writer& writer, const AnswerFrame& frame) {
  writer.begin();
  if (frame.id) {
    writer.number("id", *frame.id);
  } else {
    writer.null("id");
  }
  if (const auto* refused = std::get_if<ErrorAnswer>(&frame.outcome)) {
    writer.object("error", *refused);
  } else {
    std::visit([&](const auto& answer) { writer.object("ok", answer); }, std::get<OkAnswer>(frame.outcome));
  }
  writer.end();
}

template <class Writer>
void write_frame(Writer& writer, const Event& event) {
  writer.begin();
  writer.word("event", event_kind_of(event), event_kind_named);
  std::visit([&](const auto& it) { describe_fields(writer, it); }, event);
  writer.end();
}

/// Measures first, so that the text is allocated once and nothing is written that is too large.
template <class Frame>
Result<std::string> encode_frame(const Frame& frame) {
  CountedText counted;
  FieldWriter counter(counted);
  write_frame(counter, frame);
  if (counter.error()) return fail(*counter.error());
  if (counted.size() > limits::frame_bytes_max) return fail(ErrorCode::too_large, "frame");
  std::string text;
  text.reserve(counted.size() + 1);  // base64 writes a closing zero before it is cut off.
  FieldWriter writer(text);
  write_frame(writer, frame);
  return text;
}

/// The alternative with this index, empty; `index` is one of the variant's.
template <class Variant, std::size_t Candidate = 0>
Variant alternative(std::size_t index) {
  if constexpr (Candidate + 1 < std::variant_size_v<Variant>) {
    if (index != Candidate) return alternative<Variant, Candidate + 1>(index);
  }
  return Variant(std::in_place_index<Candidate>);
}

/// Reads the fields of the alternative that `kind` names.
template <class Variant, class Kind>
Result<Variant> read_fields(Kind kind, const json::Object& object) {
  auto frame = alternative<Variant>(std::to_underlying(kind));
  std::optional<Error> error;
  FieldReader reader(object, error);
  std::visit([&](auto& it) { describe_fields(reader, it); }, frame);
  if (error) return fail(*error);
  return frame;
}

/// The text of the member `name`. Errors: `bad_field`.
Result<std::string_view> read_word(const json::Object& object, std::string_view name) {
  const auto* value = object.find(name);
  const auto* text = value == nullptr ? nullptr : value->as_string();
  if (text == nullptr) return fail(ErrorCode::bad_field, name);
  return *text;
}

std::optional<RequestId> read_id(const json::Object& object) {
  const auto* value = object.find("id");
  const auto number = value == nullptr ? std::nullopt : value->as_uint();
  if (!number || *number >= limits::number_end) return std::nullopt;
  return RequestId{*number};
}

Result<Request> read_request(const json::Object& object) {
  const auto name = read_word(object, "op");
  if (!name) return fail(name.error());
  const auto op = op_named(*name);
  if (!op) return fail(ErrorCode::unknown_op, "op");
  return read_fields<Request>(*op, object);
}

Result<HubFrame> read_event(const json::Object& object) {
  const auto name = read_word(object, "event");
  if (!name) return fail(name.error());
  const auto kind = event_kind_named(*name);
  if (!kind) return fail(ErrorCode::unknown_op, "event");
  auto event = read_fields<Event>(*kind, object);
  if (!event) return fail(event.error());
  return HubFrame(std::move(*event));
}

Result<HubFrame> read_answer(const json::Object& object) {
  ReceivedAnswer answer{.id = read_id(object)};
  const auto* id = object.find("id");
  if (!answer.id && (id == nullptr || !id->is_null())) return fail(ErrorCode::bad_frame, "id");
  const auto* ok = object.find("ok");
  const auto* refused = object.find("error");
  if ((ok == nullptr) == (refused == nullptr)) return fail(ErrorCode::bad_frame, "answer");
  const auto* fields = (ok != nullptr ? ok : refused)->as_object();
  if (fields == nullptr) return fail(ErrorCode::bad_field, ok != nullptr ? "ok" : "error");
  if (ok != nullptr) {
    answer.outcome = *fields;
    return HubFrame(std::move(answer));
  }
  std::optional<Error> error;
  FieldReader reader(*fields, error);
  describe_fields(reader, answer.outcome.emplace<ErrorAnswer>());
  if (error) return fail(*error);
  return HubFrame(std::move(answer));
}

std::unexpected<AnswerFrame> refused(std::optional<RequestId> id, const Error& error) {
  return std::unexpected(AnswerFrame{.id = id, .outcome = refusal(error)});
}

}  // namespace

Result<std::string> encode_request(const RequestFrame& frame) {
  return encode_frame(frame);
}

Result<std::string> encode_answer(const AnswerFrame& frame) {
  return encode_frame(frame);
}

Result<std::string> encode_event(const Event& event) {
  return encode_frame(event);
}

std::size_t request_size(const RequestFrame& frame) {
  CountedText counted;
  FieldWriter counter(counted);
  write_frame(counter, frame);
  return counted.size();
}

std::expected<RequestFrame, AnswerFrame> decode_request(std::string_view text) {
  const auto value = json::parse(text, frame_limits);
  if (!value) return refused(std::nullopt, value.error());
  const auto* object = value->as_object();
  if (object == nullptr) return refused(std::nullopt, ErrorCode::bad_frame);
  const auto id = read_id(*object);
  if (!id) return refused(std::nullopt, ErrorCode::bad_frame);
  auto request = read_request(*object);
  if (!request) return refused(id, request.error());
  return RequestFrame{.id = *id, .request = std::move(*request)};
}

Result<HubFrame> decode_hub_frame(std::string_view text) {
  const auto value = json::parse(text, frame_limits);
  if (!value) return fail(refusal(value.error()).code, "json");
  const auto* object = value->as_object();
  if (object == nullptr) return fail(ErrorCode::bad_frame, "object");
  if (object->find("event") != nullptr) return read_event(*object);
  return read_answer(*object);
}

Result<AnswerFrame> decode_answer(const ReceivedAnswer& answer, Op op) {
  if (const auto* refused = std::get_if<ErrorAnswer>(&answer.outcome)) {
    return AnswerFrame{.id = answer.id, .outcome = *refused};
  }
  auto ok = read_fields<OkAnswer>(op, std::get<json::Object>(answer.outcome));
  if (!ok) return fail(ok.error());
  return AnswerFrame{.id = answer.id, .outcome = std::move(*ok)};
}

std::size_t charter_entries_that_fit(std::span<const Bytes> entries) {
  // The largest id, number, hash and signature, with their keys and brackets, come to 231 characters.
  constexpr std::size_t around_bytes = 256;
  std::size_t size = around_bytes;
  std::size_t count = 0;
  while (count < entries.size() && count < limits::charter_answer_entries_max) {
    size += base64url_size(entries[count].size()) + 3;  // Two quotes and a comma.
    if (size > limits::frame_bytes_max) break;
    ++count;
  }
  return count;
}

}  // namespace kring::wire
