#include "clients/cli/failure.hpp"

#include "channels/model/errc.hpp"
#include "channels/wire/error_code.hpp"
#include "clients/cli/errc.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/errc.hpp"
#include "crypto/base/errc.hpp"

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

struct FailureExit {
  std::string name;
  Failure failure;
  ExitCode code;
};

class ExitCodes : public ::testing::TestWithParam<FailureExit> {};

TEST_P(ExitCodes, SayWhatKindOfFailureItIs) {
  EXPECT_EQ(exit_code_of(GetParam().failure), GetParam().code);
}

Failure hub_rule(std::string_view rule) {
  return {Error(client::Errc::refused_by_hub), rule};
}

INSTANTIATE_TEST_SUITE_P(
    Failure, ExitCodes,
    ::testing::Values(
        FailureExit{"HomeInUse", Error(native::Errc::home_in_use), ExitCode::failed},
        FailureExit{"NoDevice", Error(client::Errc::no_device), ExitCode::failed},
        FailureExit{"Usage", Error(Errc::usage), ExitCode::usage},
        FailureExit{"WhichCircle", Error(Errc::which_circle), ExitCode::usage},
        FailureExit{"ClockOff", Error(client::Errc::clock_off), ExitCode::failed},
        FailureExit{"HubClockOff", Error(client::Errc::hub_clock_off), ExitCode::failed},
        FailureExit{"MayNotPost", Error(client::Errc::may_not_post), ExitCode::refused},
        FailureExit{"NotAnOwner", Error(channels::Errc::needs_owner), ExitCode::refused},
        FailureExit{"EmptyText", Error(channels::Errc::text_empty), ExitCode::refused},
        FailureExit{"TooLong", Error(channels::Errc::text_too_long), ExitCode::refused},
        FailureExit{"Expired", Error(channels::Errc::invitation_expired), ExitCode::refused},
        FailureExit{"ChannelExists", Error(client::Errc::channel_exists), ExitCode::refused},
        FailureExit{"RoleExists", Error(client::Errc::role_exists), ExitCode::refused},
        FailureExit{"SixWordsDiffer", Error(Errc::six_words_differ), ExitCode::refused},
        FailureExit{"UnknownAlarm", Error(Errc::unknown_alarm), ExitCode::refused},
        FailureExit{"NoEvidence", Error(Errc::no_evidence), ExitCode::refused},
        FailureExit{"WrongWords", Error(client::Errc::wrong_words), ExitCode::refused},
        FailureExit{"BadWords", Error(crypto::Errc::bad_words), ExitCode::failed},
        FailureExit{"Kept", Error(Errc::kept_for_later), ExitCode::kept},
        FailureExit{"KeptUntilResume", Error(Errc::kept_until_resume), ExitCode::kept},
        FailureExit{"TimedOut", Error(Errc::timed_out), ExitCode::kept},
        FailureExit{"FileAway", Error(Errc::file_away), ExitCode::kept},
        FailureExit{"HubAway", Error(Errc::hub_away), ExitCode::kept},
        FailureExit{"NoPassphrase", Error(Errc::no_passphrase), ExitCode::usage},
        FailureExit{"SubjectMissing", Error(Errc::subject_missing), ExitCode::usage},
        FailureExit{"NoNewKeys", Error(Errc::no_new_keys), ExitCode::failed},
        FailureExit{"NotYourDevice", Error(Errc::not_your_device), ExitCode::refused},
        FailureExit{"NoLongerRead", Error(client::Errc::no_longer_read), ExitCode::refused},
        FailureExit{"TryLater", Error(Errc::try_later), ExitCode::kept},
        FailureExit{"Incomplete", Error(Errc::export_incomplete), ExitCode::incomplete},
        FailureExit{"Forked", Error(client::Errc::head_forked), ExitCode::alarm},
        FailureExit{"Stopped", Error(client::Errc::stopped), ExitCode::alarm},
        FailureExit{"NetworkHidden", Error(client::Errc::network_hidden), ExitCode::alarm},
        FailureExit{"UnknownNetwork", Error(client::Errc::unknown_network), ExitCode::refused},
        FailureExit{"KeysNotChecked", Error(client::Errc::keys_not_checked), ExitCode::refused},
        FailureExit{"MayNotReport", Error(client::Errc::may_not_report), ExitCode::refused},
        FailureExit{"PublicationChanged", Error(client::Errc::publication_changed), ExitCode::refused},
        FailureExit{"MemberNotHere", Error(client::Errc::member_not_here), ExitCode::refused},
        FailureExit{"DeviceOut", Error(client::Errc::device_out), ExitCode::not_admitted},
        FailureExit{"Ended", Error(client::Errc::ended), ExitCode::not_admitted},
        FailureExit{"NotYet", Error(client::Errc::not_admitted_yet), ExitCode::not_admitted},
        FailureExit{"NoLongerLive", Error(channels::Errc::signer_not_live), ExitCode::not_admitted},
        FailureExit{"HubSaysExpired", hub_rule("invitation_expired"), ExitCode::refused},
        FailureExit{"HubSaysNotLive", hub_rule("signer_not_live"), ExitCode::not_admitted},
        FailureExit{"HubSaysSomethingElse", hub_rule("nonsense"), ExitCode::refused}),
    [](const auto& info) { return info.param.name; });

TEST(Failure, NamesTheRuleThatTheHubNamed) {
  EXPECT_EQ(code_of(hub_rule("invitation_expired")), "invitation_expired");
  EXPECT_EQ(code_of(hub_rule("nonsense")), "refused_by_hub");
  EXPECT_EQ(explain(hub_rule("invitation_expired"), Language::dutch),
            explain(Error(channels::Errc::invitation_expired), Language::dutch));
}

TEST(Failure, NamesCoordinatorsInANetworkAndNoParents) {
  for (const auto* rule : {"needs_owner", "needs_all_owners", "role_does_not_own", "role_owns", "target_owns",
                           "last_owner", "may_not_admit_owner", "not_an_owner", "circle_ended",
                           "regie_is_for_owners", "owners_keep_rights", "may_not_admit"}) {
    auto failure = hub_rule(rule);
    failure.in_network = true;
    EXPECT_EQ(explain(failure, Language::english).find("parent"), std::string::npos) << rule;
    EXPECT_EQ(explain(failure, Language::dutch).find("ouder"), std::string::npos) << rule;
    EXPECT_NE(explain(failure, Language::dutch), explain(hub_rule(rule), Language::dutch)) << rule;
  }
}

TEST(Failure, SaysTheSameInANetworkWhereNoOwnerIsMeant) {
  auto failure = hub_rule("invitation_expired");
  failure.in_network = true;

  EXPECT_EQ(explain(failure, Language::dutch), explain(hub_rule("invitation_expired"), Language::dutch));
}

TEST(Failure, ShowsAnUnknownRuleWithoutItsEscapes) {
  const auto text = explain(hub_rule("\x1B[2J"), Language::english);

  EXPECT_NE(text.find("(␛[2J)"), std::string::npos) << text;
}

TEST(Failure, OfAnAlarmSaysWhatToDoWhicheverRuleWasBrokenAndWhereMoreIsTold) {
  for (const auto* reason : {"head_forked", "commit_leaf_not_allowed", "bad_tree"}) {
    const auto failure = Failure::of_alarm({.reason = reason, .stops = core::AlarmStops::circle});
    EXPECT_EQ(code_of(failure), reason);
    EXPECT_EQ(exit_code_of(failure), ExitCode::alarm);
    const auto text = explain(failure, Language::english);
    EXPECT_NE(text.find("Call the other parents"), std::string::npos) << text;
    EXPECT_NE(text.find("kring evidence"), std::string::npos) << text;
  }
}

TEST(Failure, OfAnAlarmSaysInANetworkWhomToCall) {
  auto failure = Failure::of_alarm({.reason = "head_forked", .stops = core::AlarmStops::circle});
  failure.in_network = true;

  EXPECT_NE(explain(failure, Language::english).find("Call the other coordinators"), std::string::npos);
}

TEST(Failure, AsksNobodyToSetAClockThatAnotherHubAgreesWith) {
  const auto hubs = explain(Error(client::Errc::hub_clock_off), Language::english);
  const auto ours = explain(Error(client::Errc::clock_off), Language::english);

  EXPECT_NE(hubs.find("You need not set your clock"), std::string::npos) << hubs;
  EXPECT_NE(ours.find("Set the clock"), std::string::npos) << ours;
  EXPECT_NE(ours.find("the hub's is wrong"), std::string::npos) << ours;
}

TEST(Failure, OfAVaultThatIsGoneSaysBothWhatMayHaveHappened) {
  const auto text = explain(Error(native::Errc::vault_gone), Language::english);

  EXPECT_NE(text.find("there was a device here"), std::string::npos) << text;
  EXPECT_NE(text.find("broken off"), std::string::npos) << text;
}

TEST(Failure, SaysWhatIsSafeAndWhatToDo) {
  EXPECT_EQ(explain(Error(client::Errc::may_not_post), Language::dutch),
            "U mag hier lezen, maar niet schrijven. Er is niets verstuurd.");
  EXPECT_EQ(explain(Error(client::Errc::may_not_post), Language::english),
            "You may read here, but not write. Nothing was sent.");
}

TEST(Failure, OfAFileInTheWayNamesNoOptionThatACommandMayNotHave) {
  for (const auto language : {Language::dutch, Language::english}) {
    const auto text = explain(Error(native::Errc::file_exists), language);
    EXPECT_EQ(text.find("--force"), std::string::npos) << text;
    EXPECT_EQ(text.find("-o"), std::string::npos) << text;
  }
  EXPECT_NE(explain(Error(native::Errc::file_exists), Language::english).find("It was not overwritten."),
            std::string::npos);
}

TEST(Failure, OfSixWordsThatDifferSaysThatItMayBeATypingMistake) {
  EXPECT_NE(explain(Error(Errc::six_words_differ), Language::english).find("typing mistake"),
            std::string::npos);
  EXPECT_EQ(explain(Error(Errc::six_words_differ), Language::english).find("kring withdraw"),
            std::string::npos);
}

TEST(Failure, WhereNobodyCanTypeAPassphraseNamesTheWayToGiveIt) {
  for (const auto language : {Language::dutch, Language::english})
    EXPECT_NE(explain(Error(Errc::no_passphrase), language).find("KRING_PASSPHRASE_FILE"), std::string::npos);
}

TEST(Failure, OfAFileThatDidNotComeSaysNothingOfTwelveWords) {
  const auto text = explain(Error(Errc::file_away), Language::english);

  EXPECT_EQ(text.find("twelve words"), std::string::npos) << text;
  EXPECT_NE(text.find("Nothing was saved"), std::string::npos) << text;
}

TEST(Failure, SaysNothingOfWhatIsKeptWhereNothingIs) {
  Failure limited{Error(Errc::asked_to_wait)};
  limited.wait = std::chrono::seconds(40);

  EXPECT_EQ(code_of(unkept(limited)), "try_later");
  EXPECT_NE(explain(unkept(limited), Language::english).find("in 40 seconds. Your words are safe"),
            std::string::npos);
  EXPECT_EQ(code_of(unkept(Error(Errc::kept_for_later))), "timed_out");
  EXPECT_EQ(code_of(unkept(Error(client::Errc::wrong_words))), "wrong_words");
}

TEST(Failure, SaysInSecondsOrMinutesHowLongTheHubWantsToBeLeftAlone) {
  const auto told = [](Duration wait) {
    Failure failure{Error(Errc::asked_to_wait)};
    failure.wait = wait;
    return explain(failure, Language::dutch);
  };

  EXPECT_EQ(exit_code_of(Failure(Error(Errc::asked_to_wait))), ExitCode::kept);
  EXPECT_NE(told(std::chrono::milliseconds(30'001)).find("Over 31 seconden mag het weer."),
            std::string::npos);
  EXPECT_NE(told(std::chrono::seconds(90)).find("Over 90 seconden mag het weer."), std::string::npos);
  EXPECT_NE(told(std::chrono::seconds(91)).find("Over 2 minuten mag het weer."), std::string::npos);
  EXPECT_NE(told(std::chrono::seconds(91)).find("bewaard"), std::string::npos);
}

Failure ambiguous(std::size_t count) {
  Failure failure{Error(Errc::ambiguous_name)};
  for (std::size_t i = 1; i <= count; ++i)
    failure.meant.push_back({.name = "Eva " + std::to_string(i), .by = "nr " + std::to_string(i)});
  return failure;
}

TEST(Explain, NamesWhatANameMayMean) {
  EXPECT_NE(explain(ambiguous(2), Language::english).find("You may mean: ‘Eva 1’ (nr 1), ‘Eva 2’ (nr 2)."),
            std::string::npos);
  EXPECT_NE(explain(ambiguous(2), Language::dutch).find("U kunt bedoelen: ‘Eva 1’ (nr 1), ‘Eva 2’ (nr 2)."),
            std::string::npos);
}

TEST(Explain, NamesNoMoreThanFitAndSaysHowManyThereAre) {
  const auto most = explain(ambiguous(meant_max), Language::english);
  const auto more = explain(ambiguous(meant_max + 1), Language::english);

  EXPECT_NE(most.find("‘Eva 12’ (nr 12)."), std::string::npos) << most;
  EXPECT_NE(more.find("‘Eva 12’ (nr 12), and 1 more."), std::string::npos) << more;
}

TEST(Explain, ShowsNoControlCharactersOfANameThatIsMeant) {
  auto failure = ambiguous(1);
  failure.meant.front().name = "\x1B[2J";

  EXPECT_EQ(explain(failure, Language::english).find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace kring::cli
