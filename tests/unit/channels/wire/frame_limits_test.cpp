#include "channels/wire/frame_codec.hpp"
#include "channels/wire/limits.hpp"
#include "tests/unit/channels/wire/sample_frames.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace kring::wire {
namespace {

/// A limit, and a frame that uses `count` of it.
struct LimitCase {
  std::string name;
  std::size_t max = 0;
  std::function<AnyFrame(std::size_t count)> frame;
};

RequestFrame asking(Request request) {
  return {.id = RequestId{5}, .request = std::move(request)};
}
AnswerFrame answering(OkAnswer answer) {
  return {.id = RequestId{5}, .outcome = std::move(answer)};
}

AnyFrame bundle_with_welcomes(std::size_t count) {
  BundleGroup first{.welcomes = std::vector<BundleWelcome>(count / 2)};
  BundleGroup second{.welcomes = std::vector<BundleWelcome>(count - count / 2)};
  return asking(BundleRequest{.groups = {first, second}});
}

std::vector<LimitCase> limit_cases() {
  using namespace limits;
  return {
      {"inline_part_bytes_max", inline_part_bytes_max,
       [](std::size_t n) { return Event(EntryEvent{.payload = Bytes(n)}); }},
      {"staged_bytes_max", staged_bytes_max,
       [](std::size_t n) { return Event(EntryEvent{.payload = StagedPart{.size = n}}); }},
      {"append_payload_bytes_max", append_payload_bytes_max,
       [](std::size_t n) { return asking(AppendRequest{.payload = Bytes(n)}); }},
      {"entry_bytes_max", entry_bytes_max,
       [](std::size_t n) { return Event(CharterEvent{.entry = Bytes(n)}); }},
      {"bundle_entries_max", bundle_entries_max,
       [](std::size_t n) { return asking(BundleRequest{.charter = std::vector<Bytes>(n)}); }},
      {"charter_answer_entries_max", charter_answer_entries_max,
       [](std::size_t n) { return answering(CharterAnswer{.entries = std::vector<Bytes>(n)}); }},
      {"bundle_groups_max", bundle_groups_max,
       [](std::size_t n) { return asking(BundleRequest{.groups = std::vector<BundleGroup>(n)}); }},
      {"bundle_welcomes_max", bundle_welcomes_max, bundle_with_welcomes},
      {"attach_channels_max", attach_channels_max,
       [](std::size_t n) { return answering(AttachAnswer{.channels = std::vector<ChannelHead>(n)}); }},
      {"key_packages_max", key_packages_max,
       [](std::size_t n) { return asking(KeyPackagesRequest{.packages = std::vector<Bytes>(n)}); }},
      {"key_package_bytes_max", key_package_bytes_max,
       [](std::size_t n) { return answering(ClaimAnswer{.package = Bytes(n)}); }},
      {"sealed_introduction_bytes_max", sealed_introduction_bytes_max,
       [](std::size_t n) { return answering(IntroductionAnswer{.introduction = Bytes(n)}); }},
      {"welcome_ids_max", welcome_ids_max,
       [](std::size_t n) { return asking(WelcomedRequest{.welcome_ids = std::vector<WelcomeId>(n)}); }},
      {"restore_entries_max", restore_entries_max,
       [](std::size_t n) { return asking(RestoreLogRequest{.entries = std::vector<RestoredEntry>(n)}); }},
      {"slot_bytes_max", slot_bytes_max,
       [](std::size_t n) { return asking(SlotPutRequest{.sealed = Bytes(n)}); }},
      {"origin_bytes_max", origin_bytes_max,
       [](std::size_t n) { return Event(HelloEvent{.origin = std::string(n, 'a')}); }},
  };
}

class FrameLimit : public testing::TestWithParam<LimitCase> {};

TEST_P(FrameLimit, LetsItsMostThrough) {
  const auto frame = GetParam().frame(GetParam().max);

  const auto text = encode_any(frame);

  ASSERT_TRUE(text) << text.error().where();
  EXPECT_EQ(decode_any(*text, frame), frame);
}

TEST_P(FrameLimit, RefusesOneMoreByNameOnWriting) {
  const auto text = encode_any(GetParam().frame(GetParam().max + 1));

  ASSERT_FALSE(text);
  EXPECT_EQ(text.error(), ErrorCode::limit);
  EXPECT_EQ(text.error().where(), GetParam().name);
}

TEST_P(FrameLimit, RefusesOneMoreOnReading) {
  const auto frame = GetParam().frame(GetParam().max + 1);

  const auto read = decode_any(unchecked_text(frame), frame);

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), ErrorCode::limit);
}

INSTANTIATE_TEST_SUITE_P(All, FrameLimit, testing::ValuesIn(limit_cases()),
                         [](const auto& row) { return row.param.name; });

TEST(FrameLimit, OfARequestIsAnsweredWithItsName) {
  const auto read =
      decode_request(unchecked_text(asking(KeyPackagesRequest{.packages = std::vector<Bytes>(33)})));

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(),
            (AnswerFrame{.id = RequestId{5},
                         .outcome = ErrorAnswer{.code = ErrorCode::limit, .name = "key_packages_max"}}));
}

/// A request of `limits::frame_bytes_max` bytes if its id has one digit.
RequestFrame filling_frame(RequestId id) {
  RequestFrame frame{
      .id = RequestId{1},
      .request = BundleRequest{.charter = {Bytes(16'000), Bytes(16'000), Bytes(16'000), Bytes()}}};
  const auto spare = limits::frame_bytes_max - request_size(frame);
  std::get<BundleRequest>(frame.request).charter.back().resize(spare * 3 / 4);
  frame.id = id;
  return frame;
}

TEST(FrameSize, MayBeAllOfTheLimit) {
  const auto frame = filling_frame(RequestId{5});

  const auto text = encode_request(frame);

  ASSERT_TRUE(text);
  EXPECT_EQ(text->size(), limits::frame_bytes_max);
  EXPECT_EQ(decode_request(*text), frame);
}

TEST(FrameSize, IsRefusedOneByteAboveTheLimit) {
  const auto text = encode_request(filling_frame(RequestId{55}));

  ASSERT_FALSE(text);
  EXPECT_EQ(text.error(), ErrorCode::too_large);
}

/// Sixteen groups that open with staged parts, and `welcomes` staged welcomes for the first of them.
RequestFrame bundle_of_keys(std::size_t welcomes) {
  BundleRequest bundle{
      .groups = std::vector<BundleGroup>(limits::bundle_groups_max,
                                         BundleGroup{.opening = StagedPart{}, .commit = StagedPart{}})};
  bundle.groups.front().welcomes =
      std::vector<BundleWelcome>(welcomes, BundleWelcome{.welcome = StagedPart{}});
  return asking(bundle);
}

TEST(FrameKeys, AreCountedOnWriting) {
  EXPECT_TRUE(encode_request(bundle_of_keys(27)));

  const auto text = encode_request(bundle_of_keys(28));

  ASSERT_FALSE(text);
  EXPECT_EQ(text.error(), ErrorCode::limit);
  EXPECT_EQ(text.error().where(), "frame_keys_max");
}

TEST(FrameKeys, SufficeForTheFullestBundleWithoutOpenings) {
  BundleRequest bundle{
      .groups = std::vector<BundleGroup>(
          limits::bundle_groups_max,
          BundleGroup{.commit = StagedPart{},
                      .welcomes = std::vector<BundleWelcome>(2, BundleWelcome{.welcome = StagedPart{}})}),
      .acceptance = BundleAcceptance{}};

  EXPECT_TRUE(encode_request(asking(bundle)));
}

TEST(Numbers, AreWrittenBelowTwoToTheFiftyThirdOnly) {
  const auto stock = [](std::uint64_t count) { return answering(KeyPackagesAnswer{.stock = count}); };

  EXPECT_TRUE(encode_answer(stock(limits::number_end - 1)));
  EXPECT_EQ(encode_answer(stock(limits::number_end)).error(), ErrorCode::bad_field);
}

TEST(Numbers, OfTimesEndWithTheYear9999) {
  EXPECT_TRUE(encode_event(HeartbeatEvent{.time = from_unix_ms(unix_ms_max)}));
  EXPECT_EQ(encode_event(HeartbeatEvent{.time = from_unix_ms(unix_ms_max) + Duration(1)}).error(),
            ErrorCode::bad_field);
  EXPECT_EQ(encode_event(HeartbeatEvent{.time = Time(Duration(-1))}).error(), ErrorCode::bad_field);
  EXPECT_EQ(encode_event(DrainingEvent{.retry_after = Duration(-1)}).error(), ErrorCode::bad_field);
}

TEST(Words, ThatWouldNeedEscapesAreNotWritten) {
  const auto named = [](const std::string& name) {
    return AnswerFrame{.outcome = ErrorAnswer{.code = ErrorCode::limit, .name = name}};
  };

  EXPECT_TRUE(encode_answer(named(std::string(limits::name_bytes_max, 'a'))));
  EXPECT_EQ(encode_answer(named(std::string(limits::name_bytes_max + 1, 'a'))).error(), ErrorCode::bad_field);
  EXPECT_EQ(encode_answer(named("a\"b")).error(), ErrorCode::bad_field);
  EXPECT_EQ(encode_event(HelloEvent{.origin = "https://a\"b"}).error(), ErrorCode::bad_field);
  EXPECT_EQ(encode_event(HelloEvent{.origin = ""}).error(), ErrorCode::bad_field);
}

TEST(AppendedCommits, AreNotWritten) {
  EXPECT_EQ(encode_request(asking(AppendRequest{.kind = channels::LogKind::commit})).error(),
            ErrorCode::bad_field);
}

TEST(CharterEntriesThatFit, FillAFrameAndNoMore) {
  const std::vector<Bytes> entries(300, Bytes(1'000));

  const auto count = charter_entries_that_fit(entries);

  const auto largest_head = SignedHead{.number = channels::EntryNumber{limits::number_end - 1}};
  const auto frame = [&](std::size_t size) {
    return AnswerFrame{.id = RequestId{limits::number_end - 1},
                       .outcome = OkAnswer(CharterAnswer{.entries = std::vector<Bytes>(size, Bytes(1'000)),
                                                         .head = largest_head})};
  };
  EXPECT_TRUE(encode_answer(frame(count)));
  EXPECT_FALSE(encode_answer(frame(count + 1)));
}

TEST(CharterEntriesThatFit, AreAtLeastOneOfTheLargest) {
  EXPECT_EQ(charter_entries_that_fit(std::vector<Bytes>(9, Bytes(limits::entry_bytes_max))), 2U);
  EXPECT_EQ(charter_entries_that_fit(std::vector<Bytes>(1'000)), limits::charter_answer_entries_max);
  EXPECT_EQ(charter_entries_that_fit({}), 0U);
}

}  // namespace
}  // namespace kring::wire
