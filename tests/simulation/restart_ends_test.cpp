#include "tests/simulation/restart_world.hpp"

/// What fell away at a restart, of who could not say it again at once.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

/// Oma's text falls away; when she would say it again the hub answers this, and then her time seems over, by
/// her own clock, for a while. It may be wrong, and who decides may have given her longer.
class RestartAtAnEnd : public RestartWorld {
 protected:
  void say_again_after(wire::ErrorCode answer) {
    auto given = world_.client(world_.anna())
                     .change_role(world_.circle(),
                                  {.member = world_.member(world_.anna(), "Oma").id,
                                   .role = world_.role(GetParam().role),
                                   .stay = 1h},
                                  world_.now());
    world_.must(world_.anna(), std::move(given));
    restart_without("Dit valt weg.");
    world_.tamper({.refusal =
                       [answer](const wire::Request& request) {
                         const bool is_append = std::holds_alternative<wire::AppendRequest>(request);
                         return is_append ? std::optional(wire::ErrorAnswer{.code = answer}) : std::nullopt;
                       },
                   .only = oma_});
    world_.online(oma_);
    world_.run(5s);
    world_.set_clock(oma_, 2h);
    world_.reconnect_all();
    world_.run(5s);
    ASSERT_EQ(world_.client(oma_).circles(world_.now_at(oma_)).front().standing, core::Standing::ended);
    world_.tamper({});
    world_.set_clock(oma_, Duration::zero());
    world_.reconnect_all();
    world_.settled();
  }
  void expect_said_once() {
    for (const auto device : {world_.anna(), piet_, oma_})
      EXPECT_EQ(world_.texts(device, key()), Texts{"Dit valt weg."});
    EXPECT_TRUE(world_.client(oma_).unsent(world_.circle()).empty());
  }
};

INSTANTIATE_TEST_SUITE_P(, RestartAtAnEnd, restart_places(), name_of_place);

TEST_P(RestartAtAnEnd, LetsWhatFellAwayBeSaidAgainAfterIt) {
  say_again_after(wire::ErrorCode::unavailable);
  expect_said_once();
}

TEST_P(RestartAtAnEnd, LetsWhatFellAwayBeSaidAgainAfterTheHubTookThemForOut) {
  say_again_after(wire::ErrorCode::not_live);
  expect_said_once();
}

TEST_P(RestartAtAnEnd, LetsWhatFellAwayBeSaidAgainAfterTheHubTookTheirRightAway) {
  say_again_after(wire::ErrorCode::may_not_post);
  expect_said_once();
}

}  // namespace
}  // namespace kring::simulation
