#include "clients/core/vault_slot.hpp"

#include "channels/model/errc.hpp"
#include "channels/wire/limits.hpp"
#include "channels/wire/slot.hpp"
#include "clients/core/device.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/vault_reading.hpp"
#include "clients/core/vault_union.hpp"
#include "crypto/recovery/recovery_words.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/clients/core/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

namespace kring::core {
namespace {

using recovery::SlotIndex;

SlotContent make_content() {
  SlotContent content;
  content.sealed_at = from_unix_ms(1'800'000'000'000);
  content.recovery_keys_used = 2;
  content.others = {{SlotIndex{1}, 4}, {SlotIndex{2}, 1}};
  content.logs = {{.circle = id_of<channels::CircleId>(1),
                   .channel = id_of<channels::ChannelId>(1),
                   .number = channels::Sequence{7},
                   .hash = {1}},
                  {.circle = id_of<channels::CircleId>(1),
                   .channel = id_of<channels::ChannelId>(2),
                   .number = channels::Sequence{3},
                   .hash = {2}}};
  content.state.name = "Anna";
  content.state.person_key = id_of<channels::PersonKey>(1);
  return content;
}

/// A circle with so many people that have long names.
std::vector<KnownCircle> crowd(std::size_t people) {
  KnownCircle circle;
  circle.id = id_of<channels::CircleId>(1);
  circle.hub = "https://kring.example";
  circle.hub_key = id_of<channels::HubKey>(1);
  circle.member = id_of<channels::MemberId>(1);
  circle.people.reserve(people);
  for (std::size_t i = 1; i <= people; ++i)
    circle.people.push_back(
        {.member = id_of<channels::MemberId>(i), .name = std::string(100, 'a'), .relation = {}});
  std::vector<KnownCircle> circles;
  circles.push_back(std::move(circle));
  return circles;
}

class VaultSlots : public testing::Test {
 protected:
  const support::Golden golden_{"records/vault_slot.txt"};
  const recovery::RecoveryKit kit_{recovery::RecoveryWords(Secret::copy_of(golden_.bytes("entropy")))};
  const FixedBytes<32> vault_ = kit_.public_parts().vault_key;
  const Secret private_ = kit_.vault_key().private_key.clone();
  support::SeededRandom random_{3};

  SlotPlace place(std::uint16_t index, std::uint64_t number) const {
    return {.slot = writable_slots(kit_)[index].name(), .number = number};
  }
};

TEST_F(VaultSlots, OpenAsTheGoldenOne) {
  const auto at = place(3, 7);
  ASSERT_TRUE(equal(at.slot.writer, golden_.bytes("writer")));
  ASSERT_TRUE(equal(at.slot.reader, golden_.bytes("reader")));
  ASSERT_TRUE(equal(wire::id_of(at.slot), golden_.bytes("slot")));

  const auto content = open_slot(private_, at, golden_.bytes("sealed"));

  ASSERT_TRUE(content) << content.error().where();
  EXPECT_EQ(content->sealed_at, from_unix_ms(1'800'000'000'000));
  EXPECT_EQ(content->recovery_keys_used, 4U);
  EXPECT_EQ(content->others, (SlotNumbers{{SlotIndex{0}, 9}}));
  ASSERT_EQ(content->logs.size(), 1U);
  EXPECT_EQ(content->logs[0].number, channels::Sequence{12});
  EXPECT_EQ(content->state.name, "Anna");
  const auto plaintext = content->encode();
  ASSERT_TRUE(plaintext);
  EXPECT_TRUE(equal(*plaintext, golden_.bytes("plaintext")));
}

TEST_F(VaultSlots, OpenWhatWasSealedInThatPlaceUnderThatNumberAlone) {
  const auto content = make_content();
  const auto sealed = seal_slot(vault_, place(0, 5), content, random_).value();

  EXPECT_EQ(open_slot(private_, place(0, 5), sealed).value(), content);
  EXPECT_EQ(open_slot(private_, place(1, 5), sealed).error(), crypto::Errc::decryption_failed);
  EXPECT_EQ(open_slot(private_, place(0, 6), sealed).error(), crypto::Errc::decryption_failed);
  const recovery::RecoveryKit other(recovery::RecoveryWords::generate(random_));
  EXPECT_EQ(open_slot(other.vault_key().private_key, place(0, 5), sealed).error(),
            crypto::Errc::decryption_failed);
}

TEST_F(VaultSlots, RefuseWhatSomebodyChangedOrCut) {
  const auto sealed = seal_slot(vault_, place(0, 5), make_content(), random_).value();

  for (std::size_t i = 0; i < sealed.size(); i += 37) {
    auto changed = sealed;
    changed[i] ^= 1;
    EXPECT_EQ(open_slot(private_, place(0, 5), changed).error(), crypto::Errc::decryption_failed) << i;
    EXPECT_EQ(open_slot(private_, place(0, 5), ByteView(sealed).first(i)).error(),
              crypto::Errc::decryption_failed)
        << i;
  }
}

TEST_F(VaultSlots, TellByTheirSizeNoMoreThanSteps) {
  auto content = make_content();
  const auto small = seal_slot(vault_, place(0, 1), content, random_).value();
  content.state.circles = crowd(20);
  const auto larger = seal_slot(vault_, place(0, 2), content, random_).value();
  content.state.circles = crowd(60);
  const auto steps = seal_slot(vault_, place(0, 3), content, random_).value();

  EXPECT_EQ(small.size(), larger.size());
  EXPECT_EQ((steps.size() - small.size()) % slot_step_bytes, 0U);
  EXPECT_GT(steps.size(), small.size());
}

TEST_F(VaultSlots, LeaveOutTheNamesOfPeopleWhereThereIsNoRoom) {
  auto content = make_content();
  content.state.circles = crowd(360);
  ASSERT_EQ(content.encode()->size(), slot_plaintext_bytes_max);
  content.state.circles = crowd(400);

  const auto sealed = seal_slot(vault_, place(0, 1), content, random_);

  ASSERT_TRUE(sealed);
  EXPECT_LE(sealed->size(), wire::limits::slot_bytes_max);
  const auto opened = open_slot(private_, place(0, 1), *sealed);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->state.circles.at(0).people.empty());
}

TEST_F(VaultSlots, ThatAreFullFitAFrame) {
  auto content = make_content();
  content.state.circles = crowd(360);

  const auto sealed = seal_slot(vault_, place(0, 1), content, random_);

  ASSERT_TRUE(sealed);
  EXPECT_GT(sealed->size(), slot_plaintext_bytes_max);
  EXPECT_LE(sealed->size(), wire::limits::slot_bytes_max);
}

TEST_F(VaultSlots, SayThatThePersonKnowsTooMuch) {
  auto content = make_content();
  content.state.circles = crowd(0);
  content.state.circles[0].confirmed.reserve(2048);
  for (std::size_t i = 1; i <= 2048; ++i)
    content.state.circles[0].confirmed.push_back(id_of<channels::MemberId>(i));
  ASSERT_TRUE(content.encode());
  const auto checks = content.state.circles[0].confirmed;
  content.state.circles.push_back(std::move(crowd(0)[0]));
  content.state.circles[1].id = id_of<channels::CircleId>(2);
  content.state.circles[1].confirmed = checks;

  EXPECT_EQ(seal_slot(vault_, place(0, 1), content, random_).error(), client::Errc::person_state_too_large);
}

TEST_F(VaultSlots, AreOfOneVersion) {
  auto plaintext = *make_content().encode();
  plaintext[1] = 2;

  EXPECT_EQ(SlotContent::decode(plaintext).error(), channels::Errc::unsupported_version);
}

struct WrongContent {
  const char* name;
  std::function<void(SlotContent&)> change;
};
class WrongSlotContent : public testing::TestWithParam<WrongContent> {};
TEST_P(WrongSlotContent, IsRefused) {
  auto content = make_content();
  ASSERT_TRUE(SlotContent::decode(*content.encode()));

  GetParam().change(content);

  EXPECT_EQ(SlotContent::decode(*content.encode()).error(), client::Errc::bad_person_state);
}
INSTANTIATE_TEST_SUITE_P(
    , WrongSlotContent,
    testing::Values(
        WrongContent{"ALogTwice", [](SlotContent& content) { content.logs[1] = content.logs[0]; }},
        WrongContent{"LogsOutOfOrder",
                     [](SlotContent& content) { std::swap(content.logs[0], content.logs[1]); }},
        WrongContent{"ALogOfNoChannel", [](SlotContent& content) { content.logs[0].channel = {}; }},
        WrongContent{"ASlotThatNobodyHas", [](SlotContent& content) { content.others[SlotIndex{16}] = 1; }},
        WrongContent{"ANumberOfZero", [](SlotContent& content) { content.others[SlotIndex{3}] = 0; }},
        WrongContent{"MoreRecoveryKeysThanThereAre",
                     [](SlotContent& content) { content.recovery_keys_used = 257; }},
        WrongContent{
            "RecoveryKeys",
            [](SlotContent& content) { content.state.recovery_keys = {id_of<channels::RecoveryKey>(1)}; }},
        WrongContent{"NoName", [](SlotContent& content) { content.state.name.clear(); }}),
    [](const auto& one) { return one.param.name; });

TEST(SlotPlaintexts, HaveNothingButZeroesBehindTheirContent) {
  auto plaintext = *make_content().encode();
  plaintext.back() = 1;

  EXPECT_EQ(SlotContent::decode(plaintext).error(), client::Errc::bad_person_state);
}

TEST(SlotPlaintexts, AreWholeStepsUpToTheLimit) {
  auto plaintext = *make_content().encode();
  ASSERT_EQ(plaintext.size(), slot_step_bytes);
  plaintext.resize(slot_plaintext_bytes_max);
  EXPECT_TRUE(SlotContent::decode(plaintext));
  plaintext.resize(slot_plaintext_bytes_max + slot_step_bytes);
  EXPECT_EQ(SlotContent::decode(plaintext).error(), client::Errc::bad_person_state);
  plaintext.resize(slot_step_bytes + 1);
  EXPECT_EQ(SlotContent::decode(plaintext).error(), client::Errc::bad_person_state);
  EXPECT_EQ(SlotContent::decode({}).error(), client::Errc::bad_person_state);
}

// ------------------------------------------------------------------------------- whose slot is whose

std::vector<std::uint16_t> numbers_of(const std::vector<WritableSlot>& slots) {
  std::vector<std::uint16_t> numbers;
  numbers.reserve(slots.size());
  for (const auto& slot : slots) numbers.push_back(std::to_underlying(slot.index));
  return numbers;
}

TEST(SlotsOfDevices, TheFirstHasTheFirstAndHandsOnTheRest) {
  support::SeededRandom random(5);
  auto made = make_device("Anna", "", random).value();
  auto& device = made.device;
  ASSERT_TRUE(device.slot);
  EXPECT_EQ(device.slot->index, SlotIndex{0});
  EXPECT_EQ(device.spare_slots.size(), 15U);

  const auto given = slots_to_give(device);
  give_slots(device);

  EXPECT_EQ(numbers_of(given), (std::vector<std::uint16_t>{1, 13, 14, 15}));
  EXPECT_EQ(numbers_of(device.spare_slots), (std::vector<std::uint16_t>{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  const auto row = device.encode();
  const auto read = Device::decode(row);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->slot->name(), device.slot->name());
  EXPECT_EQ(read->encode(), row);
}

TEST(SlotsOfDevices, TheLastOnesGoOutOneByOne) {
  support::SeededRandom random(5);
  auto device = make_device("Anna", "", random).value().device;
  std::vector<std::uint16_t> firsts;
  while (!device.spare_slots.empty()) {
    firsts.push_back(std::to_underlying(slots_to_give(device).front().index));
    give_slots(device);
  }

  EXPECT_EQ(firsts, (std::vector<std::uint16_t>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_TRUE(slots_to_give(device).empty());
  give_slots(device);
  EXPECT_TRUE(device.spare_slots.empty());
}

FoundSlot found(std::uint16_t index, std::uint64_t number, std::int64_t sealed_at) {
  FoundSlot slot{.index = SlotIndex{index}, .number = number, .content = make_content()};
  slot.content->others.clear();
  slot.content->sealed_at = from_unix_ms(static_cast<std::uint64_t>(sealed_at));
  return slot;
}

TEST(SlotsOfDevices, WhoComesByTheWordsTakesTheLowestEmptyOne) {
  const auto first = found(0, 5, 100);
  const auto third = found(2, 6, 50);

  const auto choice = choose_slots({&first, &third});

  EXPECT_EQ(choice.own, SlotIndex{1});
  EXPECT_EQ(choice.spare.size(), 13U);
  EXPECT_EQ(choice.spare.front(), SlotIndex{3});
  EXPECT_EQ(choice.others, (SlotNumbers{{SlotIndex{0}, 5}, {SlotIndex{2}, 6}}));
}

TEST(SlotsOfDevices, OrElseTheOldestOne) {
  std::vector<FoundSlot> slots;
  slots.reserve(recovery::vault_slots);
  for (std::uint16_t i = 0; i < recovery::vault_slots; ++i)
    slots.push_back(found(i, 1, i == 11 ? 5 : 100 + i));
  std::vector<const FoundSlot*> pointers;
  pointers.reserve(slots.size());
  for (const auto& slot : slots) pointers.push_back(&slot);

  EXPECT_EQ(choose_slots(pointers).own, SlotIndex{11});
  EXPECT_TRUE(choose_slots(pointers).spare.empty());
  slots[13].content.reset();
  EXPECT_EQ(choose_slots(pointers).own, SlotIndex{13});
}

TEST(SlotsOfDevices, OneThatWasSetBackIsNoticedByWhatAnotherTells) {
  auto first = found(0, 5, 100);
  const auto second = found(1, 3, 100);
  first.content->others = {{SlotIndex{1}, 3}, {SlotIndex{4}, 2}};
  EXPECT_EQ(slots_set_back({&first, &second}),
            (std::vector<SetBack>{{.index = SlotIndex{4}, .number = 0, .known = 2}}));
  first.content->others = {{SlotIndex{1}, 4}};

  EXPECT_EQ(slots_set_back({&first, &second}),
            (std::vector<SetBack>{{.index = SlotIndex{1}, .number = 3, .known = 4}}));
  EXPECT_EQ(choose_slots({&first, &second}).others.at(SlotIndex{1}), 4U);
}

// ------------------------------------------------------------------------------------ all of them

KnownCircle circle_of(std::size_t number, std::uint32_t generation) {
  auto circle = std::move(crowd(number)[0]);
  circle.head = wire::SignedHead{.number = channels::EntryNumber{number}, .hash = {}, .signature = {}};
  circle.record_keys.push_back({.channel = id_of<channels::ChannelId>(1),
                                .generation = channels::Generation{generation},
                                .key = Secret::copy_of(Bytes(32, static_cast<std::uint8_t>(generation)))});
  circle.confirmed = {id_of<channels::MemberId>(number)};
  return circle;
}

TEST(SlotsTogether, HaveTheNewestOfEachCircle) {
  auto older = found(0, 5, 100);
  auto newer = found(1, 3, 200);
  older.content->state.name = "Anna van toen";
  newer.content->recovery_keys_used = 1;
  older.content->state.circles.push_back(circle_of(2, 4));
  newer.content->state.circles.push_back(circle_of(3, 2));
  auto second = std::move(crowd(1)[0]);
  second.id = id_of<channels::CircleId>(9);
  older.content->state.circles.push_back(std::move(second));
  newer.content->logs[1].number = channels::Sequence{90};
  newer.content->logs.erase(newer.content->logs.begin());

  const auto all = unite({&older, &newer});

  EXPECT_EQ(all.name, "Anna");
  EXPECT_EQ(all.recovery_keys_used, 2U);
  ASSERT_EQ(all.circles.size(), 2U);
  const auto& circle = all.circles[0];
  EXPECT_EQ(circle.head->number, channels::EntryNumber{3});
  EXPECT_EQ(circle.record_keys.at(0).generation, channels::Generation{4});
  EXPECT_EQ(circle.people.size(), 3U);
  EXPECT_EQ(circle.confirmed, (std::vector{id_of<channels::MemberId>(2), id_of<channels::MemberId>(3)}));
  EXPECT_EQ(all.circles[1].id, id_of<channels::CircleId>(9));
  ASSERT_EQ(all.logs.size(), 2U);
  EXPECT_EQ(all.logs[0].number, channels::Sequence{7});
  EXPECT_EQ(all.logs[1].number, channels::Sequence{90});
}

TEST(SlotsTogether, LeaveOutWhatDoesNotOpen) {
  auto closed = found(0, 5, 100);
  closed.content.reset();

  EXPECT_TRUE(unite({&closed}).circles.empty());
  EXPECT_TRUE(unite({}).name.empty());
}

}  // namespace
}  // namespace kring::core
