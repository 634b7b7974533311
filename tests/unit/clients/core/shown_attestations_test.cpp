#include "channels/articles/article.hpp"
#include "channels/model/limits.hpp"
#include "clients/core/device.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/own_attestations.hpp"
#include "clients/core/vault_union.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/clients/core/attestations_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Attestations in circles that their person is in already, and on the person's other devices.
namespace kring::core {
namespace {

using namespace std::chrono_literals;
using simulation::DeviceIndex;
using Hashes = std::vector<charter::AttestationHash>;

charter::AttestationHash hash_in(const std::string& text) {
  return charter::parse_attestation(text).value().hash();
}

Hashes ids_of(const std::vector<AttestationView>& views) {
  Hashes ids;
  ids.reserve(views.size());
  for (const auto& view : views) ids.push_back(view.id);
  return ids;
}

class ShowingAttestations : public AttestationsTest {
 protected:
  ShowingAttestations() { publish(); }
  /// A new attestation of Karim's, which was checked later than those before.
  std::string attest_later(Duration life = std::chrono::days(90)) {
    world_.run(1s);
    return attest(life);
  }
  /// Karim keeps it, and everything comes to rest; the circles in which it is shown by itself.
  std::vector<channels::CircleId> renew(const std::string& text) {
    auto kept = world_.client(karim_).keep_attestation(text, world_.now());
    EXPECT_TRUE(kept) << (kept ? "" : kept.error().name());
    world_.perform(karim_, std::move(kept->actions));
    world_.settled();
    return std::move(kept->circles);
  }
  /// One is removed on a device of Karim's, and everything comes to rest.
  void drop(DeviceIndex device, const std::string& text) {
    auto dropped = world_.client(device).drop_attestation(hash_in(text), world_.now());
    ASSERT_TRUE(dropped) << dropped.error().name();
    world_.perform(device, std::move(*dropped));
    world_.settled();
  }
  /// Karim comes into the mother's circle.
  void come_in() {
    ask_to_come_in();
    let_in();
  }
  Status show_by(DeviceIndex device, const channels::CircleId& circle, const std::string& text) {
    auto actions = world_.client(device).show_attestation(circle, hash_in(text), world_.now());
    if (!actions) return fail(actions.error());
    world_.perform(device, std::move(*actions));
    world_.settled();
    return {};
  }
  Status show(const channels::CircleId& circle, const std::string& text) {
    return show_by(karim_, circle, text);
  }
  /// What the mother is shown of Karim, and what Anna is in the network.
  Hashes seen_by_mother() { return ids_of(shown()); }
  Hashes seen_by_anna() {
    return ids_of(world_.client(anna_).attestations_of(network(), id_of("Karim"), world_.now()));
  }
  /// Introductions of Karim's that are in a channel's log, as `reader` has it, the oldest first.
  std::vector<articles::Article> introductions(DeviceIndex reader, const channels::CircleId& circle,
                                               const channels::ChannelId& channel) {
    std::vector<articles::Article> all;
    for (const auto& article : world_.client(reader).timeline(circle, channel, {})) {
      if (article.type == "introduction" && article.author_name == "Karim")
        all.push_back(articles::Article::parse(view_bytes(article.json)).value());
    }
    return all;
  }
  /// How often Karim introduced himself in each channel of the mother's circle in which he did.
  std::vector<std::size_t> times_introduced() {
    std::vector<std::size_t> times;
    for (const auto& channel : world_.client(mother_).channels(circle_, world_.now())) {
      const auto count = introductions(mother_, circle_, channel.id).size();
      if (count != 0) times.push_back(count);
    }
    return times;
  }
  /// How many introductions of his in that circle show this one.
  std::size_t times_shown(const std::string& text) {
    const auto bytes = charter::parse_attestation(text).value().bytes();
    std::size_t times = 0;
    for (const auto& channel : world_.client(mother_).channels(circle_, world_.now())) {
      for (const auto& article : introductions(mother_, circle_, channel.id)) {
        const auto& shown = std::get<articles::IntroductionArticle>(article.content()).introduction;
        if (!std::ranges::search(shown, bytes).empty()) ++times;
      }
    }
    return times;
  }
  /// The hub refuses whatever Karim writes in the mother's circle; how often it did.
  std::shared_ptr<std::size_t> refuse_appends(wire::ErrorCode code) {
    const auto refused = std::make_shared<std::size_t>(0);
    world_.tamper(
        {.refusal = [this, refused, code](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
           const auto* append = std::get_if<wire::AppendRequest>(&request);
           if (append == nullptr || append->circle != circle_) return std::nullopt;
           ++*refused;
           return wire::ErrorAnswer{.code = code};
         },
         .only = karim_});
    return refused;
  }
};

TEST_F(ShowingAttestations, RenewsWhatIsShownInACircleUnaskedAndOnceAChannel) {
  renew(attest());
  come_in();
  const auto before = times_introduced();
  const auto second = attest_later();

  EXPECT_EQ(renew(second), std::vector{circle_});

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)}) << "and the old one no more";
  ASSERT_FALSE(before.empty());
  EXPECT_EQ(before, std::vector<std::size_t>(before.size(), 1));
  EXPECT_EQ(times_introduced(), std::vector<std::size_t>(before.size(), 2));
  world_.restart_device(karim_);
  world_.restart_device(mother_);
  world_.run(1min);
  world_.settled();
  EXPECT_EQ(times_introduced(), std::vector<std::size_t>(before.size(), 2)) << "nor after a restart";
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(ShowingAttestations, AreInAnIntroductionThatIsWrittenOnceADayWhereTheHubRefusesIt) {
  come_in();
  const auto channels = times_introduced().size();
  const auto first = attest();
  renew(first);
  const auto refused = refuse_appends(wire::ErrorCode::too_large);

  ASSERT_TRUE(show(circle_, first));
  world_.run(refused_rest - 5min);
  EXPECT_EQ(*refused, channels) << "once a channel";
  world_.run(10min);
  EXPECT_EQ(*refused, 2 * channels);
  const auto& karim = world_.client(karim_);
  EXPECT_EQ(karim.circles_showing(hash_in(first), world_.now()), std::vector{circle_}) << "on its way";
  renew(attest_later());
  EXPECT_EQ(*refused, 3 * channels) << "another one is not the one that was refused";

  world_.tamper({});
  world_.restart_device(karim_);
  world_.settled();
  EXPECT_EQ(seen_by_mother().size(), 1U) << "it is written at the next start";
}

TEST_F(ShowingAttestations, AreInAnIntroductionThatIsWrittenAgainOnceTheCharterGoesOnWhereTheHubKnewNoRight) {
  come_in();
  const auto channels = times_introduced().size();
  const auto first = attest();
  renew(first);
  const auto refused = refuse_appends(wire::ErrorCode::may_not_post);
  ASSERT_TRUE(show(circle_, first));
  world_.run(1h);
  EXPECT_EQ(*refused, channels) << "once a channel";
  world_.tamper({});
  world_.run(1h);
  EXPECT_EQ(seen_by_mother(), Hashes()) << "nothing has changed";

  ASSERT_TRUE(world_.perform(mother_, world_.client(mother_).freeze(circle_, world_.now())));
  world_.settled();

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)});
}

TEST_F(ShowingAttestations, ShowsNothingThatWasRemovedBeforeItWasInTheLog) {
  come_in();
  const auto first = attest();
  renew(first);
  const auto refused = refuse_appends(wire::ErrorCode::overloaded);
  auto shown = world_.client(karim_).show_attestation(circle_, hash_in(first), world_.now());
  ASSERT_TRUE(shown);
  world_.perform(karim_, std::move(*shown));
  world_.run(1s);
  EXPECT_GE(*refused, times_introduced().size());

  auto dropped = world_.client(karim_).drop_attestation(hash_in(first), world_.now());
  ASSERT_TRUE(dropped);
  world_.perform(karim_, std::move(*dropped));
  world_.run(1s);
  world_.tamper({});
  world_.run(5min);
  world_.settled();

  EXPECT_EQ(seen_by_mother(), Hashes());
  EXPECT_EQ(times_shown(first), 0U) << "nor does any log have it";
  EXPECT_EQ(times_introduced(), std::vector<std::size_t>(times_introduced().size(), 2));
}

TEST_F(ShowingAttestations, RenewsOneWhoseTimeIsOver) {
  renew(attest(1h));
  come_in();
  world_.run(2h);
  ASSERT_EQ(states(), std::vector{AttestationState::expired});
  const auto second = attest_later();

  EXPECT_EQ(renew(second), std::vector{circle_});

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)});
}

TEST_F(ShowingAttestations, RenewsOnceItsPersonIsLetIn) {
  renew(attest());
  ask_to_come_in();
  const auto second = attest_later();
  EXPECT_EQ(renew(second), std::vector{circle_}) << "who waits may be in without knowing it";
  EXPECT_NE(seen_by_mother(), Hashes{hash_in(second)});

  let_in();

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)});
}

TEST_F(ShowingAttestations, RenewsOnceTheCircleIsThereAgain) {
  renew(attest());
  come_in();
  const auto second = attest_later();
  world_.offline(karim_);

  renew(second);
  world_.restart_device(karim_);
  world_.run(1min);
  ASSERT_NE(seen_by_mother(), Hashes{hash_in(second)});
  EXPECT_EQ(world_.client(karim_).circles_showing(hash_in(second), world_.now()), std::vector{circle_})
      << "it is about to be shown";
  world_.online(karim_);
  world_.settled();

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)});
}

TEST_F(ShowingAttestations, ShowsNothingUnaskedWhereNothingOfTheKindWasShown) {
  come_in();
  const auto text = attest();

  EXPECT_TRUE(renew(text).empty());

  EXPECT_EQ(seen_by_mother(), Hashes());
  EXPECT_EQ(seen_by_anna(), Hashes()) << "not in the network either";
  const auto& karim = world_.client(karim_);
  EXPECT_TRUE(karim.circles_showing(hash_in(text), world_.now()).empty());
}

TEST_F(ShowingAttestations, ShowsWhatIsAskedInThatCircleAlone) {
  come_in();
  const auto text = attest();
  renew(text);

  ASSERT_TRUE(show(circle_, text));

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(text)});
  EXPECT_EQ(seen_by_anna(), Hashes());
  EXPECT_EQ(world_.client(karim_).circles_showing(hash_in(text), world_.now()), std::vector{circle_});
  EXPECT_EQ(show(circle_, text).error(), client::Errc::not_needed);
  EXPECT_EQ(read_networks(), std::vector<std::string>());
  EXPECT_EQ(states(), std::vector{AttestationState::holds});
}

TEST_F(ShowingAttestations, ShowsNoneThatIsNotKeptOrOverNorWhereNobodyIsIntroduced) {
  come_in();
  const auto text = attest(1h);
  EXPECT_EQ(show(circle_, text).error(), client::Errc::unknown_attestation);
  renew(text);
  EXPECT_EQ(show(network(), text).error(), client::Errc::may_not_post) << "there is no channel for doctors";
  EXPECT_EQ(show(world_.random().id<channels::CircleId>(), text).error(), client::Errc::unknown_circle);
  world_.run(1h);

  EXPECT_EQ(show(circle_, text).error(), client::Errc::attestation_over);
}

TEST_F(ShowingAttestations, ShowsFourAtATimeInACircleAndNotOneMore) {
  come_in();
  const auto text_of = [&](const std::string& claim, Duration life) {
    return world_.client(anna_)
        .attest(network(), id_of("Karim"), {.claim = claim, .how = "BIG", .life = life}, world_.now())
        .value()
        .text;
  };
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < channels::limits::shown_attestations_max; ++i) {
    texts.push_back(text_of("vak " + std::to_string(i), i == 0 ? 1h : 24h));
    renew(texts.back());
    EXPECT_TRUE(show(circle_, texts.back()));
  }
  // Another takes a place among those that are kept, while all four are shown still.
  world_.offline(karim_);
  auto dropped = world_.client(karim_).drop_attestation(hash_in(texts[3]), world_.now());
  ASSERT_TRUE(dropped);
  world_.perform(karim_, std::move(*dropped));
  const auto more = text_of("nog een", 24h);
  auto kept = world_.client(karim_).keep_attestation(more, world_.now());
  ASSERT_TRUE(kept);
  world_.perform(karim_, std::move(kept->actions));

  EXPECT_EQ(world_.client(karim_).show_attestation(circle_, hash_in(more), world_.now()).error(),
            channels::Errc::too_many_attestations);
  world_.run(1h);
  EXPECT_TRUE(world_.client(karim_).show_attestation(circle_, hash_in(more), world_.now()))
      << "one that is over makes room";
}

TEST_F(ShowingAttestations, ShowsNoMoreWhatIsRemovedNorWhatComesAfterIt) {
  const auto first = attest();
  renew(first);
  come_in();
  ASSERT_EQ(seen_by_mother(), Hashes{hash_in(first)});

  drop(karim_, first);
  EXPECT_EQ(seen_by_mother(), Hashes());
  EXPECT_TRUE(renew(attest_later()).empty());

  EXPECT_EQ(seen_by_mother(), Hashes());
}

TEST_F(ShowingAttestations, RefusesToKeepAnOlderOneThanItHas) {
  const auto first = attest();
  const auto second = attest_later(1h);
  renew(second);

  EXPECT_EQ(keep(karim_, first).error(), client::Errc::attestation_older);
}

TEST_F(ShowingAttestations, RefusesToKeepOneThatWasCheckedLaterThanNowByMoreThanClocksDiffer) {
  const auto text = attest();
  const auto checked = charter::parse_attestation(text).value().content().checked;
  const auto keep_at = [&](Time now) { return world_.client(karim_).keep_attestation(text, now); };

  EXPECT_EQ(keep_at(checked - channels::limits::clock_skew_max - 1ms).error(),
            client::Errc::attestation_not_yet);
  EXPECT_TRUE(keep_at(checked - channels::limits::clock_skew_max));
}

TEST_F(ShowingAttestations, ShowsNoneThatItsNetworkTookBackNorWhoseKeyIsGone) {
  come_in();
  const auto withdrawn = attest();
  renew(withdrawn);
  withdraw(withdrawn);
  EXPECT_EQ(show(circle_, withdrawn).error(), client::Errc::attestation_taken_back);
  const auto keyless = attest_later();
  renew(keyless);
  change_key(KeyChange::take_away);

  EXPECT_EQ(show(circle_, keyless).error(), client::Errc::attestation_taken_back);

  EXPECT_EQ(seen_by_mother(), Hashes());
}

TEST_F(ShowingAttestations, RemindsFromTwoWeeksBeforeTheEndUntilTwoWeeksAfterIt) {
  renew(attest(30 * 24h));
  const auto& karim = world_.client(karim_);
  const auto until = karim.own_attestations(world_.now()).front().until;

  EXPECT_TRUE(karim.ending_attestations(until - attestation_remind_for - 1ms).empty());
  EXPECT_EQ(karim.ending_attestations(until - attestation_remind_for).size(), 1U);
  EXPECT_EQ(karim.ending_attestations(until + attestation_remind_for - 1ms).size(), 1U);
  EXPECT_TRUE(karim.ending_attestations(until + attestation_remind_for).empty());
}

TEST_F(ShowingAttestations, RemindsOfNoneThatWasWithdrawn) {
  const auto text = attest(24h);
  renew(text);
  ASSERT_EQ(world_.client(karim_).ending_attestations(world_.now()).size(), 1U);

  withdraw(text);

  EXPECT_TRUE(world_.client(karim_).ending_attestations(world_.now()).empty());
  EXPECT_TRUE(world_.client(karim_).ending_attestations(world_.now() + 25h).empty()) << "it did not end then";
}

/// A newsgroup of the network in which Karim shows an attestation, and Bea, who is a doctor too, writes
/// whatever she likes.
class ReplayedIntroductions : public ShowingAttestations {
 protected:
  ReplayedIntroductions() {
    let_doctors_write();
    world_.settled();
    old_ = own_introductions().front();
  }
  std::vector<articles::Article> own_introductions() {
    return introductions(anna_, network(), world_.channel(anna_, "nik.artsen"));
  }
  void replay(const articles::Article& introduction) { world_.write(bea_, "nik.artsen", introduction); }
  /// Everybody folds what they hold anew.
  void restart_all() {
    for (const auto device : {anna_, karim_, bea_}) world_.restart_device(device);
    world_.settled();
  }

  DeviceIndex bea_ = world_.admit("Bea", "doctors");
  std::optional<articles::Article> old_;
};

TEST_F(ReplayedIntroductions, HideNothingThatWasShownAfterThem) {
  const auto text = attest();
  renew(text);
  ASSERT_TRUE(show(network(), text));
  ASSERT_EQ(seen_by_anna(), Hashes{hash_in(text)});

  replay(*old_);

  EXPECT_EQ(seen_by_anna(), Hashes{hash_in(text)});
  restart_all();
  EXPECT_EQ(seen_by_anna(), Hashes{hash_in(text)});
  EXPECT_EQ(own_introductions().size(), 2U) << "and nobody answers them with another";
}

TEST_F(ReplayedIntroductions, BringNothingBackThatWasRemovedOrRenewed) {
  const auto first = attest();
  renew(first);
  ASSERT_TRUE(show(network(), first));
  const auto shown_first = own_introductions().back();
  const auto second = attest_later();
  renew(second);
  const auto shown_second = own_introductions().back();

  replay(shown_first);
  EXPECT_EQ(seen_by_anna(), Hashes{hash_in(second)});
  drop(karim_, second);
  replay(shown_second);

  EXPECT_EQ(seen_by_anna(), Hashes());
  restart_all();
  EXPECT_EQ(seen_by_anna(), Hashes());
  EXPECT_TRUE(world_.client(karim_).own_attestations(world_.now()).empty());
}

TEST_F(ReplayedIntroductions, AreNotWhatANewcomerBelieves) {
  const auto text = attest();
  renew(text);
  ASSERT_TRUE(show(network(), text));
  replay(*old_);

  const auto cora = world_.admit("Cora", "doctors");

  const auto seen = world_.client(cora).attestations_of(network(), id_of("Karim"), world_.now());
  EXPECT_EQ(ids_of(seen), Hashes{hash_in(text)});
}

TEST_F(ReplayedIntroductions, CountForNobodyWhenSomebodyElseHasSignedThem) {
  const auto text = attest();
  renew(text);
  ASSERT_TRUE(show(network(), text));
  const auto own = own_introductions().back();
  auto forged = std::get<articles::IntroductionArticle>(own.content()).introduction;
  forged[forged.size() / 2] ^= 1U;

  replay(articles::Article::of(articles::IntroductionArticle{forged}).value());

  EXPECT_EQ(seen_by_anna(), Hashes{hash_in(text)});
}

/// Karim has a second device, in the mother's circle.
class AttestationsOnDevices : public ShowingAttestations {
 protected:
  /// What a linked device holds that its first one did not tell of attestations.
  DeviceIndex further_device() {
    auto further = Device::decode(world_.vault(karim_).at("device")).value();
    const auto seed =
        std::exchange(further.key, primitives::generate_signature_key_pair(random_)).private_key.clone();
    further.certificate = charter::certify_further(further.certificate, seed,
                                                   *channels::DeviceKey::from(further.key.public_key.bytes))
                              .value();
    further.attestations.clear();
    const auto device = world_.add_device("Verder");
    world_.vault(device).insert_or_assign("device", further.encode());
    world_.restart_device(device);
    return device;
  }
  void bring_into(const channels::CircleId& circle, const channels::MemberId& me, DeviceIndex device) {
    auto& karim = world_.client(karim_);
    const auto link = karim.device_link(circle, me, world_.now()).value();
    auto asked = world_.client(device).come_in_as(link, Coming::as_further_device, world_.now());
    ASSERT_TRUE(asked);
    world_.perform(device, std::move(asked->actions));
    world_.settled();
    ASSERT_TRUE(world_.perform(karim_, karim.let_device_in(circle, asked->code, world_.now())));
    world_.run(1min);
    world_.settled();
  }
  /// Karim comes into the mother's circle, and so does his tablet.
  DeviceIndex come_in_with_another_device() {
    come_in();
    const auto tablet = further_device();
    bring_into(circle_, waiting_, tablet);
    return tablet;
  }
  /// Of a device that starts again, what it keeps.
  void change_kept(DeviceIndex device, std::vector<charter::Attestation> kept) {
    auto changed = Device::decode(world_.vault(device).at("device")).value();
    changed.attestations = std::move(kept);
    world_.vault(device).insert_or_assign("device", changed.encode());
  }
  /// As in a home that was put back: it neither keeps anything nor knows of a removal.
  void keep_nothing(DeviceIndex device) { change_kept(device, {}); }
  /// Whoever has a device keeps and shows by it one that says what `text` does, was checked now, and that no
  /// network has signed.
  charter::AttestationHash forge_on(DeviceIndex device, const std::string& text) {
    world_.run(1s);
    auto content = charter::parse_attestation(text).value().content();
    content.checked = world_.now();
    content.until = world_.now() + std::chrono::days(90);
    const auto thief = primitives::generate_signature_key_pair(random_);
    const auto forged = charter::make_attestation(content, thief.private_key).value();
    change_kept(device, {forged});
    world_.restart_device(device);
    come_to_rest();
    return forged.hash();
  }
  /// Also what a device does by itself after it has learnt something.
  void come_to_rest() {
    world_.run(1min);
    world_.settled();
  }
  /// The mother takes it out of her circle.
  void revoke(DeviceIndex device) {
    const auto devices = world_.client(device).devices(circle_);
    const auto stolen = std::ranges::find_if(devices, &DeviceView::this_one);
    ASSERT_NE(stolen, devices.end());
    ASSERT_TRUE(world_.perform(
        mother_, world_.client(mother_).revoke_device(circle_, stolen->id, std::nullopt, world_.now())));
    come_to_rest();
  }
  /// A device that is not in the network reads its charter.
  void read_network_by(DeviceIndex device) {
    auto& client = world_.client(device);
    for (bool more = true; more;) {
      const auto got = world_.get(device, client.charter_question(circle_, network())->path);
      auto taken = client.take_charter_answer(circle_, network(), {.status = got.status, .body = got.body},
                                              world_.now());
      more = taken.more;
      world_.perform(device, std::move(taken.actions));
    }
  }
  Hashes kept_by(DeviceIndex device) { return ids_of(world_.client(device).own_attestations(world_.now())); }

  support::SeededRandom random_{11};
};

TEST_F(AttestationsOnDevices, ComeOutOfTheLogsInWhichTheyAreShown) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  EXPECT_EQ(kept_by(tablet), Hashes{hash_in(first)});
  bring_into(network(), id_of("Karim"), tablet);
  const auto second = attest_later();

  renew(second);

  EXPECT_EQ(kept_by(tablet), Hashes{hash_in(second)});
  world_.restart_device(tablet);
  world_.settled();
  EXPECT_EQ(kept_by(tablet), Hashes{hash_in(second)});
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)}) << "once, whichever device shows it";
}

TEST_F(AttestationsOnDevices, AreRenewedByTheOneThatKeepsThem) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  const auto second = attest_later();

  ASSERT_TRUE(keep(tablet, second));
  world_.settled();

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)});
  EXPECT_EQ(kept_by(karim_), Hashes{hash_in(second)});
}

TEST_F(AttestationsOnDevices, DoNotComeBackToTheOneThatRemovedThem) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();

  drop(tablet, first);
  world_.restart_device(tablet);
  world_.settled();

  EXPECT_EQ(kept_by(tablet), Hashes());
  EXPECT_EQ(keep(tablet, first), Status()) << "but by their person's wish";
}

TEST_F(AttestationsOnDevices, DoNotComeBackInAnOlderFormThatAnotherShows) {
  renew(attest());
  const auto tablet = come_in_with_another_device();
  const auto second = attest_later();
  ASSERT_TRUE(keep(tablet, second));
  world_.settled();

  drop(tablet, second);

  EXPECT_EQ(kept_by(tablet), Hashes());
  world_.restart_device(tablet);
  world_.settled();
  EXPECT_EQ(kept_by(tablet), Hashes());
}

TEST_F(AttestationsOnDevices, AreNotShownUnaskedByOneWhereAnotherTookThemBack) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  const auto second = attest_later();
  ASSERT_TRUE(keep(tablet, second));
  world_.settled();
  ASSERT_EQ(kept_by(karim_), Hashes{hash_in(second)}) << "and it still shows the first";

  drop(tablet, second);

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)});
  world_.restart_device(karim_);
  world_.settled();
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)});
  const auto third = attest_later();
  EXPECT_EQ(renew(third), std::vector<channels::CircleId>()) << "nor what is kept after it";
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)});
  EXPECT_TRUE(show(circle_, third)) << "but where its person asks for that";
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(third)});
}

TEST_F(AttestationsOnDevices, CountForNothingOnceTheirDeviceIsRevoked) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  world_.offline(karim_);
  const auto second = attest_later();
  ASSERT_TRUE(keep(tablet, second));
  world_.settled();
  ASSERT_EQ(seen_by_mother(), Hashes{hash_in(second)});

  revoke(tablet);

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)}) << "what the other device shows";
}

TEST_F(AttestationsOnDevices, AreShownByTheOtherOneOnceTheirDeviceIsRevoked) {
  renew(attest());
  const auto tablet = come_in_with_another_device();
  const auto second = attest_later();
  ASSERT_TRUE(keep(tablet, second));
  world_.settled();
  ASSERT_EQ(kept_by(karim_), Hashes{hash_in(second)}) << "and it still shows the first";

  revoke(tablet);

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)});
}

TEST_F(AttestationsOnDevices, AreNeitherReplacedNorOutlivedByOneThatAStolenDeviceForged) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();

  const auto forged = forge_on(tablet, first);

  EXPECT_EQ(seen_by_mother(), Hashes{forged}) << "until its device is revoked";
  EXPECT_EQ(kept_by(karim_), Hashes{hash_in(first)});
  revoke(tablet);
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)});
  world_.restart_device(karim_);
  world_.settled();
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)});
  EXPECT_EQ(read_networks(), std::vector<std::string>());
  EXPECT_EQ(states(), std::vector{AttestationState::holds});
  EXPECT_EQ(keep(karim_, first).error(), client::Errc::not_needed) << "it is kept";
}

TEST_F(AttestationsOnDevices, AreNotReplacedByOneThatTheNetworkTookBack) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  const auto second = attest_later();
  world_.offline(tablet);
  ASSERT_TRUE(keep(tablet, second));
  withdraw(second);

  world_.online(tablet);
  come_to_rest();

  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(second)}) << "a device outside of the network shows it";
  EXPECT_EQ(kept_by(karim_), Hashes{hash_in(first)});
  revoke(tablet);
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)}) << "nothing that was withdrawn is shown unasked";
}

TEST_F(AttestationsOnDevices, AreReplacedOnceTheCharterOfTheirNetworkIsKnown) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  EXPECT_EQ(kept_by(tablet), Hashes{hash_in(first)}) << "it had none";
  const auto second = attest_later();
  renew(second);
  EXPECT_EQ(kept_by(tablet), Hashes{hash_in(first)}) << "whoever signed the other";

  read_network_by(tablet);
  come_to_rest();

  EXPECT_EQ(kept_by(tablet), Hashes{hash_in(second)});
}

TEST_F(AttestationsOnDevices, TakeThePlaceOfALaterOneThatTheNetworkNeverSigned) {
  const auto first = attest();
  renew(first);
  const auto tablet = come_in_with_another_device();
  // As the vault may bring it, into which a thief's device wrote.
  const auto forged = forge_on(karim_, first);
  ASSERT_EQ(seen_by_mother(), Hashes{forged});

  ASSERT_TRUE(show_by(tablet, circle_, first));
  come_to_rest();

  EXPECT_EQ(kept_by(karim_), Hashes{hash_in(first)});
  EXPECT_EQ(seen_by_mother(), Hashes{hash_in(first)}) << "and shows the other no more";
}

TEST_F(AttestationsOnDevices, AreToldToOneThatWasKeptOutOnceItIsNot) {
  renew(attest());
  const auto tablet = come_in_with_another_device();
  const auto second = attest_later();
  ASSERT_TRUE(keep(tablet, second));
  world_.settled();
  auto& mother = world_.client(mother_);
  ASSERT_TRUE(world_.perform(mother_, mother.pause(circle_, waiting_, world_.now())));
  world_.settled();
  keep_nothing(karim_);
  world_.restart_device(karim_);
  world_.settled();
  EXPECT_EQ(kept_by(karim_), Hashes());

  ASSERT_TRUE(world_.perform(mother_, mother.unpause(circle_, waiting_, world_.now())));
  come_to_rest();

  EXPECT_EQ(kept_by(karim_), Hashes{hash_in(second)});
}

TEST_F(AttestationsOnDevices, AreNotToldToADeviceByWhatItWroteItself) {
  renew(attest());
  come_in();
  keep_nothing(karim_);

  world_.restart_device(karim_);
  world_.settled();

  EXPECT_EQ(kept_by(karim_), Hashes());
}

TEST_F(AttestationsOnDevices, AreToldToALinkedOneAndKeptInTheVault) {
  const auto text = attest();
  renew(text);
  world_.run(2min);
  world_.settled();

  const auto told = world_.client(karim_).person_state();
  ASSERT_TRUE(told);
  ASSERT_EQ(told->attestations.size(), 1U);
  EXPECT_EQ(told->attestations.front().hash(), hash_in(text));

  const auto phone = world_.device_by_vault(karim_, "Karim");

  EXPECT_EQ(kept_by(phone), Hashes{hash_in(text)});
}

/// Attestations by themselves, without a network.
class KeptAttestations : public testing::Test {
 protected:
  charter::Attestation one(const std::string& claim, int checked, int life = 1000) {
    return charter::make_attestation({.network = network_,
                                      .key = key_,
                                      .person = charter::hash_of_person(person_),
                                      .claim = claim,
                                      .how = "BIG",
                                      .checked = Time(Duration(checked)),
                                      .until = Time(Duration(checked + life))},
                                     pair_.private_key)
        .value();
  }

  support::SeededRandom random_{8};
  channels::CircleId network_ = random_.id<channels::CircleId>();
  charter::AttestationKeyId key_ = random_.id<charter::AttestationKeyId>();
  channels::PersonKey person_ = random_.id<channels::PersonKey>();
  primitives::SignatureKeyPair pair_ = primitives::generate_signature_key_pair(random_);
};

TEST_F(KeptAttestations, AreNewerIfTheyWereCheckedLaterOrElseLastLonger) {
  EXPECT_TRUE(is_newer(one("arts", 2, 10), one("arts", 1, 1000)));
  EXPECT_TRUE(is_newer(one("arts", 1, 11), one("arts", 1, 10)));
  EXPECT_FALSE(is_newer(one("arts", 1, 10), one("arts", 1, 10)));
}

TEST_F(KeptAttestations, SayTheSameOfOneNetworkByTheSameWords) {
  const auto here = one("arts", 1);
  network_ = random_.id<channels::CircleId>();

  EXPECT_FALSE(attest_the_same(here, one("arts", 1)));
  EXPECT_FALSE(attest_the_same(one("arts", 1), one("kinderarts", 1)));
  EXPECT_TRUE(attest_the_same(one("arts", 1), one("arts", 2)));
}

TEST_F(KeptAttestations, AreAsManyAsMayBeShownAndOneMoreTakesThePlaceOfOneThatIsOver) {
  std::vector<charter::Attestation> all;
  for (std::size_t i = 0; i < channels::limits::shown_attestations_max; ++i)
    EXPECT_TRUE(
        put_attestation(all, one("vak " + std::to_string(i), 1, i == 2 ? 9 : 1000), Time(Duration(5))));
  const auto before = all;

  EXPECT_FALSE(put_attestation(all, one("nog een", 3), Time(Duration(9))));
  EXPECT_EQ(all, before);
  EXPECT_TRUE(put_attestation(all, one("vak 0", 3), Time(Duration(9)))) << "in the place of its own";
  EXPECT_TRUE(put_attestation(all, one("nog een", 3), Time(Duration(10))));

  EXPECT_EQ(all.size(), channels::limits::shown_attestations_max);
  EXPECT_TRUE(std::ranges::none_of(all, [](const auto& kept) { return kept.content().claim == "vak 2"; }));
}

TEST_F(KeptAttestations, AreRememberedAsRemovedSoManyAndNotOneMore) {
  auto device = make_device("Karim", "", random_).value().device;
  const auto name = [](std::size_t i) { return "vak " + std::to_string(i); };
  for (std::size_t i = 0; i < removed_attestations_max; ++i)
    note_removed(device, one(name(i), 1 + static_cast<int>(i)), Time(Duration(5)));
  EXPECT_EQ(device.removed.size(), removed_attestations_max);
  EXPECT_TRUE(is_removed(device, one(name(0), 1)));

  note_removed(device, one("nog een", 1000), Time(Duration(5)));

  EXPECT_EQ(device.removed.size(), removed_attestations_max);
  EXPECT_FALSE(is_removed(device, one(name(0), 1))) << "the one goes that is over first";
  const auto all_over = Time(Duration(1000)) + channels::limits::attestation_life_max;
  note_removed(device, one("laatste", 2000), all_over - 1ms);
  EXPECT_EQ(device.removed.size(), 2U) << "and so do those of which all is over";
  note_removed(device, one("laatste", 2000), all_over);
  EXPECT_EQ(device.removed.size(), 1U);
}

TEST_F(KeptAttestations, TakeAlongWhenTheyAreRemovedWhatSaysTheSameAndWasCheckedNoLater) {
  auto device = make_device("Karim", "", random_).value().device;

  note_removed(device, one("arts", 5), Time(Duration(6)));
  note_removed(device, one("arts", 3), Time(Duration(6)));

  EXPECT_EQ(device.removed.size(), 1U);
  EXPECT_TRUE(is_removed(device, one("arts", 5)));
  EXPECT_TRUE(is_removed(device, one("arts", 5, 2000))) << "however long it counts";
  EXPECT_TRUE(is_removed(device, one("arts", 4)));
  EXPECT_FALSE(is_removed(device, one("arts", 6)));
  EXPECT_FALSE(is_removed(device, one("tolk", 4)));
  network_ = random_.id<channels::CircleId>();
  EXPECT_FALSE(is_removed(device, one("arts", 4))) << "nor another network's";
}

TEST_F(KeptAttestations, AreNotRemovedAnyMoreOnceTheyAreKeptAgainNorIsWhatIsOlder) {
  auto device = make_device("Karim", "", random_).value().device;
  note_removed(device, one("arts", 5), Time(Duration(6)));

  note_kept_again(device, one("tolk", 4));
  EXPECT_TRUE(is_removed(device, one("arts", 4)));
  note_kept_again(device, one("arts", 4));

  EXPECT_FALSE(is_removed(device, one("arts", 4)));
  EXPECT_FALSE(is_removed(device, one("arts", 3)));
  EXPECT_TRUE(is_removed(device, one("arts", 5))) << "no other device brings it back";
  note_removed(device, one("arts", 4), Time(Duration(7)));
  EXPECT_TRUE(is_removed(device, one("arts", 4)));
  EXPECT_TRUE(is_removed(device, one("arts", 5)));
}

/// A slot of the vault that tells of these.
FoundSlot told_slot(Time sealed_at, std::vector<charter::Attestation> attestations) {
  FoundSlot found;
  found.content.emplace();
  found.content->sealed_at = sealed_at;
  found.content->state.attestations = std::move(attestations);
  return found;
}

TEST_F(KeptAttestations, ComeOutOfAllSlotsOfTheVaultTheNewestOfEach) {
  const auto newest = told_slot(Time(Duration(9)), {one("arts", 1), one("verpleegkundige", 5)});
  const auto older =
      told_slot(Time(Duration(8)), {one("arts", 2), one("verpleegkundige", 4), one("tolk", 1)});

  const auto all = unite_attestations({&older, &newest}, person_, Time(Duration(10)));

  EXPECT_EQ(all, (std::vector{one("verpleegkundige", 5), one("arts", 2), one("tolk", 1)}));
}

TEST_F(KeptAttestations, ComeOutOfNoSlotWhereTheyBelieThemselves) {
  const auto now = Time(Duration(10));
  const auto skew = static_cast<int>(channels::limits::clock_skew_max.count());
  const auto of_person = one("tolk", 2);
  const auto older = told_slot(Time(Duration(8)), {one("arts", 2), of_person, one("vak", 1)});
  const auto own = std::exchange(person_, random_.id<channels::PersonKey>());
  const auto of_another = one("tolk", 3);
  person_ = own;
  const auto stolen =
      told_slot(Time(Duration(9)), {one("arts", 10 + skew + 1), of_another, one("vak", 9, 1)});

  const auto all = unite_attestations({&older, &stolen}, person_, now);

  EXPECT_EQ(all, (std::vector{one("arts", 2), of_person, one("vak", 1)}));
  EXPECT_EQ(hold_alone({one("arts", 10 + skew)}, person_, now).size(), 1U) << "as far as clocks differ";
}

}  // namespace
}  // namespace kring::core
