#include "clients/cli/imported.hpp"
#include "clients/cli/errc.hpp"

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
std::string article(std::string_view json, std::string_view more = {}) {
  std::string out = R"({"seq":7,"time":1700000000000,"author_name":"Oma","article":)";
  out.append(json).append(more).append("}");
  return out;
}
const ImportedChannel& care(const ImportedCircle& circle) {
  return circle.channels.front();
}

TEST(ReadExport, GivesWhatWasSaidWithWhoSaidItAndWhen) {
  const auto circle = read_export(export_of(article(R"({"type":"message","v":1,"text":"dag"})")));

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
  const auto circle = read_export(export_of(
      article(R"({"type":"note","v":1,"text":"melk","from":{"id":"CQAAAAAAAAAAAAAAAAAAAA","time":5}})")));

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
  return article(photo, R"(,"file":{"path":)" + std::string(path) + R"(,"sha256":")" +
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
  const auto circle = read_export(export_of(article(photo, R"(,"file":{"path":null,"sha256":null})")));

  ASSERT_TRUE(circle);
  EXPECT_EQ(std::get<ImportedFile>(care(*circle).content.front()).path, "");
}

TEST(ReadExport, TakesTheDayOfBirthAndCountsWhatStaysBehind) {
  const auto circle =
      read_export(export_of(article(R"({"type":"child","v":1,"born":"2014-05-03"})") + "," +
                            article(R"({"type":"introduction","v":1,"introduction":"AQID"})") + "," +
                            article(R"({"type":"handover","v":4})")));

  ASSERT_TRUE(circle);
  EXPECT_EQ(circle->born, channels::parse_date("2014-05-03"));
  EXPECT_TRUE(care(*circle).content.empty());
  EXPECT_EQ(care(*circle).left_out, 2U);
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
        BadExport{"AnArticleThatIsNone", export_of(article("{}")), Errc::import_unreadable},
        BadExport{"ATextThatIsEmpty", export_of(article(R"({"type":"message","v":1,"text":""})")),
                  Errc::import_unreadable},
        BadExport{"AnArticleWithoutATime",
                  export_of(R"({"seq":7,"author_name":"Oma","article":{"type":"message","v":1,"text":"a"}})"),
                  Errc::import_unreadable},
        BadExport{"ATimeAfterTheYear9999",
                  export_of(R"({"seq":7,"time":253402300800000,"author_name":"Oma",)"
                            R"("article":{"type":"message","v":1,"text":"a"}})"),
                  Errc::import_unreadable},
        BadExport{"AnAuthorTooLong",
                  export_of(R"({"seq":7,"time":1,"author_name":")" + std::string(101, 'a') +
                            R"(","article":{"type":"message","v":1,"text":"a"}})"),
                  Errc::import_unreadable},
        BadExport{"AFileAboveTheFolder", export_of(file_at(R"("files/../../secret")")),
                  Errc::import_unreadable},
        BadExport{"AFileThatIsAFolder", export_of(file_at(R"("files/..")")), Errc::import_unreadable},
        BadExport{"AFileAnywhere", export_of(file_at(R"("/etc/passwd")")), Errc::import_unreadable},
        BadExport{"AFileWithoutAName", export_of(file_at(R"("files/")")), Errc::import_unreadable},
        BadExport{"AFileWithoutASum",
                  export_of(article(photo, R"(,"file":{"path":"files/a","sha256":null})")),
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

TEST(PairChannels, SaysNothingOfChannelsWithNothingInThem) {
  auto empty = old_channel("care", "Zorg");
  empty.content.clear();

  EXPECT_TRUE(pair_channels(circle_with({empty}), {new_channel("care", "Zorg")}).empty());
}

}  // namespace
}  // namespace kring::cli
