#include "channels/model/limits.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// What a charter says of members' devices.
namespace kring::charter {
namespace {

namespace limits = channels::limits;
using support::TestCircle;
using support::TestPerson;

std::vector<HandleId> ids(std::initializer_list<const TestPerson*> devices) {
  std::vector<HandleId> sorted;
  for (const auto* device : devices) sorted.push_back(device->id);
  std::ranges::sort(sorted);
  return sorted;
}

class Devices : public testing::Test {
 protected:
  [[nodiscard]] const Charter& charter() const { return c_.charter(); }
  void revoke(const TestPerson& by, const TestPerson& device) {
    c_.must_act(by, DeviceRevoke{.handle = device.id});
  }
  void expect_same_after_a_snapshot() { EXPECT_EQ(Charter::decode(charter().encode()).value(), charter()); }

  TestCircle c_;
};

TEST_F(Devices, OfAMemberReadAndActAlike) {
  const auto second = c_.add_device(c_.founder);

  EXPECT_EQ(charter().live_handles(c_.founder.member), ids({&c_.founder, &second}));
  EXPECT_EQ(charter().readers(c_.regie, c_.now), ids({&c_.founder, &second}));
  EXPECT_EQ(charter().owners(c_.now), std::vector{c_.founder.member});
  EXPECT_EQ(charter().handle(second.id)->adder, c_.founder.id);
  EXPECT_TRUE(c_.act(second, Freeze{}));
  EXPECT_EQ(charter().access(second.id, c_.now), Access::member);
  expect_same_after_a_snapshot();
}

TEST_F(Devices, AreAsManyAsMayBe) {
  for (std::size_t i = 1; i < limits::member_devices_max; ++i) (void)c_.add_device(c_.founder);
  EXPECT_EQ(charter().live_handles(c_.founder.member).size(), limits::member_devices_max);
  const auto one = charter().live_handles(c_.founder.member);
  const auto added = std::ranges::find_if(one, [&](const HandleId& id) { return id != c_.founder.id; });

  c_.must_act(c_.founder, DeviceRevoke{.handle = *added});

  EXPECT_TRUE(c_.act(c_.founder, c_.addition_of(c_.make_device(c_.founder))));
}

TEST_F(Devices, ThatAreRevokedReadNothingAndKnowSinceWhen) {
  const auto second = c_.add_device(c_.founder);
  const auto third = c_.add_device(second);

  revoke(c_.founder, second);

  EXPECT_EQ(charter().readers(c_.care, c_.now), ids({&c_.founder}));
  for (const auto* device : {&second, &third}) {
    EXPECT_FALSE(charter().is_live(device->id, c_.now));
    EXPECT_EQ(charter().access(device->id, c_.now), Access::ended);
    EXPECT_EQ(charter().ended_at(device->id), charter().number());
  }
  EXPECT_TRUE(charter().is_live(c_.founder.member, c_.now));
  EXPECT_FALSE(charter().ended_at(c_.founder.id));
  expect_same_after_a_snapshot();
}

TEST_F(Devices, AreRevokedByAParentAlsoTheLastOfAMember) {
  const auto doctor = c_.admit(c_.doctor);

  revoke(c_.founder, doctor);

  EXPECT_TRUE(charter().live_handles(doctor.member).empty());
  EXPECT_TRUE(charter().is_live(doctor.member, c_.now));
  EXPECT_FALSE(charter().is_live(doctor.id, c_.now));
}

TEST_F(Devices, AreRevokedWhileTheCircleIsFrozenAndWhileTheirMemberIsPaused) {
  const auto doctor = c_.admit(c_.doctor);
  c_.must_act(c_.founder, Pause{.member = doctor.member, .reason = std::nullopt});
  c_.must_act(c_.founder, Freeze{});

  EXPECT_TRUE(c_.act(c_.founder, DeviceRevoke{.handle = doctor.id}));
}

TEST_F(Devices, ComeByTheWordsAlsoWhileTheCircleIsFrozen) {
  const auto doctor = c_.admit(c_.doctor);
  revoke(c_.founder, doctor);
  c_.must_act(c_.founder, Freeze{});
  const auto device = c_.make_device(doctor);

  c_.must_act_by_words(device, c_.addition_of(device));

  EXPECT_EQ(charter().live_handles(doctor.member), ids({&device}));
  EXPECT_FALSE(charter().handle(device.id)->adder);
  expect_same_after_a_snapshot();
}

TEST_F(Devices, OfAnOwnerThatComeByTheWordsAreASignOfLife) {
  const auto other = c_.admit_owner();
  c_.must_act_by_words(c_.founder, RemovalAsk{.member = other.member});
  const auto device = c_.make_device(other);

  c_.must_act_by_words(device, c_.addition_of(device));

  EXPECT_EQ(charter().removal_of(other.member), nullptr);
}

TEST_F(Devices, AreOverruledByTheWordsButForTheOneThatSays) {
  const auto second = c_.add_device(c_.founder);
  const auto third = c_.add_device(second);
  const auto fourth = c_.add_device(third);
  const auto fifth = c_.add_device(c_.founder);

  c_.must_act_by_words(third, DeviceRevoke{.handle = c_.founder.id, .overrules = true});

  EXPECT_EQ(charter().live_handles(c_.founder.member), ids({&third, &fourth}));
  EXPECT_FALSE(charter().handle(third.id)->adder);
  EXPECT_TRUE(charter().handle(fifth.id)->revoked);
  expect_same_after_a_snapshot();
}

TEST_F(Devices, OfSomebodyWithNewKeysAreTheNewOneAlone) {
  const auto doctor = c_.admit(c_.doctor);
  const auto second = c_.add_device(doctor);
  const auto renewed = c_.make_renewed(doctor);

  c_.must_act(c_.founder, c_.reset_to(renewed));

  const auto& member = *charter().member(doctor.member);
  EXPECT_EQ(charter().live_handles(doctor.member), ids({&renewed}));
  EXPECT_EQ(member.recovery_key, renewed.recovery_key());
  EXPECT_EQ(member.resets,
            (std::vector{Reset{.entry = charter().number(), .former = doctor.recovery_key()}}));
  EXPECT_EQ(charter().ended_at(second.id), charter().number());
  EXPECT_TRUE(charter().knows_key(doctor.recovery_key().bytes()));
  EXPECT_TRUE(charter().can(renewed.id, c_.care, channels::Right::read, c_.now));
  expect_same_after_a_snapshot();
}

TEST_F(Devices, OfOneWhoGoesEndWithThemAndAnEarlierEndStays) {
  const auto doctor = c_.admit(c_.doctor);
  const auto second = c_.add_device(doctor);
  revoke(doctor, second);
  const auto revoked = charter().number();

  c_.must_act(doctor, Leave{});

  EXPECT_EQ(charter().ended_at(second.id), revoked);
  EXPECT_EQ(charter().ended_at(doctor.id), charter().number());
}

}  // namespace
}  // namespace kring::charter
