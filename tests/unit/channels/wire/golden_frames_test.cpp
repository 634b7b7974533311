#include "channels/wire/frame_codec.hpp"
#include "tests/unit/channels/wire/sample_frames.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace kring::wire {
namespace {

const std::filesystem::path golden_folder = KRING_GOLDEN_DIR "/frames";

/// A file's frame, without the newline at its end.
std::string read_golden(const std::string& name) {
  std::ifstream file(golden_folder / (name + ".json"), std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

class GoldenFrame : public testing::TestWithParam<Sample> {};

TEST_P(GoldenFrame, IsWhatTheCodecWrites) {
  const auto text = encode_any(GetParam().frame);

  ASSERT_TRUE(text) << text.error().name();
  EXPECT_EQ(*text, read_golden(GetParam().name));
}

TEST_P(GoldenFrame, ReadsAsTheSameFrame) {
  const auto frame = decode_any(read_golden(GetParam().name), GetParam().frame);

  ASSERT_TRUE(frame) << frame.error().name() << " " << frame.error().where();
  EXPECT_EQ(*frame, GetParam().frame);
}

INSTANTIATE_TEST_SUITE_P(All, GoldenFrame, testing::ValuesIn(sample_frames()), [](const auto& row) {
  auto name = row.param.name;
  std::ranges::replace(name, '.', '_');
  return name;
});

TEST(GoldenFrames, AreExactlyTheSamples) {
  std::set<std::string> samples;
  for (const auto& sample : sample_frames()) samples.insert(sample.name + ".json");

  std::set<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(golden_folder))
    files.insert(file.path().filename());

  EXPECT_EQ(files, samples);
}

/// What kind of frame a golden file holds, read from its text.
std::string kind_of(const Sample& sample) {
  const auto text = read_golden(sample.name);
  if (const auto request = decode_request(text))
    return "request " + std::string(name_of(op_of(request->request)));
  const auto frame = decode_hub_frame(text);
  if (!frame) return "unreadable";
  if (const auto* event = std::get_if<Event>(&*frame))
    return "event " + std::string(name_of(event_kind_of(*event)));
  const auto& answer = std::get<ReceivedAnswer>(*frame);
  if (const auto* error = std::get_if<ErrorAnswer>(&answer.outcome))
    return "error " + std::string(name_of(error->code));
  return "answer " +
         std::string(name_of(op_of(std::get<OkAnswer>(std::get<AnswerFrame>(sample.frame).outcome))));
}

TEST(GoldenFrames, ThereIsOneForEveryKind) {
  std::set<std::string> expected;
  for (const auto op : ops) expected.insert("request " + std::string(name_of(op)));
  for (const auto op : ops) expected.insert("answer " + std::string(name_of(op)));
  for (const auto code : error_codes) expected.insert("error " + std::string(name_of(code)));
  for (const auto kind : event_kinds) expected.insert("event " + std::string(name_of(kind)));

  std::set<std::string> found;
  for (const auto& sample : sample_frames()) found.insert(kind_of(sample));

  EXPECT_EQ(found, expected);
}

TEST(GoldenFrames, AreTheExamplesOfTheProtocol) {
  std::set<std::string> goldens;
  for (const auto& sample : sample_frames()) goldens.insert(read_golden(sample.name));
  std::ifstream protocol(std::filesystem::path(KRING_GOLDEN_DIR) / "../../docs/protocol.md");

  std::set<std::string> examples;
  for (std::string line; std::getline(protocol, line);) {
    if (line.starts_with("{\"")) examples.insert(line);
  }

  EXPECT_GE(examples.size(), 3U);
  EXPECT_TRUE(std::ranges::includes(goldens, examples));
}

}  // namespace
}  // namespace kring::wire
