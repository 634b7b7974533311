#include "channels/rules/judge_commit.hpp"

#include "channels/model/errc.hpp"
#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/judge_heal.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

namespace kring::rules {
namespace {

using channels::Errc;
using channels::Generation;
using channels::Sequence;
using support::TestChannel;
using support::TestCircle;
using support::TestCommit;
using support::TestPerson;
using namespace std::chrono_literals;

/// Daily care with the founder and a nurse in its group, and a doctor whom the charter has just admitted.
struct Care {
  TestCircle circle;
  TestPerson nurse = circle.admit(circle.nurse);
  TestChannel channel{circle, circle.care};
  TestPerson doctor;

  Care() {
    channel.accept(channel.prepare(circle.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));
    channel.push(channels::LogKind::record, view_bytes("a record"));
    doctor = circle.admit(circle.doctor);
    circle.now += 1h;
  }

  void remove_from_charter(const TestPerson& person) {
    circle.must_act(circle.founder, charter::Remove{.member = person.member, .reason = std::nullopt});
  }
  [[nodiscard]] TestCommit add() {
    return channel.prepare(circle.founder, {.adds = {&doctor}, .removes = {}, .rotate = false});
  }
  [[nodiscard]] TestCommit removal() {
    remove_from_charter(nurse);
    return channel.prepare(circle.founder, {.adds = {}, .removes = {nurse.id}, .rotate = false});
  }
  /// The nurse is removed and added again, as she asks.
  [[nodiscard]] TestCommit healing() {
    return channel.prepare(circle.founder,
                           {.adds = {&nurse}, .removes = {nurse.id}, .rotate = true, .heals = {&nurse}});
  }
  /// The request in `commit` says what `change` makes of it, and `person` signs it.
  static void ask_otherwise(TestCommit& commit, const TestPerson& person,
                            const std::function<void(HealContent&)>& change) {
    auto content = HealContent::decode(commit.data.heals.at(0).content).value();
    change(content);
    commit.data.heals[0] = sign_heal(content, person.handle.private_key).value();
  }
  [[nodiscard]] TestCommit empty() { return channel.prepare(nurse, {}); }
  [[nodiscard]] TestCommit rotating() {
    return channel.prepare(nurse, {.adds = {}, .removes = {}, .rotate = true});
  }
  /// Judges `commit` by the charter as it is now, which it then also names.
  void judge_now(TestCommit& commit) const {
    commit.charter = circle.charter();
    commit.data.charter = head_of(circle.charter());
  }
  [[nodiscard]] mls::LeafIndex leaf_of(const TestPerson& person) {
    return channel.group_of(person).own_leaf();
  }
};

struct Accepted {
  const char* name;
  TestCommit (Care::*make)();
};
class CommitRuleTakes : public testing::TestWithParam<Accepted> {};
TEST_P(CommitRuleTakes, Commit) {
  Care care;
  const auto commit = (care.*GetParam().make)();

  auto data = commit.judge(care.channel.log);

  ASSERT_TRUE(data) << data.error().name();
  EXPECT_EQ(*data, commit.data);
}
INSTANTIATE_TEST_SUITE_P(, CommitRuleTakes,
                         testing::Values(Accepted{"AddOnly", &Care::add}, Accepted{"Removal", &Care::removal},
                                         Accepted{"Healing", &Care::healing}, Accepted{"Empty", &Care::empty},
                                         Accepted{"EmptyThatRotates", &Care::rotating}),
                         [](const auto& row) { return row.param.name; });

struct RefusedCommit {
  const char* name;
  TestCommit (Care::*make)();
  Errc error;
  std::function<void(TestCommit&, Care&)> bend;
};
class CommitRuleRefuses : public testing::TestWithParam<RefusedCommit> {};
TEST_P(CommitRuleRefuses, Commit) {
  Care care;
  auto commit = (care.*GetParam().make)();
  GetParam().bend(commit, care);

  auto data = commit.judge(care.channel.log);

  ASSERT_FALSE(data);
  EXPECT_EQ(data.error(), GetParam().error) << data.error().name();
}

std::string name_of_row(const testing::TestParamInfo<RefusedCommit>& row) {
  return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Message, CommitRuleRefuses,
    testing::Values(RefusedCommit{"OfAnotherGroup", &Care::empty, Errc::channel_wrong_group,
                                  [](TestCommit& it, Care&) {
                                    it.state.group = channels::GroupId(FixedBytes<16>{1});
                                  }},
                    RefusedCommit{"IntoAnotherGroup", &Care::empty, Errc::channel_wrong_group,
                                  [](TestCommit& it, Care&) { it.effect.after.group_id.push_back(0); }},
                    RefusedCommit{"OfAnotherEpoch", &Care::empty, Errc::commit_wrong_epoch,
                                  [](TestCommit& it, Care&) { it.state.epoch = mls::next(it.state.epoch); }},
                    RefusedCommit{"External", &Care::empty, Errc::commit_not_by_member,
                                  [](TestCommit& it, Care&) { it.effect.external = true; }},
                    RefusedCommit{"FromALeafThatWasNotThere", &Care::empty, Errc::commit_not_by_member,
                                  [](TestCommit& it, Care&) { it.effect.committer = mls::LeafIndex{9}; }},
                    RefusedCommit{"WithAnotherProposal", &Care::empty, Errc::commit_other_proposal,
                                  [](TestCommit& it, Care&) { it.effect.other_proposals = true; }},
                    RefusedCommit{"WithAProposalByReference", &Care::add, Errc::commit_other_proposal,
                                  [](TestCommit& it, Care&) { it.effect.by_reference = true; }},
                    RefusedCommit{"ChangingTheContext", &Care::empty, Errc::commit_context_changed,
                                  [](TestCommit& it, Care&) { it.effect.after.extensions.pop_back(); }}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Heads, CommitRuleRefuses,
    testing::Values(
        RefusedCommit{"OtherCharterNumber", &Care::empty, Errc::commit_wrong_charter_head,
                      [](TestCommit& it, Care&) { it.data.charter.number = channels::EntryNumber{1}; }},
        RefusedCommit{"OtherCharterHash", &Care::empty, Errc::commit_wrong_charter_head,
                      [](TestCommit& it, Care&) { it.data.charter.hash[0] ^= 1U; }},
        RefusedCommit{"OtherCircle", &Care::empty, Errc::commit_wrong_charter_head,
                      [](TestCommit& it, Care&) { it.state.circle = channels::CircleId(Hash{1}); }},
        RefusedCommit{
            "OlderThanTheLastCommits", &Care::empty, Errc::commit_old_charter_head,
            [](TestCommit& it, Care&) { it.state.charter.number = channels::next(it.charter.number()); }},
        RefusedCommit{"OtherLogHash", &Care::empty, Errc::commit_wrong_log_head,
                      [](TestCommit& it, Care&) { it.data.log.hash[0] ^= 1U; }},
        RefusedCommit{"OtherHashOfTheLastCommit", &Care::empty, Errc::commit_wrong_log_head,
                      [](TestCommit& it, Care&) { it.data.log.number = Sequence{2}; }},
        RefusedCommit{"LogNumberAhead", &Care::empty, Errc::commit_wrong_log_head,
                      [](TestCommit& it, Care&) { it.data.log.number = Sequence{4}; }},
        RefusedCommit{"LogBeforeTheLastCommit", &Care::empty, Errc::commit_wrong_log_head,
                      [](TestCommit& it, Care& care) {
                        it.data.log = {.number = Sequence{1}, .hash = *care.channel.log.at(Sequence{1})};
                      }},
        RefusedCommit{"TimeBeforeTheLastCommits", &Care::empty, Errc::commit_time_backwards,
                      [](TestCommit& it, Care&) { it.data.time = it.state.commit_time - 1ms; }},
        RefusedCommit{"ClockTooSlow", &Care::empty, Errc::commit_clock_off,
                      [](TestCommit& it, Care&) { it.entry_time = it.data.time + 5min + 1ms; }},
        RefusedCommit{"ClockTooFast", &Care::empty, Errc::commit_clock_off,
                      [](TestCommit& it, Care&) { it.entry_time = it.data.time - 5min - 1ms; }}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    People, CommitRuleRefuses,
    testing::Values(
        RefusedCommit{"ByOneWhoWasRemoved", &Care::empty, Errc::commit_committer_may_not,
                      [](TestCommit& it, Care& care) {
                        care.remove_from_charter(care.nurse);
                        care.judge_now(it);
                      }},
        RefusedCommit{"ByOneWhoseTimeIsOver", &Care::empty, Errc::commit_committer_may_not,
                      [](TestCommit& it, Care&) {
                        it.entry_time += 8 * 24h;
                        it.data.time = it.entry_time;
                      }},
        RefusedCommit{"ThatGivesTheCommitterAnotherKey", &Care::empty, Errc::commit_committer_changed,
                      [](TestCommit& it, Care& care) {
                        const auto founder = *it.after.leaf(care.leaf_of(care.circle.founder));
                        it.after.update(it.effect.committer, founder);
                      }},
        RefusedCommit{"AddingOneWhoWasRemoved", &Care::add, Errc::commit_add_not_allowed,
                      [](TestCommit& it, Care& care) {
                        care.remove_from_charter(care.doctor);
                        care.judge_now(it);
                      }},
        RefusedCommit{"AddingAKeyThatIsNotTheHandles", &Care::add, Errc::commit_leaf_not_its_handle,
                      [](TestCommit& it, Care& care) {
                        it.effect.adds[0].key_package.leaf_node.credential =
                            mls::Credential::basic(care.nurse.id.view());
                      }},
        RefusedCommit{"AddingAKeyOfAnotherSize", &Care::add, Errc::commit_leaf_not_its_handle,
                      [](TestCommit& it, Care&) {
                        it.effect.adds[0].key_package.leaf_node.signature_key.bytes.pop_back();
                      }},
        RefusedCommit{"AddingOneWhoHasALeaf", &Care::add, Errc::commit_add_has_leaf,
                      [](TestCommit& it, Care&) {
                        ASSERT_TRUE(it.before.add(it.effect.adds[0].key_package.leaf_node));
                      }},
        RefusedCommit{"HealingOneWhoDidNotAsk", &Care::healing, Errc::commit_add_has_leaf,
                      [](TestCommit& it, Care&) { it.data.heals.clear(); }},
        RefusedCommit{"RemovingOneWhoMayRead", &Care::empty, Errc::commit_remove_not_due,
                      [](TestCommit& it, Care& care) {
                        it = care.channel.prepare(care.circle.founder,
                                                  {.adds = {}, .removes = {care.nurse.id}, .rotate = true});
                      }},
        RefusedCommit{"LeavingInOneWhoWasRemoved", &Care::empty, Errc::commit_leaf_not_allowed,
                      [](TestCommit& it, Care& care) {
                        care.remove_from_charter(care.nurse);
                        it = care.channel.prepare(care.circle.founder, {});
                      }},
        RefusedCommit{
            "WithAHandleTwice", &Care::empty, Errc::commit_leaf_twice,
            [](TestCommit& it, Care&) { ASSERT_TRUE(it.after.add(*it.after.leaf(it.effect.committer))); }},
        RefusedCommit{"WithALeafThatNamesAnother", &Care::empty, Errc::commit_leaf_not_its_handle,
                      [](TestCommit& it, Care& care) {
                        auto leaf = *it.after.leaf(care.leaf_of(care.circle.founder));
                        leaf.credential = mls::Credential::basic(care.doctor.id.view());
                        it.after.update(care.leaf_of(care.circle.founder), leaf);
                      }}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Healing, CommitRuleRefuses,
    testing::Values(RefusedCommit{"WithARequestThatIsNone", &Care::healing, Errc::commit_bad_data,
                                  [](TestCommit& it, Care&) { it.data.heals[0].content.pop_back(); }},
                    RefusedCommit{"OnARequestOfAnotherHandle", &Care::healing, Errc::heal_needless,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.circle.founder, [&](HealContent& content) {
                                      content.handle = care.circle.founder.id;
                                    });
                                  }},
                    RefusedCommit{"OnARequestThatAnotherSigned", &Care::healing, Errc::heal_bad_signature,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.circle.founder, [](HealContent&) {});
                                  }},
                    RefusedCommit{"OnARequestThatWasChanged", &Care::healing, Errc::heal_bad_signature,
                                  [](TestCommit& it, Care&) { it.data.heals[0].content.back() ^= 1U; }},
                    RefusedCommit{"OnARequestOfAnotherEpoch", &Care::healing, Errc::heal_wrong_place,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.nurse, [](HealContent& content) {
                                      content.epoch = mls::EpochId{mls::number_of(content.epoch) - 1};
                                    });
                                  }},
                    RefusedCommit{"OnARequestForAnotherChannel", &Care::healing, Errc::heal_wrong_place,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.nurse, [&](HealContent& content) {
                                      content.channel = care.circle.room;
                                    });
                                  }},
                    RefusedCommit{"OnARequestInAnotherCircle", &Care::healing, Errc::heal_wrong_place,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.nurse, [](HealContent& content) {
                                      content.circle = channels::CircleId(Hash{1});
                                    });
                                  }},
                    RefusedCommit{"OnARequestForAnotherGroup", &Care::healing, Errc::channel_wrong_group,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.nurse, [](HealContent& content) {
                                      content.group = channels::GroupId(FixedBytes<16>{1});
                                    });
                                  }},
                    RefusedCommit{"WithAnotherPackage", &Care::healing, Errc::heal_wrong_package,
                                  [](TestCommit& it, Care& care) {
                                    const auto other = care.healing();
                                    it.data.heals = other.data.heals;
                                  }},
                    RefusedCommit{"OnARequestThatIsTooOld", &Care::healing, Errc::heal_out_of_time,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.nurse, [&](HealContent& content) {
                                      content.time = it.data.time - 30 * 24h - 1ms;
                                    });
                                  }},
                    RefusedCommit{"OnARequestFromAfterIt", &Care::healing, Errc::heal_out_of_time,
                                  [](TestCommit& it, Care& care) {
                                    Care::ask_otherwise(it, care.nurse, [&](HealContent& content) {
                                      content.time = it.data.time + 5min + 1ms;
                                    });
                                  }},
                    RefusedCommit{"OnOneRequestTwice", &Care::healing, Errc::heal_needless,
                                  [](TestCommit& it, Care&) { it.data.heals.push_back(it.data.heals[0]); }},
                    RefusedCommit{"ThatOnlyRemoves", &Care::healing, Errc::heal_needless,
                                  [](TestCommit& it, Care&) { it.effect.adds.clear(); }},
                    RefusedCommit{"ThatOnlyAdds", &Care::healing, Errc::heal_needless,
                                  [](TestCommit& it, Care&) { it.effect.removes.clear(); }},
                    RefusedCommit{
                        "WithARequestAndNothingElse", &Care::empty, Errc::heal_needless,
                        [](TestCommit& it, Care& care) { it.data.heals = care.healing().data.heals; }},
                    RefusedCommit{"OneWhoWasRemoved", &Care::healing, Errc::commit_add_not_allowed,
                                  [](TestCommit& it, Care& care) {
                                    care.remove_from_charter(care.nurse);
                                    care.judge_now(it);
                                  }},
                    RefusedCommit{"AndKeepingTheKey", &Care::healing, Errc::commit_must_rotate,
                                  [](TestCommit& it, Care&) {
                                    it.data.generation = it.state.generation;
                                    it.rotation.reset();
                                  }}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Keys, CommitRuleRefuses,
    testing::Values(
        RefusedCommit{"RemovalWithoutAPath", &Care::removal, Errc::commit_path_missing,
                      [](TestCommit& it, Care&) { it.effect.has_path = false; }},
        RefusedCommit{"EmptyWithoutAPath", &Care::empty, Errc::commit_path_missing,
                      [](TestCommit& it, Care&) { it.effect.has_path = false; }},
        RefusedCommit{"AddOnlyWithAPath", &Care::add, Errc::commit_path_needless,
                      [](TestCommit& it, Care&) { it.effect.has_path = true; }},
        RefusedCommit{"RemovalThatKeepsTheKey", &Care::removal, Errc::commit_must_rotate,
                      [](TestCommit& it, Care&) {
                        it.data.generation = it.state.generation;
                        it.rotation.reset();
                      }},
        RefusedCommit{"SkippingAGeneration", &Care::rotating, Errc::commit_wrong_generation,
                      [](TestCommit& it, Care&) { it.data.generation = channels::next(it.data.generation); }},
        RefusedCommit{"GoingBackAGeneration", &Care::rotating, Errc::commit_wrong_generation,
                      [](TestCommit& it, Care&) { it.data.generation = Generation{0}; }},
        RefusedCommit{"AnotherKeyInTheSameGeneration", &Care::empty, Errc::commit_wrong_key_hash,
                      [](TestCommit& it, Care&) { it.data.key_hash[0] ^= 1U; }},
        RefusedCommit{"AnotherLinkInTheSameGeneration", &Care::empty, Errc::commit_wrong_back_link_hash,
                      [](TestCommit& it, Care&) { it.data.back_link_hash[0] ^= 1U; }},
        RefusedCommit{"RotationMissing", &Care::rotating, Errc::rotation_missing,
                      [](TestCommit& it, Care&) { it.rotation.reset(); }},
        RefusedCommit{"RotationThatNothingAsksFor", &Care::empty, Errc::rotation_needless,
                      [](TestCommit& it, Care&) { it.rotation = Rotation(); }},
        RefusedCommit{"KeyBoxTooShort", &Care::rotating, Errc::rotation_wrong_size,
                      [](TestCommit& it, Care&) { it.rotation->key_box.pop_back(); }},
        RefusedCommit{"BackLinkTooShort", &Care::rotating, Errc::rotation_wrong_size,
                      [](TestCommit& it, Care&) { it.rotation->back_link.pop_back(); }},
        RefusedCommit{"BackLinkChanged", &Care::rotating, Errc::rotation_wrong_back_link,
                      [](TestCommit& it, Care&) { it.rotation->back_link[0] ^= 1U; }},
        RefusedCommit{"KeyBoxChanged", &Care::rotating, Errc::rotation_bad_signature,
                      [](TestCommit& it, Care&) { it.rotation->key_box[0] ^= 1U; }},
        RefusedCommit{"BoxSignedForAnotherEpoch", &Care::rotating, Errc::rotation_bad_signature,
                      [](TestCommit& it, Care&) { it.effect.after.epoch = mls::EpochId{9}; }},
        RefusedCommit{"BoxSignedByAnother", &Care::rotating, Errc::rotation_bad_signature,
                      [](TestCommit& it, Care& care) {
                        const auto other = care.channel.prepare(care.circle.founder,
                                                                {.adds = {}, .removes = {}, .rotate = true});
                        it.rotation->signature = other.rotation->signature;
                      }}),
    name_of_row);

TEST(CommitRule, RefusesDataThatItCannotRead) {
  Care care;
  const auto commit = care.empty();
  auto effect = commit.effect;
  effect.authenticated_data.pop_back();

  auto data = judge_commit({.state = commit.state,
                            .charter = commit.charter,
                            .log = care.channel.log,
                            .effect = effect,
                            .before = commit.before,
                            .after = commit.after,
                            .rotation = commit.rotation,
                            .entry_time = commit.entry_time});

  EXPECT_EQ(data.error(), Errc::commit_bad_data);
}

TEST(CommitRule, TakesClocksThatDifferByFiveMinutes) {
  Care care;
  auto commit = care.empty();
  commit.entry_time = commit.data.time + 5min;
  EXPECT_TRUE(commit.judge(care.channel.log));

  commit.entry_time = commit.data.time - 5min;
  EXPECT_TRUE(commit.judge(care.channel.log));
}

TEST(CommitRule, HealsOnARequestOfUpToThirtyDaysAgo) {
  Care care;
  auto commit = care.healing();
  Care::ask_otherwise(commit, care.nurse,
                      [&](HealContent& content) { content.time = commit.data.time - 30 * 24h; });
  EXPECT_TRUE(commit.judge(care.channel.log));

  Care::ask_otherwise(commit, care.nurse,
                      [&](HealContent& content) { content.time = commit.data.time + 5min; });
  EXPECT_TRUE(commit.judge(care.channel.log));
}

TEST(CommitRule, HealsWhoAskedInOneCommitWithWhatElseIsDue) {
  Care care;
  const auto nurse = care.nurse.id;

  care.channel.accept(care.channel.prepare(
      care.circle.founder,
      {.adds = {&care.doctor, &care.nurse}, .removes = {nurse}, .rotate = true, .heals = {&care.nurse}}));

  // The commit that follows is read by the healed one too, and the request that was followed heals no more.
  const auto next = care.channel.prepare(care.nurse, {});
  EXPECT_TRUE(next.judge(care.channel.log));
  EXPECT_TRUE(care.channel.group_of(care.doctor).is_member());
}

TEST(CommitRule, HealsNobodyTwiceOnOneRequest) {
  Care care;
  auto first = care.healing();
  const auto request = first.data.heals;
  const auto package = first.effect.adds[0].key_package;
  care.channel.accept(std::move(first));

  auto again = care.healing();
  again.data.heals = request;
  again.effect.adds[0].key_package = package;

  EXPECT_EQ(again.judge(care.channel.log).error(), Errc::heal_wrong_place);
}

TEST(CommitRule, TakesTheLogsHeadOrAnyNumberDownToTheLastCommit) {
  Care care;
  auto commit = care.empty();
  EXPECT_EQ(commit.data.log.number, Sequence{3});

  commit.data.log = {.number = Sequence{2}, .hash = *care.channel.log.at(Sequence{2})};
  EXPECT_TRUE(commit.judge(care.channel.log));
}

TEST(CommitRule, LetsALeafGoThatNoHandleHas) {
  Care care;
  auto commit = care.removal();
  commit.effect.removes[0].node.credential = mls::Credential::basic({});

  EXPECT_TRUE(commit.judge(care.channel.log));
}

TEST(CommitRule, HasNoKeysInASealedChannel) {
  TestCircle circle;
  TestChannel room(circle, circle.room);
  auto commit = room.prepare(circle.founder, {});
  EXPECT_TRUE(commit.judge(room.log));

  auto generation = room.prepare(circle.founder, {});
  generation.data.generation = Generation{1};
  auto key_hash = room.prepare(circle.founder, {});
  key_hash.data.key_hash[0] = 1;
  auto back_link = room.prepare(circle.founder, {});
  back_link.data.back_link_hash[0] = 1;
  commit.rotation = Rotation();
  EXPECT_EQ(generation.judge(room.log).error(), Errc::commit_sealed_has_key);
  EXPECT_EQ(key_hash.judge(room.log).error(), Errc::commit_sealed_has_key);
  EXPECT_EQ(back_link.judge(room.log).error(), Errc::commit_sealed_has_key);
  EXPECT_EQ(commit.judge(room.log).error(), Errc::rotation_needless);
}

TEST(ChannelState, MovesOnWithACommit) {
  Care care;
  auto commit = care.removal();
  const auto before = care.channel.state;
  const auto data = commit.data;

  care.channel.accept(std::move(commit));

  const auto& after = care.channel.state;
  EXPECT_EQ(after.commit_number, channels::next(before.log.number));
  EXPECT_EQ(after.log.number, after.commit_number);
  EXPECT_EQ(after.epoch, mls::next(before.epoch));
  EXPECT_EQ(after.charter, data.charter);
  EXPECT_EQ(after.commit_time, data.time);
  EXPECT_EQ(after.generation, Generation{2});
  EXPECT_EQ(after.key_hash, data.key_hash);
  EXPECT_EQ(after.back_link_hash, data.back_link_hash);
  EXPECT_FALSE(care.channel.group_of(care.nurse).is_member());
}

}  // namespace
}  // namespace kring::rules
