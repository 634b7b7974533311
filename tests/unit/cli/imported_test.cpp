#include "clients/cli/imported.hpp"
#include "clients/cli/errc.hpp"

#include "channels/model/limits.hpp"

#include "clients/core/networks.hpp"
#include "clients/core/origins.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::cli {
namespace {

using channels::Right;
using channels::Sequence;

constexpr std::string_view circle_id = "0101010101010101010101010101010101010101010101010101010101010101";
constexpr std::string_view channel_id = "02020202020202020202020202020202";
constexpr std::string_view sha256_of_file =
    "0303030303030303030303030303030303030303030303030303030303030303";

/// An export with one channel and these articles in it.
std::string export_of(std::string_view articles, std::string_view version = "1") {
  std::string out = R"({"format":"kring-export","version":)";
  out.append(version).append(R"(,"circle":{"circle":")").append(circle_id).append(R"(","name":"Sam"},)");
  out.append(R"("missing":[],"channels":[{"channel":")").append(channel_id);
  out.append(R"(","label":"Zorg","key":"care","articles":[)").append(articles).append("]}]}");
  return out;
}
std::string exported_article(std::string_view json, std::string_view more = {}) {
  std::string out = R"({"seq":7,"time":1700000000000,"author_name":"Oma","article":)";
  out.append(json).append(more).append("}");
  return out;
}
const ImportedChannel& care(const ImportedCircle& circle) {
  return circle.channels.front();
}

TEST(ReadExport, GivesWhatWasSaidWithWhoSaidItAndWhen) {
  const auto circle = read_export(export_of(exported_article(R"({"type":"message","v":1,"text":"dag"})")));

  ASSERT_TRUE(circle);
  EXPECT_EQ(circle->name, "Sam");
  EXPECT_EQ(care(*circle).key, "care");
  const articles::Origin origin{.id = core::origin_of(circle->id, care(*circle).id, Sequence{7}),
                                .time = from_unix_ms(1'700'000'000'000),
                                .author = "Oma"};
  ASSERT_EQ(care(*circle).content.size(), 1U);
  EXPECT_EQ(std::get<articles::Message>(care(*circle).content.front()), (articles::Message{"dag", origin}));
}

TEST(ReadExport, KeepsTheOriginOfWhatWasBroughtAlongBefore) {
  const auto circle = read_export(export_of(exported_article(
      R"({"type":"note","v":1,"text":"melk","from":{"id":"CQAAAAAAAAAAAAAAAAAAAA","time":5}})")));

  ASSERT_TRUE(circle);
  const auto& origin = origin_of(care(*circle).content.front());
  EXPECT_EQ(origin.id, articles::OriginId(FixedBytes<16>{9}));
  EXPECT_EQ(origin.time, from_unix_ms(5));
  EXPECT_EQ(origin.author, "");
}

constexpr std::string_view photo =
    R"({"type":"attachment","v":1,"blob":"AQAAAAAAAAAAAAAAAAAAAA",)"
    R"("hash":"AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","size":5000,"padded":5120,)"
    R"("name":"Sam.jpg","media_type":"image/jpeg","text":"kijk"})";
std::string file_at(std::string_view path) {
  return exported_article(photo, R"(,"file":{"path":)" + std::string(path) + R"(,"sha256":")" +
                                     std::string(sha256_of_file) + R"("})");
}

TEST(ReadExport, GivesAFileWithWhereItLies) {
  const auto circle = read_export(export_of(file_at(R"("files/01-000007-Sam.jpg")")));

  ASSERT_TRUE(circle);
  const auto& file = std::get<ImportedFile>(care(*circle).content.front());
  EXPECT_EQ(file.path, "files/01-000007-Sam.jpg");
  EXPECT_EQ(file.sha256.front(), 3);
  EXPECT_EQ(file.file.name, "Sam.jpg");
  EXPECT_EQ(file.file.media_type, "image/jpeg");
  EXPECT_EQ(file.file.text, "kijk");
  EXPECT_EQ(file.file.size, 5000U);
  EXPECT_EQ(file.file.from->author, "Oma");
}

TEST(ReadExport, GivesAFileThatIsMissingWithoutAPath) {
  const auto circle =
      read_export(export_of(exported_article(photo, R"(,"file":{"path":null,"sha256":null})")));

  ASSERT_TRUE(circle);
  EXPECT_EQ(std::get<ImportedFile>(care(*circle).content.front()).path, "");
}

TEST(ReadExport, CountsWhatStaysBehind) {
  const auto circle =
      read_export(export_of(exported_article(R"({"type":"introduction","v":1,"introduction":"AQID"})") + "," +
                            exported_article(R"({"type":"handover","v":4})")));

  ASSERT_TRUE(circle);
  EXPECT_TRUE(care(*circle).content.empty());
  EXPECT_EQ(care(*circle).left_out, 1U) << "people introduce themselves again";
}

TEST(ReadExport, CountsWhatIsNoWholeArticleAsLeftBehind) {
  // A post that was hidden from who exported, and a text that nobody could have written.
  const auto circle =
      read_export(export_of(exported_article(R"({"type":"post","v":1})") + "," + exported_article("{}") +
                            "," + exported_article(R"({"type":"message","v":1,"text":""})") + "," +
                            exported_article(R"({"type":"message","v":1,"text":"dag"})")));

  ASSERT_TRUE(circle);
  EXPECT_EQ(care(*circle).left_out, 3U);
  EXPECT_EQ(care(*circle).content.size(), 1U);
}

TEST(ReadExport, LeavesOutANameThatNoArticleMayCarry) {
  const auto named = [](const std::string& name) {
    const auto circle = read_export(export_of(R"({"seq":7,"time":1,"author_name":")" + name +
                                              R"(","article":{"type":"message","v":1,"text":"a"}})"));
    return circle ? origin_of(care(*circle).content.front()).author : std::string("refused");
  };

  EXPECT_EQ(named(std::string(100, 'a')), std::string(100, 'a'));
  EXPECT_EQ(named(std::string(101, 'a')), "");
  EXPECT_EQ(named(R"(Oma\u001b[2J)"), "");
}

/// Where the day of birth was written down.
std::string born_in(std::string_view key) {
  auto text = export_of(exported_article(R"({"type":"child","v":1,"born":"2014-05-03"})"));
  return text.replace(text.find(R"("key":"care")"), 12, R"("key":")" + std::string(key) + R"(")");
}

TEST(ReadExport, TakesTheDayOfBirthFromRegieAlone) {
  EXPECT_EQ(read_export(born_in("regie"))->born, channels::parse_date("2014-05-03"));
  EXPECT_EQ(read_export(born_in("circle"))->born, std::nullopt);
}

TEST(ReadExport, TakesNamesAndChannelsAsLongAndAsManyAsACircleHas) {
  const auto with = [](std::string text, std::string_view old, std::string_view new_one) {
    return text.replace(text.find(old), old.size(), new_one);
  };
  const auto reads = [](const std::string& text) { return read_export(text).has_value(); };
  const auto all = export_of("");

  EXPECT_TRUE(reads(with(all, "Zorg", std::string(100, 'a'))));
  EXPECT_FALSE(reads(with(all, "Zorg", std::string(101, 'a'))));
  EXPECT_TRUE(reads(with(all, R"("care)", R"(")" + std::string(32, 'a'))));
  EXPECT_FALSE(reads(with(all, R"("care)", R"(")" + std::string(33, 'a'))));
  EXPECT_TRUE(reads(with(all, "Sam", std::string(64, 'a'))));
  EXPECT_FALSE(reads(with(all, "Sam", std::string(65, 'a'))));
  const std::string channel = all.substr(all.find("[{") + 1, all.rfind("]}") - all.find("[{") - 1);
  const auto channels = [&](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + channel;
    return with(all, channel, list);
  };
  EXPECT_TRUE(reads(channels(256)));
  EXPECT_FALSE(reads(channels(257)));
}

TEST(FitToBring, LeavesTheAuthorOutWhereOnlyThatMakesRoom) {
  const articles::Origin origin{
      .id = articles::OriginId(FixedBytes<16>{9}), .time = from_unix_ms(1), .author = std::string(100, 'a')};
  // Each newline takes two bytes as JSON.
  const auto bare = articles::Article::of(articles::Message{"a"})->view_bytes().size() - 1;
  auto without = origin;
  without.author.clear();
  const auto with_origin = articles::Article::of(articles::Message{"a", without})->view_bytes().size() - 1;
  const auto text_of = [](std::size_t bytes) {
    // As many bytes as JSON, as few as text.
    const std::size_t letters = bytes % 2 == 0 ? 2 : 1;
    return std::string((bytes - letters) / 2, '\n') + std::string(letters, 'a');
  };
  const auto max = channels::limits::article_bytes_max;
  ASSERT_TRUE(articles::Article::of(articles::Message{text_of(max - bare)}));

  ImportedContent fits = articles::Message{text_of(max - with_origin), origin};
  ImportedContent too_large = articles::Message{text_of(max - with_origin + 1), origin};
  ImportedContent small = articles::Note{"a", origin};

  EXPECT_TRUE(fit_to_bring(fits));
  EXPECT_EQ(origin_of(fits), without);
  EXPECT_FALSE(fit_to_bring(too_large));
  EXPECT_TRUE(fit_to_bring(small));
  EXPECT_EQ(origin_of(small), origin);
}

struct BadExport {
  const char* name;
  std::string json;
  Errc error;
};
class ReadExportOf : public testing::TestWithParam<BadExport> {};
TEST_P(ReadExportOf, WhatIsNoneIsRefused) {
  EXPECT_EQ(read_export(GetParam().json).error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , ReadExportOf,
    testing::Values(
        BadExport{"Nothing", "", Errc::import_unreadable}, BadExport{"NoJson", "{", Errc::import_unreadable},
        BadExport{"AnArray", "[]", Errc::import_unreadable},
        BadExport{"AnotherFormat", R"({"format":"kring-export-manifest","version":1})",
                  Errc::import_unreadable},
        BadExport{"ANewerVersion", export_of("", "2"), Errc::import_version},
        BadExport{"NoVersion", R"({"format":"kring-export"})", Errc::import_unreadable},
        BadExport{"NoCircle", R"({"format":"kring-export","version":1,"missing":[],"channels":[]})",
                  Errc::import_unreadable},
        BadExport{"AnArticleWithoutATime",
                  export_of(R"({"seq":7,"author_name":"Oma","article":{"type":"message","v":1,"text":"a"}})"),
                  Errc::import_unreadable},
        BadExport{"ATimeAfterTheYear9999",
                  export_of(R"({"seq":7,"time":253402300800000,"author_name":"Oma",)"
                            R"("article":{"type":"message","v":1,"text":"a"}})"),
                  Errc::import_unreadable},
        BadExport{"AFileAboveTheFolder", export_of(file_at(R"("files/../../secret")")),
                  Errc::import_unreadable},
        BadExport{"AFileThatIsAFolder", export_of(file_at(R"("files/..")")), Errc::import_unreadable},
        BadExport{"AFileAnywhere", export_of(file_at(R"("/etc/passwd")")), Errc::import_unreadable},
        BadExport{"AFileWithoutAName", export_of(file_at(R"("files/")")), Errc::import_unreadable},
        BadExport{"AFileWithoutASum",
                  export_of(exported_article(photo, R"(,"file":{"path":"files/a","sha256":null})")),
                  Errc::import_unreadable}),
    [](const auto& row) { return row.param.name; });

TEST(ReadManifest, NamesTheSumOfTheCircle) {
  const auto entry = read_manifest(
      R"({"format":"kring-export-manifest","version":1,"files":[)"
      R"({"path":"index.html","size":1,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"},)"
      R"({"path":"circle.json","size":12,"sha256":")" +
      std::string(sha256_of_file) + R"("}]})");

  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->size, 12U);
  EXPECT_EQ(entry->sha256.front(), 3);
}

TEST(ReadManifest, WithoutTheCircleIsRefused) {
  EXPECT_EQ(read_manifest(R"({"format":"kring-export-manifest","version":1,"files":[]})").error(),
            Errc::import_unreadable);
  EXPECT_EQ(read_manifest(R"({"format":"kring-export-manifest","version":2,"files":[]})").error(),
            Errc::import_version);
  EXPECT_EQ(read_manifest(export_of("")).error(), Errc::import_unreadable);
}

// Which channel goes where.

ImportedChannel old_channel(std::string key, std::string label) {
  ImportedChannel channel;
  channel.key = std::move(key);
  channel.label = std::move(label);
  channel.content.emplace_back(articles::Message{"dag", articles::Origin{}});
  return channel;
}
core::ChannelView new_channel(std::string key, std::string label) {
  core::ChannelView view;
  view.key = std::move(key);
  view.label = std::move(label);
  view.mine = channels::Rights(Right::read) | Right::post;
  return view;
}
ImportedCircle circle_with(std::vector<ImportedChannel> channels) {
  ImportedCircle circle;
  circle.channels = std::move(channels);
  return circle;
}
/// Where the first channel of the export goes.
std::optional<std::size_t> place_of(std::vector<ImportedChannel> old_ones,
                                    const std::vector<core::ChannelView>& here) {
  return pair_channels(circle_with(std::move(old_ones)), here).front().into;
}

TEST(PairChannels, PairsThoseOfOneKeyWhateverTheyAreCalled) {
  EXPECT_EQ(place_of({old_channel("care", "Zorg")},
                     {new_channel("family", "Zorg"), new_channel("care", "Daily care")}),
            1U);
}

TEST(PairChannels, PairsByLabelWhereNoKeyIsEqual) {
  EXPECT_EQ(place_of({old_channel("", "School")}, {new_channel("", "Gemeente"), new_channel("", "School")}),
            1U);
}

TEST(PairChannels, LeavesWhatSeveralMayTakeToThePerson) {
  EXPECT_EQ(place_of({old_channel("lane", "CIZ")}, {new_channel("lane", "a"), new_channel("lane", "b")}),
            std::nullopt);
  EXPECT_EQ(
      place_of({old_channel("lane", "CIZ"), old_channel("lane", "Gemeente")}, {new_channel("lane", "a")}),
      std::nullopt);
}

TEST(PairChannels, TakesAChannelOnce) {
  const auto pairs = pair_channels(circle_with({old_channel("care", "a"), old_channel("", "Zorg")}),
                                   {new_channel("care", "Zorg")});

  EXPECT_EQ(pairs[0].into, 0U);
  EXPECT_EQ(pairs[1].into, std::nullopt);
}

TEST(PairChannels, PassesOverChannelsThatTakeNothing) {
  auto closed = new_channel("care", "Zorg");
  closed.closed = true;
  auto reading = new_channel("care", "Zorg");
  reading.mine = Right::read;
  const auto group = new_channel(std::string(core::newsgroup_key), "Zorg");

  for (const auto& here : {closed, reading, group})
    EXPECT_EQ(place_of({old_channel("care", "Zorg")}, {here}), std::nullopt);
}

TEST(PairChannels, GoesByKeysBeforeAnyLabel) {
  const auto pairs = pair_channels(circle_with({old_channel("", "Gezin"), old_channel("family", "Thuis")}),
                                   {new_channel("family", "Gezin")});

  EXPECT_EQ(pairs[0].into, std::nullopt);
  EXPECT_EQ(pairs[1].into, 0U);
}

TEST(PairChannels, NamesAChannelOfWhichNothingComesAlong) {
  auto group = old_channel("newsgroup", "nik.ouders");
  group.content.clear();
  group.left_out = 1;

  EXPECT_EQ(pair_channels(circle_with({group}), {new_channel("care", "Zorg")}).size(), 1U);
}

TEST(PairChannels, SaysNothingOfChannelsWithNothingInThem) {
  auto empty = old_channel("care", "Zorg");
  empty.content.clear();

  EXPECT_TRUE(pair_channels(circle_with({empty}), {new_channel("care", "Zorg")}).empty());
}

}  // namespace
}  // namespace kring::cli
