#include "clients/core/network_round.hpp"

#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

using namespace std::chrono_literals;
using Networks = std::vector<channels::CircleId>;

Networks some_networks(std::size_t count, std::uint64_t seed = 1) {
  support::SeededRandom random(seed);
  Networks networks;
  for (std::size_t i = 0; i < count; ++i) networks.push_back(random.id<channels::CircleId>());
  return networks;
}

/// Answers so often, each time that there is more.
void answer_more(NetworkRound& round, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) round.answered(true);
}

TEST(NetworksInTurn, AreSixteenOfAPersonAndNotOneMore) {
  const auto networks = some_networks(networks_read_max + 1);
  const Networks allowed(networks.begin(), networks.end() - 1);

  EXPECT_EQ(networks_in_turn({allowed}), allowed);
  EXPECT_EQ(networks_in_turn({networks}), allowed);
}

TEST(NetworksInTurn, BeginWithTheFirstOfEachPerson) {
  const auto many = some_networks(3, 1);
  const auto one = some_networks(1, 2);

  EXPECT_EQ(networks_in_turn({many, one}), (Networks{many[0], one[0], many[1], many[2]}));
}

TEST(NetworksInTurn, AreAskedForOnceHoweverManyShowThem) {
  const auto networks = some_networks(2);

  EXPECT_EQ(networks_in_turn({networks, {networks[1], networks[0]}}), networks);
}

TEST(NetworkRound, AsksForEachUntilThereIsNoMore) {
  const auto networks = some_networks(2);
  NetworkRound round(networks, 20s);

  EXPECT_EQ(round.next(0s), networks[0]);
  round.answered(true);
  EXPECT_EQ(round.next(1s), networks[0]);
  round.answered(false);
  EXPECT_EQ(round.next(2s), networks[1]);
  round.answered(false);

  EXPECT_EQ(round.next(3s), std::nullopt);
  EXPECT_TRUE(round.unread().empty());
}

TEST(NetworkRound, EndsForAllOfThemWhenTheTimeIsOver) {
  const auto networks = some_networks(3);
  NetworkRound round(networks, 20s);
  round.answered(false);

  EXPECT_EQ(round.next(20s - 1ms), networks[1]);
  EXPECT_EQ(round.next(20s), std::nullopt);

  EXPECT_EQ(round.unread(), (Networks{networks[1], networks[2]}));
}

TEST(NetworkRound, ReadsSoManyPagesOfOneAndNotOneMore) {
  const auto networks = some_networks(2);
  NetworkRound round(networks, 20s);

  answer_more(round, charter_pages_max - 1);
  EXPECT_EQ(round.next(1s), networks[0]);
  round.answered(true);

  EXPECT_EQ(round.next(1s), networks[1]) << "the others have their turn";
  EXPECT_EQ(round.unread(), networks);
}

TEST(NetworkRound, ReadsTheLastPageThatIsAllowedToItsEnd) {
  const auto networks = some_networks(1);
  NetworkRound round(networks, 20s);

  answer_more(round, charter_pages_max - 1);
  round.answered(false);

  EXPECT_TRUE(round.unread().empty());
}

TEST(NetworkRound, CountsThePagesOfEachAnew) {
  const auto networks = some_networks(2);
  NetworkRound round(networks, 20s);
  answer_more(round, charter_pages_max - 1);
  round.answered(false);

  answer_more(round, charter_pages_max - 1);

  EXPECT_EQ(round.next(1s), networks[1]);
}

}  // namespace
}  // namespace kring::core
