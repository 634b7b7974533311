#include "channels/rules/judge_opening.hpp"

#include "channels/model/errc.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::rules {
namespace {

using channels::Errc;
using support::TestChannel;
using support::TestCircle;

struct OpeningWorld {
  TestCircle circle;
  TestChannel channel{circle, circle.care};
};
using Opening = TestChannel::Opening;

TEST(OpeningRule, TakesTheOpenersGroupOfOneInBothModes) {
  OpeningWorld world;
  TestChannel room(world.circle, world.circle.room);

  auto record = world.channel.prepare_opening(world.circle.founder).judge(world.circle.founder.id);
  auto sealed = room.prepare_opening(world.circle.founder).judge(world.circle.founder.id);

  ASSERT_TRUE(record) << record.error().name();
  EXPECT_EQ(record->generation, channels::Generation{1});
  ASSERT_TRUE(sealed) << sealed.error().name();
  EXPECT_EQ(sealed->generation, channels::Generation{0});
}

/// The same group with a context or a tree of one's own.
mls::PublicGroup with_context(const mls::PublicGroup& group,
                              const std::function<void(mls::GroupContext&)>& bend) {
  auto context = group.context();
  bend(context);
  return {context, group.tree(), group.confirmation_tag()};
}
mls::PublicGroup with_tree(const mls::PublicGroup& group, mls::RatchetTree tree) {
  auto context = group.context();
  const auto hash = tree.tree_hash();
  context.tree_hash = copy_bytes(hash);
  return {context, std::move(tree), group.confirmation_tag()};
}

struct RefusedOpening {
  const char* name;
  Errc error;
  std::function<void(Opening&, OpeningWorld&)> bend;
};
class OpeningRuleRefuses : public testing::TestWithParam<RefusedOpening> {};
TEST_P(OpeningRuleRefuses, Opening) {
  OpeningWorld world;
  auto opening = world.channel.prepare_opening(world.circle.founder);
  GetParam().bend(opening, world);

  auto data = opening.judge(world.circle.founder.id);

  ASSERT_FALSE(data);
  EXPECT_EQ(data.error(), GetParam().error) << data.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , OpeningRuleRefuses,
    testing::Values(
        RefusedOpening{"OfAChannelThatTheCharterHasNot", Errc::unknown_channel,
                       [](Opening& it, OpeningWorld&) { it.commit.state.channel = channels::ChannelId(); }},
        RefusedOpening{"OfAnotherGroup", Errc::channel_wrong_group,
                       [](Opening& it, OpeningWorld&) {
                         it.group =
                             with_context(it.group, [](auto& context) { context.group_id.push_back(1); });
                       }},
        RefusedOpening{"OfAnotherChannelsContext", Errc::channel_wrong_context,
                       [](Opening& it, OpeningWorld& world) {
                         it.group = with_context(it.group, [&](auto& context) {
                           context.extensions = group_extensions_of(
                               it.commit.charter, *it.commit.charter.channel(world.circle.room));
                         });
                       }},
        RefusedOpening{"WithOneMoreExtension", Errc::channel_wrong_context,
                       [](Opening& it, OpeningWorld&) {
                         it.group = with_context(it.group, [](auto& context) {
                           context.extensions.push_back(
                               {.type = mls::ExtensionType::external_senders, .content = {}});
                         });
                       }},
        RefusedOpening{"FromALaterEpoch", Errc::opening_wrong_epoch,
                       [](Opening& it, OpeningWorld&) {
                         it.group =
                             with_context(it.group, [](auto& context) { context.epoch = mls::EpochId{1}; });
                       }},
        RefusedOpening{"FromAGroupOfTwo", Errc::opening_not_alone,
                       [](Opening& it, OpeningWorld&) {
                         auto tree = it.group.tree();
                         ASSERT_TRUE(tree.add(*tree.leaf(mls::LeafIndex{0})));
                         it.group = with_tree(it.group, std::move(tree));
                       }},
        RefusedOpening{"ByAnotherThanTheOpener", Errc::opening_wrong_handle,
                       [](Opening& it, OpeningWorld& world) {
                         const auto other = world.circle.admit_owner();
                         it = world.channel.prepare_opening(other);
                       }},
        RefusedOpening{"ByALeafThatNamesAnother", Errc::commit_leaf_not_its_handle,
                       [](Opening& it, OpeningWorld& world) {
                         auto tree = it.group.tree();
                         auto leaf = *tree.leaf(mls::LeafIndex{0});
                         leaf.credential = mls::Credential::basic(world.circle.care.view());
                         tree.update(mls::LeafIndex{0}, leaf);
                         it.group = with_tree(it.group, std::move(tree));
                       }},
        RefusedOpening{"ThatAddsSomeone", Errc::opening_not_empty,
                       [](Opening& it, OpeningWorld&) { it.commit.effect.adds.emplace_back(); }},
        RefusedOpening{"ThatRemovesSomeone", Errc::opening_not_empty,
                       [](Opening& it, OpeningWorld&) { it.commit.effect.removes.emplace_back(); }},
        RefusedOpening{"WithoutAPath", Errc::commit_path_missing,
                       [](Opening& it, OpeningWorld&) { it.commit.effect.has_path = false; }},
        RefusedOpening{"WithoutAKey", Errc::commit_must_rotate,
                       [](Opening& it, OpeningWorld&) {
                         it.commit.data.generation = channels::Generation{0};
                         it.commit.rotation.reset();
                       }},
        RefusedOpening{"WithALinkToNothing", Errc::rotation_wrong_size,
                       [](Opening& it, OpeningWorld&) { it.commit.rotation->back_link = Bytes(48); }},
        RefusedOpening{"WithAHashOfNoLink", Errc::rotation_wrong_back_link,
                       [](Opening& it, OpeningWorld&) { it.commit.data.back_link_hash[0] = 1; }},
        RefusedOpening{"NamingALog", Errc::commit_wrong_log_head,
                       [](Opening& it, OpeningWorld&) { it.commit.data.log.number = channels::Sequence{1}; }},
        RefusedOpening{"NamingAHashOfTheEmptyLog", Errc::commit_wrong_log_head,
                       [](Opening& it, OpeningWorld&) { it.commit.data.log.hash[0] = 1; }}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::rules
