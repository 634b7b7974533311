#include "channels/articles/timeline.hpp"

#include <gtest/gtest.h>

namespace kring::articles {
namespace {

using channels::HandleId;
using channels::Sequence;

const HandleId oma_handle(FixedBytes<16>{1});
const HandleId nurse_handle(FixedBytes<16>{2});

Line line(std::uint64_t seq, const HandleId& author, LineKind kind, std::string text) {
  return {.seq = Sequence{seq},
          .time = from_unix_ms(seq * 10),
          .author = author,
          .kind = kind,
          .text = std::move(text),
          .bytes = {}};
}
PlacedArticle at(std::uint64_t seq, const HandleId& author, const Article& article) {
  return {.seq = Sequence{seq}, .time = from_unix_ms(seq * 10), .author = author, .article = article};
}

TEST(Timeline, HasMessagesAndNotesInLogOrder) {
  Timeline timeline;

  timeline.apply(at(2, oma_handle, *Article::of(Message{"dag"})));
  timeline.apply(at(5, nurse_handle, *Article::of(Note{"38,2"})));

  EXPECT_EQ(timeline.lines(), (std::vector{line(2, oma_handle, LineKind::message, "dag"),
                                           line(5, nurse_handle, LineKind::note, "38,2")}));
}

TEST(Timeline, KeepsTheBytesOfWhatItDoesNotKnow) {
  const auto bytes = copy_bytes(view_bytes(R"({"type":"handover","v":1,"x":[]})"));
  Timeline timeline;

  timeline.apply(at(3, oma_handle, *Article::parse(bytes)));

  auto expected = line(3, oma_handle, LineKind::unknown, "");
  expected.bytes = bytes;
  EXPECT_EQ(timeline.lines(), std::vector{expected});
}

TEST(Timeline, ShowsAFileWithItsTextAndItsBytes) {
  const auto article = Article::of(Attachment{.blob = {},
                                              .key = {},
                                              .hash = {},
                                              .shape = {.content_bytes = 1, .padded_bytes = 4096},
                                              .name = "a.jpg",
                                              .media_type = "image/jpeg",
                                              .text = "kijk"});
  Timeline timeline;

  timeline.apply(at(3, oma_handle, *article));

  auto expected = line(3, oma_handle, LineKind::attachment, "kijk");
  expected.bytes = copy_bytes(article->view_bytes());
  EXPECT_EQ(timeline.lines(), std::vector{expected});
}

TEST(Timeline, LeavesIntroductionsAndLabelsToOtherViews) {
  Timeline timeline;

  timeline.apply(at(1, oma_handle, *Article::of(IntroductionArticle{{1}})));
  timeline.apply(
      at(2, oma_handle, *Article::of(ChannelLabel{.label = "Familie", .purpose = "", .roles = {}})));

  EXPECT_TRUE(timeline.lines().empty());
}

TEST(TimelineDeathTest, TakesNoEntryTwice) {
  Timeline timeline;
  timeline.apply(at(2, oma_handle, *Article::of(Message{"dag"})));

  EXPECT_DEATH(timeline.apply(at(2, oma_handle, *Article::of(Message{"dag"}))), "assertion failed");
}

}  // namespace
}  // namespace kring::articles
