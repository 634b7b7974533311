#include "clients/cli/present_attestations.hpp"

#include "clients/cli/json.hpp"
#include "tests/unit/cli/ids.hpp"
#include "tests/unit/cli/looks.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

using core::AttestationState;
using core::NetworkReading;

/// The first of May 2026, and two days later.
constexpr auto may_first = Time(Duration(1'777'593'600'000));
constexpr auto may_third = may_first + std::chrono::hours(48);

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

core::AttestationView attested(AttestationState state, NetworkReading reading, std::optional<Time> as_of) {
  return {.id = id_of<charter::AttestationHash>(1),
          .network = id_of<channels::CircleId>(0xab),
          .network_name = {},
          .claim = "kinderarts",
          .how = "BIG-register",
          .checked = may_first,
          .until = may_third + std::chrono::hours(24 * 60),
          .state = state,
          .reading = reading,
          .as_of = as_of};
}

TEST(AttestationsText, SaysOfWhenItIsWhereTheHubGaveNoAnswer) {
  const auto one = attested(AttestationState::held_before, NetworkReading::offline, may_third);

  EXPECT_TRUE(says(attestations_text({one}, in_dutch), "Niet bevestigd (de hub gaf geen antwoord; op "))
      << attestations_text({one}, in_dutch);
  EXPECT_TRUE(says(attestations_text({one}, in_dutch), "klopte het nog), netwerk abababab"));
  EXPECT_TRUE(says(attestations_text({one}, in_english), "Not confirmed (the hub gave no answer; on "));
  EXPECT_TRUE(says(attestations_text({one}, in_english), "it still held), network abababab"));
}

TEST(AttestationsText, SaysTheSameOfANetworkThatOneIsIn) {
  auto one = attested(AttestationState::held_before, NetworkReading::not_asked, std::nullopt);
  one.network_name = "NIK";

  EXPECT_TRUE(says(attestations_text({one}, in_dutch),
                   "Niet bevestigd (het netwerk is nu niet gelezen; de vorige keer klopte het nog), ‘NIK’"))
      << attestations_text({one}, in_dutch);
}

TEST(AttestationsText, CallsANetworkUnknownOnlyWhereTheHubSaysThatThereIsNone) {
  const auto unknown = attested(AttestationState::unknown_network, NetworkReading::hidden, std::nullopt);
  const auto unread = attested(AttestationState::unknown_network, NetworkReading::newer, std::nullopt);

  EXPECT_TRUE(says(attestations_text({unknown}, in_english), "(unknown network)"));
  EXPECT_TRUE(says(attestations_text({unread}, in_english), "(this program is too old for this network"));
  EXPECT_FALSE(says(attestations_text({unread}, in_english), "unknown network"));
}

TEST(NotCurrentText, SaysOfEachNetworkOnceWhyAndOfWhenTheRestIs) {
  const auto one = attested(AttestationState::held_before, NetworkReading::lost, may_third);

  const auto text = not_current_text({one, one}, in_english);

  EXPECT_TRUE(text.starts_with(
      "I cannot check now whether attestations by network abababab still count: this hub lacks "
      "this network or a part of it; it may have been put back. What you see is of "))
      << text;
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
}

TEST(NotCurrentText, SaysNoTimeWhereNothingWasEverRead) {
  const auto one = attested(AttestationState::unknown_network, NetworkReading::too_large, std::nullopt);

  EXPECT_EQ(
      not_current_text({one}, in_dutch),
      "Van netwerk abababab kan ik nu niet nagaan of verklaringen gelden: het logboek van dit netwerk is te "
      "groot.\n");
}

TEST(NotCurrentText, SaysFromWhenOnAHubThatTakesNoQuestionsMayBeAsked) {
  auto one = attested(AttestationState::held_before, NetworkReading::limited, may_third);
  // Rounded up to the minute: whoever comes then is not too early.
  one.again = may_third + std::chrono::seconds(61);
  const auto later = time_text(may_third + std::chrono::minutes(2), Language::english);

  EXPECT_TRUE(says(not_current_text({one}, in_english),
                   "the hub takes no questions just now; it may be asked again from " + later + " on"))
      << not_current_text({one}, in_english);
  EXPECT_TRUE(says(attestations_text({one}, in_dutch), "de hub neemt nu even geen vragen aan; vanaf "))
      << attestations_text({one}, in_dutch);
  EXPECT_EQ(json_of(one)["reading"], "limited");
  EXPECT_EQ(json_of(one)["again"], to_unix_ms(*one.again));
}

TEST(NotCurrentText, IsEmptyWhereWhatIsShownCannotBeOtherwise) {
  EXPECT_EQ(
      not_current_text({attested(AttestationState::holds, NetworkReading::current, may_third),
                        attested(AttestationState::withdrawn, NetworkReading::offline, may_third),
                        attested(AttestationState::key_gone, NetworkReading::refused, may_third),
                        attested(AttestationState::expired, NetworkReading::not_asked, std::nullopt),
                        attested(AttestationState::unknown_network, NetworkReading::hidden, std::nullopt)},
                       in_english),
      "");
}

/// A reading that is not of now, and the first words of its reason.
struct ReadingCase {
  std::string name;
  NetworkReading reading;
  std::string dutch;
  std::string english;
};
class ReadingText : public testing::TestWithParam<ReadingCase> {};

TEST_P(ReadingText, TellsTheReason) {
  const auto one = attested(AttestationState::held_before, GetParam().reading, may_third);

  EXPECT_TRUE(says(attestations_text({one}, in_dutch), "(" + GetParam().dutch));
  EXPECT_TRUE(says(attestations_text({one}, in_english), "(" + GetParam().english));
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadingText,
    testing::Values(
        ReadingCase{"NotAsked", NetworkReading::not_asked, "het netwerk is nu niet",
                    "the network was not read"},
        ReadingCase{"Offline", NetworkReading::offline, "de hub gaf geen antwoord", "the hub gave no answer"},
        ReadingCase{"TooSlow", NetworkReading::too_slow, "het lezen duurde te lang",
                    "reading it took too long"},
        ReadingCase{"Hidden", NetworkReading::hidden, "de hub laat dit netwerk niet",
                    "the hub does not show"},
        ReadingCase{"Refused", NetworkReading::refused, "wat de hub liet zien", "what the hub showed"},
        ReadingCase{"Lost", NetworkReading::lost, "deze hub mist dit netwerk", "this hub lacks this network"},
        ReadingCase{"Newer", NetworkReading::newer, "dit programma is te oud", "this program is too old"},
        ReadingCase{"TooLarge", NetworkReading::too_large, "het logboek van dit", "the record of this"}),
    [](const auto& row) { return row.param.name; });

TEST(ReplacedText, SaysWhatIsShownNoMoreAndUntilWhenItWasToCount) {
  const auto one = attested(AttestationState::holds, NetworkReading::current, may_third);

  EXPECT_TRUE(
      replaced_text({one}, in_dutch).starts_with("In de plaats van: kinderarts, nagekeken: BIG-register, "));
  EXPECT_TRUE(
      replaced_text({one}, in_english).starts_with("In place of: kinderarts, checked: BIG-register, "));
}

TEST(OwnAttestationsText, SaysWhereEachIsShownAndWhatToDoAtItsEnd) {
  OwnAttestation shown{.view = attested(AttestationState::holds, NetworkReading::current, may_third),
                       .circles = {{.id = id_of<channels::CircleId>(1), .name = "Kring Sam"},
                                   {.id = id_of<channels::CircleId>(0xcd), .name = {}}}};
  OwnAttestation hidden{.view = shown.view};
  hidden.ends = true;

  const auto text = all_attestations_text({shown, hidden}, {}, in_dutch);

  EXPECT_TRUE(says(text, "Te zien in: ‘Kring Sam’, ‘cdcdcdcd’.")) << text;
  EXPECT_TRUE(says(text, "Nog in geen kring te zien.")) << text;
  EXPECT_TRUE(says(text, "Wat netwerk abababab over u verklaart (‘kinderarts’), geldt tot ")) << text;
  EXPECT_TRUE(says(all_attestations_text({shown}, {}, in_english), "Shown in: ‘Kring Sam’, ‘cdcdcdcd’."));
  EXPECT_FALSE(says(all_attestations_text({shown}, {}, in_english), "Ask a coordinator"));
}

TEST(OwnAttestationsText, SaysOfWhatIsOnItsWayThatNobodySeesItYet) {
  OwnAttestation own{.view = attested(AttestationState::holds, NetworkReading::current, may_third),
                     .coming = {{.id = id_of<channels::CircleId>(1), .name = "Kring Sam"}}};

  const auto coming = all_attestations_text({own}, {}, in_english);
  own.circles = {{.id = id_of<channels::CircleId>(2), .name = "Kring Bo"}};
  const auto both = all_attestations_text({own}, {}, in_dutch);

  EXPECT_TRUE(says(coming, "On its way to: ‘Kring Sam’. Nobody sees it there yet.")) << coming;
  EXPECT_FALSE(says(coming, "Shown in")) << coming;
  EXPECT_TRUE(says(both, "Te zien in: ‘Kring Bo’.")) << both;
  EXPECT_TRUE(says(both, "Onderweg naar: ‘Kring Sam’.")) << both;
}

TEST(EndingText, SaysWhatOthersReadOnceItsTimeIsOverAndThatNobodyIsPutOut) {
  OwnAttestation one{.view = attested(AttestationState::holds, NetworkReading::current, may_third)};

  const auto before = ending_texts({one}, in_english).front();
  one.ended = true;
  const auto after = ending_texts({one}, in_english).front();

  EXPECT_TRUE(says(before, "counts until")) << before;
  EXPECT_TRUE(says(after, "counted until")) << after;
  EXPECT_TRUE(says(after, "You stay in your circles.")) << after;
  for (const auto& text : {before, after}) EXPECT_TRUE(says(text, "kring keep-attestation")) << text;
}

TEST(OwnAttestationJson, HasTheCirclesInWhichItIsShownAndWhetherItEndsSoon) {
  OwnAttestation own{.view = attested(AttestationState::holds, NetworkReading::current, may_third),
                     .circles = {{.id = id_of<channels::CircleId>(0xcd), .name = "Kring Sam"}},
                     .coming = {{.id = id_of<channels::CircleId>(0xef), .name = "Kring Bo"}},
                     .ends = true};

  EXPECT_EQ(json_of(own)["circles"], Json::array({to_hex(own.circles[0].id.view())}));
  EXPECT_EQ(json_of(own)["on_its_way"], Json::array({to_hex(own.coming[0].id.view())}));
  EXPECT_EQ(json_of(own)["ends_soon"], true);
  own.ended = true;
  EXPECT_EQ(json_of(own)["ends_soon"], false);
}

TEST(AttestationJson, HasHowWellTheNetworkIsKnownAndOfWhen) {
  const auto before = json_of(attested(AttestationState::held_before, NetworkReading::offline, may_third));
  const auto never =
      json_of(attested(AttestationState::unknown_network, NetworkReading::hidden, std::nullopt));

  EXPECT_EQ(before["state"], "held_before");
  EXPECT_EQ(before["reading"], "offline");
  EXPECT_EQ(before["as_of"], to_unix_ms(may_third));
  EXPECT_TRUE(never["as_of"].is_null());
}

TEST(AlarmText, NamesTheNetworkThatItIsAbout) {
  core::Alarm alarm;
  alarm.circle = id_of<channels::CircleId>(0xab);
  alarm.reason = "network_hidden";
  alarm.stops = core::AlarmStops::nothing;

  const auto text = alarm_text({.alarm = alarm}, in_english);

  EXPECT_TRUE(text.starts_with("ALARM about network abababab, ")) << text;
  EXPECT_TRUE(says(text, "Your circle goes on as usual")) << text;
  EXPECT_TRUE(says(text, "kring forget-network")) << text;
}

}  // namespace
}  // namespace kring::cli
