#include "channels/json/encode.hpp"

#include "channels/json/parse.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::json {
namespace {

TEST(JsonEncode, WritesMembersInOrderWithoutSpaces) {
  Object object;
  object.add("b", 1).add("a", Array{Value(), Value(true), Value(false), Value(-5), Value("x")});

  EXPECT_EQ(encode(object), R"({"b":1,"a":[null,true,false,-5,"x"]})");
}

TEST(JsonEncode, EscapesOnlyWhatMustBe) {
  EXPECT_EQ(encode(Value(std::string("\"\\\n\t\r\x01\x1f\x7f/é🎈"))),
            "\"\\\"\\\\\\n\\t\\r\\u0001\\u001f\x7f/é🎈\"");
}

Value random_value(support::SeededRandom& random, unsigned depth) {
  static constexpr std::array<const char*, 6> texts{"", "oma", "é", "🎈", "\"\\", "\n\t\x02"};
  switch (random.below(depth == 0 ? 5 : 7)) {
    case 0:
      return {};
    case 1:
      return random.below(2) == 1;
    case 2:
      return random.below(~0ULL);
    case 3:
      return -1 - static_cast<std::int64_t>(random.below(1ULL << 62U));
    case 4:
      return texts[random.below(texts.size())];
    case 5: {
      Array array;
      for (auto left = random.below(4); left > 0; --left) array.push_back(random_value(random, depth - 1));
      return array;
    }
    default: {
      Object object;
      for (auto left = random.below(4); left > 0; --left) {
        object.add(std::to_string(left), random_value(random, depth - 1));
      }
      return object;
    }
  }
}

TEST(JsonEncode, IsReadBackAsTheSameValue) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    support::SeededRandom random(seed);
    const auto value = random_value(random, 4);

    const auto text = encode(value);

    EXPECT_EQ(parse(text), value) << "seed " << seed << ": " << text;
  }
}

}  // namespace
}  // namespace kring::json
