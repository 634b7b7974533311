#include "channels/json/parse.hpp"

#include "channels/json/encode.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace kring::json {
namespace {

std::string repeat(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

std::string object_of_keys(std::size_t count) {
  std::string text = "{";
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) text += ',';
    text += "\"k" + std::to_string(i) + "\":0";
  }
  return text + "}";
}

TEST(JsonParse, ReadsEveryKindOfValue) {
  auto value = parse(R"({"n":null,"b":true,"u":18446744073709551615,"i":-9223372036854775808,)"
                     R"("s":"h\u00e9 \ud83c\udf88","a":[1,[],{}]})");

  ASSERT_TRUE(value);
  const auto* object = value->as_object();
  ASSERT_NE(object, nullptr);
  EXPECT_TRUE(object->find("n")->is_null());
  EXPECT_EQ(object->find("b")->as_bool(), true);
  EXPECT_EQ(object->find("u")->as_uint(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(object->find("i")->as_int(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(*object->find("s")->as_string(), "hé 🎈");
  EXPECT_EQ(*object->find("a")->as_array(), (Array{Value(1), Value(Array{}), Value(Object{})}));
  EXPECT_EQ(object->find("absent"), nullptr);
}

TEST(JsonParse, TakesALoneValueAndSpacesAroundIt) {
  EXPECT_EQ(parse(" 7\n"), Value(7));
}

TEST(JsonValue, YieldsNothingForAnotherKind) {
  const Value text("7");

  EXPECT_EQ(text.as_uint(), std::nullopt);
  EXPECT_EQ(text.as_int(), std::nullopt);
  EXPECT_EQ(text.as_bool(), std::nullopt);
  EXPECT_EQ(text.as_array(), nullptr);
  EXPECT_EQ(text.as_object(), nullptr);
  EXPECT_EQ(Value(7).as_string(), nullptr);
}

TEST(JsonValue, KeepsNumbersApartThatOnlyOneSignCanHold) {
  EXPECT_EQ(Value(-1).as_uint(), std::nullopt);
  EXPECT_EQ(Value(std::numeric_limits<std::uint64_t>::max()).as_int(), std::nullopt);
  EXPECT_EQ(Value(7).as_int(), 7);
  EXPECT_EQ(Value(7).as_uint(), 7U);
}

struct JsonText {
  const char* name;
  std::string text;
  Errc error;
};
class JsonRefuses : public testing::TestWithParam<JsonText> {};
TEST_P(JsonRefuses, Text) {
  auto value = parse(GetParam().text);

  ASSERT_FALSE(value);
  EXPECT_EQ(value.error(), GetParam().error);
  EXPECT_EQ(value.error().library(), Library::channels);
  EXPECT_EQ(value.error().name(), name_of(GetParam().error));
}
INSTANTIATE_TEST_SUITE_P(
    , JsonRefuses,
    testing::Values(
        JsonText{"Nothing", "", Errc::bad_json}, JsonText{"HalfAnObject", R"({"a":1)", Errc::bad_json},
        JsonText{"TrailingText", "{} {}", Errc::bad_json}, JsonText{"Comment", "/* */ 1", Errc::bad_json},
        JsonText{"TrailingComma", "[1,]", Errc::bad_json}, JsonText{"NotANumber", "NaN", Errc::bad_json},
        JsonText{"ZeroByteBehind", std::string("{}\0x", 4), Errc::bad_json},
        JsonText{"ZeroByteWithin", std::string("\"a\0b\"", 5), Errc::bad_json},
        JsonText{"ByteOrderMark", "\xEF\xBB\xBF{}", Errc::bad_json},
        JsonText{"BrokenUtf8", "\"\xC3\x28\"", Errc::bad_json},
        JsonText{"LoneSurrogate", R"("\ud83c")", Errc::bad_json},
        JsonText{"RawControlCharacter", "\"a\nb\"", Errc::bad_json},
        JsonText{"Fraction", "1.5", Errc::not_an_integer}, JsonText{"Exponent", "1e3", Errc::not_an_integer},
        JsonText{"BeyondSixtyFourBits", "18446744073709551616", Errc::not_an_integer},
        JsonText{"BelowSixtyFourBits", "-9223372036854775809", Errc::not_an_integer},
        JsonText{"BeyondADouble", "1e999", Errc::not_an_integer},
        JsonText{"DuplicateKey", R"({"a":1,"b":{"a":2},"a":3})", Errc::duplicate_key},
        JsonText{"DuplicateKeySpelledOtherwise", R"({"a":1,"\u0061":3})", Errc::duplicate_key},
        JsonText{"SeventeenArrays", repeat("[", 17) + repeat("]", 17), Errc::too_deep},
        JsonText{"SeventeenObjects", repeat("{\"a\":", 17) + "1" + repeat("}", 17), Errc::too_deep},
        JsonText{"DepthBomb", repeat("[", 65'536), Errc::too_deep},
        JsonText{"OneKeyTooMany", object_of_keys(257), Errc::too_many_keys},
        JsonText{"OneKeyTooManyInTwoObjects", "[" + object_of_keys(200) + "," + object_of_keys(57) + "]",
                 Errc::too_many_keys},
        JsonText{"OneByteTooMany", "\"" + std::string(65'535, 'a') + "\"", Errc::text_too_large}),
    [](const auto& row) { return row.param.name; });

/// More than a frame can bring: the parser has to stop by itself, at the first array or key too many.
class JsonBomb : public testing::TestWithParam<JsonText> {};
TEST_P(JsonBomb, IsRefusedByNameHoweverLargeATextMayBe) {
  const auto value = parse(GetParam().text, {.bytes_max = std::size_t{1} << 30U});

  ASSERT_FALSE(value);
  EXPECT_EQ(value.error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , JsonBomb,
    testing::Values(JsonText{"AHundredThousandArrays", repeat("[", 100'000), Errc::too_deep},
                    JsonText{"AHundredThousandObjects", repeat("{\"a\":", 100'000), Errc::too_deep},
                    JsonText{"AMillionKeys", object_of_keys(1'000'000), Errc::too_many_keys},
                    JsonText{"AMillionTimesOneKey", "{" + repeat("\"a\":1,", 1'000'000) + "\"a\":1}",
                             Errc::duplicate_key},
                    JsonText{"ANumberOfAMillionDigits", repeat("9", 1'000'000), Errc::not_an_integer}),
    [](const auto& row) { return row.param.name; });

/// A text that may have as many keys as it likes, over all objects.
Limits many_keys() {
  return {.bytes_max = std::size_t{1} << 30U, .keys_max = std::size_t{1} << 30U};
}

TEST(Json, TakesAsManyKeysInEachObjectAsOneMayHave) {
  EXPECT_TRUE(parse("[" + object_of_keys(256) + "," + object_of_keys(256) + "]", many_keys()));
}

TEST(Json, RefusesAnObjectOfAMillionKeysAtTheFirstTooMany) {
  for (const std::size_t keys : {257U, 1'000'000U}) {
    const auto value = parse(object_of_keys(keys), many_keys());

    ASSERT_FALSE(value) << keys;
    EXPECT_EQ(value.error(), Errc::too_many_keys);
  }
}

class JsonTakes : public testing::TestWithParam<JsonText> {};
TEST_P(JsonTakes, WhatIsJustWithinALimit) {
  EXPECT_TRUE(parse(GetParam().text));
}
INSTANTIATE_TEST_SUITE_P(, JsonTakes,
                         testing::Values(JsonText{"SixteenArrays", repeat("[", 16) + repeat("]", 16), {}},
                                         JsonText{"AllKeys", object_of_keys(256), {}},
                                         JsonText{"AllBytes", "\"" + std::string(65'534, 'a') + "\"", {}},
                                         JsonText{"SameKeyInTwoObjects", R"([{"a":1},{"a":1}])", {}},
                                         JsonText{"ManySmallValues", "[" + repeat("1,", 32'000) + "1]", {}}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::json
