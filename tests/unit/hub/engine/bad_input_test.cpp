#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

// What is no request.

struct BadFrame {
  const char* name;
  std::string text;
  const char* code;
};
class BadFrameTest : public FoundedHub, public testing::WithParamInterface<BadFrame> {};
TEST_P(BadFrameTest, IsNamedAndTheConnectionLives) {
  const auto sent = hub_.send(owner_, GetParam().text);

  ASSERT_EQ(sent.size(), 1U);
  EXPECT_NE(sent[0].find(std::string("\"code\":\"") + GetParam().code + "\""), std::string::npos) << sent[0];
  EXPECT_EQ(hub_.refusal(owner_, append("De verbinding leeft.")), "ok");
}
INSTANTIATE_TEST_SUITE_P(
    , BadFrameTest,
    testing::Values(BadFrame{"Garbage", "\x01\x02\x03", "bad_frame"}, BadFrame{"Nothing", "", "bad_frame"},
                    BadFrame{"CutShort", R"({"id":1,"op":"ping")", "bad_frame"},
                    BadFrame{"TooLarge", std::string(65537, ' '), "too_large"},
                    BadFrame{"DepthBomb", std::string(60000, '['), "bad_frame"},
                    BadFrame{"NumberBomb", R"({"id":1,"op":"ping","x":1e999})", "bad_frame"},
                    BadFrame{"DuplicateKey", R"({"id":1,"op":"ping","op":"ping"})", "bad_frame"},
                    BadFrame{"WrongType", R"({"id":1,"op":"charter","circle":5,"from":1})", "bad_field"},
                    BadFrame{"UnknownOperation", R"({"id":1,"op":"raise_role"})", "unknown_op"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::engine
