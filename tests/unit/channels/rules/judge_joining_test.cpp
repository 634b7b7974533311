#include "channels/rules/judge_joining.hpp"

#include "channels/model/errc.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

namespace kring::rules {
namespace {

using channels::Errc;
using channels::Generation;
using support::TestChannel;
using support::TestCircle;
using support::TestPerson;
using namespace std::chrono_literals;

/// A newcomer's view: the group joined, and the extension of its Welcome.
struct WorldToJoin {
  TestCircle circle;
  TestPerson nurse = circle.admit(circle.nurse);
  TestPerson grandmother = circle.admit(circle.family);
  TestChannel care{circle, circle.care};
  TestChannel room{circle, circle.room};
  CharterAtHead charter{circle.log};
  ChannelState before_add;
  Bytes add_payload;

  /// Adds `person` after a record, as the next entry of `channel`.
  JoinExtension add(TestChannel& channel, const TestPerson& person) {
    channel.push(channels::LogKind::record, view_bytes("earlier"));
    auto commit = channel.prepare(circle.founder, {.adds = {&person}, .removes = {}, .rotate = false});
    channel.push(channels::LogKind::record, view_bytes("between"));
    commit.state = channel.state;
    before_add = channel.state;
    add_payload = commit.payload();
    auto join = channel.join_extension(commit);
    channel.accept(std::move(commit));
    return join;
  }
};

struct Newcomer {
  WorldToJoin world;
  JoinExtension join = world.add(world.care, world.nurse);
  mls::PublicGroup group = world.care.group_of(world.nurse).public_group();
  mls::LeafIndex signer = world.care.group_of(world.circle.founder).own_leaf();
  channels::CircleId circle = world.circle.charter().circle();

  Result<JoinedChannel> judge() {
    return judge_joining(
        {.group = group, .signer = signer, .join = join, .charter = world.charter, .circle = circle});
  }
  void bend_context(const std::function<void(mls::GroupContext&)>& bend) {
    auto context = group.context();
    bend(context);
    group = mls::PublicGroup(context, group.tree(), group.confirmation_tag());
  }
  void bend_tree(const std::function<void(mls::RatchetTree&)>& bend) {
    auto tree = group.tree();
    bend(tree);
    auto context = group.context();
    const auto hash = tree.tree_hash();
    context.tree_hash = copy_bytes(hash);
    group = mls::PublicGroup(context, std::move(tree), group.confirmation_tag());
  }
};

TEST(JoiningRule, TakesAGroupOfThoseWhoMayBeThere) {
  Newcomer newcomer;

  auto joined = newcomer.judge();

  ASSERT_TRUE(joined) << joined.error().name();
  EXPECT_EQ(joined->epoch, newcomer.world.care.state.epoch);
  EXPECT_EQ(joined->state.channel, newcomer.world.circle.care);
  EXPECT_EQ(joined->state.log, newcomer.join.log);
  EXPECT_EQ(joined->state.key_hash, newcomer.world.care.state.key_hash);
}

TEST(JoiningRule, LeadsThroughTheCommitThatAddedUsToTheStateOfAll) {
  Newcomer newcomer;

  auto state =
      after_vouched_commit(newcomer.world.before_add, newcomer.world.add_payload, newcomer.world.circle.now);

  ASSERT_TRUE(state) << state.error().name();
  EXPECT_EQ(*state, newcomer.world.care.state);
  EXPECT_TRUE(confirm_joining(*state, newcomer.world.care.log, newcomer.join));
}

TEST(JoiningRule, LetsANewcomerReadASealedChannelFromTheWelcomesHeadOn) {
  WorldToJoin world;
  const auto join = world.add(world.room, world.grandmother);
  const auto& group = world.room.group_of(world.grandmother).public_group();

  auto joined = judge_joining({.group = group,
                               .signer = world.room.group_of(world.circle.founder).own_leaf(),
                               .join = join,
                               .charter = world.charter,
                               .circle = world.circle.charter().circle()});

  ASSERT_TRUE(joined) << joined.error().name();
  auto state = joined->state.after({.kind = channels::LogKind::record,
                                    .time = world.circle.now,
                                    .payload_hash = payload_hash(view_bytes("between"))});
  auto after = after_vouched_commit(state, world.add_payload, world.circle.now);
  ASSERT_TRUE(after) << after.error().name();
  EXPECT_EQ(*after, world.room.state);
  EXPECT_TRUE(confirm_joining(*after, support::TestLog(), join));
}

struct RefusedJoining {
  const char* name;
  Errc error;
  std::function<void(Newcomer&)> bend;
};
class JoiningRuleRefuses : public testing::TestWithParam<RefusedJoining> {};
TEST_P(JoiningRuleRefuses, Group) {
  Newcomer newcomer;
  GetParam().bend(newcomer);

  auto joined = newcomer.judge();

  ASSERT_FALSE(joined);
  EXPECT_EQ(joined.error(), GetParam().error) << joined.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , JoiningRuleRefuses,
    testing::Values(
        RefusedJoining{"OfAnotherCircle", Errc::channel_wrong_context,
                       [](Newcomer& it) { it.circle = channels::CircleId(Hash{1}); }},
        RefusedJoining{
            "WithoutAChannel", Errc::channel_wrong_context,
            [](Newcomer& it) { it.bend_context([](auto& context) { context.extensions.pop_back(); }); }},
        RefusedJoining{"WithAChannelThatCannotBeRead", Errc::channel_wrong_context,
                       [](Newcomer& it) {
                         it.bend_context([](auto& context) { context.extensions.back().content.pop_back(); });
                       }},
        RefusedJoining{"OfTheOtherMode", Errc::channel_wrong_context,
                       [](Newcomer& it) {
                         it.bend_context([](auto& context) { context.extensions.back().content.back() = 1; });
                       }},
        RefusedJoining{"WithOneMoreExtension", Errc::channel_wrong_context,
                       [](Newcomer& it) {
                         it.bend_context([](auto& context) {
                           context.extensions.push_back(
                               {.type = mls::ExtensionType::external_senders, .content = {}});
                         });
                       }},
        RefusedJoining{
            "AtEpochZero", Errc::channel_wrong_context,
            [](Newcomer& it) { it.bend_context([](auto& context) { context.epoch = mls::EpochId{0}; }); }},
        RefusedJoining{"OfAnUnknownChannel", Errc::unknown_channel,
                       [](Newcomer& it) {
                         it.bend_context(
                             [](auto& context) { context.extensions.back().content[2 + 32] ^= 1U; });
                       }},
        RefusedJoining{
            "OfAnotherGroup", Errc::channel_wrong_group,
            [](Newcomer& it) { it.bend_context([](auto& context) { context.group_id[0] ^= 1U; }); }},
        RefusedJoining{"AtACharterHeadThatWeHaveNot", Errc::join_wrong_heads,
                       [](Newcomer& it) { it.join.charter.hash[0] ^= 1U; }},
        RefusedJoining{"AtACharterNumberThatIsNotThere", Errc::join_wrong_heads,
                       [](Newcomer& it) { it.join.charter.number = channels::EntryNumber{99}; }},
        RefusedJoining{"BeforeWeWereAdmitted", Errc::unknown_channel,
                       [](Newcomer& it) {
                         const auto& first = *it.world.circle.log.entry(channels::EntryNumber{1});
                         it.join.charter = {.number = first.number(), .hash = first.hash().bytes()};
                       }},
        RefusedJoining{"WhenALeafsTimeWasOver", Errc::commit_leaf_not_allowed,
                       [](Newcomer& it) { it.join.time += 8 * 24h; }},
        RefusedJoining{"WithAStranger", Errc::commit_leaf_not_allowed,
                       [](Newcomer& it) {
                         const auto stranger = it.world.circle.make_person();
                         it.bend_tree([&](auto& tree) {
                           auto leaf = *tree.leaf(mls::LeafIndex{0});
                           leaf.signature_key = stranger.handle.public_key;
                           leaf.credential = mls::Credential::basic(stranger.id.view());
                           ASSERT_TRUE(tree.add(leaf));
                         });
                       }},
        RefusedJoining{"WithAHandleTwice", Errc::commit_leaf_twice,
                       [](Newcomer& it) {
                         it.bend_tree(
                             [](auto& tree) { ASSERT_TRUE(tree.add(*tree.leaf(mls::LeafIndex{0}))); });
                       }},
        RefusedJoining{"SignedByNobody", Errc::commit_committer_may_not,
                       [](Newcomer& it) { it.signer = mls::LeafIndex{9}; }},
        RefusedJoining{"WithoutARecordKey", Errc::join_wrong_key,
                       [](Newcomer& it) { it.join.record_key = Secret(); }},
        RefusedJoining{"WithoutAGeneration", Errc::join_wrong_key,
                       [](Newcomer& it) { it.join.generation = Generation{0}; }}),
    [](const auto& row) { return row.param.name; });

TEST(JoiningRule, RefusesARecordKeyInASealedChannel) {
  WorldToJoin world;
  auto join = world.add(world.room, world.grandmother);
  join.record_key = Secret::of_size(32);
  const auto& group = world.room.group_of(world.grandmother).public_group();

  auto joined = judge_joining({.group = group,
                               .signer = world.room.group_of(world.circle.founder).own_leaf(),
                               .join = join,
                               .charter = world.charter,
                               .circle = world.circle.charter().circle()});

  EXPECT_EQ(joined.error(), Errc::join_wrong_key);
}

struct Unconfirmed {
  const char* name;
  Errc error;
  std::function<void(ChannelState&, JoinExtension&)> bend;
};
class ConfirmJoining : public testing::TestWithParam<Unconfirmed> {};
TEST_P(ConfirmJoining, Refuses) {
  Newcomer newcomer;
  auto state = newcomer.world.care.state;
  GetParam().bend(state, newcomer.join);

  EXPECT_EQ(confirm_joining(state, newcomer.world.care.log, newcomer.join).error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , ConfirmJoining,
    testing::Values(
        Unconfirmed{"AnotherCharterHead", Errc::join_wrong_heads,
                    [](ChannelState& state, JoinExtension&) { state.charter.hash[0] ^= 1U; }},
        Unconfirmed{"AnotherTime", Errc::join_wrong_heads,
                    [](ChannelState& state, JoinExtension&) { state.commit_time += 1ms; }},
        Unconfirmed{"AHeadThatIsNotBeforeTheCommit", Errc::join_wrong_heads,
                    [](ChannelState& state, JoinExtension& join) { join.log.number = state.commit_number; }},
        Unconfirmed{"AnotherLog", Errc::join_wrong_heads,
                    [](ChannelState&, JoinExtension& join) { join.log.hash[0] ^= 1U; }},
        Unconfirmed{"AnotherGeneration", Errc::join_wrong_key,
                    [](ChannelState& state, JoinExtension&) { state.generation = Generation{5}; }},
        Unconfirmed{"AnotherKey", Errc::join_wrong_key,
                    [](ChannelState&, JoinExtension& join) { join.record_key = Secret::of_size(32); }}),
    [](const auto& row) { return row.param.name; });

TEST(VouchedCommit, IsRefusedIfItIsNotTheNextOfItsChannel) {
  Newcomer newcomer;
  const auto& world = newcomer.world;
  auto group = world.before_add;
  group.group = channels::GroupId();
  auto epoch = world.before_add;
  epoch.epoch = mls::EpochId{9};
  auto cut = world.add_payload;
  cut.pop_back();
  const auto other_message =
      CommitPayload{.commit = codec::encode(mls::MlsMessage{mls::PrivateMessage()}), .rotation = {}}.encode();
  const auto now = world.circle.now;

  EXPECT_EQ(after_vouched_commit(group, world.add_payload, now).error(), Errc::channel_wrong_group);
  EXPECT_EQ(after_vouched_commit(epoch, world.add_payload, now).error(), Errc::commit_wrong_epoch);
  EXPECT_EQ(after_vouched_commit(world.before_add, cut, now).error(), Errc::bad_structure);
  EXPECT_EQ(after_vouched_commit(world.before_add, other_message, now).error(), Errc::bad_structure);
}

TEST(VouchedCommit, IsRefusedIfItsDataCannotBeRead) {
  Newcomer newcomer;
  const auto& world = newcomer.world;
  mls::PublicMessage message;
  message.content = {.group_id = copy_bytes(world.before_add.group.view()),
                     .epoch = world.before_add.epoch,
                     .sender = mls::Sender::member(mls::LeafIndex{0}),
                     .authenticated_data = {1},
                     .content = mls::Commit()};
  message.auth = {.signature = {}, .confirmation_tag = Bytes()};
  message.membership_tag = Bytes();
  const CommitPayload payload{.commit = codec::encode(mls::MlsMessage{message}), .rotation = {}};

  EXPECT_EQ(after_vouched_commit(world.before_add, payload.encode(), world.circle.now).error(),
            Errc::commit_bad_data);
}

}  // namespace
}  // namespace kring::rules
