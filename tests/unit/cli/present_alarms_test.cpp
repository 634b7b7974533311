#include "clients/cli/present_alarms.hpp"

#include "channels/model/errc.hpp"
#include "clients/cli/text.hpp"
#include "clients/core/errc.hpp"
#include "crypto/base/errc.hpp"
#include "tests/unit/cli/ids.hpp"
#include "tests/unit/cli/looks.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kring::cli {
namespace {

using core::AlarmKind;
using core::AlarmStops;

constexpr std::array both_languages{Language::dutch, Language::english};

std::vector<AlarmKind> all_kinds() {
  std::vector<AlarmKind> kinds;
  for (std::uint8_t i = 1; core::name_of(static_cast<AlarmKind>(i)) != "unknown"; ++i)
    kinds.push_back(static_cast<AlarmKind>(i));
  return kinds;
}

/// The places `{n}` in a text.
std::string places_of(std::string_view text) {
  std::string places;
  for (char place = '0'; place <= '9'; ++place) {
    if (text.contains(std::string("{") + place + "}")) places += place;
  }
  return places;
}

core::Alarm alarm_of(std::string reason, AlarmStops stops) {
  return {.channel = id_of<channels::ChannelId>(2),
          .reason = std::move(reason),
          .evidence = "evidence/1",
          .time = from_unix_ms(0),
          .stops = stops};
}

/// An alarm of each kind.
core::Alarm example_of(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::other_hub:
      return alarm_of("wrong_hub_key", AlarmStops::circle);
    case AlarmKind::history:
      return alarm_of("head_forked", AlarmStops::circle);
    case AlarmKind::against_rules:
      return alarm_of("commit_leaf_not_allowed", AlarmStops::channel);
    case AlarmKind::passed_over:
      return alarm_of("record_id_used", AlarmStops::nothing);
    case AlarmKind::repeated_key:
      return alarm_of("key_already_used", AlarmStops::nothing);
    case AlarmKind::copied_device:
      return alarm_of("own_message", AlarmStops::nothing);
    case AlarmKind::void_articles:
      return alarm_of("articles_void", AlarmStops::nothing);
    case AlarmKind::cut_off:
      return alarm_of("log_cut_off", AlarmStops::channel);
    case AlarmKind::mends: {
      auto alarm = alarm_of("decryption_failed", AlarmStops::channel);
      alarm.heals = true;
      return alarm;
    }
    case AlarmKind::network:
      return alarm_of("network_hidden", AlarmStops::nothing);
    case AlarmKind::not_taken_back:
      return alarm_of("refused_by_hub", AlarmStops::nothing);
    case AlarmKind::too_much:
      return alarm_of("too_many_pending", AlarmStops::channel);
  }
  return {};
}

ShownAlarm numbered(core::Alarm alarm, std::size_t number) {
  return {.alarm = std::move(alarm), .place = {.circle = "Kring Sam"}, .number = number};
}

class EveryAlarm : public testing::TestWithParam<AlarmKind> {};
INSTANTIATE_TEST_SUITE_P(, EveryAlarm, testing::ValuesIn(all_kinds()),
                         [](const auto& row) { return std::string(core::name_of(row.param)); });

TEST_P(EveryAlarm, HasWordsInBothLanguagesWithTheSamePlaces) {
  const auto& dutch = alarm_words(GetParam(), Language::dutch);
  const auto& english = alarm_words(GetParam(), Language::english);

  EXPECT_EQ(dutch.kind, GetParam());
  EXPECT_EQ(english.kind, GetParam());
  const bool has_proof = GetParam() != AlarmKind::too_much;
  for (const auto part : {&AlarmWords::what, &AlarmWords::from, &AlarmWords::advice, &AlarmWords::proves}) {
    EXPECT_EQ(places_of(dutch.*part), places_of(english.*part));
    const bool is_said = has_proof || part != &AlarmWords::proves;
    EXPECT_EQ((dutch.*part).ends_with("."), is_said) << dutch.*part;
    EXPECT_EQ((english.*part).ends_with("."), is_said) << english.*part;
  }
}

TEST_P(EveryAlarm, IsExplainedWithWhatHappenedWhoseFaultWhatIsSafeAndWhatToDo) {
  const auto alarm = example_of(GetParam());
  ASSERT_EQ(core::kind_of(alarm), GetParam());
  for (const auto language : both_languages) {
    const auto text = explain_alarm(alarm, {}, language);
    EXPECT_EQ(places_of(text), "") << text;
    EXPECT_TRUE(text.contains(language == Language::dutch ? "blijft leesbaar" : "stays readable")) << text;
  }
}

TEST_P(EveryAlarm, SpeaksOfCoordinatorsInANetworkAndOfNoParents) {
  for (const auto language : both_languages) {
    const auto text = explain_alarm(example_of(GetParam()), {.network = true}, language);
    // What is told of another network is told to whoever is in a circle.
    const auto* circle = GetParam() == AlarmKind::network ? "ouder " : "your circle";
    for (const auto* word : {"parent", "ouder ", "ouders", "uw kring ", circle})
      EXPECT_FALSE(text.contains(word)) << text;
  }
}

TEST_P(EveryAlarm, IsShownInFullWithWhatItProvesAndItsCode) {
  const auto shown = numbered(example_of(GetParam()), 3);
  for (const auto& look : {in_dutch, in_english}) {
    const auto text = evidence_text(shown, 1200, look);
    EXPECT_EQ(places_of(text), "") << text;
    EXPECT_TRUE(text.contains("kring evidence 3 -o ")) << text;
    EXPECT_TRUE(text.contains("kring evidence 3 --seen")) << text;
    EXPECT_TRUE(text.contains(shown.alarm.reason)) << text;
  }
}

/// The names of all codes of an enumeration, whose numbers have no gaps from 1 on.
template <class Code>
std::vector<std::string> codes_of() {
  std::vector<std::string> names;
  for (std::uint8_t i = 1; name_of(static_cast<Code>(i)) != "unknown"; ++i)
    names.emplace_back(name_of(static_cast<Code>(i)));
  return names;
}

struct ReasonsOf {
  const char* library;
  std::vector<std::string> reasons;
};
class EveryReason : public testing::TestWithParam<ReasonsOf> {};
INSTANTIATE_TEST_SUITE_P(, EveryReason,
                         testing::Values(ReasonsOf{"Client", codes_of<client::Errc>()},
                                         ReasonsOf{"Channels", codes_of<channels::Errc>()},
                                         ReasonsOf{"Crypto", codes_of<crypto::Errc>()}),
                         [](const auto& row) { return std::string(row.param.library); });

TEST_P(EveryReason, IsExplainedWhateverItStops) {
  ASSERT_GT(GetParam().reasons.size(), 9U);
  for (const auto& reason : GetParam().reasons) {
    for (const auto stops : {AlarmStops::nothing, AlarmStops::channel, AlarmStops::circle}) {
      for (const auto language : both_languages) {
        const auto text = explain_alarm(alarm_of(reason, stops), {}, language);
        EXPECT_TRUE(text.ends_with(".") && places_of(text).empty()) << reason << ": " << text;
        const auto* stopped = language == Language::dutch ? "staat nu stil" : "is now stopped";
        EXPECT_EQ(text.contains(stopped), stops != AlarmStops::nothing) << reason << ": " << text;
      }
    }
  }
}

TEST(AlarmWords, DoNotTellAStepOfTheHubAsARefusalOfWhatOneAsked) {
  const auto text = explain_alarm(alarm_of("last_owner", AlarmStops::circle), {}, Language::english);

  EXPECT_TRUE(text.starts_with("The hub handed on something that is against the rules.")) << text;
}

TEST(AlarmWords, SayOfAMessageThatWasPassedOverWhichItWasAndThatNothingIsStopped) {
  const auto record = explain_alarm(example_of(AlarmKind::passed_over), {}, Language::english);
  const auto sealed =
      explain_alarm(alarm_of("decryption_failed", AlarmStops::nothing), {}, Language::english);

  EXPECT_TRUE(record.starts_with("A message does not fit the rules of the channel at that time.")) << record;
  EXPECT_TRUE(sealed.starts_with("Something came in a channel that is not right")) << sealed;
  for (const auto& text : {record, sealed}) {
    EXPECT_TRUE(text.contains("It was left out. Nothing is stopped")) << text;
    EXPECT_FALSE(text.contains("An honest hub does not")) << text;
  }
}

TEST(AlarmWords, SayOfAMessageThatWasPassedOverWhoseItIsSaidToBe) {
  auto alarm = example_of(AlarmKind::passed_over);
  alarm.author_name = "Bea";

  const auto text = explain_alarm(alarm, {}, Language::english);

  EXPECT_TRUE(text.contains("It was left out. It says that it is from Bea; that may be untrue.")) << text;
}

TEST(AlarmWords, OfAKeyUsedTwiceNameTheMemberAndBlameNobody) {
  auto alarm = example_of(AlarmKind::repeated_key);
  alarm.author_name = "Bea\x1B";

  const auto text = alarm_text(numbered(alarm, 1), in_english);

  EXPECT_TRUE(text.starts_with("NOTE in ‘Kring Sam’")) << text;
  EXPECT_TRUE(text.contains("A device of Bea␛ used a key")) << text;
  EXPECT_TRUE(text.contains("The hub need not lie")) << text;
  EXPECT_TRUE(text.contains("Nothing is stopped")) << text;
  EXPECT_TRUE(text.contains("You cannot read this one message; nothing else is lost. Ask Bea␛")) << text;
  EXPECT_TRUE(text.contains("‘kring recover’")) << text;
  alarm.author_name.clear();
  EXPECT_TRUE(alarm_text(numbered(alarm, 1), in_english).contains("A device of somebody in the circle"));
}

TEST(AlarmWords, SayThatAChannelGoesOnByNow) {
  const auto alarm = example_of(AlarmKind::cut_off);

  const auto text = explain_alarm(alarm, {.goes_on = true}, Language::english);

  EXPECT_TRUE(text.contains("By now it goes on again")) << text;
  EXPECT_FALSE(text.contains("is now stopped")) << text;
}

TEST(AlarmList, SaysThatThereAreNone) {
  EXPECT_TRUE(evidence_list_text({}, in_english).starts_with("There are no alarms"));
  EXPECT_TRUE(evidence_list_text({}, in_dutch).starts_with("Er zijn geen alarmen"));
}

TEST(AlarmList, NumbersThemAndMarksThoseThatWereSeen) {
  auto seen = example_of(AlarmKind::history);
  seen.seen = true;
  auto in_channel = numbered(example_of(AlarmKind::cut_off), 2);
  in_channel.place.channel = "Zorg";

  const auto text = evidence_list_text({numbered(seen, 1), in_channel}, in_english);

  EXPECT_TRUE(text.starts_with("1. ALARM in ‘Kring Sam’, 1970-01-01")) << text;
  EXPECT_TRUE(text.contains("(seen)\nThe hub showed two different histories")) << text;
  EXPECT_TRUE(text.contains("\n2. ALARM in ‘Kring Sam’, channel ‘Zorg’, ")) << text;
}

TEST(AlarmList, InTheStatusShoutsOnlyWhatWasNotSeen) {
  auto seen = example_of(AlarmKind::history);
  seen.seen = true;
  const auto shouted = numbered(example_of(AlarmKind::cut_off), 3);

  EXPECT_EQ(alarms_text({}, in_english), "");
  EXPECT_EQ(alarms_text({numbered(seen, 1)}, in_english), "\n1 alarm that you have seen: kring evidence\n");
  const auto text = alarms_text({numbered(seen, 1), numbered(seen, 2), shouted}, in_english);
  EXPECT_TRUE(text.ends_with("\n2 alarms that you have seen: kring evidence\n")) << text;
  EXPECT_TRUE(text.contains("More about this: kring evidence 3\n")) << text;
  EXPECT_FALSE(text.contains("two different histories")) << text;
}

TEST(AlarmText, NamesNoCommandWhereNothingIsKept) {
  EXPECT_FALSE(
      alarm_text(numbered(example_of(AlarmKind::history), 0), in_english).contains("kring evidence"));
}

TEST(AlarmText, SaysWhereNothingProvesIt) {
  const auto text = evidence_text(numbered(example_of(AlarmKind::too_much), 1), 0, in_english);

  EXPECT_TRUE(text.contains("Nothing is kept of this that proves anything.")) << text;
  EXPECT_FALSE(text.contains(" -o ")) << text;
}

TEST(AlarmJson, HasNumberKindAndWords) {
  auto alarm = example_of(AlarmKind::repeated_key);
  alarm.author = id_of<channels::MemberId>(7);
  alarm.author_name = "Bea";

  const auto json = json_of(numbered(alarm, 4), Language::english);

  EXPECT_EQ(json["number"], 4);
  EXPECT_EQ(json["code"], "key_already_used");
  EXPECT_EQ(json["kind"], "repeated_key");
  EXPECT_EQ(json["notice"], true);
  EXPECT_EQ(json["stops"], "nothing");
  EXPECT_EQ(json["author"], to_hex(alarm.author->view()));
  EXPECT_EQ(json["author_name"], "Bea");
  EXPECT_EQ(json["circle_name"], "Kring Sam");
  EXPECT_TRUE(json["channel_name"].is_null());
  EXPECT_EQ(json["seen"], false);
  EXPECT_EQ(json["text"], explain_alarm(alarm, {.circle = "Kring Sam"}, Language::english));
}

}  // namespace
}  // namespace kring::cli
