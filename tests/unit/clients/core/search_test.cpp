#include "clients/core/search.hpp"

#include "clients/core/errc.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kring::core {
namespace {

using simulation::CircleWorld;

class Search : public ::testing::Test {
 protected:
  Search() : world({.seed = 431}) {}

  void say(std::string_view channel, const std::string& text) {
    world.say(world.anna(), channel, text);
    world.settled();
  }
  Result<SearchView> find(std::string_view words, const std::optional<channels::ChannelId>& in = {}) {
    return world.client(world.anna()).search(world.circle(), words, in, world.now());
  }
  std::vector<std::string> lines(std::string_view words) {
    std::vector<std::string> all;
    for (const auto& hit : find(words).value().hits) all.push_back(hit.line);
    return all;
  }

  CircleWorld world;
};

TEST_F(Search, FindsWhereAllWordsOccurWithoutCaseOrAccents) {
  say("care", "De crème is op.");
  say("care", "Crème en Matras besteld.");

  EXPECT_EQ(lines("CREME"), (std::vector<std::string>{"Crème en Matras besteld.", "De crème is op."}));
  EXPECT_EQ(lines("matras crème"), (std::vector<std::string>{"Crème en Matras besteld."}));
  EXPECT_TRUE(lines("crème bed").empty());
}

TEST_F(Search, FindsAWordAsAPartOfAnother) {
  say("care", "Het kindermatras kraakt.");

  EXPECT_EQ(lines("matras"), (std::vector<std::string>{"Het kindermatras kraakt."}));
}

TEST_F(Search, ShowsTheLineThatAWordIsIn) {
  say("care", "Dag allemaal,\nde rolstoel is klaar.\nGroet");

  EXPECT_EQ(lines("rolstoel"), (std::vector<std::string>{"de rolstoel is klaar."}));
}

TEST_F(Search, LooksInOneChannelWhereThatIsAsked) {
  say("care", "matras");
  say("circle", "matras");
  const auto care = world.channel(world.anna(), "care");

  const auto hits = find("matras", care).value().hits;

  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits.at(0).channel, care);
  EXPECT_EQ(find("matras").value().hits.size(), 2U);
  EXPECT_EQ(find("matras", channels::ChannelId(FixedBytes<16>{9})).error(), client::Errc::unknown_channel);
}

TEST_F(Search, ShowsSoManyAndTellsHowManyMoreThereAre) {
  for (std::size_t i = 0; i < search_hits_max; ++i) say("care", "matras " + std::to_string(i));
  EXPECT_EQ(find("matras").value().hits.size(), search_hits_max);
  EXPECT_EQ(find("matras").value().left_out, 0U);

  say("care", "matras aan het eind");

  const auto found = find("matras").value();
  EXPECT_EQ(found.hits.size(), search_hits_max);
  EXPECT_EQ(found.left_out, 1U);
  ASSERT_FALSE(found.hits.empty());
  EXPECT_EQ(found.hits.front().line, "matras aan het eind");
}

TEST_F(Search, RefusesNoWordsAndTooMany) {
  std::string words;
  for (std::size_t i = 0; i < search_words_max; ++i) words += "a ";

  EXPECT_TRUE(find(words));
  EXPECT_EQ(find(words + "a").error(), client::Errc::bad_search);
  EXPECT_EQ(find(" \n").error(), client::Errc::bad_search);
  EXPECT_TRUE(find(std::string(search_bytes_max, 'a')));
  EXPECT_EQ(find(std::string(search_bytes_max + 1, 'a')).error(), client::Errc::bad_search);
  EXPECT_EQ(find("\xFF").error(), client::Errc::bad_search);
}

TEST_F(Search, SaysThatACircleIsNotThere) {
  EXPECT_EQ(
      world.client(world.anna()).search(channels::CircleId(FixedBytes<32>{1}), "a", {}, world.now()).error(),
      client::Errc::unknown_circle);
}

}  // namespace
}  // namespace kring::core
