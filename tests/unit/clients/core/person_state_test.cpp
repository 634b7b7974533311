#include "clients/core/person_state.hpp"

#include "channels/model/errc.hpp"
#include "clients/core/circle_rows.hpp"
#include "clients/core/device.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/telling.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/clients/core/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

namespace kring::core {
namespace {

using simulation::CircleWorld;

KnownCircle make_circle(std::size_t number) {
  KnownCircle circle;
  circle.id = id_of<channels::CircleId>(number);
  circle.hub = "https://kring.example";
  circle.hub_key = id_of<channels::HubKey>(1);
  circle.name = "Kring rond Sam";
  circle.member = id_of<channels::MemberId>(1);
  return circle;
}

PersonState make_state() {
  PersonState state;
  state.name = "Anna";
  state.relation = "moeder";
  state.person_key = id_of<channels::PersonKey>(1);
  state.recovery_keys = {id_of<channels::RecoveryKey>(9), id_of<channels::RecoveryKey>(5)};
  state.circles.push_back(make_circle(1));
  return state;
}

charter::Attestation golden_attestation() {
  return charter::Attestation::decode(support::Golden("records/person_state.txt").bytes("attestation"))
      .value();
}

Result<PersonState> read_back(const PersonState& state) {
  const auto bytes = state.encode();
  if (!bytes) return fail(bytes.error());
  return PersonState::decode(*bytes);
}

TEST(PersonStates, AreWrittenAsTheGoldenOne) {
  const support::Golden golden("records/person_state.txt");

  const auto read = PersonState::decode(golden.bytes("state"));

  ASSERT_TRUE(read) << read.error().where();
  EXPECT_EQ(read->name, "Anna");
  EXPECT_EQ(read->recovery_keys.size(), 2U);
  EXPECT_EQ(read->recovery_keys_used, 2U);
  EXPECT_TRUE(read->words_confirmed);
  ASSERT_EQ(read->devices.size(), 1U);
  EXPECT_EQ(read->devices[0].name, "Telefoon");
  EXPECT_TRUE(equal(read->devices[0].device.view(), golden.bytes("device")));
  ASSERT_EQ(read->circles.size(), 2U);
  const auto& circle = read->circles[0];
  EXPECT_TRUE(equal(circle.id.view(), golden.bytes("circle")));
  EXPECT_EQ(circle.recovery_key, 3U);
  ASSERT_TRUE(circle.head);
  EXPECT_EQ(circle.head->number, channels::EntryNumber{12});
  EXPECT_EQ(circle.people.at(0).relation, "moeder");
  EXPECT_EQ(circle.roles.at(0).key, "parent");
  EXPECT_EQ(circle.channels.at(0).label, "Zorg");
  EXPECT_TRUE(equal(circle.confirmed.at(0).view(), golden.bytes("member")));
  EXPECT_TRUE(circle.record_keys.at(0).key.equals(golden.bytes("key")));
  EXPECT_FALSE(read->circles[1].head);
  const auto link = circle.device_link();
  ASSERT_TRUE(link);
  EXPECT_EQ(link->member, circle.member);
  const auto again = read->encode();
  ASSERT_TRUE(again);
  EXPECT_TRUE(equal(*again, golden.bytes("state")));
}

TEST(PersonStates, WithAttestationsAreWrittenAsTheGoldenOne) {
  const support::Golden golden("records/person_state.txt");

  const auto read = PersonState::decode(golden.bytes("attested_state"));

  ASSERT_TRUE(read) << read.error().where();
  EXPECT_EQ(read->attestations, std::vector{golden_attestation()});
  EXPECT_EQ(read->circles.size(), 2U);
  EXPECT_TRUE(equal(*read->encode(), golden.bytes("attested_state")));
}

TEST(PersonStates, OfTheVersionWithAttestationsHaveSome) {
  auto bytes = make_state().encode();
  ASSERT_TRUE(bytes);
  (*bytes)[1] = 2;
  bytes->push_back(0);

  EXPECT_EQ(PersonState::decode(*bytes).error(), client::Errc::bad_person_state);
}

TEST(PersonStates, CutShortOrWithMoreBehindAreRefused) {
  auto state = make_state();
  state.attestations.push_back(golden_attestation());
  const auto bytes = state.encode();
  ASSERT_TRUE(bytes);
  auto longer = *bytes;
  longer.push_back(0);

  for (std::size_t size = 0; size < bytes->size(); ++size)
    EXPECT_EQ(PersonState::decode(ByteView(*bytes).first(size)).error(), client::Errc::bad_person_state);
  EXPECT_EQ(PersonState::decode(longer).error(), client::Errc::bad_person_state);
}

TEST(PersonStates, OfALaterVersionAreNamedAsSuch) {
  auto bytes = make_state().encode();
  ASSERT_TRUE(bytes);
  (*bytes)[1] = 3;

  EXPECT_EQ(PersonState::decode(*bytes).error(), channels::Errc::unsupported_version);
}

struct WrongState {
  const char* name;
  std::function<void(PersonState&)> change;
};
class WrongPersonState : public testing::TestWithParam<WrongState> {};
TEST_P(WrongPersonState, IsRefused) {
  auto state = make_state();
  ASSERT_TRUE(read_back(state));

  GetParam().change(state);

  EXPECT_EQ(read_back(state).error(), client::Errc::bad_person_state);
}
INSTANTIATE_TEST_SUITE_P(
    , WrongPersonState,
    testing::Values(
        WrongState{"NoName", [](PersonState& state) { state.name = ""; }},
        WrongState{"ALongName", [](PersonState& state) { state.name = std::string(101, 'a'); }},
        WrongState{"ANameOfTwoLines", [](PersonState& state) { state.relation = "a\nb"; }},
        WrongState{"NoPerson", [](PersonState& state) { state.person_key = {}; }},
        WrongState{"MoreKeysUsedThanThere", [](PersonState& state) { state.recovery_keys_used = 3; }},
        WrongState{
            "TooManyRecoveryKeys",
            [](PersonState& state) { state.recovery_keys.resize(257, id_of<channels::RecoveryKey>(1)); }},
        WrongState{"ADeviceTwice",
                   [](PersonState& state) {
                     state.devices.assign(2, {.device = id_of<channels::DeviceKey>(1), .name = "Tablet"});
                   }},
        WrongState{"ALongDeviceName",
                   [](PersonState& state) {
                     state.devices.push_back(
                         {.device = id_of<channels::DeviceKey>(1), .name = std::string(65, 'a')});
                   }},
        WrongState{"CirclesOutOfOrder", [](PersonState& state) { state.circles.push_back(make_circle(0)); }},
        WrongState{"AnAttestationTwice",
                   [](PersonState& state) { state.attestations.assign(2, golden_attestation()); }},
        WrongState{"NoHub", [](PersonState& state) { state.circles[0].hub = "kring.example"; }},
        WrongState{"ALabelledChannelWithoutALabel",
                   [](PersonState& state) {
                     state.circles[0].channels.push_back(
                         {.id = id_of<channels::ChannelId>(1), .label = {}, .key = {}});
                   }},
        WrongState{
            "APersonCheckedTwice",
            [](PersonState& state) { state.circles[0].confirmed.assign(2, id_of<channels::MemberId>(1)); }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PersonStates, HoldTheirListsUpToTheLimit) {
  auto state = make_state();
  state.recovery_keys.assign(256, id_of<channels::RecoveryKey>(1));
  for (std::size_t i = 0; i < named_devices_max; ++i)
    state.devices.push_back({.device = id_of<channels::DeviceKey>(i), .name = std::string(64, 'a')});
  EXPECT_TRUE(read_back(state));
  state.devices.push_back({.device = id_of<channels::DeviceKey>(named_devices_max), .name = "a"});
  EXPECT_EQ(read_back(state).error(), client::Errc::bad_person_state);
  state.devices.clear();
  state.circles.clear();
  for (std::size_t i = 0; i < known_circles_max; ++i) state.circles.push_back(make_circle(i));
  EXPECT_TRUE(read_back(state));
  state.circles.push_back(make_circle(known_circles_max));
  EXPECT_EQ(read_back(state).error(), client::Errc::bad_person_state);
  state.circles.resize(1);
  for (std::size_t i = 0; i < known_items_max; ++i)
    state.circles[0].confirmed.push_back(id_of<channels::MemberId>(i));
  EXPECT_TRUE(read_back(state));
  state.circles[0].confirmed.push_back(id_of<channels::MemberId>(known_items_max));
  EXPECT_EQ(read_back(state).error(), client::Errc::bad_person_state);
}

TEST(PersonStates, LeaveOutPeoplesNamesRatherThanNotFit) {
  auto state = make_state();
  auto& people = state.circles[0].people;
  const auto size = [&] { return state.encode()->size(); };
  while (size() + 400 < person_state_bytes_max) {
    people.push_back({.member = id_of<channels::MemberId>(people.size()),
                      .name = std::string(60, 'a'),
                      .relation = std::string(40, 'b')});
  }
  // Filled up to the last byte: names under 64 bytes have a length of one byte.
  for (auto& person : people) {
    const auto missing = person_state_bytes_max - size();
    person.relation.append(std::min<std::size_t>(missing, 23), 'c');
  }

  EXPECT_EQ(size(), person_state_bytes_max);
  EXPECT_EQ(read_back(state), state);
  people[0].name.push_back('a');
  const auto read = read_back(state);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->circles[0].people.empty());
  EXPECT_EQ(read->circles[0].name, state.circles[0].name);
}

TEST(PersonStates, ThatDoNotFitWithoutNamesEitherAreRefused) {
  auto state = make_state();
  for (std::size_t i = 0; i < 20; ++i) {
    state.circles.push_back(make_circle(i + 2));
    for (std::size_t j = 0; j < 200; ++j)
      state.circles.back().confirmed.push_back(id_of<channels::MemberId>(j));
  }

  EXPECT_EQ(state.encode().error(), client::Errc::person_state_too_large);
  EXPECT_EQ(PersonState::decode(Bytes(person_state_bytes_max + 1)).error(), client::Errc::bad_person_state);
}

TEST(PersonStates, TellWhatADeviceKnowsOfItsCircles) {
  CircleWorld world({.seed = 91});
  const auto bert = world.admit_owner("Bert");
  (void)world.admit("Bea", "nurse");

  const auto state = world.client(world.anna()).person_state();

  ASSERT_TRUE(state);
  EXPECT_EQ(state->name, "Anna");
  EXPECT_EQ(state->recovery_keys_used, 1U);
  ASSERT_EQ(state->circles.size(), 1U);
  const auto& circle = state->circles[0];
  EXPECT_EQ(circle.id, world.circle());
  EXPECT_EQ(circle.member, world.view(world.anna()).me);
  ASSERT_TRUE(circle.head);
  EXPECT_EQ(circle.people.size(), 3U);
  EXPECT_EQ(circle.confirmed.size(), 2U);
  EXPECT_TRUE(std::ranges::any_of(circle.roles, [](const auto& role) { return role.key == "nurse"; }));
  const auto care = world.channel(world.anna(), "care");
  EXPECT_EQ(std::ranges::count(circle.channels, care, &NamedChannel::id), 1);
  const auto of_care = std::ranges::find(circle.record_keys, care, &NewestRecordKey::channel);
  ASSERT_NE(of_care, circle.record_keys.end());
  EXPECT_EQ(of_care->key.size(), 32U);
  // A sealed channel has no record key.
  const auto family = world.channel(world.anna(), "family");
  EXPECT_EQ(std::ranges::count(circle.record_keys, family, &NewestRecordKey::channel), 0);
  EXPECT_EQ(read_back(*state), state);
  const auto other = world.client(bert).person_state();
  ASSERT_TRUE(other);
  EXPECT_NE(other->person_key, state->person_key);
}

TEST(PersonStates, AreKeptOfACircleUntilItsArticlesAreRead) {
  auto known = make_circle(1);
  known.recovery_key = 7;
  known.head = wire::SignedHead{.number = channels::EntryNumber{12}, .hash = {}, .signature = {}};
  known.people.push_back({.member = known.member, .name = "Anna", .relation = "moeder"});
  known.roles.push_back({.id = id_of<channels::RoleId>(1), .label = "Ouder", .key = "parent"});
  known.channels.push_back({.id = id_of<channels::ChannelId>(1), .label = "Zorg", .key = "care"});
  known.confirmed.push_back(known.member);

  CircleData circle;
  take_told(circle, known);
  const auto row = encode_told(circle.told);
  const auto read = decode_told(row);

  EXPECT_EQ(circle.recovery_index, 7U);
  EXPECT_EQ(circle.head_ahead, known.head);
  EXPECT_TRUE(circle.confirmed.contains(known.member));
  EXPECT_EQ(role_name(circle, known.roles[0].id).label, "Ouder");
  EXPECT_EQ(channel_name(circle, known.channels[0].id).key, "care");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->people.at(known.member).relation, "moeder");
  EXPECT_EQ(encode_told(*read), row);
  EXPECT_EQ(decode_told(ByteView(row).first(row.size() - 1)).error(), client::Errc::bad_vault);
}

TEST(PersonStates, HoldNeitherWordsNorPrivateKeys) {
  CircleWorld world({.seed = 92});
  const auto paper = world.words(world.anna());
  const auto words = view_text(paper);
  const auto state = world.client(world.anna()).person_state();
  ASSERT_TRUE(state);
  const auto bytes = state->encode();
  ASSERT_TRUE(bytes);
  const auto& vault = world.vault(world.anna());
  const auto device = Device::decode(vault.at("device"));
  ASSERT_TRUE(device);
  CircleData circle;
  ASSERT_TRUE(decode_self(vault.at(circle_row(world.circle(), "self")), circle));
  const auto holds = [&](ByteView part) {
    return view_text(*bytes).find(view_text(part)) != std::string_view::npos;
  };

  EXPECT_FALSE(holds(view_bytes(words).first(words.find(' '))));
  EXPECT_FALSE(holds(device->key.private_key.expose().first(32)));
  EXPECT_FALSE(holds(circle.handle.private_key.expose().first(32)));
}

}  // namespace
}  // namespace kring::core
