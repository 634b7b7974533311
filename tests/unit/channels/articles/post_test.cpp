#include "channels/articles/article.hpp"
#include "channels/articles/limits.hpp"
#include "channels/articles/threads.hpp"
#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "tests/unit/channels/articles/article_text.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace kring::articles {
namespace {

using channels::Errc;
using channels::HandleId;
using channels::MemberId;
using channels::Sequence;

PostId post_id(std::uint8_t number) {
  return PostId(FixedBytes<16>{number});
}
std::vector<PostId> ids(std::size_t count) {
  std::vector<PostId> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i) all.push_back(post_id(static_cast<std::uint8_t>(100 + i)));
  return all;
}
TEST(Post, HasTheJsonOfItsContent) {
  const Post first{.id = post_id(1), .subject = "Slaap", .references = {}, .text = "Wie weet raad?"};
  const Post answer{.id = post_id(2), .subject = "", .references = {post_id(1)}, .text = "Dit hielp."};
  const PostMark mark{.post = post_id(1), .mark = Mark::hold, .reason = "noemt een kind"};
  const PostEdit edit{.post = post_id(1), .text = "Wie weet raad? Opgelost!"};

  EXPECT_EQ(
      text_of(*Article::of(first)),
      R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"Slaap","text":"Wie weet raad?"})");
  EXPECT_EQ(text_of(*Article::of(answer)),
            R"({"type":"post","v":1,"id":"AgAAAAAAAAAAAAAAAAAAAA","references":["AQAAAAAAAAAAAAAAAAAAAA"],)"
            R"("text":"Dit hielp."})");
  EXPECT_EQ(
      text_of(*Article::of(mark)),
      R"({"type":"post_mark","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA","mark":"hold","reason":"noemt een kind"})");
  EXPECT_EQ(
      text_of(*Article::of(edit)),
      R"({"type":"post_edit","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA","text":"Wie weet raad? Opgelost!"})");
  EXPECT_EQ(text_of(*Article::of(Post{post_id(1), "Stoel", {}, "Te leen.", from_unix_ms(1'700'000'000'123)})),
            R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"Stoel","text":"Te leen.",)"
            R"("until":1700000000123})");
  EXPECT_EQ(text_of(*Article::of(PostPin{.post = post_id(1), .pin = Pin::unpin})),
            R"({"type":"post_pin","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA","pin":"unpin"})");
}

/// A file that goes with a post.
Attachment bed_file() {
  return {.blob = channels::BlobId(FixedBytes<16>{1}),
          .key = {2},
          .hash = {3},
          .shape = {.content_bytes = 5000, .padded_bytes = 5120},
          .name = "bed.jpg",
          .media_type = "image/jpeg",
          .text = {}};
}
Post post_with(Attachment file) {
  Post post{post_id(1), "Bed", {}, "Dit bed"};
  post.file = std::move(file);
  return post;
}
Attachment bed_file_with_words() {
  auto file = bed_file();
  file.text = "kijk";
  return file;
}
Attachment bed_file_brought() {
  auto file = bed_file();
  file.from = Origin{.id = OriginId(FixedBytes<16>{9}), .time = Time(), .author = ""};
  return file;
}
Attachment bed_file_called(std::string name) {
  auto file = bed_file();
  file.name = std::move(name);
  return file;
}

TEST(Post, NamesItsFileAsAnAttachmentDoes) {
  EXPECT_EQ(
      text_of(*Article::of(post_with(bed_file()))),
      R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"Bed","text":"Dit bed","file":{)"
      R"("blob":"AQAAAAAAAAAAAAAAAAAAAA","key":"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
      R"("hash":"AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","size":5000,"padded":5120,"name":"bed.jpg",)"
      R"("media_type":"image/jpeg"}})");
}

struct JudgedContent {
  std::string name;
  KnownContent content;
  bool good;
};
class PostContent : public testing::TestWithParam<JudgedContent> {};

TEST_P(PostContent, IsReadBackAsItselfOrRefused) {
  const auto article = Article::of(GetParam().content);

  ASSERT_EQ(article.has_value(), GetParam().good);
  if (article) EXPECT_EQ(Article::parse(article->view_bytes()), article);
}

INSTANTIATE_TEST_SUITE_P(
    , PostContent,
    testing::Values(
        JudgedContent{"First", Post{post_id(1), "Slaap", {}, "tekst"}, true},
        JudgedContent{"Answer", Post{post_id(1), "", {post_id(2)}, "tekst"}, true},
        JudgedContent{"AnswerWithASubject", Post{post_id(1), "Anders", {post_id(2)}, "tekst"}, true},
        JudgedContent{"FirstWithoutSubject", Post{post_id(1), "", {}, "tekst"}, false},
        JudgedContent{"EndAtItsLimit", Post{post_id(1), "a", {}, "t", from_unix_ms(unix_ms_max)}, true},
        JudgedContent{
            "EndTooLate",
            Post{post_id(1), "a", {}, "t", from_unix_ms(unix_ms_max) + std::chrono::milliseconds(1)}, false},
        JudgedContent{"EndBeforeTime", Post{post_id(1), "a", {}, "t", Time(Duration(-1))}, false},
        JudgedContent{"WithAFile", post_with(bed_file()), true},
        JudgedContent{"FileWithWords", post_with(bed_file_with_words()), false},
        JudgedContent{"FileBrought", post_with(bed_file_brought()), false},
        JudgedContent{"FileNameAtItsLimit",
                      post_with(bed_file_called(std::string(limits::file_name_bytes_max, 'a'))), true},
        JudgedContent{"FileNameTooLong",
                      post_with(bed_file_called(std::string(limits::file_name_bytes_max + 1, 'a'))), false},
        JudgedContent{"WithoutText", Post{post_id(1), "Slaap", {}, ""}, false},
        JudgedContent{"SubjectOfTwoLines", Post{post_id(1), "a\nb", {}, "tekst"}, false},
        JudgedContent{"SubjectAtItsLimit",
                      Post{post_id(1), std::string(limits::subject_bytes_max, 'a'), {}, "t"}, true},
        JudgedContent{"SubjectTooLong",
                      Post{post_id(1), std::string(limits::subject_bytes_max + 1, 'a'), {}, "t"}, false},
        JudgedContent{"ReferencesAtTheirLimit", Post{post_id(1), "", ids(limits::references_max), "t"}, true},
        JudgedContent{"TooManyReferences", Post{post_id(1), "", ids(limits::references_max + 1), "t"}, false},
        JudgedContent{"ReferenceTwice", Post{post_id(1), "", {post_id(2), post_id(2)}, "t"}, false},
        JudgedContent{"ReferenceToItself", Post{post_id(1), "", {post_id(1)}, "t"}, false},
        JudgedContent{"ReferenceToNothing", Post{post_id(1), "", {PostId()}, "t"}, false},
        JudgedContent{"WithoutId", Post{PostId(), "Slaap", {}, "t"}, false},
        JudgedContent{"Pin", PostPin{post_id(1), Pin::pin}, true},
        JudgedContent{"PinOfNothing", PostPin{PostId(), Pin::pin}, false},
        JudgedContent{"Edit", PostEdit{post_id(1), "tekst\nanders"}, true},
        JudgedContent{"EditOfNothing", PostEdit{PostId(), "tekst"}, false},
        JudgedContent{"EditWithoutText", PostEdit{post_id(1), " "}, false},
        JudgedContent{"EditAtItsLimit",
                      PostEdit{post_id(1), std::string(channels::limits::article_text_bytes_max, 'a')}, true},
        JudgedContent{"EditTooLong",
                      PostEdit{post_id(1), std::string(channels::limits::article_text_bytes_max + 1, 'a')},
                      false},
        JudgedContent{"Mark", PostMark{post_id(1), Mark::release, ""}, true},
        JudgedContent{"MarkOfNothing", PostMark{PostId(), Mark::hold, ""}, false},
        JudgedContent{"ReasonAtItsLimit",
                      PostMark{post_id(1), Mark::hold, std::string(limits::reason_bytes_max, 'a')}, true},
        JudgedContent{"ReasonTooLong",
                      PostMark{post_id(1), Mark::hold, std::string(limits::reason_bytes_max + 1, 'a')},
                      false}),
    [](const auto& row) { return row.param.name; });

class BadPost : public testing::TestWithParam<const char*> {};

TEST_P(BadPost, IsRefused) {
  EXPECT_EQ(Article::parse(view_bytes(std::string_view(GetParam()))).error(), Errc::article_bad_field);
}

INSTANTIATE_TEST_SUITE_P(
    , BadPost,
    testing::Values(
        R"({"type":"post","v":1,"id":"AQ","subject":"a","text":"t"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"","text":"t"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"a","references":[],"text":"t"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","references":[7],"text":"t"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","references":["AQ"],"text":"t"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","references":"x","text":"t"})",
        R"({"type":"post_edit","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"a","text":"t","until":"x"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"a","text":"t","until":253402300800000})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"a","text":"t","file":"bed.jpg"})",
        R"({"type":"post","v":1,"id":"AQAAAAAAAAAAAAAAAAAAAA","subject":"a","text":"t","file":{"name":"a"}})",
        R"({"type":"post_edit","v":1,"post":7,"text":"t"})",
        R"({"type":"post_pin","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA","pin":"glue"})",
        R"({"type":"post_pin","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA","pin":true})",
        R"({"type":"post_mark","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA","mark":"burn"})",
        R"({"type":"post_mark","v":1,"post":"AQAAAAAAAAAAAAAAAAAAAA"})"));

/// A log of a newsgroup, folded as it grows.
class Log {
 public:
  void add(const MemberId& member, const KnownContent& content, bool moderates = false) {
    ++seq_;
    const auto article = Article::of(content).value();
    threads.apply({.seq = Sequence{seq_},
                   .time = from_unix_ms(seq_ * 10),
                   .author = HandleId(FixedBytes<16>{static_cast<std::uint8_t>(seq_)}),
                   .article = article},
                  {.member = member, .moderates = moderates});
  }
  Threads threads;

 private:
  std::uint64_t seq_ = 0;
};

const MemberId petra(FixedBytes<16>{1});
const MemberId karim(FixedBytes<16>{2});
const MemberId moderator(FixedBytes<16>{3});

Post first(std::uint8_t number) {
  return {.id = post_id(number), .subject = "Onderwerp", .references = {}, .text = "tekst"};
}
Post answer(std::uint8_t number, std::vector<PostId> references) {
  return {.id = post_id(number), .subject = "", .references = std::move(references), .text = "antwoord"};
}

TEST(Threads, GatherAnswersUnderWhatBeganThem) {
  Log log;
  log.add(petra, first(1));
  log.add(karim, first(2));
  log.add(karim, answer(3, {post_id(1)}));
  log.add(petra, answer(4, {post_id(1), post_id(3)}));

  const auto& posts = log.threads.posts();

  ASSERT_EQ(posts.size(), 4U);
  EXPECT_EQ(posts.at(1).thread, post_id(2));
  EXPECT_EQ(posts.at(3).thread, post_id(1));
  EXPECT_EQ(posts.at(3).parent, post_id(3));
  EXPECT_EQ(log.threads.find(Sequence{3})->id, post_id(3));
  EXPECT_EQ(log.threads.find(Sequence{9}), nullptr);
}

TEST(Threads, KnowThePostsOfEach) {
  Log log;
  log.add(petra, first(1));
  log.add(karim, first(2));
  log.add(karim, answer(3, {post_id(1)}));

  EXPECT_EQ(log.threads.threads(),
            (std::map<PostId, Threads::Places>{{post_id(1), {0, 2}}, {post_id(2), {1}}}));
  EXPECT_EQ(log.threads.thread_of(log.threads.posts().at(2)), (Threads::Places{0, 2}));
}

TEST(Threads, GatherAnswersWhoseBeginningIsNotThere) {
  Log log;
  log.add(petra, answer(3, {post_id(1)}));
  log.add(karim, answer(4, {post_id(1), post_id(2)}));
  log.add(karim, answer(5, {post_id(9), post_id(4)}));

  for (const auto& post : log.threads.posts()) EXPECT_EQ(post.thread, post_id(1));
}

TEST(Threads, TakeTheFirstPostUnderAnId) {
  Log log;
  log.add(petra, first(1));
  log.add(karim, {Post{post_id(1), "Anders", {}, "vervalst"}});

  ASSERT_EQ(log.threads.posts().size(), 1U);
  EXPECT_EQ(log.threads.find(post_id(1))->text, "tekst");
}

struct MarkCase {
  std::string name;
  MemberId by;
  bool moderates;
  std::vector<Mark> marks;
  PostState state;
  std::size_t trace;
};
class Marks : public testing::TestWithParam<MarkCase> {};

TEST_P(Marks, CountByWhoMadeThem) {
  Log log;
  log.add(petra, first(1));
  for (const auto mark : GetParam().marks)
    log.add(GetParam().by, PostMark{post_id(1), mark, ""}, GetParam().moderates);

  EXPECT_EQ(log.threads.posts().at(0).state, GetParam().state);
  EXPECT_EQ(log.threads.posts().at(0).trace.size(), GetParam().trace);
  EXPECT_EQ(log.threads.posts().at(0).text, "tekst");
}

INSTANTIATE_TEST_SUITE_P(
    , Marks,
    testing::Values(
        MarkCase{"AModeratorHolds", moderator, true, {Mark::hold}, PostState::held, 1},
        MarkCase{"AndReleases", moderator, true, {Mark::hold, Mark::release}, PostState::shown, 2},
        MarkCase{"OnceIsEnough", moderator, true, {Mark::hold, Mark::hold}, PostState::held, 1},
        MarkCase{"NothingIsHeld", moderator, true, {Mark::release}, PostState::shown, 0},
        MarkCase{"AModeratorRemoves", moderator, true, {Mark::remove}, PostState::removed, 1},
        MarkCase{"ForGood",
                 moderator,
                 true,
                 {Mark::remove, Mark::release, Mark::hold, Mark::remove},
                 PostState::removed,
                 1},
        MarkCase{"WhatIsHeldToo", moderator, true, {Mark::hold, Mark::remove}, PostState::removed, 2},
        MarkCase{"WhoWroteItRemoves", petra, false, {Mark::remove}, PostState::removed, 1},
        MarkCase{"WhoWroteItHoldsNot", petra, false, {Mark::hold}, PostState::shown, 0},
        MarkCase{"NobodyElseDoesAnything",
                 karim,
                 false,
                 {Mark::hold, Mark::release, Mark::remove},
                 PostState::shown,
                 0}),
    [](const auto& row) { return row.param.name; });

PostEdit edit(std::uint8_t number, std::string text) {
  return {.post = post_id(number), .text = std::move(text)};
}

TEST(Threads, ShowTheNewestTextAndKeepWhatStoodThereBefore) {
  Log log;
  log.add(petra, first(1));
  log.add(karim, answer(2, {post_id(1)}));
  log.add(petra, edit(1, "nieuw"));
  log.add(petra, edit(1, "nieuwer"));

  const auto& post = log.threads.posts().at(0);

  EXPECT_EQ(post.text, "nieuwer");
  EXPECT_EQ(post.time, from_unix_ms(10));
  EXPECT_EQ(post.written, from_unix_ms(40));
  EXPECT_EQ(post.earlier, (std::vector<PostText>{{from_unix_ms(10), "tekst"}, {from_unix_ms(30), "nieuw"}}));
  EXPECT_EQ(log.threads.posts().at(1).text, "antwoord");
}

struct EditCase {
  std::string name;
  MemberId by;
  bool moderates;
  std::vector<Mark> marks;
  bool counts;
};
class Edits : public testing::TestWithParam<EditCase> {};

TEST_P(Edits, CountByWhoMadeThemAndWhatWasDoneBefore) {
  Log log;
  log.add(petra, first(1));
  for (const auto mark : GetParam().marks) log.add(moderator, PostMark{post_id(1), mark, ""}, true);
  log.add(GetParam().by, edit(1, "anders"), GetParam().moderates);

  EXPECT_EQ(log.threads.posts().at(0).text, GetParam().counts ? "anders" : "tekst");
  EXPECT_EQ(log.threads.posts().at(0).earlier.size(), GetParam().counts ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(
    , Edits,
    testing::Values(EditCase{"WhoWroteItEdits", petra, false, {}, true},
                    EditCase{"NobodyElseDoes", karim, false, {}, false},
                    EditCase{"NorDoesAModerator", moderator, true, {}, false},
                    EditCase{"NotWhatIsHeld", petra, false, {Mark::hold}, false},
                    EditCase{"NotWhatIsHeldByOneWhoModeratesToo", petra, true, {Mark::hold}, false},
                    EditCase{"WhatWasReleased", petra, false, {Mark::hold, Mark::release}, true},
                    EditCase{"NotWhatIsRemoved", petra, false, {Mark::remove}, false}),
    [](const auto& row) { return row.param.name; });

TEST(Threads, PassOverEditsOfWhatIsNotThereYet) {
  Log log;
  log.add(petra, edit(1, "te vroeg"));
  log.add(petra, first(1));

  EXPECT_EQ(log.threads.find(post_id(1))->text, "tekst");
  EXPECT_TRUE(log.threads.find(post_id(1))->earlier.empty());
}

TEST(Threads, PassOverAnEditThatChangesNothing) {
  Log log;
  log.add(petra, first(1));
  log.add(petra, edit(1, "tekst"));

  EXPECT_TRUE(log.threads.posts().at(0).earlier.empty());
}

TEST(Threads, TakeSoManyEditsOfAPostAndNoMore) {
  Log log;
  log.add(petra, first(1));
  log.add(petra, first(2));
  for (std::size_t i = 0; i < limits::post_edits_max; ++i) log.add(petra, edit(1, std::to_string(i)));
  EXPECT_EQ(log.threads.posts().at(0).text, std::to_string(limits::post_edits_max - 1));

  log.add(petra, edit(1, "een te veel"));
  log.add(petra, edit(2, "de ander"));

  EXPECT_EQ(log.threads.posts().at(0).text, std::to_string(limits::post_edits_max - 1));
  EXPECT_EQ(log.threads.posts().at(0).earlier.size(), limits::post_edits_max);
  EXPECT_EQ(log.threads.posts().at(1).text, "de ander");
}

PostPin pin(std::uint8_t number, Pin what = Pin::pin) {
  return {.post = post_id(number), .pin = what};
}

TEST(Threads, ArePinnedAndUnpinnedByModeratorsThroughAnyOfTheirPosts) {
  Log log;
  log.add(petra, first(1));
  log.add(karim, answer(2, {post_id(1)}));
  log.add(petra, pin(1));
  EXPECT_EQ(log.threads.find_pin(post_id(1), Time()), nullptr);

  log.add(moderator, pin(2), true);

  ASSERT_NE(log.threads.find_pin(post_id(1), Time()), nullptr);
  EXPECT_EQ(*log.threads.find_pin(post_id(1), Time()), (Pinned{from_unix_ms(40), moderator}));
  log.add(petra, pin(1, Pin::unpin));
  EXPECT_NE(log.threads.find_pin(post_id(1), Time()), nullptr);
  log.add(moderator, pin(1, Pin::unpin), true);
  EXPECT_EQ(log.threads.find_pin(post_id(1), Time()), nullptr);
}

TEST(Threads, KeepWhoPinnedThemFirst) {
  Log log;
  log.add(petra, first(1));
  log.add(moderator, pin(1), true);
  log.add(karim, pin(1), true);

  EXPECT_EQ(log.threads.find_pin(post_id(1), Time())->by, moderator);
  EXPECT_EQ(log.threads.no_pin(post_id(1), Time()), NoPin::pinned);
}

/// As many threads as may be pinned are.
Log log_with_pins() {
  Log log;
  for (std::uint8_t i = 1; i <= limits::pinned_threads_max; ++i) {
    log.add(petra, first(i));
    log.add(moderator, pin(i), true);
  }
  log.add(petra, first(99));
  return log;
}

TEST(Threads, ArePinnedSoManyAndNoMore) {
  auto log = log_with_pins();
  EXPECT_NE(log.threads.find_pin(post_id(limits::pinned_threads_max), Time()), nullptr);
  EXPECT_EQ(log.threads.no_pin(post_id(99), Time()), NoPin::too_many);

  log.add(moderator, pin(99), true);
  EXPECT_EQ(log.threads.find_pin(post_id(99), Time()), nullptr);
  log.add(moderator, pin(1, Pin::unpin), true);
  log.add(moderator, pin(99), true);

  EXPECT_NE(log.threads.find_pin(post_id(99), Time()), nullptr);
}

TEST(Threads, LeaveTheirPlaceToOthersOnceNothingIsLeftOfThem) {
  auto log = log_with_pins();
  log.add(moderator, PostMark{post_id(2), Mark::remove, ""}, true);

  EXPECT_EQ(log.threads.find_pin(post_id(2), Time()), nullptr);
  EXPECT_EQ(log.threads.no_pin(post_id(2), Time()), NoPin::over);
  log.add(moderator, pin(99), true);
  EXPECT_NE(log.threads.find_pin(post_id(99), Time()), nullptr);
}

TEST(Threads, PassOverPinsOfWhatIsNotThere) {
  Log log;
  log.add(moderator, pin(1), true);
  log.add(petra, first(1));

  EXPECT_EQ(log.threads.find_pin(post_id(1), Time()), nullptr);
}

Post ending(Post post, Time until) {
  post.until = until;
  return post;
}

TEST(Threads, EndPostsWhenTheirWriterWished) {
  Log log;
  log.add(petra, ending(first(1), from_unix_ms(500)));
  log.add(petra, first(2));

  EXPECT_FALSE(log.threads.posts().at(0).has_ended(from_unix_ms(499)));
  EXPECT_TRUE(log.threads.posts().at(0).has_ended(from_unix_ms(500)));
  EXPECT_FALSE(log.threads.posts().at(1).has_ended(from_unix_ms(unix_ms_max)));
}

TEST(Threads, EndAnswersWithWhatBeganThemOrBefore) {
  Log log;
  log.add(petra, ending(first(1), from_unix_ms(500)));
  log.add(karim, answer(2, {post_id(1)}));
  log.add(karim, ending(answer(3, {post_id(1), post_id(2)}), from_unix_ms(400)));
  log.add(karim, ending(answer(4, {post_id(1)}), from_unix_ms(600)));
  log.add(petra, first(5));
  log.add(karim, ending(answer(6, {post_id(5)}), from_unix_ms(600)));
  log.add(karim, answer(7, {post_id(5), post_id(6)}));

  std::vector<std::optional<Time>> ends;
  for (const auto& post : log.threads.posts()) ends.push_back(post.until);

  EXPECT_EQ(ends, (std::vector<std::optional<Time>>{from_unix_ms(500), from_unix_ms(500), from_unix_ms(400),
                                                    from_unix_ms(500), std::nullopt, from_unix_ms(600),
                                                    std::nullopt}));
}

TEST(Threads, LetNobodyEndAnswersThatStandBeforeWhatBeganThem) {
  Log log;
  log.add(karim, answer(2, {post_id(1)}));
  log.add(petra, ending(first(1), from_unix_ms(11)));

  EXPECT_EQ(log.threads.posts().at(0).until, std::nullopt);
}

TEST(Threads, LeaveTheirPlaceToOthersOnceTheyHaveEnded) {
  Log log;
  for (std::uint8_t i = 1; i < limits::pinned_threads_max; ++i) {
    log.add(petra, first(i));
    log.add(moderator, pin(i), true);
  }
  log.add(petra, ending(first(98), from_unix_ms(1000)));
  log.add(moderator, pin(98), true);
  log.add(petra, first(99));

  EXPECT_EQ(log.threads.no_pin(post_id(99), from_unix_ms(999)), NoPin::too_many);
  EXPECT_EQ(log.threads.no_pin(post_id(99), from_unix_ms(1000)), std::nullopt);
  EXPECT_EQ(log.threads.no_pin(post_id(98), from_unix_ms(1000)), NoPin::over);
  EXPECT_EQ(log.threads.find_pin(post_id(98), from_unix_ms(1000)), nullptr);
}

TEST(Threads, PassOverMarksOfWhatIsNotThere) {
  Log log;
  log.add(moderator, PostMark{post_id(7), Mark::remove, ""}, true);
  log.add(petra, first(7));

  EXPECT_EQ(log.threads.posts().at(0).state, PostState::shown);
}

}  // namespace
}  // namespace kring::articles
