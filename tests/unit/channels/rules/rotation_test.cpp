#include "channels/rules/rotation.hpp"

#include "channels/model/errc.hpp"
#include "crypto/record/record_key.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

namespace kring::rules {
namespace {

using channels::Errc;
using support::TestChannel;
using support::TestCircle;
using support::TestPerson;

/// A rotation by the founder as a nurse meets it.
class RotationAtAMember : public testing::Test {
 protected:
  RotationAtAMember() {
    channel_.accept(channel_.prepare(circle_.founder, {.adds = {&nurse_}, .removes = {}, .rotate = false}));
    commit_.emplace(channel_.prepare(circle_.founder, {.adds = {}, .removes = {}, .rotate = true}));
    auto staged = channel_.group_of(nurse_).stage(commit_->prepared.commit).value();
    exported_ =
        staged.exporter(record::key_box_label, exporter_context(place()), record::key_box_secret_bytes);
  }

  RotationPlace place() const {
    return {.state = commit_->state,
            .epoch = commit_->effect.after.epoch,
            .generation = commit_->data.generation};
  }

  TestCircle circle_;
  TestPerson nurse_ = circle_.admit(circle_.nurse);
  TestChannel channel_{circle_, circle_.care};
  std::optional<support::TestCommit> commit_;
  Secret exported_;
};

TEST_F(RotationAtAMember, GivesTheNewKey) {
  auto key = open_rotation(place(), commit_->data, *commit_->rotation, exported_, &*channel_.key);

  ASSERT_TRUE(key) << key.error().name();
  EXPECT_TRUE(*key == *commit_->key);
}

TEST_F(RotationAtAMember, IsRefusedIfTheBoxDoesNotOpen) {
  const auto other = Secret::of_size(32);

  EXPECT_EQ(open_rotation(place(), commit_->data, *commit_->rotation, other, &*channel_.key).error(),
            Errc::rotation_box_closed);
}

TEST_F(RotationAtAMember, IsRefusedIfTheKeyIsNotTheCommits) {
  auto data = commit_->data;
  data.key_hash[0] ^= 1U;

  EXPECT_EQ(open_rotation(place(), data, *commit_->rotation, exported_, &*channel_.key).error(),
            Errc::rotation_wrong_key);
}

TEST_F(RotationAtAMember, IsRefusedIfTheLinkLeadsElsewhereOrNowhere) {
  const auto other = Secret::of_size(32);
  auto broken = *commit_->rotation;
  broken.back_link[0] ^= 1U;

  EXPECT_EQ(open_rotation(place(), commit_->data, *commit_->rotation, exported_, &other).error(),
            Errc::rotation_link_broken);
  EXPECT_EQ(open_rotation(place(), commit_->data, *commit_->rotation, exported_, nullptr).error(),
            Errc::rotation_link_broken);
  EXPECT_EQ(open_rotation(place(), commit_->data, broken, exported_, &*channel_.key).error(),
            Errc::rotation_link_broken);
}

TEST(FirstRotation, HasNoLink) {
  TestCircle circle;
  TestChannel channel(circle, circle.care);
  auto opening = channel.prepare_opening(circle.founder);
  const auto& commit = opening.commit;
  const RotationPlace place{
      .state = commit.state, .epoch = commit.effect.after.epoch, .generation = commit.data.generation};
  const auto exported = commit.prepared.staged.exporter(record::key_box_label, exporter_context(place),
                                                        record::key_box_secret_bytes);

  auto key = open_rotation(place, commit.data, *commit.rotation, exported, nullptr);

  ASSERT_TRUE(key);
  EXPECT_TRUE(*key == *commit.key);
  EXPECT_TRUE(commit.rotation->back_link.empty());
  EXPECT_EQ(commit.data.back_link_hash, Hash{});
}

}  // namespace
}  // namespace kring::rules
