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
        FailureExit{"SixWordsDiffer", Error(Errc::six_words_differ), ExitCode::refused},
        FailureExit{"WrongWords", Error(client::Errc::wrong_words), ExitCode::refused},
        FailureExit{"BadWords", Error(crypto::Errc::bad_words), ExitCode::failed},
        FailureExit{"Kept", Error(Errc::kept_for_later), ExitCode::kept},
        FailureExit{"KeptUntilResume", Error(Errc::kept_until_resume), ExitCode::kept},
        FailureExit{"TimedOut", Error(Errc::timed_out), ExitCode::kept},
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
  for (const auto* rule :
       {"needs_owner", "needs_all_owners", "role_does_not_own", "role_owns", "target_owns", "last_owner",
        "may_not_admit_owner", "not_an_owner", "circle_ended", "regie_is_for_owners", "owners_keep_rights"}) {
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

TEST(Failure, OfAnAlarmAboutANetworkSaysThatTheCircleGoesOnAndTheWayOut) {
  for (const auto* reason :
       {"network_charter_refused", "network_went_back", "network_forked", "network_hidden"}) {
    EXPECT_TRUE(is_alarm_of_network(reason));
    const auto text = explain(Failure::of_alarm(reason), Language::english);
    EXPECT_NE(text.find("Your circle goes on as usual"), std::string::npos) << text;
    EXPECT_NE(text.find("kring forget-network"), std::string::npos) << text;
  }
  EXPECT_FALSE(is_alarm_of_network("head_forked"));
}

TEST(Failure, OfAnAlarmSaysWhatToDoWhicheverRuleWasBroken) {
  for (const auto* reason : {"head_forked", "commit_leaf_not_allowed", "bad_tree"}) {
    const auto failure = Failure::of_alarm(reason);
    EXPECT_EQ(code_of(failure), reason);
    EXPECT_EQ(exit_code_of(failure), ExitCode::alarm);
    EXPECT_NE(explain(failure, Language::english).find("Call the other parents"), std::string::npos);
  }
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

}  // namespace
}  // namespace kring::cli
