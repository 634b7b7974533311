#include "clients/core/waits.hpp"

#include "channels/model/limits.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace kring::core {
namespace {

using support::TestCircle;
using namespace std::chrono_literals;
namespace limits = channels::limits;

/// A client of the second of two owners, whose clock is `now_`.
class Waits : public testing::Test {
 protected:
  Waits() : other_(test_.admit_owner()) {
    circle_.id = test_.charter().circle();
    circle_.log = test_.log;
  }
  void with_context(const std::function<void(Context&)>& act) {
    Turn turn(test_.random, now_, next_request_);
    Context context{.turn = turn, .device = device_, .session = session_, .circle = circle_};
    act(context);
  }
  void see_head(channels::EntryNumber number) {
    with_context([&](Context& context) { note_head_seen(context, number); });
  }
  void take(const charter::CharterEntry& entry) {
    see_head(entry.number());
    ASSERT_TRUE(append_verified(circle_, entry));
    with_context([&](Context& context) { note_asked(context, entry); });
  }
  Status done() { return check_wait(circle_, charter::RemovalDone{.member = other_.member}, now_); }
  /// The founder asks that the other go, by the date `asked`.
  charter::CharterEntry asked(Time at) {
    test_.now = at;
    auto entry = test_.entry_by_words(test_.founder, charter::RemovalAsk{.member = other_.member});
    EXPECT_TRUE(test_.log.append(entry));
    return entry;
  }

  TestCircle test_;
  support::TestPerson other_;
  CircleData circle_;
  Device device_;
  HubSession session_;
  std::uint64_t next_request_ = 1;
  Time now_ = test_.now;
};

TEST_F(Waits, AreOverWhenTheirDaysAre) {
  take(asked(now_));

  now_ += limits::owner_removal_wait - limits::clock_skew_max - 1ms;
  EXPECT_EQ(done().error(), channels::Errc::too_early);
  now_ += 1ms;
  EXPECT_TRUE(done());
}

TEST_F(Waits, DoNotBelieveAQuestionThatIsDatedBack) {
  const auto founded = test_.now;
  now_ = founded + 40 * 24h;
  see_head(circle_.number());

  take(asked(founded));

  EXPECT_EQ(done().error(), channels::Errc::too_early);
  now_ += limits::owner_removal_wait;
  EXPECT_TRUE(done());
}

TEST_F(Waits, BelieveAQuestionFromTheTimeInWhichWeWereAway) {
  const auto founded = test_.now;
  see_head(circle_.number());
  now_ = founded + 40 * 24h;

  take(asked(founded + 1h));

  EXPECT_TRUE(done());
}

TEST_F(Waits, AreKeptOverARestart) {
  const auto founded = test_.now;
  now_ = founded + 40 * 24h;
  see_head(circle_.number());
  take(asked(founded));
  const auto row = encode_waits(circle_);

  CircleData again;
  again.log = circle_.log;
  ASSERT_TRUE(decode_waits(row, again));

  EXPECT_EQ(check_wait(again, charter::RemovalDone{.member = other_.member}, now_).error(),
            channels::Errc::too_early);
}

TEST_F(Waits, ForTheEndCountFromTheLastOwnersQuestion) {
  const auto founded = test_.now;
  now_ = founded + 40 * 24h;
  see_head(circle_.number());
  for (const auto* owner : {&test_.founder, &other_}) {
    const auto entry = test_.entry_by_words(*owner, charter::EndAsk{});
    ASSERT_TRUE(test_.log.append(entry));
    take(entry);
  }

  EXPECT_EQ(check_wait(circle_, charter::EndDone{}, now_).error(), channels::Errc::too_early);
  now_ += limits::end_wait;
  EXPECT_TRUE(check_wait(circle_, charter::EndDone{}, now_));
}

}  // namespace
}  // namespace kring::core
