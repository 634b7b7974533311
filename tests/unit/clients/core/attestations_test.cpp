#include "channels/model/limits.hpp"
#include "channels/wire/charter_page.hpp"
#include "clients/core/attesting.hpp"
#include "clients/core/circle_rows.hpp"
#include "clients/core/consents.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/network_charter.hpp"
#include "clients/core/rows.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/unit/clients/core/attestations_world.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace kring::core {
namespace {

using namespace std::chrono_literals;
using client::Errc;
using simulation::DeviceIndex;
using States = std::vector<AttestationState>;

constexpr auto day = 24h;

TEST_F(AttestationsTest, AreGivenBySomebodyWhoHasAKey) {
  EXPECT_EQ(try_attest().error(), Errc::no_attestation_key);
  EXPECT_EQ(world_.client(anna_).network_keys(network()).own, OwnKey::none);
  EXPECT_FALSE(world_.client(anna_).network_keys(network()).is_public);

  publish();
  const auto made = try_attest();

  ASSERT_TRUE(made);
  EXPECT_EQ(made->view.state, AttestationState::holds);
  EXPECT_EQ(made->view.until - made->view.checked, 90 * day);
  EXPECT_EQ(world_.client(anna_).network_keys(network()).own, OwnKey::counts);
  EXPECT_TRUE(world_.client(anna_).network_keys(network()).is_public);
}

TEST_F(AttestationsTest, LastNinetyDaysAtMostAndNotAMillisecondMore) {
  publish();

  EXPECT_TRUE(try_attest(channels::limits::attestation_life_max));
  EXPECT_EQ(try_attest(channels::limits::attestation_life_max + 1ms).error(), Errc::attestation_too_long);
  EXPECT_EQ(try_attest(0ms).error(), Errc::attestation_too_long);
  EXPECT_TRUE(try_attest(1ms));
}

TEST_F(AttestationsTest, AreGivenByCoordinatorsOfThemWhoAreThere) {
  publish();
  const NewAttestation wanted{.claim = "kinderarts", .how = "BIG", .life = day};

  EXPECT_EQ(try_attest(day, karim_).error(), channels::Errc::needs_owner);
  EXPECT_EQ(world_.client(anna_)
                .attest(network(), world_.random().id<channels::MemberId>(), wanted, world_.now())
                .error(),
            Errc::unknown_member);
}

TEST_F(AttestationsTest, AreGivenToNobodyWhoIsNotThereAnyMore) {
  publish();
  const auto karim = id_of("Karim");
  ASSERT_TRUE(world_.perform(anna_, world_.client(anna_).remove(network(), karim, world_.now())));
  world_.settled();

  const auto made = world_.client(anna_).attest(
      network(), karim, {.claim = "kinderarts", .how = "BIG", .life = day}, world_.now());

  EXPECT_EQ(made.error(), Errc::member_not_here);
}

TEST_F(AttestationsTest, AreGivenToNewKeysByWhoGaveThemAndAreAboutThose) {
  let_doctors_write();
  publish();
  const auto old_text = attest();
  const auto other = give_new_keys();

  const auto text = attest();

  EXPECT_TRUE(keep(other, text));
  EXPECT_EQ(keep(other, old_text).error(), Errc::attestation_of_other);
}

TEST_F(AttestationsTest, AreGivenToNewKeysOnceTheyHaveShownWhoseTheyAre) {
  publish();

  (void)give_new_keys();

  EXPECT_EQ(try_attest().error(), Errc::introduction_missing)
      << "the person of before is not whom they are of";
}

TEST_F(AttestationsTest, AreGivenToNewKeysThatSomebodyElseGaveOnceTheyAreChecked) {
  let_doctors_write();
  publish();
  const auto invited = world_.invite(anna_, {.role = world_.role("coordinators"), .stay = {}});
  const auto second = world_.join("Bea", invited.link);
  world_.confirm_owner(invited.invitation);
  ASSERT_TRUE(world_.perform(
      second, world_.client(second).change_attestation_key(network(), KeyChange::set, world_.now())));
  world_.settled();
  const auto other = give_new_keys();

  EXPECT_EQ(try_attest(day, second).error(), Errc::keys_not_checked);
  auto checked = world_.client(second).check_member(network(), id_of("Karim"));
  ASSERT_TRUE(checked);
  world_.perform(second, std::move(*checked));
  const auto made = try_attest(day, second);

  ASSERT_TRUE(made);
  EXPECT_TRUE(keep(other, made->text));
}

TEST_F(AttestationsTest, TakeAKeyInANetworkAlone) {
  ask_to_come_in();

  EXPECT_EQ(world_.client(mother_).publish(circle_, {}, world_.words(mother_), world_.now()).error(),
            Errc::circle_stays_private);
  EXPECT_EQ(world_.client(mother_).change_attestation_key(circle_, KeyChange::set, world_.now()).error(),
            Errc::circle_stays_private);
  EXPECT_EQ(world_.client(karim_).publish(network(), {}, world_.words(karim_), world_.now()).error(),
            channels::Errc::needs_owner);
  EXPECT_EQ(world_.client(karim_).change_attestation_key(network(), KeyChange::set, world_.now()).error(),
            channels::Errc::needs_owner);
  EXPECT_EQ(world_.client(anna_).change_attestation_key(network(), KeyChange::set, world_.now()).error(),
            channels::Errc::charter_not_public);
}

TEST_F(AttestationsTest, TakeTheTypedWordsOfWhoeverMakesTheCharterPublic) {
  const auto asked = [&](const std::optional<SecretBytes>& words) {
    return world_.client(anna_).publish(network(), {}, words, world_.now()).error();
  };

  EXPECT_EQ(asked(std::nullopt), Errc::words_needed);
  EXPECT_EQ(asked(world_.words(karim_)), Errc::wrong_words);
  EXPECT_FALSE(world_.client(anna_).network_keys(network()).is_public);
}

TEST_F(AttestationsTest, TakeTheConsentOfEveryCoordinatorBeforeTheCharterIsPublic) {
  const auto els = world_.admit_owner("Els", "coordinators");
  world_.publish(anna_);

  EXPECT_FALSE(world_.client(anna_).network_keys(network()).is_public);
  EXPECT_EQ(
      world_.client(anna_).publish(network(), shown_to(anna_), world_.words(anna_), world_.now()).error(),
      Errc::not_needed);
  const auto asked = world_.view(els).publication;
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->holder, id_of("Anna"));
  EXPECT_EQ(asked->holder_name, "Anna");
  EXPECT_EQ(asked->agreed, 1U);
  EXPECT_EQ(asked->needed, 2U);
  EXPECT_TRUE(asked->mine_is_last);
  EXPECT_FALSE(asked->by_me);
  EXPECT_FALSE(world_.view(karim_).publication) << "it is between the coordinators";

  world_.publish(els);

  EXPECT_EQ(world_.client(anna_).network_keys(network()).own, OwnKey::counts);
  EXPECT_EQ(world_.client(els).network_keys(network()).own, OwnKey::none);
  EXPECT_TRUE(try_attest());
  for (const auto device : {anna_, els, karim_}) {
    EXPECT_EQ(world_.view(device).public_since, world_.view(anna_).public_since);
    EXPECT_TRUE(world_.view(device).public_since) << "everybody is told";
    EXPECT_FALSE(world_.view(device).publication);
  }
  EXPECT_EQ(world_.client(els).publish(network(), {}, world_.words(els), world_.now()).error(),
            channels::Errc::charter_public);
}

TEST_F(AttestationsTest, HaveTheKeyOfWhoeverAskedAlsoAfterARestart) {
  const auto els = world_.admit_owner("Els", "coordinators");
  world_.publish(anna_);
  world_.restart_device(anna_);
  world_.settled();

  world_.publish(els);

  EXPECT_EQ(world_.client(anna_).network_keys(network()).own, OwnKey::counts);
  EXPECT_TRUE(try_attest());
}

TEST_F(AttestationsTest, AreAskedForOnceWhoeverAsks) {
  const auto els = world_.admit_owner("Els", "coordinators");
  world_.publish(els);

  EXPECT_EQ(world_.view(anna_).publication->holder_name, "Els");
  world_.publish(anna_);

  EXPECT_EQ(world_.client(els).network_keys(network()).own, OwnKey::counts);
  EXPECT_EQ(world_.client(anna_).network_keys(network()).own, OwnKey::none);
}

TEST_F(AttestationsTest, TakeTheConsentOfACoordinatorWhoCameMeanwhile) {
  const auto els = world_.admit_owner("Els", "coordinators");
  world_.publish(anna_);
  const auto invited = world_.invite(anna_, {.role = world_.role("coordinators"), .stay = {}});
  const auto fatima = world_.join("Fatima", invited.link);
  world_.consent(els, invited.invitation);
  world_.confirm_owner(invited.invitation);

  world_.publish(els);
  EXPECT_FALSE(world_.client(anna_).network_keys(network()).is_public);
  EXPECT_EQ(world_.view(fatima).publication->needed, 3U);
  world_.publish(fatima);

  EXPECT_TRUE(world_.client(anna_).network_keys(network()).is_public);
}

TEST_F(AttestationsTest, AreNotMadePossibleByAConsentOfAWeekAgo) {
  const auto els = world_.admit_owner("Els", "coordinators");
  world_.publish(anna_);
  for (const auto device : {anna_, els, karim_}) world_.offline(device);
  world_.run(channels::limits::consent_age_max + 1h);
  for (const auto device : {anna_, els, karim_}) world_.online(device);
  world_.settled();

  EXPECT_FALSE(world_.view(els).publication);
  world_.publish(els);
  EXPECT_FALSE(world_.client(els).network_keys(network()).is_public);
  EXPECT_EQ(world_.view(anna_).publication->holder_name, "Els");
  world_.publish(anna_);

  EXPECT_EQ(world_.client(els).network_keys(network()).own, OwnKey::counts);
}

TEST_F(AttestationsTest, TakeAConsentForWhatWasShownAndNothingElse) {
  const auto els = world_.admit_owner("Els", "coordinators");
  const auto before = shown_to(els);
  world_.publish(anna_);
  const auto shown = shown_to(els);
  const auto late = world_.now() + channels::limits::consent_age_max + 1h;

  const auto agreed = [&](const std::optional<charter::FirstKey>& first, Time now) {
    return world_.client(els).publish(network(), first, world_.words(els), now);
  };
  EXPECT_FALSE(before);
  EXPECT_EQ(agreed(before, world_.now()).error(), Errc::publication_changed) << "Anna has asked since";
  EXPECT_EQ(agreed(shown, late).error(), Errc::publication_changed) << "that Anna asked is too long ago";
  EXPECT_TRUE(agreed(shown, world_.now()));
}

TEST_F(AttestationsTest, AreNotAskedForWithAKeyThatSomebodySaysIsAnothersDevice) {
  const auto els = world_.admit_owner("Els", "coordinators");
  const auto self_of = [&](DeviceIndex device) {
    CircleData circle;
    EXPECT_TRUE(decode_self(world_.vault(device).at(circle_row(network(), "self")), circle));
    return circle;
  };
  const auto handle_of_els = self_of(els);
  const charter::FirstKey first{.id = world_.random().id<charter::AttestationKeyId>(),
                                .key = world_.random().id<channels::AttestationKey>(),
                                .holder = self_of(anna_).handle_id};
  const auto subject = charter::subject_of(first);
  auto consent = charter::make_consent(
      {.circle = network(), .subject = subject, .owner = handle_of_els.handle_id, .time = world_.now()},
      handle_of_els.handle.private_key);
  ASSERT_TRUE(consent);

  world_.write(
      els, "regie",
      make_consent_article({.subject = subject, .first = first, .consent = std::move(*consent)}).value());

  EXPECT_FALSE(world_.view(anna_).publication);
  EXPECT_FALSE(world_.view(els).publication);
  // It is in nobody's way.
  world_.publish(anna_);
  world_.publish(els);
  EXPECT_EQ(world_.client(anna_).network_keys(network()).own, OwnKey::counts);
}

TEST_F(AttestationsTest, AreNotMadePossibleWhileTheNetworkIsFrozen) {
  ASSERT_TRUE(world_.perform(anna_, world_.client(anna_).freeze(network(), world_.now())));
  world_.settled();

  EXPECT_EQ(world_.client(anna_).publish(network(), {}, world_.words(anna_), world_.now()).error(),
            channels::Errc::frozen);
}

TEST_F(AttestationsTest, KeepTheKeyThatCountsWhenTheNextOneIsRefused) {
  const auto els = world_.admit_owner("Els", "coordinators");
  world_.publish(anna_);
  world_.publish(els);
  world_.offline(anna_);
  auto& anna = world_.client(anna_);
  const auto replacing =
      world_.perform(anna_, anna.change_attestation_key(network(), KeyChange::replace, world_.now()));
  ASSERT_TRUE(replacing);
  EXPECT_EQ(try_attest().error(), Errc::no_attestation_key) << "it would end in a moment";
  ASSERT_TRUE(world_.perform(els, world_.client(els).freeze(network(), world_.now())));
  world_.settled();
  world_.online(anna_);
  world_.settled();
  ASSERT_TRUE(world_.outcome(*replacing));
  ASSERT_EQ(world_.outcome(*replacing)->error(), channels::Errc::frozen);

  EXPECT_EQ(anna.network_keys(network()).own, OwnKey::counts);
  attest();
  ASSERT_TRUE(world_.perform(els, world_.client(els).unfreeze(network(), world_.now())));
  world_.settled();
  change_key(KeyChange::replace);

  EXPECT_EQ(anna.network_keys(network()).counting, 1U) << "the old one counts no more";
  EXPECT_EQ(anna.given_attestations(world_.now()).front().attestation.state, AttestationState::key_gone);
  EXPECT_TRUE(try_attest());
}

TEST_F(AttestationsTest, EndWithAKeyThatAnyCoordinatorTakesAway) {
  publish();
  const auto els = world_.admit_owner("Els", "coordinators");
  attest();
  const auto keys = world_.client(els).attestation_keys(network());
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys.front().name, "Anna");
  EXPECT_FALSE(keys.front().this_device);
  EXPECT_TRUE(world_.client(anna_).attestation_keys(network()).front().this_device);
  const auto take = [&](DeviceIndex by, const charter::AttestationKeyId& key) {
    return world_.perform(by, world_.client(by).take_attestation_key(network(), key, world_.now()));
  };
  EXPECT_EQ(take(karim_, keys.front().id).error(), channels::Errc::needs_owner);
  EXPECT_EQ(take(els, world_.random().id<charter::AttestationKeyId>()).error(),
            channels::Errc::unknown_attestation_key);

  ASSERT_TRUE(take(els, keys.front().id));
  world_.settled();

  auto& anna = world_.client(anna_);
  EXPECT_EQ(anna.network_keys(network()).own, OwnKey::gone);
  EXPECT_EQ(anna.given_attestations(world_.now()).front().attestation.state, AttestationState::key_gone);
  EXPECT_EQ(try_attest().error(), Errc::no_attestation_key);
  EXPECT_TRUE(world_.client(els).attestation_keys(network()).empty());
  change_key(KeyChange::set);
  EXPECT_TRUE(try_attest()) << "whoever is an owner still may set another";
}

TEST_F(AttestationsTest, HaveOneKeyADeviceUntilItIsReplacedOrTakenAway) {
  auto& anna = world_.client(anna_);
  EXPECT_EQ(anna.change_attestation_key(network(), KeyChange::take_away, world_.now()).error(),
            Errc::no_attestation_key);
  publish();
  EXPECT_EQ(anna.change_attestation_key(network(), KeyChange::set, world_.now()).error(), Errc::not_needed);
  attest();

  change_key(KeyChange::replace);
  EXPECT_EQ(anna.network_keys(network()).counting, 1U);
  EXPECT_EQ(anna.given_attestations(world_.now()).front().attestation.state, AttestationState::key_gone);
  EXPECT_TRUE(try_attest());

  change_key(KeyChange::take_away);
  EXPECT_EQ(anna.network_keys(network()).own, OwnKey::gone);
  EXPECT_EQ(try_attest().error(), Errc::no_attestation_key);
}

TEST_F(AttestationsTest, AreKeptByWhomTheyAreAbout) {
  publish();
  const auto text = attest();

  EXPECT_EQ(keep(anna_, text).error(), Errc::attestation_of_other);
  EXPECT_EQ(keep(karim_, text.substr(0, text.size() - 4)).error(), channels::Errc::bad_attestation);
  EXPECT_TRUE(keep(karim_, text));
  EXPECT_EQ(keep(karim_, text).error(), Errc::not_needed);

  world_.restart_device(karim_);
  world_.settled();
  const auto own = world_.client(karim_).own_attestations(world_.now());
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own.front().claim, "kinderarts");
  EXPECT_EQ(own.front().state, AttestationState::holds);
}

TEST_F(AttestationsTest, AreFourAtATimeAndNotOneMore) {
  publish();
  const auto text_of = [&](const std::string& claim) {
    return world_.client(anna_)
        .attest(network(), id_of("Karim"), {.claim = claim, .how = "BIG", .life = day}, world_.now())
        .value()
        .text;
  };
  for (std::size_t i = 0; i < channels::limits::shown_attestations_max; ++i)
    EXPECT_TRUE(keep(karim_, text_of("vak " + std::to_string(i))));

  EXPECT_EQ(keep(karim_, text_of("nog een")).error(), channels::Errc::too_many_attestations);
  world_.run(1s);
  EXPECT_TRUE(keep(karim_, text_of("vak 0"))) << "a newer one of the same";

  EXPECT_EQ(world_.client(karim_).own_attestations(world_.now()).size(),
            channels::limits::shown_attestations_max);
}

TEST_F(AttestationsTest, SayWhichOnesTheyTakeThePlaceOf) {
  publish();
  const auto first = attest();
  ASSERT_TRUE(keep(karim_, first));
  world_.run(1s);
  const auto second = attest();
  auto& karim = world_.client(karim_);
  const auto first_id = charter::parse_attestation(first).value().hash();

  const auto asked = karim.replaced_by(second, world_.now());
  ASSERT_TRUE(asked);
  ASSERT_EQ(asked->size(), 1U);
  EXPECT_EQ(asked->front().id, first_id);
  EXPECT_EQ(karim.own_attestations(world_.now()).front().id, first_id) << "nothing is replaced by asking";

  auto kept = karim.keep_attestation(second, world_.now());
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->replaced.size(), 1U);
  EXPECT_EQ(kept->replaced.front().id, first_id);
  EXPECT_EQ(karim.own_attestations(world_.now()).size(), 1U);
}

TEST_F(AttestationsTest, TakeThePlaceOfNoneThatIsAboutSomethingElse) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  const auto other =
      world_.client(anna_)
          .attest(network(), id_of("Karim"), {.claim = "slaaparts", .how = "BIG", .life = day}, world_.now())
          .value()
          .text;

  EXPECT_TRUE(world_.client(karim_).replaced_by(other, world_.now()).value().empty());
}

TEST_F(AttestationsTest, AreShownBeforeSomebodyIsLetIn) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();

  EXPECT_EQ(states(), States{AttestationState::unknown_network}) << "before its charter is read";
  EXPECT_EQ(read_networks(), std::vector<std::string>());

  const auto one = shown();
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one.front().state, AttestationState::holds);
  EXPECT_EQ(one.front().claim, "kinderarts");
  EXPECT_EQ(one.front().network, network());
  EXPECT_EQ(one.front().network_name, "") << "she is not in it";
}

TEST_F(AttestationsTest, AreNotOfWhoeverIsGivenNewKeysInTheirPlace) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();
  let_in();
  auto& mother = world_.client(mother_);
  ASSERT_EQ(read_networks(), std::vector<std::string>());
  ASSERT_EQ(states(), States{AttestationState::holds});

  const auto other = world_.add_device("Karim");
  const auto link = mother.device_link(circle_, waiting_, world_.now()).value();
  auto asked = world_.client(other).come_in_as(link, Coming::with_new_keys, world_.now());
  ASSERT_TRUE(asked);
  world_.perform(other, std::move(asked->actions));
  world_.settled();
  ASSERT_TRUE(world_.perform(mother_, mother.let_device_in(circle_, asked->code, world_.now())));
  world_.settled();

  EXPECT_EQ(states(), States());
}

TEST_F(AttestationsTest, AreNamedByANetworkThatOneIsInAndByNoneThatOneIsAskedInto) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();
  auto invited =
      world_.client(anna_).invite(network(), {.role = world_.role("parents"), .stay = {}}, world_.now());
  ASSERT_TRUE(invited);
  world_.perform(anna_, std::move(invited->actions));
  world_.settled();
  world_.follow(mother_, invited->link);
  ASSERT_EQ(read_networks(), std::vector<std::string>());

  ASSERT_EQ(shown().size(), 1U);
  EXPECT_EQ(shown().front().network_name, "");
}

TEST_F(AttestationsTest, AreJudgedAfterARestartByWhatWasRead) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();
  ASSERT_EQ(read_networks(), std::vector<std::string>());

  world_.restart_device(mother_);

  EXPECT_EQ(states(), States{AttestationState::holds});
}

TEST_F(AttestationsTest, AreNotConfirmedOnceTheyAreWithdrawn) {
  publish();
  const auto text = attest();
  ASSERT_TRUE(keep(karim_, text));
  ask_to_come_in();
  ASSERT_EQ(read_networks(), std::vector<std::string>());

  withdraw(text);
  EXPECT_EQ(states(), States{AttestationState::holds}) << "by what she has read";
  EXPECT_EQ(read_networks(), std::vector<std::string>());

  EXPECT_EQ(states(), States{AttestationState::withdrawn});
}

TEST_F(AttestationsTest, AreNotConfirmedOnceTheKeyIsGone) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();

  change_key(KeyChange::take_away);
  EXPECT_EQ(read_networks(), std::vector<std::string>());

  EXPECT_EQ(states(), States{AttestationState::key_gone});
}

TEST_F(AttestationsTest, AreNotConfirmedOnceTheyHaveExpiredAndAskNobody) {
  publish();
  ASSERT_TRUE(keep(karim_, attest(1h)));
  ask_to_come_in();
  world_.run(2h);

  EXPECT_EQ(states(), States{AttestationState::expired});
  EXPECT_TRUE(world_.client(mother_).networks_to_read(circle_, {waiting_}, world_.now()).empty());
}

TEST_F(AttestationsTest, AreNotShownOnceTheyAreOverNorKept) {
  publish();
  const auto text = attest(1h);
  ASSERT_TRUE(keep(karim_, text));
  world_.run(2h);

  ask_to_come_in();

  EXPECT_EQ(states(), States{});
  EXPECT_EQ(keep(karim_, text).error(), Errc::attestation_over);
}

TEST_F(AttestationsTest, AreNoReasonToBeLetInOrKeptOut) {
  ask_to_come_in();

  let_in();

  EXPECT_EQ(states(), States{}) << "without any";
}

/// The mother has read the network's charter, and Karim waits with an attestation.
class AttestationsRead : public AttestationsTest {
 protected:
  AttestationsRead() {
    publish();
    text_ = attest();
    EXPECT_TRUE(keep(karim_, text_));
    ask_to_come_in();
    EXPECT_EQ(read_networks(), std::vector<std::string>());
    EXPECT_EQ(states(), States{AttestationState::holds});
    read_at_ = shown().front().as_of.value();
  }
  std::vector<AttestationView> shown_at(Time now) {
    return world_.client(mother_).attestations_of(circle_, waiting_, now);
  }

  std::string text_;
  Time read_at_;
};

TEST_F(AttestationsRead, AreJudgedByTheNewestCharterWhenTheHubShowsAnOlderOne) {
  keep_hub_at_old_head();
  const auto tampered = ask(network());
  world_.tamper({});
  withdraw(text_);
  ASSERT_EQ(read_networks(), std::vector<std::string>());
  ASSERT_EQ(states(), States{AttestationState::withdrawn});

  const auto taken = take(network(), tampered);

  ASSERT_TRUE(taken.refused);
  EXPECT_EQ(*taken.refused, Errc::network_went_back);
  EXPECT_EQ(states(), States{AttestationState::withdrawn});
  const auto told = world_.client(mother_).status(world_.now()).alarms;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().reason, "network_went_back");
  EXPECT_EQ(told.front().circle, network());
  EXPECT_TRUE(world_.vault(mother_).contains(told.front().evidence));
  EXPECT_FALSE(world_.client(mother_).circles(world_.now()).front().stopped) << "her circle goes on";
}

TEST_F(AttestationsRead, HeldBeforeWhenTheHubGivesNoAnswerNow) {
  world_.run(1h);

  EXPECT_FALSE(take_refusal(0).refused);

  ASSERT_EQ(states(), States{AttestationState::held_before});
  EXPECT_EQ(shown().front().reading, NetworkReading::offline);
  EXPECT_EQ(shown().front().as_of, read_at_);
  EXPECT_EQ(alarms(), std::vector<std::string>());
}

TEST_F(AttestationsRead, HeldBeforeAlsoRightAfterTheyWereReadWhenTheHubGivesNoAnswer) {
  EXPECT_FALSE(take_refusal(503).refused);

  EXPECT_EQ(states(), States{AttestationState::held_before});
}

TEST_F(AttestationsRead, HeldBeforeWhenTheHubAsksToWaitAndSaysUntilWhen) {
  EXPECT_FALSE(take_refusal(429, "limit reads_per_minute 40").refused);

  ASSERT_EQ(states(), States{AttestationState::held_before});
  EXPECT_EQ(shown().front().reading, NetworkReading::limited);
  EXPECT_EQ(shown().front().again, world_.now() + 40s);
  EXPECT_EQ(world_.client(mother_).known_networks(world_.now()).front().again, world_.now() + 40s);

  EXPECT_FALSE(take_refusal(0).refused);
  EXPECT_EQ(shown().front().reading, NetworkReading::offline);
  EXPECT_FALSE(shown().front().again);
}

TEST_F(AttestationsRead, HoldFiveMinutesAfterTheyWereReadAndNotAMillisecondLonger) {
  const auto last = shown_at(read_at_ + network_fresh_for);
  const auto later = shown_at(read_at_ + network_fresh_for + 1ms);

  EXPECT_EQ(last.front().state, AttestationState::holds);
  EXPECT_EQ(later.front().state, AttestationState::held_before);
  EXPECT_EQ(later.front().reading, NetworkReading::not_asked);
  EXPECT_EQ(later.front().as_of, read_at_);
}

TEST_F(AttestationsRead, HoldNoLongerByAClockThatWasSetBack) {
  EXPECT_EQ(shown_at(read_at_ - network_fresh_for).front().state, AttestationState::holds);
  EXPECT_EQ(shown_at(read_at_ - network_fresh_for - 1ms).front().state, AttestationState::held_before);
}

TEST_F(AttestationsRead, HoldAgainOnceTheHubAnswers) {
  EXPECT_FALSE(take_refusal(0).refused);
  world_.run(1h);

  EXPECT_EQ(read_networks(), std::vector<std::string>());

  EXPECT_EQ(states(), States{AttestationState::holds});
  EXPECT_EQ(shown().front().reading, NetworkReading::current);
  EXPECT_GT(shown().front().as_of, read_at_);
}

TEST_F(AttestationsRead, RaiseAnAlarmWhenTheHubHidesTheNetworkThatItShowed) {
  const auto taken = take_refusal(404);

  ASSERT_TRUE(taken.refused);
  EXPECT_EQ(*taken.refused, Errc::network_hidden);
  EXPECT_EQ(alarms(), std::vector<std::string>{"network_hidden"});
  ASSERT_EQ(states(), States{AttestationState::held_before});
  EXPECT_EQ(shown().front().reading, NetworkReading::hidden);
}

TEST_F(AttestationsRead, RaiseTheSameAlarmOnceUntilTheHubTellsTheTruth) {
  EXPECT_TRUE(take_refusal(404).refused);
  EXPECT_TRUE(take_refusal(404).refused);
  world_.restart_device(mother_);
  world_.settled();
  EXPECT_TRUE(take_refusal(404).refused) << "and it is no less refused";
  EXPECT_EQ(alarms(), std::vector<std::string>{"network_hidden"});
  EXPECT_EQ(states(), States{AttestationState::held_before});

  ASSERT_EQ(read_networks(), std::vector<std::string>());
  EXPECT_TRUE(take_refusal(404).refused);

  EXPECT_EQ(alarms(), (std::vector<std::string>{"network_hidden", "network_hidden"}));
}

TEST_F(AttestationsRead, AreReadAnewOnceTheNetworkIsForgotten) {
  keep_hub_at_old_head();
  const auto old = ask(network());
  world_.tamper({});
  withdraw(text_);
  ASSERT_EQ(read_networks(), std::vector<std::string>());
  ASSERT_TRUE(take(network(), old).refused);
  auto& mother = world_.client(mother_);
  ASSERT_EQ(mother.known_networks(world_.now()).size(), 1U);
  EXPECT_EQ(mother.known_networks(world_.now()).front().reading, NetworkReading::refused);

  auto forgotten = mother.forget_network(network());
  ASSERT_TRUE(forgotten);
  world_.perform(mother_, std::move(*forgotten));

  EXPECT_EQ(states(), States{AttestationState::unknown_network});
  EXPECT_TRUE(mother.known_networks(world_.now()).empty());
  EXPECT_EQ(mother.forget_network(network()).error(), Errc::unknown_network);
  world_.restart_device(mother_);
  world_.settled();
  EXPECT_EQ(read_networks(), std::vector<std::string>());
  EXPECT_EQ(states(), States{AttestationState::withdrawn});
}

TEST_F(AttestationsRead, HeldBeforeWhenThisProgramIsTooOldForTheNetwork) {
  withdraw(text_);
  // The form of an entry stands in front of what is signed, behind a length of two bytes.
  const auto answer = ask(network());
  auto page = codec::decode<wire::CharterPage>(answer.body).value();
  page.entries.front()[3] = 2;

  const auto taken = take(network(), {.status = 200, .body = codec::encode(page)});

  EXPECT_FALSE(taken.refused);
  EXPECT_EQ(alarms(), std::vector<std::string>());
  EXPECT_EQ(states(), States{AttestationState::held_before});
  EXPECT_EQ(shown().front().reading, NetworkReading::newer);
}

TEST_F(AttestationsRead, HeldBeforeWhenNotAllCameInTimeAndGoOnFromThere) {
  withdraw(text_);
  change_key(KeyChange::replace);
  auto page = codec::decode<wire::CharterPage>(ask(network()).body).value();
  ASSERT_EQ(page.entries.size(), 2U);
  page.entries.pop_back();
  EXPECT_TRUE(take(network(), {.status = 200, .body = codec::encode(page)}).more);
  world_.perform(mother_, world_.client(mother_).stop_reading(network(), world_.now()));

  ASSERT_EQ(states(), States{AttestationState::held_before});
  EXPECT_EQ(shown().front().reading, NetworkReading::too_slow);
  world_.restart_device(mother_);
  world_.settled();
  const auto rest = codec::decode<wire::CharterPage>(ask(network()).body).value();

  EXPECT_EQ(rest.entries.size(), 1U);
}

TEST_F(AttestationsRead, GoOnFromWhereTheHubGaveNoMoreAnswers) {
  withdraw(text_);
  change_key(KeyChange::replace);
  auto page = codec::decode<wire::CharterPage>(ask(network()).body).value();
  page.entries.pop_back();
  EXPECT_TRUE(take(network(), {.status = 200, .body = codec::encode(page)}).more);

  EXPECT_FALSE(take_refusal(0).more);

  EXPECT_EQ(states(), States{AttestationState::held_before});
  world_.restart_device(mother_);
  world_.settled();
  EXPECT_EQ(codec::decode<wire::CharterPage>(ask(network()).body).value().entries.size(), 1U);
}

TEST_F(AttestationsRead, KeepAPageOfWhatTheHubSaidAsEvidenceAndNotAByteMore) {
  const Bytes page(network_evidence_bytes_max, 7);
  const Bytes longer(network_evidence_bytes_max + 1, 7);
  EXPECT_TRUE(take(network(), {.status = 200, .body = page}).refused);
  ASSERT_EQ(read_networks(), std::vector<std::string>());
  EXPECT_TRUE(take(network(), {.status = 200, .body = longer}).refused);

  const auto told = world_.client(mother_).status(world_.now()).alarms;
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(world_.vault(mother_).at(told[0].evidence).size(), page.size());
  EXPECT_EQ(world_.vault(mother_).at(told[1].evidence).size(), page.size());
}

TEST_F(AttestationsRead, AskForTheNetworksOfWhomTheyAreShown) {
  let_in();
  const auto& mother = world_.client(mother_);
  const auto own = mother.members(circle_, world_.now()).front().id;

  EXPECT_EQ(mother.networks_to_read(circle_, {waiting_}, world_.now()), std::vector{network()});
  EXPECT_TRUE(mother.networks_to_read(circle_, {own}, world_.now()).empty());
  EXPECT_TRUE(mother.networks_to_read(circle_, {}, world_.now()).empty());
}

TEST_F(AttestationsRead, HeldBeforeInANetworkThatOneIsInWhileTheHubIsAway) {
  world_.restart_device(karim_);
  const auto& karim = world_.client(karim_);

  EXPECT_EQ(karim.own_attestations(world_.now()).front().state, AttestationState::held_before);
  world_.settled();

  EXPECT_EQ(karim.own_attestations(world_.now()).front().state, AttestationState::holds);
}

TEST_F(AttestationsRead, GoOnAfterARestartFromBeforeALieThatWasToldAlready) {
  const simulation::HttpGot lie{.status = 200, .body = {1, 2, 3}};
  ASSERT_TRUE(take(network(), lie).refused);
  withdraw(text_);
  change_key(KeyChange::replace);
  auto page = codec::decode<wire::CharterPage>(ask(network()).body).value();
  ASSERT_EQ(page.entries.size(), 2U);
  page.entries.pop_back();
  ASSERT_TRUE(take(network(), {.status = 200, .body = codec::encode(page)}).more);

  ASSERT_TRUE(take(network(), lie).refused);
  ASSERT_EQ(alarms().size(), 1U);
  const auto question = world_.client(mother_).charter_question(circle_, network())->path;
  world_.restart_device(mother_);

  EXPECT_EQ(world_.client(mother_).charter_question(circle_, network())->path, question);
}

TEST_F(AttestationsRead, GoOnAfterARestartFromBeforeAnEntryThatThisProgramIsTooOldFor) {
  withdraw(text_);
  change_key(KeyChange::replace);
  auto page = codec::decode<wire::CharterPage>(ask(network()).body).value();
  ASSERT_EQ(page.entries.size(), 2U);
  auto newer = page;
  newer.entries.erase(newer.entries.begin());
  // The form of an entry stands in front of what is signed, behind a length of two bytes.
  newer.entries.front()[3] = 2;
  page.entries.pop_back();
  ASSERT_TRUE(take(network(), {.status = 200, .body = codec::encode(page)}).more);

  ASSERT_FALSE(take(network(), {.status = 200, .body = codec::encode(newer)}).refused);
  const auto question = world_.client(mother_).charter_question(circle_, network())->path;
  world_.restart_device(mother_);

  EXPECT_EQ(world_.client(mother_).charter_question(circle_, network())->path, question);
}

TEST_F(AttestationsTest, AreOfAnUnknownNetworkWhereTheHubNeverShowedIt) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();

  EXPECT_FALSE(take_refusal(404).refused);

  ASSERT_EQ(states(), States{AttestationState::unknown_network});
  EXPECT_EQ(shown().front().reading, NetworkReading::hidden);
  EXPECT_EQ(alarms(), std::vector<std::string>());
}

TEST_F(AttestationsTest, AreOfAnUnknownNetworkWhereTheHubShowsSomethingElse) {
  publish();
  ASSERT_TRUE(keep(karim_, attest()));
  ask_to_come_in();
  world_.tamper({.part = [](Bytes& part) { part = {1, 2, 3}; }, .only = mother_});

  EXPECT_EQ(read_networks(), std::vector<std::string>{"network_charter_refused"});
  EXPECT_EQ(read_networks(), std::vector<std::string>{"network_charter_refused"});

  EXPECT_EQ(states(), States{AttestationState::unknown_network});
  EXPECT_EQ(alarms(), std::vector<std::string>{"network_charter_refused"}) << "once";
}

/// What a device keeps of those it gave.
class GivenAttestations : public testing::Test {
 protected:
  GivenAttestation one(const std::string& claim) {
    auto made = charter::make_attestation({.network = network_,
                                           .key = key_,
                                           .person = charter::hash_of_person(person_),
                                           .claim = claim,
                                           .how = "BIG",
                                           .checked = Time(Duration(1000)),
                                           .until = Time(Duration(2000))},
                                          pair_.private_key);
    return {.name = claim, .person = person_, .attestation = std::move(made).value()};
  }

  support::SeededRandom random_{8};
  channels::CircleId network_ = random_.id<channels::CircleId>();
  charter::AttestationKeyId key_ = random_.id<charter::AttestationKeyId>();
  channels::PersonKey person_ = random_.id<channels::PersonKey>();
  primitives::SignatureKeyPair pair_ = primitives::generate_signature_key_pair(random_);
};

TEST_F(GivenAttestations, AreSoManyAndNotOneMore) {
  Attesting attesting;
  const auto now = Time(Duration(1000));
  attesting.note(one("first"), now);
  for (std::size_t i = 1; i < given_attestations_max; ++i) attesting.note(one("next"), now);
  EXPECT_EQ(attesting.given.size(), given_attestations_max);
  EXPECT_EQ(attesting.given.front().name, "first");

  attesting.note(one("last"), now);

  EXPECT_EQ(attesting.given.size(), given_attestations_max);
  EXPECT_EQ(attesting.given.front().name, "next") << "the oldest goes";
  EXPECT_EQ(attesting.given.back().name, "last");
}

TEST(Attesting, ComesBackFromItsRow) {
  support::SeededRandom random(8);
  Attesting attesting;
  const auto network = random.id<channels::CircleId>();
  for (int i = 0; i < 2; ++i) {
    attesting.keys[network].push_back({.id = random.id<charter::AttestationKeyId>(),
                                       .pair = primitives::generate_signature_key_pair(random)});
  }
  const auto person = random.id<channels::PersonKey>();
  const auto& key = attesting.keys.at(network).back();
  const auto made = charter::make_attestation({.network = network,
                                               .key = key.id,
                                               .person = charter::hash_of_person(person),
                                               .claim = "kinderarts",
                                               .how = "BIG",
                                               .checked = Time(Duration(1000)),
                                               .until = Time(Duration(2000))},
                                              key.pair.private_key)
                        .value();
  attesting.note({.name = "Karim", .person = person, .attestation = made}, Time(Duration(1000)));

  const auto row = attesting.encode();
  const auto read = Attesting::decode(row);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->encode(), row);
  EXPECT_EQ(read->given.front().name, "Karim");
  EXPECT_EQ(read->keys.at(network).back().public_key(), key.public_key());
  EXPECT_EQ(Attesting::decode(ByteView(row).first(row.size() - 1)).error(), Errc::bad_vault);
}

}  // namespace
}  // namespace kring::core
