#include "clients/cli/export_html.hpp"
#include "clients/cli/export_json.hpp"
#include "clients/cli/export_words.hpp"
#include "clients/cli/exported.hpp"
#include "tests/unit/cli/ids.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstring>

namespace kring::cli {
namespace {

using channels::Sequence;

struct Text2 {
  const char* name;
  std::string given;
  std::string wanted;
};
std::string name_of_row(const testing::TestParamInfo<Text2>& row) {
  return row.param.name;
}

class HtmlText : public testing::TestWithParam<Text2> {};
TEST_P(HtmlText, IsTextAndNothingElse) {
  EXPECT_EQ(html_text(GetParam().given), GetParam().wanted);
}
INSTANTIATE_TEST_SUITE_P(
    , HtmlText,
    testing::Values(Text2{"Plain", "Oma Riët 👵🏽", "Oma Riët 👵🏽"}, Text2{"Nothing", "", ""},
                    Text2{"Script", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
                    Text2{"DoubleQuote", "\" onload=\"x", "&quot; onload=&quot;x"},
                    Text2{"SingleQuote", "' onload='x", "&#39; onload=&#39;x"},
                    Text2{"Entity", "&lt;b&gt;", "&amp;lt;b&amp;gt;"},
                    Text2{"Comment", "--><b>", "--&gt;&lt;b&gt;"},
                    Text2{"LinesStay", "een\n\ttwee", "een\n\ttwee"}, Text2{"Escape", "\x1b[2J", "␛[2J"},
                    Text2{"Zero", std::string("a\0b", 3), "a␀b"},
                    Text2{"NotUtf8", "a\xff<", "a\xEF\xBF\xBD&lt;"},
                    Text2{"OverlongBracket", "\xC0\xBC", "\xEF\xBF\xBD\xEF\xBF\xBD"},
                    Text2{"TurnsTheWriting",
                          "a\xE2\x80\xAE"
                          "b",
                          "a&lt;U+202E&gt;b"}),
    name_of_row);

class HtmlPath : public testing::TestWithParam<Text2> {};
TEST_P(HtmlPath, LeadsToOneFileOfTheExport) {
  EXPECT_EQ(html_path(GetParam().given), GetParam().wanted);
}
INSTANTIATE_TEST_SUITE_P(, HtmlPath,
                         testing::Values(Text2{"Plain", "files/01-000012-a.jpg", "files/01-000012-a.jpg"},
                                         Text2{"Space", "a b", "a%20b"}, Text2{"Query", "a?b#c", "a%3Fb%23c"},
                                         Text2{"Percent", "a%41", "a%2541"},
                                         Text2{"Quote", "a\"onerror='x'", "a%22onerror%3D%27x%27"},
                                         Text2{"Scheme", "javascript:x", "javascript%3Ax"},
                                         Text2{"NotAscii", "é", "%C3%A9"}),
                         name_of_row);

class ExportedFileName : public testing::TestWithParam<Text2> {};
TEST_P(ExportedFileName, IsSafeAndTellsWhereItCameFrom) {
  EXPECT_EQ(exported_file_name(3, Sequence{12}, GetParam().given), "03-000012-" + GetParam().wanted);
}
INSTANTIATE_TEST_SUITE_P(
    , ExportedFileName,
    testing::Values(Text2{"Plain", "Sam op de schommel é.jpg", "Sam op de schommel é.jpg"},
                    Text2{"Folder", "../../etc/passwd", "_._.._etc_passwd"}, Text2{"Nothing", "", "file"},
                    Text2{"NotUtf8", "\xff", "file"},
                    Text2{"OtherSystems", "a<b>:\"|?*.txt", "a_b______.txt"},
                    Text2{"InLinks", "100%#&'.pdf", "100____.pdf"}, Text2{"DotsAtTheEnd", "a. . ", "a"},
                    Text2{"Page", "a.html", "a.html.txt"}, Text2{"PageInCapitals", "A.SVG", "A.SVG.txt"},
                    Text2{"PageBehindDots", "a.html..", "a.html.txt"}, Text2{"Program", "a.js", "a.js.txt"},
                    Text2{"Longest", std::string(116, 'a') + ".jpg", std::string(116, 'a') + ".jpg"},
                    Text2{"TooLong", std::string(117, 'a') + ".jpg", std::string(116, 'a') + ".jpg"},
                    Text2{"TooLongWithoutEnding", std::string(121, 'a'), std::string(120, 'a')},
                    Text2{"CutBetweenCharacters", std::string(119, 'a') + "éé", std::string(119, 'a')}),
    name_of_row);

struct First {
  const char* name;
  std::string bytes;
  bool is_picture;
};
class Picture : public testing::TestWithParam<First> {};
TEST_P(Picture, IsKnownByItsFirstBytes) {
  EXPECT_EQ(begins_like_picture(view_bytes(GetParam().bytes)), GetParam().is_picture);
}
INSTANTIATE_TEST_SUITE_P(
    , Picture,
    testing::Values(First{"Png", "\x89PNG\r\n\x1a\n....", true},
                    First{"Jpeg", "\xFF\xD8\xFF\xE0........", true}, First{"Gif87", "GIF87a......", true},
                    First{"Gif89", "GIF89a......", true}, First{"WebP", "RIFF....WEBP", true},
                    First{"Wave", "RIFF....WAVE", false}, First{"ShortWebP", "RIFF....WEB", false},
                    First{"ShortPng", "\x89PNG\r\n\x1a", false}, First{"Svg", "<svg xmlns='", false},
                    First{"Html", "<!doctype ht", false}, First{"Bmp", "BM..........", false},
                    First{"Nothing", "", false}),
    [](const auto& row) { return row.param.name; });

constexpr std::array kinds = {"found",
                              "owner_add",
                              "role_set",
                              "channel_open",
                              "invite_create",
                              "invite_accept",
                              "grant",
                              "invite_withdraw",
                              "remove",
                              "leave",
                              "resume",
                              "pause",
                              "unpause",
                              "channel_restart",
                              "role_change",
                              "channel_change",
                              "channel_close",
                              "freeze",
                              "freeze_end",
                              "removal_ask",
                              "removal_agree",
                              "removal_done",
                              "stay",
                              "end_ask",
                              "end_cancel",
                              "end_done",
                              "device_add",
                              "device_revoke",
                              "key_reset",
                              "attestation_key",
                              "attestation_withdraw"};

TEST(EntrySentence, IsThereForEachKindAndForThoseToCome) {
  for (const auto language : {Language::dutch, Language::english}) {
    const auto unknown = entry_sentence("something_new", language);
    EXPECT_NE(unknown.find("{0}"), std::string_view::npos);
    for (const auto* kind : kinds) EXPECT_NE(entry_sentence(kind, language), unknown) << kind;
  }
}

TEST(ExportWords, AreAllThereInBothLanguages) {
  // Nothing but texts stands in it.
  std::array<std::string_view, sizeof(ExportWords) / sizeof(std::string_view)> dutch;
  auto english = dutch;
  std::memcpy(&dutch, &export_words(Language::dutch), sizeof dutch);
  std::memcpy(&english, &export_words(Language::english), sizeof english);

  for (std::size_t i = 0; i < dutch.size(); ++i) {
    EXPECT_FALSE(dutch.at(i).empty()) << i;
    EXPECT_FALSE(english.at(i).empty()) << i;
    EXPECT_EQ(dutch.at(i).find("{0}") == std::string_view::npos,
              english.at(i).find("{0}") == std::string_view::npos)
        << dutch.at(i);
  }
}

/// A circle of two people and one channel, with what people who mean harm write in it.
class Exported : public testing::Test {
 protected:
  Exported() {
    auto& archive = circle_.archive;
    archive.circle.id = id_of<channels::CircleId>(1);
    archive.circle.name = "Kring </title><script>";
    archive.circle.hub = "https://kring.example";
    archive.circle.standing = core::Standing::member;
    archive.circle.me = anne_;
    archive.members = {{.id = anne_,
                        .name = "Anne",
                        .relation = "moeder",
                        .role = parent_,
                        .role_label = "Ouder",
                        .until = {},
                        .checked = core::Checked::confirmed,
                        .owner = true,
                        .me = true},
                       {.id = riet_,
                        .name = "<b>Riet</b>",
                        .relation = "oma",
                        .role = parent_,
                        .role_label = "Ouder",
                        .until = from_unix_ms(1'780'000'000'000),
                        .state = core::MemberState::removed}};
    core::RoleView role;
    role.id = parent_;
    role.label = "Ouder";
    role.key = "parent";
    role.owns = true;
    archive.roles = {role};
    archive.charter = {{.number = channels::EntryNumber{1},
                        .time = time_,
                        .kind = "found",
                        .hash = {9},
                        .signer = anne_,
                        .member = anne_,
                        .role = parent_},
                       {.number = channels::EntryNumber{2},
                        .time = time_,
                        .kind = "remove",
                        .hash = {8},
                        .signer = anne_,
                        .member = riet_}};
    core::ArchivedChannel channel;
    channel.channel.id = care_;
    channel.channel.label = "Zorg & <i>meer</i>";
    channel.channel.key = "care";
    channel.channel.head = Sequence{14};
    channel.begins_after = Sequence{2};
    channel.articles = {
        article(10, "message", "Hallo <img src=x onerror=alert(1)>",
                R"({"type":"message","v":1,"text":"Hallo <img src=x onerror=alert(1)>"})"),
        article(11, "weather", "",
                R"({"type":"weather","v":7,"sun":18446744073709551615,"x":"</pre><script>"})"),
        article(12, "attachment", "kijk", R"({"type":"attachment","v":1,"name":"a\".jpg"})"),
        article(13, "attachment", "", R"({"type":"attachment","v":1,"name":"weg.pdf"})")};
    channel.articles[2].file = {.name = "a\".jpg", .media_type = "image/jpeg", .size = 3};
    channel.articles[3].file = {.name = "weg.pdf", .media_type = "application/pdf", .size = 4};
    archive.channels = {channel};
    circle_.files.emplace(
        PlaceKey(care_, Sequence{12}),
        SavedFile{.path = "files/01-000012-a_.jpg", .size = 3, .sha256 = {7}, .is_picture = true});
    circle_.missing = {{.channel = care_,
                        .seq = Sequence{13},
                        .file = "weg.pdf",
                        .reason = "file_gone",
                        .meaning = "Weg <u>."}};
    circle_.made = from_unix_ms(1'777'777'777'777);
    circle_.language = Language::dutch;
  }

  core::ArticleView article(std::uint64_t seq, std::string type, std::string text, std::string json) const {
    core::ArticleView view;
    view.seq = Sequence{seq};
    view.time = time_;
    view.author = riet_;
    view.author_name = "<b>Riet</b>";
    view.type = std::move(type);
    view.text = std::move(text);
    view.json = std::move(json);
    return view;
  }

  Time time_ = from_unix_ms(1'777'000'000'000);
  channels::MemberId anne_ = id_of<channels::MemberId>(2);
  channels::MemberId riet_ = id_of<channels::MemberId>(3);
  channels::RoleId parent_ = id_of<channels::RoleId>(4);
  channels::ChannelId care_ = id_of<channels::ChannelId>(5);
  ExportedCircle circle_;
};

TEST_F(Exported, IsTheJsonThatItsPageDescribes) {
  const auto of = [](const char* digits) {
    std::string hex;
    for (int i = 0; i < 16; ++i) hex += digits;
    return hex;
  };
  const auto hash = [](const char* first) { return first + std::string(62, '0'); };
  const auto wanted =
      R"({"format":"kring-export","version":1,"made":1777777777777,"language":"nl","complete":false,)"
      R"("circle":{"circle":")" +
      of("01") + of("01") +
      R"(","name":"Kring </title><script>","hub":"https://kring.example","access":"member"},"member":")" +
      of("02") +
      "\",\n\"members\":[\n"
      R"({"member":")" +
      of("02") + R"(","name":"Anne","relation":"moeder","role":")" + of("04") +
      R"(","role_label":"Ouder","owner":true,"live":true,"state":"live","checked":"confirmed","until":null,"me":true,"words":null})"
      ",\n"
      R"({"member":")" +
      of("03") + R"(","name":"<b>Riet</b>","relation":"oma","role":")" + of("04") +
      R"(","role_label":"Ouder","owner":false,"live":false,"state":"removed","checked":"unknown","until":1780000000000,"me":false,"words":null})"
      "\n],\n\"roles\":[\n"
      R"({"role":")" +
      of("04") +
      R"(","label":"Ouder","key":"parent","owns":true})"
      "\n],\n\"charter\":[\n"
      R"({"number":1,"time":1777000000000,"kind":"found","hash":")" +
      hash("09") + R"(","signer":")" + of("02") + R"(","member":")" + of("02") +
      R"(","channel":null,"role":")" + of("04") +
      R"(","invitation":null,"until":null,"meaning":"Anne begon de kring."})"
      ",\n"
      R"({"number":2,"time":1777000000000,"kind":"remove","hash":")" +
      hash("08") + R"(","signer":")" + of("02") + R"(","member":")" + of("03") +
      R"(","channel":null,"role":null,"invitation":null,"until":null,"meaning":"Anne verwijderde <b>Riet</b>."})"
      "\n],\n\"channels\":[\n"
      R"({"channel":")" +
      of("05") +
      R"(","label":"Zorg & <i>meer</i>","key":"care","mode":"record","rights":"","stopped":false,"closed":false,"head":14,"head_hash":")" +
      hash("00") +
      R"(","restarts":0,"healing":"none","healed":null,"missed":0,"begins_after":2,"articles":[)"
      "\n";
  const auto common =
      R"(,"time":1777000000000,"author":")" + of("03") + R"(","author_name":"<b>Riet</b>","mine":false,)";
  const auto articles =
      R"({"seq":10)" + common +
      R"("article":{"type":"message","v":1,"text":"Hallo <img src=x onerror=alert(1)>"}})"
      ",\n"
      R"({"seq":11)" +
      common +
      R"("article":{"type":"weather","v":7,"sun":18446744073709551615,"x":"</pre><script>"}})"
      ",\n"
      R"({"seq":12)" +
      common +
      R"("file":{"name":"a\".jpg","media_type":"image/jpeg","size":3,"path":"files/01-000012-a_.jpg","sha256":")" +
      hash("07") +
      R"("},"article":{"type":"attachment","v":1,"name":"a\".jpg"}})"
      ",\n"
      R"({"seq":13)" +
      common +
      R"("file":{"name":"weg.pdf","media_type":"application/pdf","size":4,"path":null,"sha256":null},)"
      R"("article":{"type":"attachment","v":1,"name":"weg.pdf"}})"
      "\n]}\n],\n\"missing\":[\n"
      R"({"channel":")" +
      of("05") +
      R"(","seq":13,"file":"weg.pdf","reason":"file_gone","meaning":"Weg <u>."})"
      "\n]}\n";

  EXPECT_EQ(export_json(circle_), wanted + articles);
}

TEST_F(Exported, IsJsonAlsoWhenThereIsNothingInIt) {
  const auto text = export_json({});

  const auto json = Json::parse(text, nullptr, false);
  ASSERT_FALSE(json.is_discarded()) << text;
  EXPECT_TRUE(json["complete"]);
  EXPECT_TRUE(json["channels"].empty() && json["missing"].empty() && json["members"].empty());
}

TEST_F(Exported, HasAManifestOfItsFiles) {
  const std::vector<ManifestItem> files = {{.path = "circle.json", .size = 3, .sha256 = {1}},
                                           {.path = "files/é \"", .size = 0, .sha256 = {2}}};

  const auto json = Json::parse(manifest_json(files), nullptr, false);

  EXPECT_EQ(json["format"], "kring-export-manifest");
  EXPECT_EQ(json["version"], 1);
  ASSERT_EQ(json["files"].size(), 2U);
  EXPECT_EQ(json["files"][0]["path"], "circle.json");
  EXPECT_EQ(json["files"][0]["sha256"], "01" + std::string(62, '0'));
  EXPECT_EQ(json["files"][1]["path"], "files/é \"");
}

TEST_F(Exported, IsAPageWithoutProgramsAndWithoutAnythingFromElsewhere) {
  const auto page = export_html(circle_);

  for (const auto* hostile : {"<script", "<img src=x", "<b>Riet", "<i>meer", "<u>", "javascript:", "http://",
                              "https://", "url(", "@import", "<link", "<iframe", "a\".jpg"})
    EXPECT_EQ(page.find(hostile), std::string::npos) << hostile;
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"nl\">"));
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(page.find("name=\"viewport\""), std::string::npos);
  EXPECT_NE(page.find("@media print"), std::string::npos);
}

TEST_F(Exported, ShowsEachThingOnItsPage) {
  const auto page = export_html(circle_);

  for (const auto* shown :
       {"Export van ‘Kring &lt;/title&gt;&lt;script&gt;’", "niet versleuteld", "Dit is niet alles",
        "Zorg &amp; &lt;i&gt;meer&lt;/i&gt;, regel 13, weg.pdf: Weg &lt;u&gt;.", "Anne (dit bent u)",
        "Hallo &lt;img src=x onerror=alert(1)&gt;",
        "Iets van een nieuwere versie (weather):", "&lt;/pre&gt;&lt;script&gt;",
        "<img src=\"files/01-000012-a_.jpg\" loading=\"lazy\" alt=\"a&quot;.jpg\">",
        "Het bestand weg.pdf ontbreekt: Weg &lt;u&gt;.", "vanaf regel 2",
        "Anne verwijderde &lt;b&gt;Riet&lt;/b&gt;."})
    EXPECT_NE(page.find(shown), std::string::npos) << shown;
}

TEST_F(Exported, LinksAFileThatIsNoPicture) {
  circle_.files.begin()->second.is_picture = false;

  const auto page = export_html(circle_);

  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_NE(page.find("<a href=\"files/01-000012-a_.jpg\""), std::string::npos);
}

TEST_F(Exported, IsInTheLanguageOfItsCommand) {
  circle_.language = Language::english;
  circle_.missing.clear();

  const auto page = export_html(circle_);

  EXPECT_NE(page.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(page.find("Nothing is missing."), std::string::npos);
}

}  // namespace
}  // namespace kring::cli
