#include "channels/wire/detail/fields.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/channels/wire/sample_frames.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace kring::wire {
namespace {

/// Fills a frame's fields at random, within their limits and small enough for a frame.
class FieldFiller {
 public:
  explicit FieldFiller(support::SeededRandom& random) : random_(random) {}

  template <class Tag, std::size_t N>
  void fixed(std::string_view /*name*/, Id<Tag, N>& value) {
    value = random_.id<Id<Tag, N>>();
  }
  template <std::size_t N>
  void fixed(std::string_view /*name*/, FixedBytes<N>& value) {
    value = random_.fixed<N>();
  }
  template <class Number>
  void number(std::string_view /*name*/, Number& value) {
    value = static_cast<Number>(some_number());
  }
  void time(std::string_view /*name*/, Time& value) { value = from_unix_ms(random_.below(unix_ms_max + 1)); }
  void duration(std::string_view /*name*/, Duration& value) {
    value = Duration(static_cast<Duration::rep>(some_number()));
  }
  void log_kind(std::string_view /*name*/, channels::LogKind& value, channels::LogKind least) {
    const auto first = static_cast<std::uint64_t>(least);
    value = static_cast<channels::LogKind>(first + random_.below(5 - first));
  }
  void word(std::string_view /*name*/, Access& value, auto /*find*/) {
    value = accesses[random_.below(accesses.size())];
  }
  void word(std::string_view /*name*/, ErrorCode& value, auto /*find*/) {
    value = error_codes[random_.below(error_codes.size())];
  }
  void bytes(std::string_view /*name*/, Bytes& value, Limit /*limit*/) { value = some_bytes(); }
  void text(std::string_view /*name*/, std::string& value, Limit limit) {
    value = "https://" + std::string(random_.below(limit.max - 8), 'x');
  }
  void optional_name(std::string_view /*name*/, std::string& value) {
    value = std::string(random_.below(limits::name_bytes_max + 1), 'n');
  }
  void part(std::string_view /*name*/, Part& value) {
    if (coin()) {
      value = some_bytes();
    } else {
      value = some_staged();
    }
  }
  void optional_part(std::string_view name, std::optional<Part>& value) {
    if (coin()) part(name, value.emplace());
  }
  void part_or_staged(std::string_view name, Part& value) { part(name, value); }
  void optional_staged(std::string_view /*name*/, std::optional<StagedPart>& value) {
    if (coin()) value = some_staged();
  }
  template <class Object>
  void object(std::string_view /*name*/, Object& value) {
    describe_fields(*this, value);
  }
  template <class Object>
  void optional_object(std::string_view name, std::optional<Object>& value) {
    if (coin()) object(name, value.emplace());
  }
  template <class Object>
  void optional_inline(std::string_view name, std::optional<Object>& value) {
    optional_object(name, value);
  }
  template <class Object>
  void list(std::string_view name, std::vector<Object>& values, Limit /*limit*/) {
    values.resize(random_.below(5));
    for (auto& value : values) object(name, value);
  }
  template <class Object>
  void optional_list(std::string_view name, std::vector<Object>& values, Limit limit) {
    list(name, values, limit);
  }
  template <class Number>
  void number_list(std::string_view name, std::vector<Number>& values, Limit limit) {
    values.resize(random_.below(limit.max + 1));
    for (auto& value : values) number(name, value);
  }
  void bytes_list(std::string_view /*name*/, std::vector<Bytes>& values, Limit /*bytes*/, Limit /*count*/) {
    values.resize(random_.below(5));
    for (auto& value : values) value = some_bytes();
  }
  void check_count(std::size_t /*count*/, Limit /*limit*/) {}

 private:
  bool coin() { return random_.below(2) == 1; }
  /// Small ones and large ones alike.
  std::uint64_t some_number() { return random_.below(limits::number_end) >> random_.below(54); }
  Bytes some_bytes() {
    Bytes bytes(random_.below(400));
    random_.fill(bytes);
    return bytes;
  }
  StagedPart some_staged() {
    return {.hash = random_.fixed<32>(), .size = random_.below(limits::staged_bytes_max + 1)};
  }

  support::SeededRandom& random_;
};

/// Fills the alternative with this index.
template <class Variant, std::size_t... Index>
Variant fill_alternative(FieldFiller& filler, std::size_t index, std::index_sequence<Index...> /*all*/) {
  const std::array<Variant, sizeof...(Index)> empty = {Variant(std::in_place_index<Index>)...};
  Variant frame = empty[index];
  std::visit([&](auto& it) { describe_fields(filler, it); }, frame);
  return frame;
}

template <class Variant>
Variant random_alternative(support::SeededRandom& random) {
  constexpr auto size = std::variant_size_v<Variant>;
  FieldFiller filler(random);
  return fill_alternative<Variant>(filler, random.below(size), std::make_index_sequence<size>());
}

RequestId random_id(support::SeededRandom& random) {
  return RequestId{random.below(limits::number_end)};
}

ErrorAnswer random_error(support::SeededRandom& random) {
  FieldFiller filler(random);
  ErrorAnswer error;
  describe_fields(filler, error);
  return error;
}

class RandomFrame : public testing::TestWithParam<std::uint64_t> {
 protected:
  /// What was written reads as it was.
  static void expect_round_trip(const AnyFrame& frame) {
    const auto text = encode_any(frame);
    ASSERT_TRUE(text) << text.error().name() << " " << text.error().where();
    const auto read = decode_any(*text, frame);
    ASSERT_TRUE(read) << read.error().name() << " " << read.error().where() << " " << *text;
    EXPECT_EQ(*read, frame) << *text;
  }

  support::SeededRandom random_{GetParam()};
};

TEST_P(RandomFrame, ReadsAsItWasWritten) {
  for (int round = 0; round < 100; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << GetParam() << ", round " << round);
    expect_round_trip(
        RequestFrame{.id = random_id(random_), .request = random_alternative<Request>(random_)});
    expect_round_trip(
        AnswerFrame{.id = random_id(random_), .outcome = random_alternative<OkAnswer>(random_)});
    expect_round_trip(AnswerFrame{.id = random_id(random_), .outcome = random_error(random_)});
    expect_round_trip(random_alternative<Event>(random_));
  }
}

TEST_P(RandomFrame, CutAnywhereIsRefused) {
  const auto frame = AnyFrame(RequestFrame{.request = random_alternative<Request>(random_)});
  const auto text = encode_any(frame);
  ASSERT_TRUE(text);

  for (std::size_t size = 0; size < text->size(); size += 1 + text->size() / 100) {
    EXPECT_EQ(decode_any(std::string_view(*text).substr(0, size), frame).error(), ErrorCode::bad_frame);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomFrame, testing::Range<std::uint64_t>(1, 11));

}  // namespace
}  // namespace kring::wire
