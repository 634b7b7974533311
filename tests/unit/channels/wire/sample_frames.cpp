#include "tests/unit/channels/wire/sample_frames.hpp"

#include "channels/wire/detail/field_writer.hpp"
#include "channels/wire/frame_codec.hpp"

#include <cstdint>
#include <utility>

namespace kring::wire {

namespace {

using channels::ChannelId;
using channels::CircleId;
using channels::EntryNumber;
using channels::HandleId;
using channels::LogKind;
using channels::Sequence;

/// Bytes that count up from `first`: each field of a sample looks different.
template <std::size_t N>
FixedBytes<N> pattern(std::uint8_t first) {
  FixedBytes<N> bytes{};
  for (auto& byte : bytes) byte = first++;
  return bytes;
}

Bytes text(std::string_view it) {
  return copy_bytes(view_bytes(it));
}

const CircleId sample_circle(pattern<32>(0x10));
const ChannelId sample_channel(pattern<16>(0x30));
const ChannelId other_channel(pattern<16>(0x40));
const HandleId sample_handle(pattern<16>(0x50));
const Hash sample_hash = pattern<32>(0x70);
const Time noon{Duration{1'777'777'777'777}};
const StagedPart sample_staged{.hash = pattern<32>(0x90), .size = 123'456};
const SignedHead sample_head{.number = EntryNumber{7}, .hash = sample_hash, .signature = pattern<64>(0xb0)};

Sample request(std::string_view kind, Request it) {
  return {.name = "request." + std::string(kind),
          .frame = RequestFrame{.id = RequestId{5}, .request = std::move(it)}};
}

Sample answer(std::string_view kind, OkAnswer it) {
  return {.name = "answer." + std::string(kind),
          .frame = AnswerFrame{.id = RequestId{5}, .outcome = std::move(it)}};
}

Sample error(std::string_view kind, ErrorAnswer it) {
  return {.name = "error." + std::string(kind),
          .frame = AnswerFrame{.id = RequestId{5}, .outcome = std::move(it)}};
}

Sample event(std::string_view kind, Event it) {
  return {.name = "event." + std::string(kind), .frame = std::move(it)};
}

BundleRequest founding() {
  return {.circle = sample_circle,
          .transaction = channels::TransactionId(pattern<16>(0xd0)),
          .charter = {text("found"), text("channel_open")},
          .groups = {
              {.channel = sample_channel, .opening = text("group info"), .commit = text("opening commit")}}};
}

BundleRequest admitting() {
  auto bundle = founding();
  bundle.charter = {text("grant")};
  bundle.groups = {
      {.channel = sample_channel,
       .commit = sample_staged,
       .welcomes = {{.handle = sample_handle, .package = sample_hash, .welcome = text("welcome")},
                    {.handle = HandleId(pattern<16>(0x60)),
                     .package = sample_hash,
                     .welcome = sample_staged}}},
      {.channel = other_channel, .commit = text("commit")}};
  return bundle;
}

BundleRequest accepting() {
  auto bundle = founding();
  bundle.charter = {text("invite_accept")};
  bundle.groups = {};
  bundle.acceptance = BundleAcceptance{.introduction = text("sealed introduction"),
                                       .key_packages = {text("first package"), text("second package")}};
  return bundle;
}

void add_requests(std::vector<Sample>& samples) {
  samples.push_back(request("login", LoginRequest{.circle = sample_circle,
                                                  .handle = sample_handle,
                                                  .client_nonce = pattern<32>(1),
                                                  .signature = pattern<64>(2)}));
  samples.push_back(request("charter", CharterRequest{.circle = sample_circle, .from = EntryNumber{3}}));
  samples.push_back(request("bundle.founding", founding()));
  samples.push_back(request("bundle.admitting", admitting()));
  samples.push_back(request("bundle.accepting", accepting()));
  samples.push_back(request("append", AppendRequest{.circle = sample_circle,
                                                    .channel = sample_channel,
                                                    .message = channels::MessageId(pattern<16>(3)),
                                                    .epoch = EpochId{4},
                                                    .kind = LogKind::record,
                                                    .payload = text("record payload")}));
  samples.push_back(
      request("attach", AttachRequest{.circle = sample_circle,
                                      .charter_after = EntryNumber{7},
                                      .channels = {{.channel = sample_channel, .after = Sequence{12}},
                                                   {.channel = other_channel}}}));
  samples.push_back(request("key_packages", KeyPackagesRequest{.circle = sample_circle,
                                                               .packages = {text("first"), text("second")}}));
  samples.push_back(request(
      "claim", ClaimRequest{.circle = sample_circle, .channel = sample_channel, .handle = sample_handle}));
  samples.push_back(request(
      "introduction",
      IntroductionRequest{.circle = sample_circle, .invitation = channels::InvitationId(pattern<16>(4))}));
  samples.push_back(request(
      "welcomed", WelcomedRequest{.circle = sample_circle, .welcome_ids = {WelcomeId{1}, WelcomeId{9}}}));
  samples.push_back(request("ping", PingRequest{}));
  samples.push_back(request(
      "restore_charter",
      RestoreCharterRequest{.circle = sample_circle, .suffix = text("entries"), .head = sample_head}));
  samples.push_back(request(
      "restore_log",
      RestoreLogRequest{.circle = sample_circle,
                        .channel = sample_channel,
                        .after = Sequence{12},
                        .entries = {{.kind = LogKind::record, .time = noon, .payload = text("record")},
                                    {.kind = LogKind::commit,
                                     .time = noon,
                                     .payload = sample_staged,
                                     .opening = text("group info")}}}));
  const SlotName slot{.writer = pattern<32>(5), .reader = pattern<32>(6)};
  samples.push_back(request(
      "slot_put",
      SlotPutRequest{.slot = slot, .number = 3, .sealed = text("sealed"), .signature = pattern<64>(7)}));
  samples.push_back(request("slot_read", SlotReadRequest{.slot = slot, .signature = pattern<64>(8)}));
}

void add_answers(std::vector<Sample>& samples) {
  for (const auto access : accesses) {
    samples.push_back(
        answer("login." + std::string(name_of(access)), LoginAnswer{.access = access, .head = sample_head}));
  }
  samples.push_back(
      answer("charter", CharterAnswer{.entries = {text("first"), text("second")}, .head = sample_head}));
  samples.push_back(answer(
      "bundle",
      BundleAnswer{
          .head = sample_head,
          .logs = {{.channel = sample_channel, .seq = Sequence{13}, .time = noon, .hash = sample_hash}}}));
  samples.push_back(answer("append", AppendAnswer{.seq = Sequence{13}, .time = noon, .hash = sample_hash}));
  samples.push_back(answer(
      "attach",
      AttachAnswer{
          .head = sample_head,
          .channels = {
              {.channel = sample_channel, .seq = Sequence{13}, .hash = sample_hash, .epoch = EpochId{4}},
              {.channel = other_channel, .seq = Sequence{1}, .hash = sample_hash, .epoch = EpochId{1}}}}));
  samples.push_back(answer("key_packages", KeyPackagesAnswer{.stock = 17}));
  samples.push_back(answer("claim", ClaimAnswer{.package = text("key package")}));
  samples.push_back(answer("introduction", IntroductionAnswer{.introduction = text("sealed introduction")}));
  samples.push_back(answer("welcomed", WelcomedAnswer{}));
  samples.push_back(answer("ping", PingAnswer{.time = noon}));
  samples.push_back(answer("restore_charter", RestoreCharterAnswer{.head = sample_head}));
  samples.push_back(answer("restore_log", RestoreLogAnswer{.seq = Sequence{14}, .hash = sample_hash}));
  samples.push_back(answer("slot_put", SlotPutAnswer{}));
  samples.push_back(answer("slot_read", SlotReadAnswer{.number = 3, .sealed = text("sealed")}));
}

/// An error with what comes with its code.
ErrorAnswer detailed(ErrorCode code) {
  ErrorAnswer answer{.code = code};
  if (code == ErrorCode::charter_refused) answer.rule = "may_not_admit";
  if (code == ErrorCode::commit_refused) answer.rule = "signer_not_live";
  if (code == ErrorCode::limit) answer.name = "key_packages_max";
  if (code == ErrorCode::bad_field) answer.name = "circle";
  if (code == ErrorCode::stale) {
    answer.stale =
        StaleDetails{.charter = EntryNumber{8},
                     .channels = {{.channel = sample_channel, .seq = Sequence{14}, .epoch = EpochId{5}}}};
  }
  return answer;
}

void add_errors(std::vector<Sample>& samples) {
  for (const auto code : error_codes) samples.push_back(error(name_of(code), detailed(code)));
  samples.push_back(error("limit.wait", {.code = ErrorCode::limit,
                                         .name = "foundings_per_hour",
                                         .wait = LimitWait{.retry_after = std::chrono::minutes(2)}}));
  samples.push_back({.name = "error.without_id",
                     .frame = AnswerFrame{.outcome = ErrorAnswer{.code = ErrorCode::bad_frame}}});
}

void add_events(std::vector<Sample>& samples) {
  samples.push_back(event("hello", HelloEvent{.origin = "https://kring.example",
                                              .hub_key = channels::HubKey(pattern<32>(5)),
                                              .incarnation = channels::Incarnation(pattern<16>(6)),
                                              .nonce = pattern<32>(7),
                                              .time = noon}));
  samples.push_back(event(
      "charter",
      CharterEvent{
          .circle = sample_circle, .number = EntryNumber{7}, .entry = text("entry"), .head = sample_head}));
  EntryEvent entry{.circle = sample_circle,
                   .channel = sample_channel,
                   .seq = Sequence{13},
                   .kind = LogKind::sealed,
                   .time = noon,
                   .payload = text("sealed message")};
  samples.push_back(event("entry", entry));
  entry.kind = LogKind::commit;
  entry.payload = sample_staged;
  samples.push_back(event("entry.staged", entry));
  WelcomeEvent welcome{.circle = sample_circle,
                       .channel = sample_channel,
                       .welcome_id = WelcomeId{9},
                       .epoch = EpochId{5},
                       .welcome = text("welcome"),
                       .tree = sample_staged};
  samples.push_back(event("welcome", welcome));
  welcome.welcome = sample_staged;
  welcome.tree.reset();
  samples.push_back(event("welcome.staged", welcome));
  samples.push_back(event("work", WorkEvent{.circle = sample_circle,
                                            .channel = sample_channel,
                                            .epoch = EpochId{5},
                                            .lease = std::chrono::seconds(10)}));
  samples.push_back(event("heartbeat", HeartbeatEvent{.time = noon}));
  samples.push_back(event("draining", DrainingEvent{.retry_after = std::chrono::seconds(3)}));
}

struct Encode {
  Result<std::string> operator()(const RequestFrame& frame) const { return encode_request(frame); }
  Result<std::string> operator()(const AnswerFrame& frame) const { return encode_answer(frame); }
  Result<std::string> operator()(const Event& event_frame) const { return encode_event(event_frame); }
};

struct Decode {
  std::string_view text;

  Result<AnyFrame> operator()(const RequestFrame& /*like*/) const {
    auto frame = decode_request(text);
    if (frame) return AnyFrame(std::move(*frame));
    return fail(std::get<ErrorAnswer>(frame.error().outcome).code);
  }
  Result<AnyFrame> operator()(const AnswerFrame& like) const {
    const auto frame = decode_hub_frame(text);
    if (!frame) return fail(frame.error());
    const auto* ok = std::get_if<OkAnswer>(&like.outcome);
    auto it = decode_answer(std::get<ReceivedAnswer>(*frame), ok != nullptr ? op_of(*ok) : Op::ping);
    if (!it) return fail(it.error());
    return AnyFrame(std::move(*it));
  }
  Result<AnyFrame> operator()(const Event& /*like*/) const {
    auto frame = decode_hub_frame(text);
    if (!frame) return fail(frame.error());
    return AnyFrame(std::get<Event>(std::move(*frame)));
  }
};

}  // namespace

std::vector<Sample> sample_frames() {
  std::vector<Sample> samples;
  add_requests(samples);
  add_answers(samples);
  add_errors(samples);
  add_events(samples);
  return samples;
}

Result<std::string> encode_any(const AnyFrame& frame) {
  return std::visit(Encode{}, frame);
}

Result<AnyFrame> decode_any(std::string_view text, const AnyFrame& like) {
  return std::visit(Decode{text}, like);
}

std::string unchecked_text(const AnyFrame& frame) {
  std::string out;
  FieldWriter writer(out);
  writer.begin();
  if (const auto* asked = std::get_if<RequestFrame>(&frame)) {
    writer.number("id", asked->id);
    writer.word("op", op_of(asked->request), op_named);
    std::visit([&](const auto& it) { describe_fields(writer, it); }, asked->request);
  } else if (const auto* answered = std::get_if<AnswerFrame>(&frame)) {
    writer.number("id", answered->id.value_or(RequestId{}));
    if (const auto* refused = std::get_if<ErrorAnswer>(&answered->outcome)) {
      writer.object("error", *refused);
    } else {
      std::visit([&](const auto& it) { writer.object("ok", it); }, std::get<OkAnswer>(answered->outcome));
    }
  } else {
    const auto& happened = std::get<Event>(frame);
    writer.word("event", event_kind_of(happened), event_kind_named);
    std::visit([&](const auto& it) { describe_fields(writer, it); }, happened);
  }
  writer.end();
  return out;
}

}  // namespace kring::wire
