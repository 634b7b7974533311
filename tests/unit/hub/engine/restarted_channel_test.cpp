#include "tests/unit/hub/engine/founded_hub.hpp"

#include <utility>

namespace kring::engine {
namespace {

/// A channel that was restarted, and what somebody who has not heard of it still sends. Groups have epochs of
/// one number, so that the number alone does not tell an old one.
class RestartedChannel : public FoundedHub {
 protected:
  /// A copy of a channel before its restart, whose group goes on by itself.
  static support::TestChannel copy_of(const support::TestChannel& channel) {
    return {.id = channel.id,
            .group = mls::Group::decode(channel.group.encode()).value(),
            .state = channel.state,
            .record_key = channel.record_key.clone()};
  }
  void restart(support::TestChannel& channel) {
    EXPECT_EQ(hub_.refusal(owner_, support::restart_bundle(circle_, channel)), "ok");
  }
  /// The answer is `stale`, and says where the channel is now: an epoch of that number was there before.
  void expect_stale(const wire::AnswerFrame& answer, const support::TestChannel& now) {
    const auto* error = std::get_if<wire::ErrorAnswer>(&answer.outcome);
    ASSERT_NE(error, nullptr);
    ASSERT_EQ(error->code, wire::ErrorCode::stale);
    ASSERT_TRUE(error->stale);
    EXPECT_EQ(error->stale->charter, circle_.charter().number());
    ASSERT_EQ(error->stale->channels.size(), 1U);
    EXPECT_EQ(error->stale->channels[0].channel, now.id);
    EXPECT_EQ(error->stale->channels[0].seq, now.state.log.number);
    EXPECT_EQ(std::to_underlying(error->stale->channels[0].epoch), mls::number_of(now.state.epoch));
  }
  support::TestChannel& room() { return channels_.at(circle_.room); }
};

TEST_F(RestartedChannel, GoesOnInItsNewGroup) {
  restart(care());

  EXPECT_EQ(hub_.refusal(owner_, append("In de nieuwe groep.")), "ok");
}

TEST_F(RestartedChannel, AnswersARecordOfTheOldGroupWithStale) {
  auto before = copy_of(care());
  restart(care());
  EXPECT_EQ(before.state.epoch, care().state.epoch);

  const auto late = support::make_append(circle_, before, circle_.founder, "Van voor de herstart.");

  expect_stale(hub_.ask(owner_, late), care());
}

TEST_F(RestartedChannel, AnswersASealedMessageOfTheOldGroupWithStale) {
  auto before = copy_of(room());
  restart(room());
  EXPECT_EQ(before.state.epoch, room().state.epoch);

  const auto late = support::make_sealed_append(circle_, before, "Van voor de herstart.");

  expect_stale(hub_.ask(owner_, late), room());
  EXPECT_EQ(hub_.refusal(owner_, support::make_sealed_append(circle_, room(), "Erna.")), "ok");
}

TEST_F(RestartedChannel, AnswersACommitOfTheOldGroupWithStale) {
  auto before = copy_of(care());
  restart(care());

  const wire::BundleRequest late{.circle = id(),
                                 .transaction = circle_.random.id<channels::TransactionId>(),
                                 .groups = {support::healing_group(circle_, before)}};

  expect_stale(hub_.ask(owner_, late), care());
}

TEST_F(RestartedChannel, RefusesWhatIsOfNoGroupThatItEverHad) {
  // Without a restart another group or generation is no matter of being late.
  auto elsewhere = copy_of(care());
  elsewhere.state.generation = channels::Generation{7};

  EXPECT_EQ(hub_.refusal(owner_, support::make_append(circle_, elsewhere, circle_.founder, "Nergens.")),
            "bad_field");
}

}  // namespace
}  // namespace kring::engine
