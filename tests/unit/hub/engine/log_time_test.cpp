#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

/// Log entries on a hub whose clock does not only go forward.
class LogTimeTest : public FoundedHub {
 protected:
  LogTimeTest() {
    hub_.now += 1min;
    latest_ = hub_.now;
    EXPECT_EQ(append_time(owner_), latest_);
    hub_.now -= 2min;
  }
  Time append_time(SessionId session) {
    const auto answer = hub_.ask(session, append("Zoveel uur."));
    const auto& place = std::get<wire::AppendAnswer>(std::get<wire::OkAnswer>(answer.outcome));
    care().state.log = {.number = place.seq, .hash = place.hash};
    return place.time;
  }
  Time commit_time(SessionId session) {
    const auto answer =
        hub_.ask(session, wire::BundleRequest{.circle = id(),
                                              .transaction = circle_.random.id<channels::TransactionId>(),
                                              .groups = {support::healing_group(circle_, care())}});
    return std::get<wire::BundleAnswer>(std::get<wire::OkAnswer>(answer.outcome)).logs.at(0).time;
  }
  SessionId log_in_again() {
    const auto session = hub_.connect();
    hub_.login(session, id(), circle_.founder);
    return session;
  }

  Time latest_;
};

TEST_F(LogTimeTest, DoesNotGoBackWithTheClock) {
  EXPECT_EQ(append_time(owner_), latest_);
  EXPECT_EQ(commit_time(owner_), latest_);
  EXPECT_EQ(append_time(owner_), latest_);
}

TEST_F(LogTimeTest, DoesNotGoBackWithTheClockOverARestart) {
  hub_.restart();

  EXPECT_EQ(append_time(log_in_again()), latest_);
}

TEST_F(LogTimeTest, OfACommitDoesNotGoBackWithTheClockOverARestart) {
  hub_.restart();

  EXPECT_EQ(commit_time(log_in_again()), latest_);
}

TEST_F(LogTimeTest, GoesOnWithTheClockOnceThatHasCaughtUp) {
  EXPECT_EQ(append_time(owner_), latest_);
  hub_.now = latest_ + 1ms;

  EXPECT_EQ(append_time(owner_), latest_ + 1ms);
}

TEST_F(LogTimeTest, IsTheTimeAtWhichARightIsJudged) {
  // The log's time stands still at the end of their stay while the clock runs behind it.
  hub_.now = latest_;
  const auto nurse = admit(circle_.nurse);
  const auto until = *circle_.charter().member(nurse.member)->until;
  const auto session = hub_.connect();
  hub_.now = until - 1ms;
  hub_.login(session, id(), nurse);
  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), nurse, "Op tijd.")), "ok");
  hub_.now = until;
  EXPECT_EQ(append_time(owner_), until);
  hub_.now = until - 1ms;

  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), nurse, "Te laat.")), "may_not_post");
}

}  // namespace
}  // namespace kring::engine
