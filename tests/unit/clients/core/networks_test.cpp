#include "clients/core/networks.hpp"

#include "channels/articles/article.hpp"
#include "channels/charter/network_table.hpp"
#include "channels/charter/shorthand.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/outbox.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace kring::core {
namespace {

using namespace std::chrono_literals;
using channels::Right;
using charter::shorthand::rp;
using simulation::CircleWorld;
using simulation::NetworkWorld;

struct GuardianWorld : CircleWorld {
  explicit GuardianWorld(simulation::WorldOptions options)
      : CircleWorld(options, charter::FoundedAs::circle_of_guardian) {}
};

TEST(Network, IsKnownAsOneByItsCoordinatorAndItsMembers) {
  NetworkWorld world({.seed = 401});
  world.open_newsgroup("nik.ouders", {{"parents", rp}});
  const auto parent = world.admit("Petra", "parents");

  EXPECT_TRUE(world.view(world.anna()).network);
  EXPECT_TRUE(world.view(parent).network);
  EXPECT_EQ(world.view(parent).role_label, "Ouder");
  EXPECT_EQ(world.client(world.anna()).roles(world.circle(), world.now()).size(),
            charter::network_role_count);
}

TEST(Network, IsStillOneAfterARestart) {
  NetworkWorld world({.seed = 402});

  world.restart_device(world.anna());

  EXPECT_TRUE(world.view(world.anna()).network);
}

TEST(Network, IsNotWhatACircleIs) {
  CircleWorld world({.seed = 403});

  EXPECT_FALSE(world.view(world.anna()).network);
}

TEST(Network, IsMadeOfAFamilysCircleByNobodyWhoDoesNotOwnIt) {
  CircleWorld world({.seed = 404});
  const auto nurse = world.admit("Bea", "nurse");
  const auto label = articles::Article::of(articles::ChannelLabel{
      .label = "Zorg",
      .purpose = "care",
      .roles = {{.role = world.role("parent"), .label = "Coördinatoren", .template_key = "coordinators"}}});
  ASSERT_TRUE(label);

  world.write(nurse, "care", *label);

  EXPECT_FALSE(world.view(world.anna()).network);
  EXPECT_FALSE(world.view(nurse).network);
}

TEST(Circle, OfAGuardianIsOwnedByOneAndIsLikeAnyOther) {
  GuardianWorld world({.seed = 420});
  const auto view = world.view(world.anna());
  const auto role = world.role("guardian");

  EXPECT_EQ(view.role, role);
  EXPECT_TRUE(view.owner);
  EXPECT_FALSE(view.network);
  EXPECT_EQ(world.view(world.admit("Oom Piet", "family")).role_label, "Naaste");
}

TEST(Network, KeepsNothingOfAChild) {
  NetworkWorld world({.seed = 404});
  const channels::Date born(std::chrono::year(2014), std::chrono::May, std::chrono::day(3));
  auto& anna = world.client(world.anna());

  EXPECT_EQ(anna.set_birth_date(world.circle(), born, world.now()).error(), client::Errc::no_child_here);
  EXPECT_FALSE(anna.child(world.circle(), world.now()));
}

TEST(Newsgroup, IsReadByTheRolesThatMayAndByNobodyElse) {
  NetworkWorld world({.seed = 405});
  world.open_newsgroup("nik.ouders", {{"parents", rp}, {"buddies", Right::read}});
  const auto parent = world.admit("Petra", "parents");
  const auto nurse = world.admit("Nora", "nurses");

  EXPECT_TRUE(world.has_channel(parent, "nik.ouders"));
  EXPECT_FALSE(world.has_channel(nurse, "nik.ouders"));
  const auto shown = world.client(parent).channels(world.circle(), world.now());
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown.at(0).key, newsgroup_key);
  EXPECT_EQ(shown.at(0).mode, channels::Mode::record);
}

TEST(Newsgroup, LetsNewcomersReadBack) {
  NetworkWorld world({.seed = 406});
  world.open_newsgroup("nik.ouders", {{"parents", rp}});
  ASSERT_TRUE(
      world.perform(world.anna(), world.client(world.anna())
                                      .post(world.circle(), world.channel(world.anna(), "nik.ouders"),
                                            {.subject = "Welkom", .text = "Welkom allemaal"}, world.now())));
  world.settled();

  const auto parent = world.admit("Petra", "parents");

  EXPECT_EQ(world.texts(parent, "nik.ouders"), std::vector<std::string>{"Welkom allemaal"});
}

struct OpeningCase {
  std::string name;
  NewChannel newsgroup;
  client::Errc error;
  friend void PrintTo(const OpeningCase& row, std::ostream* out) { *out << row.name; }
};

class RefusedNewsgroup : public ::testing::TestWithParam<OpeningCase> {};

TEST_P(RefusedNewsgroup, IsNotOpened) {
  NetworkWorld world({.seed = 407});
  world.open_newsgroup("nik.ouders", {});

  const auto opened =
      world.client(world.anna()).open_channel(world.circle(), GetParam().newsgroup, world.now());

  EXPECT_EQ(opened.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Newsgroup, RefusedNewsgroup,
    ::testing::Values(
        OpeningCase{"WithANameThatIsNone",
                    {.label = "Ouders", .roles = {}, .newsgroup = true},
                    client::Errc::bad_newsgroup_name},
        OpeningCase{"Sealed",
                    {.label = "nik.artsen", .mode = channels::Mode::sealed, .roles = {}, .newsgroup = true},
                    client::Errc::bad_newsgroup_name},
        OpeningCase{"UnderANameThatIsTaken",
                    {.label = "nik.ouders", .roles = {}, .newsgroup = true},
                    client::Errc::newsgroup_exists}),
    [](const auto& info) { return info.param.name; });

TEST(Newsgroup, HasANameThatIsWrittenOnceADayWhereTheHubRefusesIt) {
  NetworkWorld world({.seed = 411});
  const auto regie = world.channel(world.anna(), "regie");
  std::size_t refused = 0;
  world.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    const auto* append = std::get_if<wire::AppendRequest>(&request);
    if (append == nullptr || append->channel == regie) return std::nullopt;
    ++refused;
    return wire::ErrorAnswer{.code = wire::ErrorCode::too_large};
  }});
  world.open_newsgroup("nik.ouders", {{"parents", rp}});
  const auto once = refused;
  ASSERT_GT(once, 0U);

  world.run(refused_rest - 5min);
  EXPECT_EQ(refused, once);
  world.run(10min);
  EXPECT_EQ(refused, 2 * once);

  world.tamper({});
  world.restart_device(world.anna());
  world.settled();
  const auto parent = world.admit("Petra", "parents");
  EXPECT_TRUE(world.has_channel(parent, "nik.ouders")) << "it is written at the next start";
}

TEST(Newsgroup, IsNotOpenedInACircle) {
  CircleWorld world({.seed = 408});

  const auto opened =
      world.client(world.anna())
          .open_channel(world.circle(), {.label = "nik.ouders", .roles = {}, .newsgroup = true}, world.now());

  EXPECT_EQ(opened.error(), client::Errc::not_a_network);
}

TEST(Newsgroup, MayHaveTheNameOfAClosedOne) {
  NetworkWorld world({.seed = 409});
  world.open_newsgroup("nik.ouders", {});
  auto& anna = world.client(world.anna());
  const auto closed = world.perform(
      world.anna(),
      anna.close_channel(world.circle(), world.channel(world.anna(), "nik.ouders"), world.now()));
  ASSERT_TRUE(closed);
  world.settled();

  EXPECT_TRUE(anna.open_channel(world.circle(), {.label = "nik.ouders", .roles = {}, .newsgroup = true},
                                world.now()));
}

struct NameCase {
  std::string name;
  std::string text;
  bool good;
  friend void PrintTo(const NameCase& row, std::ostream* out) { *out << row.text; }
};

class NewsgroupName : public ::testing::TestWithParam<NameCase> {};

TEST_P(NewsgroupName, IsSmallLettersDigitsAndHyphensInParts) {
  EXPECT_EQ(is_newsgroup_name(GetParam().text), GetParam().good);
}

INSTANTIATE_TEST_SUITE_P(
    Newsgroup, NewsgroupName,
    ::testing::Values(
        NameCase{"AsIntended", "nik.holland-rijnland.ouders", true}, NameCase{"TwoParts", "nik.4", true},
        NameCase{"OnePart", "nik", false}, NameCase{"Nothing", "", false}, NameCase{"OnlyADot", ".", false},
        NameCase{"EmptyPart", "nik..ouders", false}, NameCase{"LastPartEmpty", "nik.", false},
        NameCase{"Capital", "nik.Ouders", false}, NameCase{"Space", "nik.de ouders", false},
        NameCase{"Accent", "nik.oudérs", false}, NameCase{"HyphenFirst", "nik.-ouders", false},
        NameCase{"HyphenLast", "nik-.ouders", false}, NameCase{"EightParts", "a.b.c.d.e.f.g.h", true},
        NameCase{"NineParts", "a.b.c.d.e.f.g.h.i", false},
        NameCase{"APartOf32", "nik." + std::string(newsgroup_part_bytes_max, 'a'), true},
        NameCase{"APartOf33", "nik." + std::string(newsgroup_part_bytes_max + 1, 'a'), false},
        NameCase{"OneHundredBytes",
                 std::string(32, 'a') + "." + std::string(32, 'b') + "." + std::string(32, 'c') + ".d", true},
        NameCase{"OneHundredAndOneBytes",
                 std::string(32, 'a') + "." + std::string(32, 'b') + "." + std::string(32, 'c') + ".de",
                 false}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace kring::core
