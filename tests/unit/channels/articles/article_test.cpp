#include "channels/articles/article.hpp"

#include "channels/articles/limits.hpp"
#include "channels/model/errc.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/channels/articles/article_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::articles {
namespace {

using channels::Errc;
using channels::RoleId;
using namespace std::string_view_literals;

Result<Article> parse_text(std::string_view text) {
  return Article::parse(view_bytes(text));
}

RoleLabel role_label(std::uint8_t number) {
  return {.role = RoleId(FixedBytes<16>{number}), .label = "Oma", .template_key = "family"};
}
ChannelLabel care_label() {
  return {.label = "Dagelijkse zorg", .purpose = "care", .roles = {role_label(1), role_label(2)}};
}

Attachment photo() {
  return {.blob = channels::BlobId(FixedBytes<16>{1}),
          .key = {2},
          .hash = {3},
          .shape = {.content_bytes = 5000, .padded_bytes = 5120},
          .name = "Sam op de schommel.jpg",
          .media_type = "image/jpeg",
          .text = "Gisteren in het park"};
}

TEST(Article, HasTheJsonOfItsContent) {
  EXPECT_EQ(text_of(*Article::of(Message{"dag \"oma\" é 🎈\n"})),
            R"({"type":"message","v":1,"text":"dag \"oma\" é 🎈\n"})");
  EXPECT_EQ(text_of(*Article::of(Note{"melk"})), R"({"type":"note","v":1,"text":"melk"})");
  EXPECT_EQ(text_of(*Article::of(IntroductionArticle{{1, 2, 3}})),
            R"({"type":"introduction","v":1,"introduction":"AQID"})");
  EXPECT_EQ(text_of(*Article::of(ChannelLabel{.label = "Familie", .purpose = "", .roles = {role_label(1)}})),
            R"({"type":"channel_label","v":1,"label":"Familie","purpose":"","roles":)"
            R"([{"role":"AQAAAAAAAAAAAAAAAAAAAA","label":"Oma","template":"family"}]})");
  EXPECT_EQ(text_of(*Article::of(photo())),
            R"({"type":"attachment","v":1,"blob":"AQAAAAAAAAAAAAAAAAAAAA",)"
            R"("key":"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
            R"("hash":"AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","size":5000,"padded":5120,)"
            R"("name":"Sam op de schommel.jpg","media_type":"image/jpeg","text":"Gisteren in het park"})");
  EXPECT_EQ(text_of(*Article::of(Child{*channels::parse_date("2014-05-03")})),
            R"({"type":"child","v":1,"born":"2014-05-03"})");
}

TEST(Article, OfAChildHasADayThatExists) {
  const Child child{*channels::parse_date("2012-02-29")};
  const auto article = Article::of(child);

  EXPECT_EQ(parse_text(text_of(*article))->content(), ArticleContent(child));
  EXPECT_EQ(Article::of(Child{std::chrono::year(2013) / 2 / 29}).error(), Errc::article_bad_field);
  EXPECT_EQ(Article::of(Child{std::chrono::year(12014) / 5 / 3}).error(), Errc::article_bad_field);
  for (const auto* born : {R"("2013-02-29")", R"("3-5-2014")", R"("")", "20140503"}) {
    EXPECT_EQ(parse_text(std::string(R"({"type":"child","v":1,"born":)") + born + "}").error(),
              Errc::article_bad_field);
  }
  EXPECT_EQ(parse_text(R"({"type":"child","v":1})").error(), Errc::article_bad_field);
}

Attachment without_text() {
  auto attachment = photo();
  attachment.text.clear();
  return attachment;
}

Origin by_grandmother() {
  return {.id = OriginId(FixedBytes<16>{9}), .time = from_unix_ms(1'700'000'000'123), .author = "Oma Riët"};
}
Attachment brought_photo() {
  auto attachment = photo();
  attachment.from = by_grandmother();
  return attachment;
}

struct ReadableContent {
  const char* name;
  KnownContent content;
};
class ArticleOf : public testing::TestWithParam<ReadableContent> {};
TEST_P(ArticleOf, IsReadBackAsItself) {
  auto article = Article::of(GetParam().content);

  ASSERT_TRUE(article);
  EXPECT_EQ(article->content(),
            std::visit([](const auto& it) { return ArticleContent(it); }, GetParam().content));
  EXPECT_EQ(Article::parse(article->view_bytes()), article);
}
INSTANTIATE_TEST_SUITE_P(, ArticleOf,
                         testing::Values(ReadableContent{"Message", Message{"dag"}},
                                         ReadableContent{"Note", Note{"1\n\t2"}},
                                         ReadableContent{"Introduction", IntroductionArticle{Bytes(4096, 7)}},
                                         ReadableContent{"Label", care_label()},
                                         ReadableContent{"Attachment", photo()},
                                         ReadableContent{"AttachmentWithoutText", without_text()},
                                         ReadableContent{"BroughtMessage", Message{"dag", by_grandmother()}},
                                         ReadableContent{"BroughtNote", Note{"melk", by_grandmother()}},
                                         ReadableContent{"BroughtAttachment", brought_photo()}),
                         [](const auto& row) { return row.param.name; });

TEST(Article, ThatWasBroughtAlongSaysWhoSaidItAndWhen) {
  const auto article = *Article::of(Message{"dag", by_grandmother()});

  EXPECT_EQ(text_of(article), R"({"type":"message","v":1,"text":"dag","from":{"id":"CQAAAAAAAAAAAAAAAAAAAA",)"
                              R"("time":1700000000123,"author":"Oma Riët"}})");
  EXPECT_EQ(*article.origin(), by_grandmother());
  EXPECT_EQ(Article::of(Message{"dag"})->origin(), nullptr);
}

TEST(Article, MayBeFromSomebodyWhomNobodyCanName) {
  auto origin = by_grandmother();
  origin.author.clear();

  const auto article = Article::of(Note{"melk", origin});

  ASSERT_TRUE(article);
  EXPECT_EQ(text_of(*article).find("author"), std::string::npos);
  EXPECT_EQ(*parse_text(text_of(*article))->origin(), origin);
}

TEST(Article, TakesAnAuthorElsewhereOfAHundredBytesAndNoByteMore) {
  auto origin = by_grandmother();
  origin.author.assign(100, 'a');
  EXPECT_TRUE(Article::of(Message{"dag", origin}));
  origin.author.assign(101, 'a');
  EXPECT_EQ(Article::of(Message{"dag", origin}).error(), Errc::text_too_long);
}

TEST(Article, TakesATimeElsewhereUntilTheYear9999) {
  const auto with_time = [](std::string_view time) {
    return parse_text(
        R"({"type":"message","v":1,"text":"dag","from":{"id":"CQAAAAAAAAAAAAAAAAAAAA","time":)" +
        std::string(time) + "}}");
  };

  EXPECT_TRUE(with_time("253402300799999"));
  EXPECT_EQ(with_time("253402300800000").error(), Errc::article_bad_field);
  EXPECT_EQ(with_time("-1").error(), Errc::article_bad_field);
}

TEST(Article, WithABadOriginIsRefused) {
  for (const auto* from :
       {R"("oma")", "null", "[]", "{}", R"({"time":1})", R"({"id":"CQAAAAAAAAAAAAAAAAAAAA"})",
        R"({"id":"AAAAAAAAAAAAAAAAAAAAAA","time":1})", R"({"id":"CQ","time":1})",
        R"({"id":"CQAAAAAAAAAAAAAAAAAAAA","time":1,"author":""})",
        R"({"id":"CQAAAAAAAAAAAAAAAAAAAA","time":1,"author":7})"}) {
    EXPECT_EQ(parse_text(std::string(R"({"type":"note","v":1,"text":"melk","from":)") + from + "}").error(),
              Errc::article_bad_field)
        << from;
  }
}

TEST(Article, KeepsTheBytesItCameAs) {
  const std::string text = R"( {"v":1, "extra":{"a":[1,null]}, "text":"d\u0061g", "type":"message"} )";

  auto article = parse_text(text);

  ASSERT_TRUE(article);
  EXPECT_EQ(article->content(), ArticleContent(Message{"dag"}));
  EXPECT_EQ(text_of(*article), text);
}

TEST(Article, OfAnUnknownTypeOrVersionSurvives) {
  const std::string type = R"({"type":"handover","v":3,"anything":["x"]})";
  const std::string version = R"({"type":"message","v":2,"text":7})";

  EXPECT_EQ(parse_text(type)->content(), ArticleContent(UnknownArticle{"handover"}));
  EXPECT_EQ(text_of(*parse_text(type)), type);
  EXPECT_EQ(parse_text(version)->content(), ArticleContent(UnknownArticle{"message"}));
  EXPECT_EQ(text_of(*parse_text(version)), version);
}

TEST(Article, TakesATextOfSixteenKibibytesAndNoByteMore) {
  EXPECT_TRUE(Article::of(Message{std::string(16'384, 'a')}));
  EXPECT_EQ(Article::of(Message{std::string(16'385, 'a')}).error(), Errc::text_too_long);
  EXPECT_TRUE(Article::of(Note{std::string(16'384, 'a')}));
  EXPECT_EQ(Article::of(Note{std::string(16'385, 'a')}).error(), Errc::text_too_long);
}

TEST(Article, OfTheLongestTextHasRoomForFifteenThousandEscapes) {
  EXPECT_TRUE(Article::of(Message{std::string(15'000, '"') + std::string(1'384, 'a')}));
  EXPECT_EQ(Article::of(Message{std::string(16'384, '"')}).error(), Errc::article_too_large);
}

TEST(Article, OfMultibyteTextGrowsByNothing) {
  std::string text;
  while (text.size() < 16'384) text += "🎈";

  auto article = Article::of(Message{text});

  ASSERT_TRUE(article);
  EXPECT_EQ(article->view_bytes().size(), 16'384 + R"({"type":"message","v":1,"text":""})"sv.size());
}

TEST(Article, IsReadUpToItsLimitAndNoByteMore) {
  const std::string start = R"({"type":"later","v":1,"x":")";
  const auto longest =
      start + std::string(channels::limits::article_bytes_max - start.size() - 2, 'a') + "\"}";

  EXPECT_TRUE(parse_text(longest));
  EXPECT_EQ(parse_text(longest + " ").error(), Errc::article_too_large);
}

struct RefusedText {
  const char* name;
  std::string text;
  Errc error;
};
class ArticleParse : public testing::TestWithParam<RefusedText> {};
TEST_P(ArticleParse, Refuses) {
  auto article = parse_text(GetParam().text);

  ASSERT_FALSE(article);
  EXPECT_EQ(article.error(), GetParam().error);
}
std::string repeat(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}
constexpr const char* role_json = R"({"role":"AQAAAAAAAAAAAAAAAAAAAA","label":"Oma","template":""})";
std::string label_json(const std::string& roles) {
  return R"({"type":"channel_label","v":1,"label":"x","purpose":"care","roles":[)" + roles + "]}";
}
INSTANTIATE_TEST_SUITE_P(
    , ArticleParse,
    testing::Values(
        RefusedText{"Nothing", "", Errc::article_not_json},
        RefusedText{"AnArray", "[1]", Errc::article_not_json},
        RefusedText{"BrokenUtf8", "{\"type\":\"message\",\"v\":1,\"text\":\"\xC3\"}", Errc::article_not_json},
        RefusedText{"DuplicateKey", R"({"type":"message","v":1,"text":"a","text":"b"})",
                    Errc::article_not_json},
        RefusedText{"AFraction", R"({"type":"x","v":1,"n":0.5})", Errc::article_not_json},
        RefusedText{"SeventeenDeep", R"({"type":"x","v":1,"a":)" + repeat("[", 16) + repeat("]", 16) + "}",
                    Errc::article_not_json},
        RefusedText{"NoType", R"({"v":1})", Errc::article_without_type},
        RefusedText{"EmptyType", R"({"type":"","v":1})", Errc::article_without_type},
        RefusedText{"TypeIsANumber", R"({"type":1,"v":1})", Errc::article_without_type},
        RefusedText{"NoVersion", R"({"type":"message","text":"a"})", Errc::article_without_type},
        RefusedText{"NegativeVersion", R"({"type":"message","v":-1})", Errc::article_without_type},
        RefusedText{"NoText", R"({"type":"message","v":1})", Errc::article_bad_field},
        RefusedText{"TextIsANumber", R"({"type":"note","v":1,"text":1})", Errc::article_bad_field},
        RefusedText{"EmptyText", R"({"type":"message","v":1,"text":""})", Errc::text_empty},
        RefusedText{"BlankText", R"({"type":"message","v":1,"text":" \n"})", Errc::text_empty},
        RefusedText{"EscapedZero", R"({"type":"message","v":1,"text":"a\u0000"})",
                    Errc::text_control_character},
        RefusedText{"IntroductionWithPadding", R"({"type":"introduction","v":1,"introduction":"AA=="})",
                    Errc::article_bad_field},
        RefusedText{"EmptyIntroduction", R"({"type":"introduction","v":1,"introduction":""})",
                    Errc::article_bad_field},
        RefusedText{"LabelWithoutRoles", R"({"type":"channel_label","v":1,"label":"x","purpose":""})",
                    Errc::article_bad_field},
        RefusedText{"RoleIsANumber", label_json("7"), Errc::article_bad_field},
        RefusedText{"RoleWithAShortId", label_json(R"({"role":"AQ","label":"x","template":""})"),
                    Errc::article_bad_field},
        RefusedText{"RoleWithoutATemplate", label_json(R"({"role":"AQAAAAAAAAAAAAAAAAAAAA","label":"x"})"),
                    Errc::article_bad_field},
        RefusedText{"RoleTwice", label_json(std::string(role_json) + "," + role_json),
                    Errc::article_bad_field}),
    [](const auto& row) { return row.param.name; });

TEST(ChannelLabel, HasAsManyRolesAsItsLimitAndNoneMore) {
  auto label = care_label();
  label.roles.clear();
  for (std::uint8_t i = 0; i < limits::labelled_roles_max; ++i) label.roles.push_back(role_label(i));
  EXPECT_EQ(Article::parse(Article::of(label)->view_bytes())->content(), ArticleContent(label));

  label.roles.push_back(role_label(limits::labelled_roles_max));
  EXPECT_EQ(Article::of(label).error(), Errc::article_bad_field);
}

TEST(ChannelLabel, HasNamesAndKeysUpToTheirLimits) {
  auto label = care_label();
  label.label = std::string(100, 'x');
  label.purpose = std::string(32, 'x');
  EXPECT_TRUE(Article::of(label));

  auto long_label = label;
  long_label.label += 'x';
  auto long_purpose = label;
  long_purpose.purpose += 'x';
  auto odd_purpose = label;
  odd_purpose.purpose = "Zorg";
  auto long_role = label;
  long_role.roles[0].label = std::string(101, 'x');
  auto odd_template = label;
  odd_template.roles[0].template_key = "a-b";
  EXPECT_EQ(Article::of(long_label).error(), Errc::text_too_long);
  EXPECT_EQ(Article::of(long_purpose).error(), Errc::article_bad_field);
  EXPECT_EQ(Article::of(odd_purpose).error(), Errc::article_bad_field);
  EXPECT_EQ(Article::of(long_role).error(), Errc::text_too_long);
  EXPECT_EQ(Article::of(odd_template).error(), Errc::article_bad_field);
}

Errc refusal_of(const Attachment& attachment) {
  return static_cast<Errc>(Article::of(attachment).error().code());
}

TEST(Attachment, HasANameOfOneLineUpToItsLimit) {
  auto attachment = photo();
  attachment.name = std::string(255, 'a');
  EXPECT_TRUE(Article::of(attachment));

  attachment.name += 'a';
  EXPECT_EQ(refusal_of(attachment), Errc::text_too_long);
  attachment.name = "";
  EXPECT_EQ(refusal_of(attachment), Errc::text_empty);
  attachment.name = "two\nlines";
  EXPECT_EQ(refusal_of(attachment), Errc::text_control_character);
}

TEST(Attachment, HasAMediaTypeOfTwoNames) {
  auto attachment = photo();
  attachment.media_type = "a/" + std::string(98, 'b');
  EXPECT_TRUE(Article::of(attachment));

  for (const auto* type :
       {"", "/", "image", "image/", "/jpeg", "Image/jpeg", "image/jp eg", "a/b/c", "a/b;c=d"}) {
    attachment.media_type = type;
    EXPECT_EQ(refusal_of(attachment), Errc::article_bad_field) << type;
  }
  attachment.media_type = "a/" + std::string(99, 'b');
  EXPECT_EQ(refusal_of(attachment), Errc::article_bad_field);
}

TEST(Attachment, HasSizesThatABlobCanHave) {
  auto attachment = photo();
  attachment.shape = {.content_bytes = blob::content_bytes_max, .padded_bytes = blob::content_bytes_max};
  EXPECT_TRUE(Article::of(attachment));

  attachment.shape = {.content_bytes = 5121, .padded_bytes = 5120};
  EXPECT_EQ(refusal_of(attachment), Errc::article_bad_field);
  attachment.shape = {.content_bytes = 5000, .padded_bytes = 5121};
  EXPECT_EQ(refusal_of(attachment), Errc::article_bad_field);
}

TEST(Attachment, IsRefusedWithFieldsMissingOrOfAnotherKind) {
  const auto good = text_of(*Article::of(photo()));
  const auto changed = [&](std::string_view from, std::string_view to) {
    auto text = good;
    text.replace(text.find(from), from.size(), to);
    return parse_text(text);
  };

  EXPECT_EQ(changed(R"("blob":"AQ)", R"("blob":"AQAA)").error(), Errc::article_bad_field);
  EXPECT_EQ(changed(R"("key":"Ag)", R"("key":"Ag==)").error(), Errc::article_bad_field);
  EXPECT_EQ(changed(R"("hash")", R"("hush")").error(), Errc::article_bad_field);
  EXPECT_EQ(changed(R"(5000)", R"("5000")").error(), Errc::article_bad_field);
  EXPECT_EQ(changed(R"(5120)", R"(-5120)").error(), Errc::article_bad_field);
  EXPECT_EQ(changed(R"("Gisteren in het park")", R"("")").error(), Errc::article_bad_field);
  EXPECT_EQ(changed(R"("Gisteren in het park")", R"(7)").error(), Errc::article_bad_field);
}

TEST(IntroductionArticle, HasUpToItsLimitOfBytes) {
  EXPECT_EQ(Article::of(IntroductionArticle{Bytes(4097)}).error(), Errc::article_bad_field);
}

TEST(Article, OfRandomTextIsReadBack) {
  static constexpr std::array<const char*, 8> pieces{"a", "é", "🎈", "\"", "\\", "\n", "\t", "\u2028"};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    support::SeededRandom random(seed);
    std::string text = "x";
    for (auto left = random.below(200); left > 0; --left) text += pieces[random.below(pieces.size())];

    auto article = Article::of(Message{text});

    ASSERT_TRUE(article) << seed;
    EXPECT_EQ(Article::parse(article->view_bytes())->content(), ArticleContent(Message{text})) << seed;
  }
}

}  // namespace
}  // namespace kring::articles
