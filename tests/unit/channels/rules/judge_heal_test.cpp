#include "channels/rules/judge_heal.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "crypto/mls/message.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::rules {
namespace {

using channels::Errc;
using support::TestChannel;
using support::TestCircle;
using support::TestPerson;

/// Daily care, in which the nurse asks to be let in again.
struct Asking {
  TestCircle circle;
  TestPerson nurse = circle.admit(circle.nurse);
  TestChannel channel{circle, circle.care};
  HealPayload payload;

  Asking() {
    channel.accept(channel.prepare(circle.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));
    payload = channel.ask_to_heal(nurse);
  }

  [[nodiscard]] Result<AskedHeal> judge() const { return judge_heal(channel.state, payload.encode()); }
};

TEST(HealRule, TakesARequestWithItsPackage) {
  const Asking asking;

  const auto asked = asking.judge();

  ASSERT_TRUE(asked) << asked.error().name();
  EXPECT_EQ(asked->content.handle, asking.nurse.id);
  EXPECT_EQ(asked->content.epoch, asking.channel.state.epoch);
  EXPECT_EQ(asked->content.package, mls::key_package_ref(asked->package));
  EXPECT_EQ(asked->request, asking.payload.request);
}

TEST(HealRule, GivesARequestOneIdAnEpoch) {
  Asking asking;
  const auto first = asking.judge().value().content;
  auto other = first;
  other.package[0] ^= 1U;
  other.time += std::chrono::hours(1);
  auto later = first;
  later.epoch = mls::next(first.epoch);
  auto another = first;
  another.handle = asking.circle.founder.id;

  EXPECT_EQ(heal_id(first), heal_id(other));
  EXPECT_NE(heal_id(first), heal_id(later));
  EXPECT_NE(heal_id(first), heal_id(another));
}

struct RefusedHeal {
  const char* name;
  Errc error;
  std::function<void(Asking&)> bend;
};
class HealRuleRefuses : public testing::TestWithParam<RefusedHeal> {};
TEST_P(HealRuleRefuses, Request) {
  Asking asking;
  GetParam().bend(asking);

  const auto asked = asking.judge();

  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error(), GetParam().error) << asked.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , HealRuleRefuses,
    testing::Values(
        RefusedHeal{"ThatCannotBeRead", Errc::bad_structure,
                    [](Asking& it) { it.payload.request.content.pop_back(); }},
        RefusedHeal{"OfAnotherVersion", Errc::unsupported_version,
                    [](Asking& it) { it.payload.request.content[1] = 2; }},
        RefusedHeal{"OfAnotherGroup", Errc::channel_wrong_group,
                    [](Asking& it) { it.channel.state.group = channels::GroupId(FixedBytes<16>{1}); }},
        RefusedHeal{"OfAnotherEpoch", Errc::heal_wrong_place,
                    [](Asking& it) { it.channel.state.epoch = mls::next(it.channel.state.epoch); }},
        RefusedHeal{"OfAnotherChannel", Errc::heal_wrong_place,
                    [](Asking& it) { it.channel.state.channel = it.circle.room; }},
        RefusedHeal{"OfAnotherCircle", Errc::heal_wrong_place,
                    [](Asking& it) { it.channel.state.circle = channels::CircleId(Hash{1}); }},
        RefusedHeal{"WithoutAPackage", Errc::heal_wrong_package,
                    [](Asking& it) { it.payload.key_package = copy_bytes(view_bytes("package")); }},
        RefusedHeal{
            "WithAnotherPackage", Errc::heal_wrong_package,
            [](Asking& it) { it.payload.key_package = it.channel.ask_to_heal(it.nurse).key_package; }},
        RefusedHeal{"WithThePackageOfAnother", Errc::heal_wrong_package,
                    [](Asking& it) {
                      const auto theirs = it.channel.ask_to_heal(it.circle.founder);
                      auto content = HealContent::decode(theirs.request.content).value();
                      content.handle = it.nurse.id;
                      it.payload = {.request = sign_heal(content, it.nurse.handle.private_key).value(),
                                    .key_package = theirs.key_package};
                    }},
        RefusedHeal{"ThatAnotherSigned", Errc::heal_bad_signature,
                    [](Asking& it) {
                      const auto content = HealContent::decode(it.payload.request.content).value();
                      it.payload.request = sign_heal(content, it.circle.founder.handle.private_key).value();
                    }},
        RefusedHeal{"ThatWasChanged", Errc::heal_bad_signature,
                    [](Asking& it) { it.payload.request.content.back() ^= 1U; }}),
    [](const auto& row) { return row.param.name; });

TEST(HealStructures, TakeTheLargestPackageAndNoByteMore) {
  HealPayload payload;
  payload.key_package = Bytes(channels::limits::heal_package_bytes_max);
  EXPECT_EQ(HealPayload::decode(payload.encode()), payload);

  payload.key_package.push_back(0);
  EXPECT_EQ(HealPayload::decode(payload.encode()).error(), Errc::bad_structure);
}

TEST(HealStructures, TakeTheLongestContentAndNoByteMore) {
  HealPayload payload;
  payload.request.content = Bytes(channels::limits::heal_content_bytes_max);
  EXPECT_EQ(HealPayload::decode(payload.encode()), payload);

  payload.request.content.push_back(0);
  EXPECT_EQ(HealPayload::decode(payload.encode()).error(), Errc::bad_structure);
}

TEST(HealStructures, ACommitHasOneToThirtyTwoOfThem) {
  CommitData data;
  data.heals.resize(channels::limits::heals_max);
  EXPECT_EQ(CommitData::decode(data.encode()), data);

  data.heals.emplace_back();
  EXPECT_EQ(CommitData::decode(data.encode()).error(), Errc::bad_structure);

  data.heals.clear();
  auto none = data.encode();
  none[1] = 2;
  none.push_back(0);
  EXPECT_EQ(CommitData::decode(none).error(), Errc::bad_structure);
}

}  // namespace
}  // namespace kring::rules
