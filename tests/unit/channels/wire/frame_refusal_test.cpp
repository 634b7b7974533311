#include "channels/wire/frame_codec.hpp"
#include "channels/wire/limits.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::wire {
namespace {

const std::string circle_text = to_base64url(Bytes(32, 1));
const std::string channel_text = to_base64url(Bytes(16, 2));

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// `{"k0":0,"k1":0,…}` without its braces.
std::string numbered_keys(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    out += "\"k" + std::to_string(i) + "\":0";
  }
  return out;
}

std::string quoted(const std::string& key, const std::string& value) {
  return ",\"" + key + "\":\"" + value + "\"";
}

/// A request with id 5 and these fields after its op.
std::string request_of(const std::string& op, const std::string& fields) {
  return R"({"id":5,"op":")" + op + "\"" + fields + "}";
}

std::string attach(const std::string& number) {
  return request_of("attach",
                    quoted("circle", circle_text) + ",\"charter_after\":" + number + ",\"channels\":[]");
}

struct Refusal {
  std::string name;
  std::string text;
  ErrorAnswer error;
  std::optional<RequestId> id = RequestId{5};
};

/// No id could be read.
Refusal unreadable(const std::string& name, const std::string& text, ErrorCode code = ErrorCode::bad_frame) {
  return {.name = name, .text = text, .error = {.code = code}, .id = std::nullopt};
}
Refusal bad_field(const std::string& name, const std::string& field, const std::string& text) {
  return {.name = name, .text = text, .error = {.code = ErrorCode::bad_field, .name = field}};
}

class RefusedRequest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedRequest, IsAnsweredByName) {
  const auto frame = decode_request(GetParam().text);

  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error(), (AnswerFrame{.id = GetParam().id, .outcome = GetParam().error}));
  EXPECT_TRUE(encode_answer(frame.error()));
}

const auto by_name = [](const auto& row) { return row.param.name; };

INSTANTIATE_TEST_SUITE_P(
    NoFrame, RefusedRequest,
    testing::Values(
        unreadable("Nothing", ""), unreadable("Garbage", "\x01\x02garbage"),
        unreadable("Truncated", R"({"id":5,"op":"pi)"), unreadable("TwoValues", R"({"id":5,"op":"ping"}{})"),
        unreadable("Array", R"([{"id":5,"op":"ping"}])"), unreadable("Number", "5"),
        unreadable("OneByteTooLong",
                   R"({"id":5,"op":"ping"})" + std::string(limits::frame_bytes_max - 19, ' '),
                   ErrorCode::too_large),
        unreadable("OneLevelTooDeep", request_of("ping", ",\"x\":" + repeat("[", 16) + repeat("]", 16))),
        unreadable("OneKeyTooMany", request_of("ping", "," + numbered_keys(limits::frame_keys_max - 1))),
        unreadable("DuplicateKey", R"({"id":5,"op":"ping","op":"ping"})"),
        unreadable("DuplicateKeyEscaped", R"({"id":5,"op":"ping","\u006fp":"ping"})"),
        unreadable("LoneSurrogate", request_of("ping", ",\"x\":\"\\ud800\"")),
        unreadable("BrokenUtf8", request_of("ping", ",\"x\":\"\xc3\x28\"")),
        unreadable("HugeExponent", attach("1e999")), unreadable("Fraction", attach("1.5")),
        unreadable("Exponent", attach("1e3")),
        unreadable("BeyondSixtyFourBits", attach("18446744073709551616")),
        unreadable("IdMissing", R"({"op":"ping"})"), unreadable("IdNull", R"({"id":null,"op":"ping"})"),
        unreadable("IdText", R"({"id":"5","op":"ping"})"),
        unreadable("IdNegative", R"({"id":-5,"op":"ping"})"),
        unreadable("IdTooLarge", R"({"id":9007199254740992,"op":"ping"})"),
        unreadable("DepthBomb", repeat("[", 100'000), ErrorCode::too_large),
        unreadable("DepthBombThatFits", repeat("[", limits::frame_bytes_max)),
        unreadable("KeyBomb", "{" + numbered_keys(1'000'000) + "}", ErrorCode::too_large),
        unreadable("KeyBombThatFits", "{" + numbered_keys(6'000) + "}")),
    by_name);

INSTANTIATE_TEST_SUITE_P(Operation, RefusedRequest,
                         testing::Values(bad_field("Missing", "op", R"({"id":5})"),
                                         bad_field("OfAnotherType", "op", R"({"id":5,"op":7})"),
                                         Refusal{.name = "Unknown",
                                                 .text = R"({"id":5,"op":"no_such_op"})",
                                                 .error = {.code = ErrorCode::unknown_op}}),
                         by_name);

INSTANTIATE_TEST_SUITE_P(
    Field, RefusedRequest,
    testing::Values(
        bad_field("Missing", "circle", request_of("attach", "")),
        bad_field("NumberForBytes", "circle", request_of("attach", ",\"circle\":5")),
        bad_field("NullForBytes", "circle", request_of("attach", ",\"circle\":null")),
        bad_field("OneByteShort", "circle", request_of("attach", quoted("circle", to_base64url(Bytes(31))))),
        bad_field("OneByteLong", "circle", request_of("attach", quoted("circle", to_base64url(Bytes(33))))),
        bad_field("PaddedBase64", "circle", request_of("attach", quoted("circle", circle_text + "="))),
        bad_field("ClassicAlphabet", "circle",
                  request_of("attach", quoted("circle", "+" + circle_text.substr(1)))),
        bad_field("StrayBits", "circle",
                  request_of("attach", quoted("circle", circle_text.substr(0, 42) + "B"))),
        bad_field("TextForNumber", "charter_after", attach("\"5\"")),
        bad_field("NegativeNumber", "charter_after", attach("-1")),
        bad_field("NumberTooLarge", "charter_after", attach("9007199254740992")),
        bad_field("ObjectForList", "channels",
                  request_of("attach",
                             quoted("circle", circle_text) + R"(,"charter_after":1,"channels":{})")),
        bad_field("TextForObject", "channels",
                  request_of("attach",
                             quoted("circle", circle_text) + R"(,"charter_after":1,"channels":["x"])")),
        bad_field("InAnItem", "after",
                  request_of("attach", quoted("circle", circle_text) +
                                           R"(,"charter_after":1,"channels":[{"channel":")" + channel_text +
                                           "\"}]"))),
    by_name);

std::string append(const std::string& kind, const std::string& payload) {
  return request_of("append", quoted("circle", circle_text) + quoted("channel", channel_text) +
                                  quoted("message", channel_text) + ",\"epoch\":1,\"kind\":" + kind +
                                  ",\"payload\":" + payload);
}
std::string bundle(const std::string& fields) {
  return request_of("bundle", quoted("circle", circle_text) + quoted("transaction", channel_text) + fields);
}
std::string group(const std::string& fields) {
  return bundle(R"(,"charter":[],"groups":[{"channel":")" + channel_text + "\"" + fields + "}]");
}

INSTANTIATE_TEST_SUITE_P(
    Content, RefusedRequest,
    testing::Values(
        bad_field("CommitAppended", "kind", append("1", "\"\"")),
        bad_field("UnknownKind", "kind", append("5", "\"\"")),
        bad_field("PayloadNotBase64", "payload", append("2", "\"A\"")),
        bad_field("PayloadStaged", "payload", append("2", "{}")),
        bad_field("EntryNotText", "charter", bundle(R"(,"charter":[5],"groups":[])")),
        bad_field("CommitMissing", "commit", group("")),
        bad_field("CommitNull", "commit", group(R"(,"commit":null)")),
        bad_field("StagedWithoutHash", "staged", group(R"(,"commit":{"size":5})")),
        bad_field("StagedWithoutSize", "size", group(R"(,"commit":{"staged":")" + circle_text + "\"}")),
        bad_field("OpeningOfAnotherType", "opening", group(R"(,"opening":7,"commit":"")")),
        bad_field("AcceptanceNull", "acceptance", bundle(R"(,"charter":[],"groups":[],"acceptance":null)")),
        bad_field("WelcomeIdNegative", "welcome_ids",
                  request_of("welcomed", quoted("circle", circle_text) + R"(,"welcome_ids":[-1])"))),
    by_name);

TEST(Request, MayCarryUnknownKeysAndSpaces) {
  const auto frame = decode_request(" { \"new\" : [ {} ] , \"op\" : \"ping\" , \"id\" : 5 } ");

  ASSERT_TRUE(frame);
  EXPECT_EQ(*frame, (RequestFrame{.id = RequestId{5}, .request = PingRequest{}}));
}

TEST(Request, MayBeAsLargeDeepAndFullOfKeysAsTheLimitsSay) {
  EXPECT_TRUE(decode_request(R"({"id":5,"op":"ping"})" + std::string(limits::frame_bytes_max - 20, ' ')));
  EXPECT_TRUE(decode_request(request_of("ping", ",\"x\":" + repeat("[", 15) + repeat("]", 15))));
  EXPECT_TRUE(decode_request(request_of("ping", "," + numbered_keys(limits::frame_keys_max - 2))));
  EXPECT_TRUE(decode_request(R"({"id":9007199254740991,"op":"ping"})"));
}

struct HubRefusal {
  std::string name;
  std::string text;
  Error error;
};

class RefusedHubFrame : public testing::TestWithParam<HubRefusal> {};

TEST_P(RefusedHubFrame, IsAnErrorByName) {
  const auto frame = decode_hub_frame(GetParam().text);

  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedHubFrame,
    testing::Values(
        HubRefusal{"Garbage", "garbage", ErrorCode::bad_frame},
        HubRefusal{"TooLarge", std::string(limits::frame_bytes_max + 1, ' '), ErrorCode::too_large},
        HubRefusal{"Array", "[]", ErrorCode::bad_frame},
        HubRefusal{"NeitherEventNorAnswer", R"({"id":5})", ErrorCode::bad_frame},
        HubRefusal{"BothOkAndError", R"({"id":5,"ok":{},"error":{"code":"limit"}})", ErrorCode::bad_frame},
        HubRefusal{"AnswerWithoutId", R"({"ok":{}})", ErrorCode::bad_frame},
        HubRefusal{"AnswerWithBadId", R"({"id":-1,"ok":{}})", ErrorCode::bad_frame},
        HubRefusal{"OkOfAnotherType", R"({"id":5,"ok":[]})", ErrorCode::bad_field},
        HubRefusal{"ErrorWithoutCode", R"({"id":5,"error":{}})", ErrorCode::bad_field},
        HubRefusal{"UnknownCode", R"({"id":5,"error":{"code":"no_such_code"}})", ErrorCode::bad_field},
        HubRefusal{"RuleThatIsNoName", R"({"id":5,"error":{"code":"limit","rule":"A b"}})",
                   ErrorCode::bad_field},
        HubRefusal{"RuleEmpty", R"({"id":5,"error":{"code":"limit","rule":""}})", ErrorCode::bad_field},
        HubRefusal{"EventOfAnotherType", R"({"event":5})", ErrorCode::bad_field},
        HubRefusal{"UnknownEvent", R"({"event":"no_such_event"})", ErrorCode::unknown_op},
        HubRefusal{"EventWithoutField", R"({"event":"heartbeat"})", ErrorCode::bad_field},
        HubRefusal{"TimeTooFar", R"({"event":"heartbeat","time":253402300800000})", ErrorCode::bad_field},
        HubRefusal{"EntryWithoutPayload",
                   R"({"event":"entry","circle":")" + circle_text + R"(","channel":")" + channel_text +
                       R"(","seq":1,"kind":2,"time":1})",
                   ErrorCode::bad_field},
        HubRefusal{"EntryWithPayloadTwice",
                   R"({"event":"entry","circle":")" + circle_text + R"(","channel":")" + channel_text +
                       R"(","seq":1,"kind":2,"time":1,"payload":"","staged":{"hash":")" + circle_text +
                       R"(","size":1}})",
                   ErrorCode::bad_field}),
    by_name);

TEST(Answer, IsReadAsThatOfTheOperationAsked) {
  const auto frame = decode_hub_frame(R"({"id":5,"ok":{"stock":3}})");
  ASSERT_TRUE(frame);
  const auto& answer = std::get<ReceivedAnswer>(*frame);

  const auto right = decode_answer(answer, Op::key_packages);
  const auto wrong = decode_answer(answer, Op::claim);

  ASSERT_TRUE(right);
  EXPECT_EQ(*right, (AnswerFrame{.id = RequestId{5}, .outcome = OkAnswer(KeyPackagesAnswer{.stock = 3})}));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error(), ErrorCode::bad_field);
  EXPECT_EQ(wrong.error().where(), "package");
}

}  // namespace
}  // namespace kring::wire
