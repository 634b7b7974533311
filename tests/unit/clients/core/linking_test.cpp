#include "clients/core/linking.hpp"

#include "channels/model/errc.hpp"
#include "clients/core/client.hpp"
#include "clients/core/device.hpp"
#include "clients/core/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace kring::core {
namespace {

using simulation::CircleWorld;
using simulation::DeviceIndex;

/// A mother's phone, a circle, and an empty home that is to become her tablet. Messages go from hand to hand.
class Linking : public testing::Test {
 protected:
  Client& phone() { return world_.client(world_.anna()); }
  static channels::MailboxId box(std::uint8_t number) {
    return channels::MailboxId(FixedBytes<16>{number, 1});
  }
  /// A home in which there is nothing.
  DeviceIndex empty_home() {
    const auto device = world_.add_device("Leeg");
    world_.vault(device).clear();
    world_.restart_device(device);
    return device;
  }
  Bytes package(const LinkRequest& request) {
    auto linked = phone().link_device(link_, request, box(2));
    EXPECT_TRUE(linked);
    world_.perform(world_.anna(), std::move(linked->actions));
    return std::move(linked->package);
  }
  Bytes handles(DeviceIndex tablet, const Bytes& package) {
    auto taken = world_.client(tablet).take_link(link_, device_, package, world_.now());
    EXPECT_TRUE(taken) << (taken ? "" : taken.error().name());
    if (!taken) return {};
    EXPECT_EQ(taken->next, box(2));
    world_.perform(tablet, std::move(taken->actions));
    return std::move(taken->handles);
  }
  void let_in(const Bytes& sealed) {
    auto letting = phone().let_linked_in(link_, device_.request, box(2), sealed, world_.now());
    ASSERT_TRUE(letting) << letting.error().name();
    world_.perform(world_.anna(), std::move(letting->actions));
    for (auto& circle : letting->circles) {
      ASSERT_TRUE(circle.accepted) << circle.accepted.error().name();
      world_.perform(world_.anna(), std::move(circle.accepted->actions));
    }
    world_.settled();
    world_.run(std::chrono::minutes(1));
    world_.settled();
  }
  /// All of it.
  DeviceIndex link_tablet() {
    const auto tablet = empty_home();
    let_in(handles(tablet, package(device_.request)));
    return tablet;
  }

  support::SeededRandom random_{7};
  CircleWorld world_{{.seed = 93}};
  charter::MailboxLink link_ = phone().mailbox_link("https://kring.example", box(1)).value();
  LinkingDevice device_ = make_linking_device("Tablet", random_).value();
};

TEST_F(Linking, MakesADeviceThatReadsAndWritesAsItsPerson) {
  const auto nurse = world_.admit("Bea", "nurse");
  world_.say(world_.anna(), "care", "Van voor de tablet.");
  world_.say(world_.anna(), "family", "Nog onder ons.");
  world_.settled();

  const auto tablet = link_tablet();
  world_.say(tablet, "care", "Van de tablet.");
  world_.settled();

  EXPECT_EQ(world_.texts(tablet, "care"),
            (std::vector<std::string>{"Van voor de tablet.", "Van de tablet."}));
  EXPECT_TRUE(world_.texts(tablet, "family").empty());
  const auto read = world_.client(nurse).timeline(world_.circle(), world_.channel(nurse, "care"), {});
  EXPECT_EQ(read.back().author_name, "Anna");
  for (const auto& one : world_.client(nurse).devices(world_.circle())) EXPECT_TRUE(one.same_person);
  EXPECT_EQ(world_.member(tablet, "Bea").checked, Checked::confirmed);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(Linking, TakesNoAttestationThatSaysItWasCheckedLaterThanNow) {
  const auto pair = primitives::generate_signature_key_pair(random_);
  auto first = Device::decode(world_.vault(world_.anna()).at("device")).value();
  const auto attestation = [&](const std::string& claim, Time checked) {
    return charter::make_attestation({.network = random_.id<channels::CircleId>(),
                                      .key = random_.id<charter::AttestationKeyId>(),
                                      .person = charter::hash_of_person(first.certificate.person_key),
                                      .claim = claim,
                                      .how = "BIG",
                                      .checked = checked,
                                      .until = checked + std::chrono::days(9)},
                                     pair.private_key)
        .value();
  };
  const auto checked = attestation("tolk", world_.now());
  first.attestations = {attestation("arts", world_.now() + std::chrono::years(60)), checked};
  world_.vault(world_.anna()).insert_or_assign("device", first.encode());
  world_.restart_device(world_.anna());
  const auto tablet = empty_home();

  (void)handles(tablet, package(device_.request));

  const auto kept = world_.client(tablet).own_attestations(world_.now());
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept.front().id, checked.hash());
}

TEST_F(Linking, TellsWhoeverAskedThatItIsRefused) {
  const auto tablet = empty_home();

  const auto taken =
      world_.client(tablet).take_link(link_, device_, seal_refusal(link_, random_), world_.now());

  EXPECT_EQ(taken.error(), client::Errc::link_refused);
  EXPECT_FALSE(world_.client(tablet).status(world_.now()).has_device);
}

TEST_F(Linking, KnowsNamesOfCircleChannelsAndPeopleBeforeItIsIn) {
  (void)world_.admit("Bea", "nurse");
  const auto tablet = empty_home();

  (void)handles(tablet, package(device_.request));

  EXPECT_EQ(world_.view(tablet).name, world_.view(world_.anna()).name);
  EXPECT_EQ(world_.view(tablet).standing, Standing::waiting);
  const auto state = world_.client(tablet).status(world_.now());
  EXPECT_EQ(state.name, "Anna");
}

TEST_F(Linking, NamesDevicesForOnesOwnDevicesAlone) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto tablet = link_tablet();
  const auto name_of = [&](DeviceIndex at, bool this_one) {
    for (const auto& one : world_.client(at).devices(world_.circle())) {
      if (one.member == world_.view(world_.anna()).me && one.this_one == this_one) return one.name;
    }
    return std::string("none");
  };
  EXPECT_EQ(name_of(world_.anna(), false), "Tablet");
  EXPECT_EQ(name_of(tablet, true), "Tablet");
  EXPECT_EQ(name_of(nurse, false), "");

  for (const auto& one : phone().devices(world_.circle())) {
    if (!one.this_one) continue;
    auto named = phone().name_device(world_.circle(), one.id, "Telefoon");
    ASSERT_TRUE(named);
    world_.perform(world_.anna(), std::move(*named));
    EXPECT_EQ(phone().name_device(world_.circle(), one.id, std::string(64, 'a')).has_value(), true);
    EXPECT_EQ(phone().name_device(world_.circle(), one.id, std::string(65, 'a')).error(),
              client::Errc::bad_name);
    EXPECT_EQ(world_.client(nurse).name_device(world_.circle(), one.id, "Van Anna").error(),
              channels::Errc::unknown_device);
  }
}

TEST_F(Linking, GivesBothSidesTheSameSixWordsAndOthersOthers) {
  const auto read = open_request(link_, seal_request(link_, device_.request, random_));
  const auto other = make_linking_device("Tablet", random_).value();

  ASSERT_TRUE(read);
  EXPECT_EQ(*read, device_.request);
  EXPECT_EQ(hash_of_linking(link_, *read), hash_of_linking(link_, device_.request));
  EXPECT_NE(hash_of_linking(link_, other.request), hash_of_linking(link_, device_.request));
}

TEST_F(Linking, RefusesAMessageThatSomebodyChangedOrCut) {
  const auto sealed = seal_request(link_, device_.request, random_);

  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] ^= 1;
    EXPECT_EQ(open_request(link_, changed).error(), channels::Errc::bad_mail) << i;
    EXPECT_EQ(open_request(link_, ByteView(sealed).first(i)).error(), channels::Errc::bad_mail) << i;
  }
}

TEST_F(Linking, RefusesAPackageForAnotherDeviceOrFromAnother) {
  const auto tablet = empty_home();
  const auto other = make_linking_device("", random_).value();
  const auto for_other = package(other.request);
  // Whoever has seen the link can seal, but not sign as the phone.
  const auto thief = make_device("Dief", "", random_).value().device;
  const auto state = phone().person_state().value();
  const auto forged = seal_package(link_, device_.request, thief, state, box(2), random_).value();
  const auto refusal = [&](const Bytes& sealed) {
    return world_.client(tablet).take_link(link_, device_, sealed, world_.now()).error();
  };

  EXPECT_EQ(refusal(for_other), channels::Errc::bad_mail);
  EXPECT_EQ(refusal(forged), channels::Errc::bad_mail);
  EXPECT_FALSE(world_.client(tablet).status(world_.now()).has_device);
}

TEST_F(Linking, LetsNobodyInWhoIsNotTheDeviceOfTheSixWords) {
  const auto tablet = empty_home();
  (void)handles(tablet, package(device_.request));
  // Somebody with the link puts handles of their own in place of the tablet's.
  const auto thief = make_linking_device("", random_).value();
  const auto forged = seal_handles(link_, thief, box(2), {}, random_).value();

  EXPECT_EQ(phone().let_linked_in(link_, device_.request, box(2), forged, world_.now()).error(),
            channels::Errc::bad_mail);
}

TEST_F(Linking, GivesNobodyNewKeysOnItsWay) {
  // A device that was compared by its six words, and then asks for more than it may.
  auto content = charter::NewHandleContent{.circle = world_.circle(),
                                           .member = world_.view(world_.anna()).me,
                                           .handle_key = {},
                                           .recovery_key = phone().person_state()->recovery_keys.at(9)};
  const auto handle = primitives::generate_signature_key_pair(random_);
  content.handle_key = *channels::HandleKey::from(handle.public_key.bytes);
  const auto proof = charter::prove_handle(content, handle.private_key).value();
  const auto sealed = seal_handles(link_, device_, box(2), {{content, proof}}, random_).value();

  EXPECT_EQ(phone().let_linked_in(link_, device_.request, box(2), sealed, world_.now()).error(),
            channels::Errc::bad_mail);
}

TEST_F(Linking, IsBegunAgainInAHomeThatGotNowhere) {
  const auto tablet = empty_home();
  (void)handles(tablet, package(device_.request));
  world_.restart_device(tablet);
  EXPECT_TRUE(world_.client(tablet).may_be_linked());

  device_ = make_linking_device("Tablet", random_).value();
  let_in(handles(tablet, package(device_.request)));

  EXPECT_EQ(world_.view(tablet).standing, Standing::member);
  EXPECT_EQ(world_.client(tablet).may_be_linked().error(), client::Errc::device_exists);
  EXPECT_EQ(phone().may_be_linked().error(), client::Errc::device_exists);
}

TEST(GoldenLinking, SaysWhatTheProtocolSays) {
  const support::Golden golden("records/linking.txt");
  const auto text = golden.bytes("link");

  const auto link = charter::parse_mailbox_link(view_text(text));
  ASSERT_TRUE(link);
  EXPECT_EQ(charter::text_of_mailbox_link(*link), view_text(text));
  EXPECT_TRUE(equal(link->mailbox.view(), golden.bytes("mailbox")));
  EXPECT_TRUE(link->secret.equals(golden.bytes("secret")));
  EXPECT_TRUE(equal(link->device_key.view(), golden.bytes("device_key")));
  const auto request = open_request(*link, golden.bytes("sealed"));
  ASSERT_TRUE(request);
  EXPECT_TRUE(equal(request->device_key.view(), golden.bytes("new_device_key")));
  EXPECT_TRUE(equal(request->box_key.view(), golden.bytes("box_key")));
  EXPECT_EQ(request->name, "Tablet");
  EXPECT_EQ(codec::encode(*request), golden.bytes("request"));
  EXPECT_TRUE(equal(hash_of_linking(*link, *request).view(), golden.bytes("linking")));
}

TEST_F(Linking, TakesNamesOfOneLineUpToTheLimit) {
  EXPECT_TRUE(make_linking_device(std::string(64, 'a'), random_));
  EXPECT_TRUE(make_linking_device("", random_));
  EXPECT_EQ(make_linking_device(std::string(65, 'a'), random_).error(), client::Errc::bad_name);
  EXPECT_EQ(make_linking_device("a\nb", random_).error(), client::Errc::bad_name);
}

TEST_F(Linking, ReadsItsLinkBackAndNoOther) {
  const auto text = charter::text_of_mailbox_link(link_);
  const auto read = charter::parse_mailbox_link(text);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->mailbox, link_.mailbox);
  EXPECT_EQ(read->device_key, link_.device_key);
  EXPECT_TRUE(read->secret == link_.secret);
  EXPECT_EQ(charter::parse_mailbox_link(text.substr(0, text.size() - 4)).error(), channels::Errc::bad_link);
  EXPECT_EQ(charter::parse_mailbox_link("https://kring.example/i#d1.AAAA").error(), channels::Errc::bad_link);
  EXPECT_EQ(charter::parse_mailbox_link("https://kring.example/i#m2.AAAA").error(), channels::Errc::bad_link);
  EXPECT_EQ(charter::parse_mailbox_link("kring").error(), channels::Errc::bad_link);
}

}  // namespace
}  // namespace kring::core
