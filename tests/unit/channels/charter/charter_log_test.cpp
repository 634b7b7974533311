#include "channels/charter/charter_log.hpp"

#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
using support::SeededRandom;
using support::TestCircle;
using support::TestPerson;

std::vector<Bytes> bytes_of(const CharterLog& log) {
  std::vector<Bytes> all;
  for (const auto& entry : log.entries()) all.push_back(entry.bytes());
  return all;
}

/// A life of a circle that a seed decides: people come, wait, go and expire, roles and channels change.
class RandomLife {
 public:
  explicit RandomLife(std::uint64_t seed) : circle(seed), choice_(seed + 1'000'000) {}

  void step() {
    circle.now += Duration(static_cast<Duration::rep>(choice_.below(3'600'000)));
    switch (choice_.below(9)) {
      case 0:
        return people_.push_back(circle.admit(circle.nurse));
      case 1:
        return (void)circle.invite(circle.founder, circle.doctor);
      case 2:
        return (void)circle.accept(circle.invite(circle.founder, circle.night), circle.make_person());
      case 3:
        return remove_someone();
      case 4:
        return circle.must_act(circle.founder,
                               RoleSet{.role = {.id = circle.doctor, .may_admit = {}},
                                       .rights = {{.channel = circle.care, .rights = Right::read}}});
      case 5:
        return add_owner();
      case 6:
        return restart_a_channel();
      case 7:
        return resume();
      default:
        return let_someone_leave();
    }
  }

  TestCircle circle;

 private:
  void restart_a_channel() {
    circle.must_act(circle.founder, ChannelRestart{.channel = circle.care,
                                                   .group = circle.random.id<GroupId>(),
                                                   .last_good = {.number = Sequence{choice_.below(90) + 1},
                                                                 .hash = circle.random.fixed<32>()},
                                                   .generation = channels::Generation{1},
                                                   .blamed = std::nullopt});
  }
  void resume() {
    Resume body{.incarnation = circle.random.id<Incarnation>(), .heads = {}};
    for (const auto& [id, channel] : circle.charter().channels())
      body.heads.push_back({.channel = id, .place = {}});
    circle.must_act(circle.founder, body);
  }
  /// With two owners, a third would need a consent.
  void add_owner() {
    if (circle.charter().owners(circle.now).size() == 1) people_.push_back(circle.admit_owner());
  }
  void remove_someone() {
    if (people_.empty()) return;
    const auto& person = people_.back();
    if (!circle.charter().is_owner(person.id, circle.now)) {
      circle.must_act(circle.founder, Remove{.member = person.member, .reason = std::nullopt});
    }
    people_.pop_back();
  }
  void let_someone_leave() {
    if (people_.empty()) return;
    if (circle.charter().is_live(people_.back().id, circle.now)) circle.must_act(people_.back(), Leave{});
    people_.pop_back();
  }

  SeededRandom choice_;
  std::vector<TestPerson> people_;
};

class EveryLife : public testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    for (int i = 0; i < 60; ++i) life_.step();
  }
  RandomLife life_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(, EveryLife, testing::Range<std::uint64_t>(1, 9));

TEST_P(EveryLife, IsTheSameVerifiedAgainFromItsBytes) {
  const auto again = CharterLog::verify(bytes_of(life_.circle.log)).value();

  EXPECT_EQ(again.charter(), life_.circle.charter());
  EXPECT_EQ(again.entries(), life_.circle.log.entries());
}

TEST_P(EveryLife, IsTheSameTakenUpAgainWithoutBeingVerified) {
  const auto again = CharterLog::replay(life_.circle.log.entries()).value();

  EXPECT_EQ(again.charter(), life_.circle.charter());
  EXPECT_EQ(again.entries(), life_.circle.log.entries());
  for (const auto& entry : again.entries())
    EXPECT_EQ(again.at(entry.number()).value(), life_.circle.log.at(entry.number()).value()) << GetParam();
}

TEST_P(EveryLife, ReadsBackFromASnapshotAtEveryEntry) {
  for (const auto& entry : life_.circle.log.entries()) {
    const auto charter = life_.circle.log.at(entry.number()).value();
    const auto snapshot = charter.encode();
    const auto read = Charter::decode(snapshot).value();
    EXPECT_EQ(read, charter) << GetParam();
    EXPECT_EQ(read.encode(), snapshot);
  }
}

TEST_P(EveryLife, GoesOnFromASnapshotAsFromTheEntries) {
  const auto& entries = life_.circle.log.entries();
  auto charter = Charter::decode(life_.circle.log.at(EntryNumber{20})->encode()).value();

  for (std::size_t i = 20; i < entries.size(); ++i) ASSERT_TRUE(charter.apply(entries[i])) << GetParam();

  EXPECT_EQ(charter, life_.circle.charter());
}

TEST_P(EveryLife, IsKnownAtEachOfItsEntries) {
  const auto& entries = life_.circle.log.entries();
  auto charter = Charter::found(entries.front()).value();

  for (std::size_t i = 1; i < entries.size(); ++i) {
    EXPECT_EQ(life_.circle.log.at(charter.number()), charter);
    ASSERT_TRUE(charter.apply(entries[i]));
  }
  EXPECT_EQ(life_.circle.log.at(charter.number()), charter);
}

TEST_P(EveryLife, TakesNoEntryWithAnyBitChanged) {
  SeededRandom random(GetParam());
  const auto& log = life_.circle.log;
  for (std::size_t i = 1; i < log.entries().size(); ++i) {
    const auto before = log.at(EntryNumber{i}).value();
    auto bytes = log.entries()[i].bytes();
    bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));

    const auto changed = CharterEntry::decode(bytes);
    if (!changed) continue;
    auto charter = before;
    EXPECT_FALSE(charter.apply(*changed)) << "seed " << GetParam() << ", entry " << i + 1;
    EXPECT_EQ(charter, before);
  }
}

TEST_P(EveryLife, TakesNoEntryInAnyOtherPlace) {
  const auto& entries = life_.circle.log.entries();
  auto charter = life_.circle.log.at(EntryNumber{10}).value();

  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i == 10) continue;
    EXPECT_FALSE(charter.apply(entries[i])) << i;
  }
  EXPECT_TRUE(charter.apply(entries[10]));
}

TEST(CharterLog, IsVerifiedFromItsFoundingOn) {
  const TestCircle circle;
  auto bytes = bytes_of(circle.log);

  EXPECT_EQ(CharterLog::verify({}).error(), Errc::not_founded);
  EXPECT_EQ(CharterLog::verify({bytes.begin() + 1, bytes.end()}).error(), Errc::not_founded);
  EXPECT_EQ(CharterLog::verify({bytes[0], bytes[2]}).error(), Errc::wrong_number);
  EXPECT_EQ(CharterLog::verify({bytes[0], Bytes{1, 2}}).error(), Errc::bad_entry);
}

TEST(CharterLog, IsTakenUpAgainOnlyWhereEachEntryFollowsTheOneBefore) {
  TestCircle circle;
  const auto before = circle.log.entries();
  const auto other = circle.entry(circle.founder, circle.make_offer(circle.doctor).terms);
  (void)circle.invite(circle.founder, circle.doctor);
  (void)circle.invite(circle.founder, circle.doctor);
  const auto& entries = circle.log.entries();
  auto swapped = entries;
  swapped[before.size()] = other;
  auto missing = entries;
  missing.erase(missing.begin() + 1);

  EXPECT_TRUE(CharterLog::replay(before));
  EXPECT_EQ(CharterLog::replay({}).error(), Errc::not_founded);
  EXPECT_EQ(CharterLog::replay({entries.begin() + 1, entries.end()}).error(), Errc::not_founded);
  EXPECT_EQ(CharterLog::replay(missing).error(), Errc::wrong_number);
  EXPECT_EQ(CharterLog::replay(swapped).error(), Errc::forked_head);
}

TEST(CharterLog, KnowsItsHeadsAndNoOthers) {
  const TestCircle circle;
  const auto& log = circle.log;

  EXPECT_TRUE(log.has_head(EntryNumber{2}, log.entries()[1].hash()));
  EXPECT_FALSE(log.has_head(EntryNumber{2}, log.entries()[0].hash()));
  EXPECT_FALSE(log.has_head(EntryNumber{0}, EntryHash()));
  EXPECT_EQ(log.entry(EntryNumber{0}), nullptr);
  EXPECT_EQ(log.entry(channels::next(log.charter().number())), nullptr);
  EXPECT_EQ(log.at(EntryNumber{0}).error(), Errc::wrong_number);
  EXPECT_EQ(log.at(channels::next(log.charter().number())).error(), Errc::wrong_number);
}

TEST(CharterLog, AnswersOnBothSidesOfACheckpoint) {
  TestCircle circle;
  while (circle.log.entries().size() < 2 * CharterLog::checkpoint_every + 2) {
    circle.must_act(circle.founder, RoleSet{.role = {.id = circle.doctor, .may_admit = {}}, .rights = {}});
  }

  for (const auto number : {CharterLog::checkpoint_every, CharterLog::checkpoint_every + 1,
                            CharterLog::checkpoint_every + 2, 2 * CharterLog::checkpoint_every + 1}) {
    const auto charter = circle.log.at(EntryNumber{number}).value();
    EXPECT_EQ(charter.number(), EntryNumber{number});
    EXPECT_EQ(charter.head().hash, circle.log.entries()[number - 1].hash());
  }
}

TEST(CharterLog, OfTwoEntriesWithOneNumberTakesTheFirst) {
  TestCircle circle;
  const auto first = circle.entry(circle.founder, circle.make_offer(circle.doctor).terms);
  const auto second = circle.entry(circle.founder, circle.make_offer(circle.doctor).terms);

  EXPECT_TRUE(circle.log.append(first));
  EXPECT_EQ(circle.log.append(second).error(), Errc::wrong_number);
}

TEST(Snapshot, IsRefusedCutShortAnywhereOrWithAByteMore) {
  TestCircle circle;
  (void)circle.accept(circle.invite(circle.founder, circle.doctor), circle.make_person());
  auto bytes = circle.charter().encode();

  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(Charter::decode(ByteView(bytes).first(size)).error(), Errc::bad_snapshot) << size;
  }
  bytes.push_back(0);
  EXPECT_EQ(Charter::decode(bytes).error(), Errc::bad_snapshot);
}

TEST(Snapshot, OfAnotherVersionIsRefused) {
  auto bytes = TestCircle().charter().encode();
  bytes[1] = 4;

  EXPECT_EQ(Charter::decode(bytes).error(), Errc::bad_snapshot);
}

struct Gap {
  const char* name;
  std::function<void(State&)> tear;
};
class SnapshotRefuses : public testing::TestWithParam<Gap> {};
TEST_P(SnapshotRefuses, WhatIsNotWhole) {
  TestCircle circle;
  (void)circle.accept(circle.invite(circle.founder, circle.doctor), circle.make_person());
  auto state = decode_state(circle.charter().encode()).value();
  GetParam().tear(state);

  EXPECT_EQ(decode_state(encode_state(state)).error(), Errc::bad_snapshot);
}
INSTANTIATE_TEST_SUITE_P(
    , SnapshotRefuses,
    testing::Values(Gap{"NoRoles", [](State& s) { s.roles.clear(); }},
                    Gap{"NoMembers", [](State& s) { s.members.clear(); }},
                    Gap{"NoHandles", [](State& s) { s.handles.clear(); }},
                    Gap{"NoInvitations", [](State& s) { s.invitations.clear(); }},
                    Gap{"InvitationsOfNobody", [](State& s) { s.invited[MemberId()] = {s.time}; }},
                    Gap{"ADeviceThatNobodyAdded",
                        [](State& s) { s.handles.begin()->second.adder = HandleId(FixedBytes<16>{1}); }},
                    Gap{"ADeviceThatAddedItself",
                        [](State& s) { s.handles.begin()->second.adder = s.handles.begin()->first; }},
                    Gap{"NoAcceptanceWhereOneWaits",
                        [](State& s) { s.invitations.begin()->second.acceptance = std::nullopt; }},
                    Gap{"AMemberTwice",
                        [](State& s) {
                          s.members.emplace(MemberId(FixedBytes<16>{1}), s.members.begin()->second);
                        }}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::charter
