#include "clients/cli/json.hpp"

#include "clients/cli/errc.hpp"
#include "clients/core/batches.hpp"
#include "tests/unit/cli/ids.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

TEST(Json, OfARoleHasItsIdWhereItHasNoKey) {
  core::RoleView role;
  role.id = id_of<channels::RoleId>(0xAB);
  role.label = "CIZ";
  EXPECT_EQ(json_of(role)["key"], "abababababababababababababababab");
  role.key = "family";
  EXPECT_EQ(json_of(role)["key"], "family");
  EXPECT_EQ(json_of(role)["role"], "abababababababababababababababab");
  EXPECT_EQ(json_of(role)["label"], "CIZ");
}

TEST(Json, OfAMemberHasNullForWhatIsNotKnown) {
  core::MemberView member;
  member.id = id_of<channels::MemberId>(1);
  member.me = true;
  const auto json = json_of(member);

  EXPECT_TRUE(json["name"].is_null());
  EXPECT_TRUE(json["until"].is_null());
  EXPECT_EQ(json["live"], true);
  EXPECT_EQ(json["me"], true);
  EXPECT_EQ(json["owner"], false);
}

TEST(Json, OfAMemberHasItsEndInMilliseconds) {
  core::MemberView member;
  member.name = "Eva";
  member.until = from_unix_ms(1777777777777);
  member.state = core::MemberState::expired;
  const auto json = json_of(member);

  EXPECT_EQ(json["name"], "Eva");
  EXPECT_EQ(json["until"], 1777777777777);
  EXPECT_EQ(json["live"], false);
  EXPECT_EQ(json["state"], "expired");
}

TEST(Json, OfARequestHasTheSixWordsWithSpaces) {
  core::RoleView role;
  role.id = id_of<channels::RoleId>(7);
  role.key = "family";
  core::RequestView request;
  request.role = role.id;
  request.six_words = {"a", "b", "c", "d", "e", "f"};
  request.owners = 2;
  request.agreed = {id_of<channels::MemberId>(3)};
  const auto json = json_of(request, {role});

  EXPECT_EQ(json["words"], "a b c d e f");
  EXPECT_EQ(json["role_key"], "family");
  EXPECT_EQ(json["owners"], 2);
  EXPECT_EQ(json["agreed"], Json::array({"03030303030303030303030303030303"}));
}

TEST(Json, OfAChannelHasItsRightsAsLetters) {
  core::ChannelView channel;
  channel.mode = channels::Mode::sealed;
  channel.mine = channels::Right::read | channels::Right::post;
  channel.joined = true;
  const auto json = json_of(channel);

  EXPECT_EQ(json["mode"], "sealed");
  EXPECT_EQ(json["rights"], "rp");
  EXPECT_EQ(json["joined"], true);
  EXPECT_FALSE(json.contains("joins_within_ms"));
}

TEST(Json, OfAChannelSaysHowLongItTakesToComeIn) {
  core::ChannelView channel;
  channel.joins_within = core::batch_wait;

  EXPECT_EQ(json_of(channel)["joins_within_ms"], 1800000);
}

TEST(Json, OfAnArticleHasWhatScriptsRead) {
  core::ArticleView article;
  article.seq = channels::Sequence{12};
  article.time = from_unix_ms(5);
  article.type = "message";
  article.text = "é 🙂";
  EXPECT_EQ(line_of(json_of(article)),
            R"({"seq":12,"time":5,"author":"00000000000000000000000000000000","name":null,)"
            R"("type":"message","text":"é 🙂","mine":false})");
}

TEST(Json, OfAStatusIsConnectedOnlyWithAHubThatGreeted) {
  core::StatusView status;
  EXPECT_EQ(json_of(StatusParts{.status = status, .circles = {}})["connected"], false);
  status.hubs = {{.hub = "h", .connection = core::Connection::greeted}};
  EXPECT_EQ(json_of(StatusParts{.status = status, .circles = {}})["connected"], true);
  status.hubs.push_back({.hub = "g", .connection = core::Connection::offline});
  EXPECT_EQ(json_of(StatusParts{.status = status, .circles = {}})["connected"], false);
}

TEST(Json, OfAStatusHasEveryPartEvenWhenEmpty) {
  const core::StatusView status;
  const auto json = json_of(StatusParts{.status = status, .circles = {}});

  EXPECT_TRUE(json["access"].is_null());
  EXPECT_EQ(json["pending"], Json::array());
  EXPECT_EQ(json["alarms"], Json::array());
  EXPECT_EQ(json["circles"], Json::array());
}

TEST(Json, OfAFoundingThatWaitsHasNameAndHub) {
  core::StatusView status;
  status.pending = {{.id = {},
                     .kind = core::IntentKind::found,
                     .circle = {},
                     .tries = 0,
                     .name = "Sam",
                     .hub = "https://tipo.example"}};
  const std::vector<core::CircleView> circles;
  const auto json = json_of(StatusParts{.status = status, .circles = circles});

  EXPECT_EQ(json["pending"][0]["name"], "Sam");
  EXPECT_EQ(json["pending"][0]["hub"], "https://tipo.example");
  EXPECT_EQ(json["pending"][0]["id"], std::string(32, '0'));
}

TEST(Json, OfAStatusHasAccessPendingAndAlarms) {
  core::StatusView status;
  status.pending = {{.id = {}, .kind = core::IntentKind::open_channel, .circle = {}, .tries = 2}};
  status.alarms = {
      {.circle = {}, .channel = {}, .reason = "head_forked", .evidence = "e", .time = from_unix_ms(9)}};
  core::CircleView circle;
  circle.standing = core::Standing::waiting;
  const std::vector circles{circle};
  const auto json = json_of(StatusParts{.status = status, .circles = circles, .circle = &circles[0]});

  EXPECT_EQ(json["access"], "waiting");
  EXPECT_EQ(json["pending"][0]["kind"], "open_channel");
  EXPECT_EQ(json["alarms"][0]["code"], "head_forked");
  EXPECT_EQ(json["alarms"][0]["kind"], "history");
  EXPECT_EQ(json["alarms"][0]["stops"], "circle");
  EXPECT_EQ(json["alarms"][0]["seen"], false);
}

TEST(Json, OfAFailureHasCodeAndMessage) {
  const auto json = json_of(Failure(Error(Errc::kept_for_later)), Language::english);

  EXPECT_EQ(json["ok"], false);
  EXPECT_EQ(json["error"]["code"], "kept_for_later");
  EXPECT_FALSE(json["error"]["message"].get<std::string>().empty());
}

TEST(Json, OfAFailureThatPassesSaysWhen) {
  Failure failure{Error(Errc::asked_to_wait)};
  failure.wait = std::chrono::minutes(2);

  EXPECT_EQ(json_of(failure, Language::english)["error"]["retry_after_ms"], 120'000);
}

TEST(Json, ReplacesWhatIsNotUtf8) {
  core::ArticleView article;
  article.text = "\xFF";

  EXPECT_NE(line_of(json_of(article)).find("\xEF\xBF\xBD"), std::string::npos);
}

}  // namespace
}  // namespace kring::cli
