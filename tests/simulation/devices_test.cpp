#include "tests/simulation/circle_world.hpp"

#include "channels/model/errc.hpp"
#include "clients/core/device.hpp"
#include "clients/core/errc.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// People with several devices, devices that are gone, and people who lost everything.
namespace kring::simulation {
namespace {

class DeviceStory : public testing::Test {
 protected:
  /// A further device of the person who uses `first`: it holds what a linked one is given, which is who the
  /// person is, no words, and a key of its own that the first has certified.
  DeviceIndex further_device(DeviceIndex first) {
    auto further = core::Device::decode(world_.vault(first).at("device")).value();
    const auto seed =
        std::exchange(further.key, primitives::generate_signature_key_pair(random_)).private_key.clone();
    further.certificate = charter::certify_further(further.certificate, seed,
                                                   *channels::DeviceKey::from(further.key.public_key.bytes))
                              .value();
    return device_of(further);
  }
  DeviceIndex device_of(const core::Device& made) {
    const auto device = world_.add_device("Verder");
    world_.vault(device).insert_or_assign("device", made.encode());
    world_.restart_device(device);
    return device;
  }
  /// `device` asks to come in as the member who uses `by`; gives its code.
  core::ComingIn come_in(DeviceIndex device, const channels::MemberId& member, core::Coming coming,
                         DeviceIndex by) {
    const auto link = world_.client(by).device_link(world_.circle(), member, world_.now());
    EXPECT_TRUE(link);
    auto asked = world_.client(device).come_in_as(*link, coming, world_.now());
    EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
    world_.perform(device, std::exchange(asked->actions, {}));
    world_.settled();
    return std::move(*asked);
  }
  void let_in(DeviceIndex by, const std::string& code) {
    act(by, [&](core::Client& client) { return client.let_device_in(world_.circle(), code, world_.now()); });
    // The new one looks again every few seconds, and brings the key packages by which the others let it in.
    world_.run(std::chrono::minutes(1));
    world_.settled();
  }
  /// A second device of the person who uses `first`, let in by that one.
  DeviceIndex second_device(DeviceIndex first) {
    const auto device = further_device(first);
    const auto me = world_.view(first).me;
    let_in(first, come_in(device, me, core::Coming::as_further_device, first).code);
    return device;
  }
  template <class Command>
  void act(DeviceIndex device, Command command) {
    const auto asked = world_.perform(device, command(world_.client(device)));
    ASSERT_TRUE(asked) << asked.error().name();
    world_.settled();
    ASSERT_TRUE(world_.outcome(*asked));
    EXPECT_TRUE(*world_.outcome(*asked)) << world_.outcome(*asked)->error().name();
  }
  channels::HandleId handle_of(DeviceIndex device) {
    for (const auto& known : world_.client(device).devices(world_.circle())) {
      if (known.this_one) return known.id;
    }
    ADD_FAILURE() << "no handle";
    return {};
  }
  void revoke(DeviceIndex by, const channels::HandleId& device) {
    act(by, [&](core::Client& client) {
      return client.revoke_device(world_.circle(), device, std::nullopt, world_.now());
    });
  }
  void say(DeviceIndex device, std::string_view channel, const std::string& text) {
    world_.say(device, channel, text);
    world_.settled();
  }
  core::Checked checked(DeviceIndex device, std::string_view name) {
    return world_.member(device, name).checked;
  }

  support::SeededRandom random_{84};
  CircleWorld world_{{.seed = 83}};
};

TEST_F(DeviceStory, ASecondDeviceReadsBackWhereNewcomersDoAndWritesAsThePerson) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(world_.anna(), "care", "Van voor het tweede apparaat.");
  say(world_.anna(), "family", "Nog onder ons.");

  const auto tablet = second_device(world_.anna());
  say(tablet, "care", "Van de tablet.");
  say(world_.anna(), "family", "Nu met de tablet.");

  EXPECT_EQ(world_.texts(tablet, "care"), (Texts{"Van voor het tweede apparaat.", "Van de tablet."}));
  EXPECT_EQ(world_.texts(tablet, "family"), (Texts{"Nu met de tablet."}));
  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Van voor het tweede apparaat.", "Van de tablet."}));
  const auto read = world_.client(nurse).timeline(world_.circle(), world_.channel(nurse, "care"), {});
  EXPECT_EQ(read.back().author_name, "Anna");
  EXPECT_EQ(world_.client(nurse).members(world_.circle(), world_.now()).size(), 2U);
  EXPECT_TRUE(world_.view(tablet).owner);
  world_.expect_agreement({world_.anna(), tablet, nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, ADeviceOfADeviceShowsFellowMembersTheSamePerson) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto tablet = second_device(world_.anna());
  const auto laptop = second_device(tablet);
  say(laptop, "care", "Van de laptop.");

  for (const auto& device : world_.client(nurse).devices(world_.circle())) EXPECT_TRUE(device.same_person);
  const auto read = world_.client(nurse).timeline(world_.circle(), world_.channel(nurse, "care"), {});
  EXPECT_EQ(read.back().author_name, "Anna");
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, ADeviceThatShowsAnotherPersonSpeaksForNobody) {
  const auto nurse = world_.admit("Bea", "nurse");
  // The phone was stolen, and the thief adds a device that says to be somebody else.
  auto thiefs = core::make_device("Dokter Jansen", "kinderarts", random_).value().device;
  const auto device = device_of(thiefs);
  const auto me = world_.view(world_.anna()).me;
  let_in(world_.anna(), come_in(device, me, core::Coming::as_further_device, world_.anna()).code);
  say(device, "care", "Geef het dubbele.");

  const auto read = world_.client(nurse).timeline(world_.circle(), world_.channel(nurse, "care"), {});
  EXPECT_EQ(read.back().author_name, "Anna");
  EXPECT_EQ(world_.member(nurse, "Anna").name, "Anna");
  const auto devices = world_.client(nurse).devices(world_.circle());
  EXPECT_EQ(std::ranges::count(devices, false, &core::DeviceView::same_person), 1);
}

TEST_F(DeviceStory, AFurtherDeviceUndoesNoCheckAndOwnsByThePersonsWords) {
  const auto bert = world_.admit_owner("Bert");
  ASSERT_EQ(checked(world_.anna(), "Bert"), core::Checked::confirmed);
  const auto tablet = second_device(bert);
  world_.offline(bert);

  act(tablet, [&](core::Client& client) {
    return client.remove_owner(world_.circle(), world_.member(tablet, "Anna").id, world_.words(bert),
                               world_.now());
  });

  EXPECT_EQ(checked(world_.anna(), "Bert"), core::Checked::confirmed);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, ARevokedDeviceLearnsNothingNewAndSaysWhy) {
  const auto tablet = second_device(world_.anna());
  say(world_.anna(), "care", "Nog met de tablet.");

  revoke(world_.anna(), handle_of(tablet));
  say(world_.anna(), "care", "Zonder de tablet.");

  EXPECT_EQ(world_.texts(tablet, "care"), (Texts{"Nog met de tablet."}));
  EXPECT_TRUE(world_.view(tablet).device_out);
  EXPECT_EQ(world_.view(tablet).standing, core::Standing::ended);
  const auto said =
      world_.client(tablet).say(world_.circle(), world_.channel(tablet, "care"), "Hallo?", world_.now());
  EXPECT_EQ(said.error(), client::Errc::device_out);
  EXPECT_FALSE(world_.view(world_.anna()).device_out);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, AThiefWhoAddedADeviceIsPutOutWithItByTheWords) {
  // The stolen phone is the first one, and the tablet comes from it.
  const auto tablet = second_device(world_.anna());
  const auto thiefs = second_device(world_.anna());
  const auto phone = handle_of(world_.anna());
  const auto alone = world_.client(tablet).revoke_device(world_.circle(), phone, std::nullopt, world_.now());
  EXPECT_EQ(alone.error(), channels::Errc::target_added_signer);

  act(tablet, [&](core::Client& client) {
    return client.revoke_device(world_.circle(), phone, world_.words(world_.anna()), world_.now());
  });
  say(tablet, "care", "Weer alleen van mij.");

  for (const auto gone : {world_.anna(), thiefs}) {
    EXPECT_TRUE(world_.view(gone).device_out);
    EXPECT_TRUE(world_.texts(gone, "care").empty());
  }
  EXPECT_TRUE(world_.view(tablet).owner);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, AParentTakesOutTheLostPhoneOfANurseButNotThatOfAnotherParent) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto bert = world_.admit_owner("Bert");
  EXPECT_EQ(world_.client(world_.anna())
                .revoke_device(world_.circle(), handle_of(bert), std::nullopt, world_.now())
                .error(),
            channels::Errc::target_owns);

  revoke(world_.anna(), handle_of(nurse));
  say(bert, "care", "Zonder de telefoon van Bea.");

  EXPECT_TRUE(world_.view(nurse).device_out);
  EXPECT_TRUE(world_.texts(nurse, "care").empty());
  EXPECT_EQ(world_.member(world_.anna(), "Bea").state, core::MemberState::live);
}

TEST_F(DeviceStory, ANurseWhoLostEverythingComesBackWithNewKeysThatAreNotChecked) {
  const auto lost = world_.admit("Bea", "nurse");
  const auto bert = world_.admit_owner("Bert");
  say(world_.anna(), "care", "Van voor het verlies.");
  const auto bea = world_.member(world_.anna(), "Bea").id;
  const auto phone = world_.add_device("Bea");
  const auto asked = come_in(phone, bea, core::Coming::with_new_keys, world_.anna());
  EXPECT_EQ(world_.view(phone).six_words, asked.six_words);

  let_in(world_.anna(), asked.code);
  say(phone, "care", "Ik ben er weer.");

  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Van voor het verlies.", "Ik ben er weer."}));
  EXPECT_TRUE(world_.view(lost).device_out);
  EXPECT_EQ(checked(world_.anna(), "Bea"), core::Checked::confirmed);
  EXPECT_EQ(checked(bert, "Bea"), core::Checked::new_keys);
  EXPECT_EQ(world_.member(bert, "Bea").six_words, asked.six_words);
  EXPECT_EQ(world_.member(phone, "Bea").six_words, asked.six_words);
  auto noted = world_.client(bert).check_member(world_.circle(), bea);
  ASSERT_TRUE(noted);
  world_.perform(bert, std::move(*noted));
  EXPECT_EQ(checked(bert, "Bea"), core::Checked::confirmed);
  EXPECT_EQ(world_.client(bert).check_member(world_.circle(), bea).error(), client::Errc::not_needed);
  world_.restart_device(bert);
  EXPECT_EQ(checked(bert, "Bea"), core::Checked::confirmed);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, NewKeysUndoACheck) {
  const auto bert = world_.admit_owner("Bert");
  const auto invited = world_.invite(bert, {.role = world_.role("nurse"), .stay = {}});
  (void)world_.join("Bea", invited.link);
  world_.confirm(bert, invited.invitation);
  ASSERT_EQ(checked(bert, "Bea"), core::Checked::confirmed);
  const auto bea = world_.member(world_.anna(), "Bea").id;

  const auto phone = world_.add_device("Bea");
  let_in(world_.anna(), come_in(phone, bea, core::Coming::with_new_keys, world_.anna()).code);

  EXPECT_EQ(checked(bert, "Bea"), core::Checked::new_keys);
}

TEST_F(DeviceStory, ADeviceAsksAgainUntilItIsInAndThenNoMore) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto phone = world_.add_device("Bea");
  const auto bea = world_.member(world_.anna(), "Bea").id;
  const auto first = come_in(phone, bea, core::Coming::with_new_keys, world_.anna());
  world_.restart_device(phone);
  EXPECT_EQ(world_.view(phone).six_words, first.six_words);
  const auto second = come_in(phone, bea, core::Coming::with_new_keys, world_.anna());
  EXPECT_NE(first.code, second.code);

  let_in(world_.anna(), second.code);

  EXPECT_EQ(world_.view(phone).standing, core::Standing::member);
  const auto link = world_.client(world_.anna()).device_link(world_.circle(), bea, world_.now());
  EXPECT_EQ(world_.client(phone).come_in_as(*link, core::Coming::with_new_keys, world_.now()).error(),
            client::Errc::already_joined);
  EXPECT_TRUE(world_.view(nurse).device_out);
}

TEST_F(DeviceStory, OnesOwnHomeComesBackWithNewKeysAndKeepsWhatItHad) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(world_.anna(), "care", "Eerst.");
  const auto bea = world_.member(world_.anna(), "Bea").id;
  revoke(world_.anna(), handle_of(nurse));

  let_in(world_.anna(), come_in(nurse, bea, core::Coming::with_new_keys, world_.anna()).code);
  say(world_.anna(), "care", "Daarna.");

  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Eerst.", "Daarna."}));
  EXPECT_FALSE(world_.view(nurse).device_out);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(DeviceStory, ADamagedCodeAndOneOfAnotherCircleLetNobodyIn) {
  (void)world_.admit("Bea", "nurse");
  const auto phone = world_.add_device("Bea");
  const auto bea = world_.member(world_.anna(), "Bea").id;
  const auto asked = come_in(phone, bea, core::Coming::with_new_keys, world_.anna());
  const auto refusal = [&](const std::string& code) {
    return world_.client(world_.anna()).let_device_in(world_.circle(), code, world_.now()).error();
  };

  EXPECT_EQ(refusal(asked.code.substr(0, asked.code.size() - 4)), channels::Errc::bad_link);
  EXPECT_EQ(refusal("appel"), channels::Errc::bad_link);
  auto flipped = asked.code;
  flipped[10] = flipped[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(refusal(flipped), channels::Errc::bad_signature);
}

}  // namespace
}  // namespace kring::simulation
