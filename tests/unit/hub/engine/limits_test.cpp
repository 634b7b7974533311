#include "channels/wire/limits.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/circle.hpp"
#include "hub/engine/http_nonces.hpp"
#include "hub/engine/limits.hpp"
#include "hub/engine/session.hpp"
#include "hub/engine/tail.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

#include <algorithm>

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

Frame frame_of(std::size_t size) {
  return std::make_shared<const std::string>(size, 'x');
}
Session make_session() {
  Session session(SessionId{1}, {}, Time{});
  session.logins().try_emplace(channels::CircleId());
  return session;
}
/// How many of these frames one gathered write takes.
std::size_t gathered(const std::vector<std::size_t>& sizes) {
  auto session = make_session();
  for (const auto size : sizes) EXPECT_TRUE(session.queue(frame_of(size)));
  std::vector<Frame> frames;
  std::size_t bytes = 0;
  session.take_queued(frames, bytes);
  return frames.size();
}

TEST(SessionLimits, BoundTheAnswersThatWaitForASlowSocket) {
  auto session = make_session();

  EXPECT_TRUE(session.queue(frame_of(limits::answer_bytes_max)));
  EXPECT_FALSE(session.queue(frame_of(1)));
}

TEST(SessionLimits, BoundTheAnswersThatWaitForAStranger) {
  Session session(SessionId{1}, {}, Time{});

  EXPECT_TRUE(session.queue(frame_of(limits::stranger_answer_bytes_max)));
  EXPECT_FALSE(session.queue(frame_of(1)));
}

TEST(SessionLimits, LetOneAnswerToAStrangerWaitThatIsAsLargeAsAFrameMayBe) {
  Session session(SessionId{1}, {}, Time{});

  EXPECT_TRUE(session.queue(frame_of(wire::limits::frame_bytes_max)));
  EXPECT_FALSE(session.queue(frame_of(1)));
}

TEST(SessionLimits, BoundTheFramesOfAGatheredWrite) {
  EXPECT_EQ(gathered(std::vector<std::size_t>(limits::gather_frames_max, 1)), limits::gather_frames_max);
  EXPECT_EQ(gathered(std::vector<std::size_t>(limits::gather_frames_max + 1, 1)), limits::gather_frames_max);
}

TEST(SessionLimits, BoundTheBytesOfAGatheredWrite) {
  EXPECT_EQ(gathered({limits::gather_bytes_max - 1, 1, 1}), 2U);
  EXPECT_EQ(gathered({limits::gather_bytes_max, 1, 1}), 1U);
}

TEST(SessionLimits, BoundTheNoncesOfAConnection) {
  auto session = make_session();
  FixedBytes<32> nonce{};
  for (std::size_t i = 0; i < limits::nonces_per_session_max; ++i) {
    nonce[0] = static_cast<std::uint8_t>(i);
    EXPECT_TRUE(session.use_nonce(nonce));
  }
  nonce[1] = 1;

  EXPECT_FALSE(session.use_nonce(nonce));
}

TEST(TailLimits, BoundTheFramesThatAreKept) {
  Tail tail;
  for (std::uint64_t i = 1; i <= limits::tail_entries_max; ++i) tail.push(i, frame_of(1));
  EXPECT_NE(tail.find(1), nullptr);

  tail.push(limits::tail_entries_max + 1, frame_of(1));

  EXPECT_EQ(tail.find(1), nullptr);
  EXPECT_NE(tail.find(2), nullptr);
}

TEST(TailLimits, BoundTheBytesThatAreKept) {
  Tail tail;
  tail.push(1, frame_of(1));
  tail.push(2, frame_of(limits::tail_bytes_max - 1));
  EXPECT_NE(tail.find(1), nullptr);

  tail.push(3, frame_of(1));

  EXPECT_EQ(tail.find(1), nullptr);
  EXPECT_NE(tail.find(2), nullptr);
}

TEST(RecentHashesLimits, BoundHowManyAreKept) {
  RecentHashes hashes(channels::Sequence{1}, {});
  for (std::uint64_t i = 2; i <= limits::recent_hashes_max; ++i) hashes.push(channels::Sequence{i}, {});
  EXPECT_FALSE(hashes.is_forgotten(channels::Sequence{1}));

  hashes.push(channels::Sequence{limits::recent_hashes_max + 1}, {});

  EXPECT_TRUE(hashes.is_forgotten(channels::Sequence{1}));
  EXPECT_TRUE(hashes.find(channels::Sequence{2}));
}

TEST(HttpNonceLimits, BoundTheMemoryUntilTheirTimeIsOver) {
  HttpNonces nonces;
  const auto until = Time(10min);
  const auto numbered = [](std::size_t number) {
    FixedBytes<16> nonce{};
    for (std::size_t i = 0; i < sizeof number; ++i) nonce[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return nonce;
  };
  for (std::size_t i = 0; i < limits::http_nonces_max; ++i) {
    ASSERT_EQ(nonces.use(numbered(i), until), HttpNonces::Use::first);
  }
  const auto next = numbered(limits::http_nonces_max);

  EXPECT_EQ(nonces.use(next, until), HttpNonces::Use::full);
  EXPECT_EQ(nonces.use(numbered(0), until), HttpNonces::Use::again);
  nonces.forget(until - 1ms);
  EXPECT_EQ(nonces.use(next, until), HttpNonces::Use::full);
  nonces.forget(until);
  EXPECT_EQ(nonces.use(next, until), HttpNonces::Use::first);
}

class EngineLimits : public FoundedHub {
 protected:
  /// How often a session was asked for work in `care`.
  std::size_t works(SessionId session) {
    const auto events = hub_.events(session);
    return static_cast<std::size_t>(std::ranges::count_if(events, [&](const auto& event) {
      const auto* work = std::get_if<wire::WorkEvent>(&event);
      return work != nullptr && work->channel == circle_.care;
    }));
  }
  std::string claim(const TestPerson& person) {
    return hub_.refusal(owner_, wire::ClaimRequest{id(), circle_.care, person.id});
  }
  /// The owner's client is asked for work when so much time has passed, and not a millisecond sooner.
  void expect_asked_after(Duration pause) {
    hub_.tick(pause - 1ms);
    EXPECT_EQ(works(owner_), 0U);
    hub_.tick(1ms);
    EXPECT_EQ(works(owner_), 1U);
  }
  /// A second device of the founder's, of which the hub was asked for a package that it has not brought yet.
  TestPerson add_without_packages() {
    auto device = circle_.make_device(circle_.founder);
    act(circle_.founder, circle_.addition_of(device));
    EXPECT_EQ(claim(device), "no_key_package");
    static_cast<void>(works(owner_));
    return device;
  }
};

TEST_F(EngineLimits, BoundTheRequestsOfASessionThatAwaitTheStore) {
  hub_.hold_store();
  std::vector<wire::RequestId> waiting;
  waiting.reserve(limits::calls_per_session_max);
  for (std::size_t i = 0; i < limits::calls_per_session_max; ++i) {
    waiting.push_back(hub_.start(owner_, append("Wacht.")));
  }

  const auto one_more = hub_.start(owner_, append("Te veel."));

  EXPECT_EQ(hub_.outcome(owner_, one_more), "overloaded");
  hub_.release_store();
  for (const auto& request : waiting) EXPECT_EQ(hub_.outcome(owner_, request), "ok");
  EXPECT_EQ(hub_.refusal(owner_, append("Weer ruimte.")), "ok");
}

TEST_F(EngineLimits, BoundTheBundlesThatWaitForAnotherOne) {
  const auto entry = circle_.entry(circle_.founder, circle_.make_offer(circle_.family).terms);
  std::vector<SessionId> sessions;
  for (std::size_t i = 0; i <= limits::waiting_per_circle_max / limits::calls_per_session_max; ++i) {
    sessions.push_back(hub_.connect());
    hub_.login(sessions.back(), id(), circle_.founder);
  }
  std::vector<std::pair<SessionId, wire::RequestId>> sent;
  hub_.hold_store();
  for (std::size_t i = 0; i <= limits::waiting_per_circle_max; ++i) {
    const auto session = sessions[i / limits::calls_per_session_max];
    sent.emplace_back(session, hub_.start(session, entry_bundle(entry)));
    ASSERT_EQ(hub_.outcome(session, sent.back().second), std::nullopt) << i;
  }

  const auto one_more = hub_.start(sessions.back(), entry_bundle(entry));

  EXPECT_EQ(hub_.outcome(sessions.back(), one_more), "overloaded");
  hub_.release_store();
  EXPECT_EQ(hub_.outcome(sent[0].first, sent[0].second), "ok");
  EXPECT_EQ(hub_.outcome(sent[1].first, sent[1].second), "stale");
  EXPECT_EQ(hub_.outcome(sent.back().first, sent.back().second), "stale");
}

TEST_F(EngineLimits, BoundTheCirclesOfASession) {
  const auto session = hub_.connect();
  const auto log_in = [&](std::uint64_t seed) {
    const TestCircle other(seed, circle_.hub);
    const auto& entries = other.log.entries();
    const wire::BundleRequest founding{.circle = other.charter().circle(),
                                       .transaction = circle_.random.id<channels::TransactionId>(),
                                       .charter = {entries.front().bytes()}};
    EXPECT_EQ(hub_.refusal(owner_, founding), "ok");
    return hub_.refusal(session, hub_.login_request(session, founding.circle, other.founder));
  };
  for (std::size_t i = 0; i < limits::logins_max; ++i) ASSERT_EQ(log_in(100 + i), "ok");

  EXPECT_EQ(log_in(99), "limit");
}

/// An append that meets a charter that has moved on, several times in a row.
class AppendTries : public FoundedHub {
 protected:
  void start_entry() {
    const auto entry = circle_.entry(circle_.founder, circle_.make_offer(circle_.family).terms);
    EXPECT_TRUE(circle_.log.append(entry));
    static_cast<void>(hub_.start(owner_, entry_bundle(entry)));
  }
  /// What becomes of an append each of whose first `races` tries comes to the store after an entry.
  std::optional<std::string> lose(int races) {
    hub_.hold_store();
    start_entry();
    const auto message = hub_.start(owner_, append("Hou vol."));
    for (int race = 1; race <= races; ++race) {
      hub_.step_store();  // The entry is taken; the next one is under way before the append is tried again.
      if (race < races) start_entry();
      hub_.step_store();
    }
    hub_.release_store();
    return hub_.outcome(owner_, message);
  }
};

TEST_F(AppendTries, GoOnUntilTheLast) {
  EXPECT_EQ(lose(limits::write_tries_max - 1), "ok");
}

TEST_F(AppendTries, EndWithTheLast) {
  EXPECT_EQ(lose(limits::write_tries_max), "stale");
}

TEST_F(EngineLimits, DropACircleThatNobodyIsAttachedTo) {
  ASSERT_EQ(hub_.counts().circles, 1U);
  hub_.disconnect(owner_);

  hub_.tick(limits::circle_idle_after - 1ms);
  EXPECT_EQ(hub_.counts().circles, 1U);
  hub_.tick(1ms);
  EXPECT_EQ(hub_.counts().circles, 0U);
}

TEST_F(EngineLimits, AskTheNextClientWhenALeaseIsOver) {
  const auto other = hub_.connect();
  hub_.login(other, id(), circle_.founder);
  ASSERT_EQ(hub_.refusal(other, attach(channels::Sequence{1})), "ok");
  static_cast<void>(admit(circle_.nurse));
  ASSERT_EQ(works(owner_) + works(other), 1U);

  hub_.tick(limits::work_lease - 1ms);
  EXPECT_EQ(works(owner_) + works(other), 0U);
  hub_.tick(1ms);
  EXPECT_EQ(works(owner_) + works(other), 1U);
}

TEST_F(EngineLimits, AskForNobodyWithoutPackagesUntilThePauseIsOver) {
  const auto device = add_without_packages();

  expect_asked_after(limits::empty_stock_pause);
}

TEST_F(EngineLimits, TakeTheQuestionsOfAllChannelsForOneWhereThereIsNoPackage) {
  const auto device = add_without_packages();
  const wire::ClaimRequest elsewhere{id(), circle_.regie, device.id};

  ASSERT_EQ(hub_.refusal(owner_, elsewhere), "no_key_package");

  expect_asked_after(limits::empty_stock_pause);
}

TEST_F(EngineLimits, AskEverMoreSeldomForWhoNeverBringsAPackage) {
  const auto device = add_without_packages();
  auto pause = limits::empty_stock_pause;
  for (; pause < limits::empty_stock_pause_max; pause *= 2) {
    hub_.tick(pause);
    ASSERT_EQ(works(owner_), 1U);
    ASSERT_EQ(claim(device), "no_key_package");
  }

  expect_asked_after(limits::empty_stock_pause_max);
}

TEST_F(EngineLimits, AskAtOnceWhenAPackageHasComeAndWasLackingBefore) {
  const auto device = add_without_packages();
  const auto session = hub_.connect();
  hub_.login(session, id(), device);

  const wire::KeyPackagesRequest put{.circle = id(),
                                     .packages = {support::make_package_message(circle_, device).message}};
  ASSERT_EQ(hub_.refusal(session, put), "ok");

  EXPECT_EQ(works(owner_), 1U);
}

TEST_F(EngineLimits, BoundTheStagedPartsOfABundle) {
  const auto bundle = [&](std::uint64_t size) {
    return wire::BundleRequest{
        .circle = id(),
        .transaction = circle_.random.id<channels::TransactionId>(),
        .groups = {{.channel = circle_.care,
                    .commit = wire::StagedPart{.hash = Hash{1}, .size = wire::limits::staged_bytes_max - 1},
                    .welcomes = {{.welcome = wire::StagedPart{.hash = Hash{2}, .size = size}},
                                 {.welcome = wire::StagedPart{.hash = Hash{2}, .size = size}}}}}};
  };

  EXPECT_EQ(hub_.refusal(owner_, bundle(1)), "staged_missing");
  EXPECT_EQ(hub_.refusal(owner_, bundle(2)), "limit");
}

// A store that has no room for another read.

TEST_F(EngineLimits, AnOverloadedStoreIsNotToldAsACircleThatIsNotThere) {
  hub_.restart();
  hub_.fail_reads(Error(hub::Errc::overloaded, "read"));
  const auto session = hub_.connect();

  EXPECT_EQ(hub_.refusal(session, hub_.login_request(session, id(), circle_.founder)), "overloaded");

  hub_.fail_reads(std::nullopt);
  hub_.login(session, id(), circle_.founder);
  hub_.fail_reads(Error(hub::Errc::overloaded, "read"));
  EXPECT_EQ(hub_.refusal(session, attach({})), "overloaded") << "its mailbox was not read";
}

/// As many sessions as given read the channel, besides the owner's, whose writer is busy with an answer when
/// it has written.
class EngineTurns : public EngineLimits {
 protected:
  std::vector<SessionId> attach_readers(std::size_t count) {
    std::vector<SessionId> readers{owner_};
    while (readers.size() <= count) {
      readers.push_back(hub_.connect());
      hub_.login(readers.back(), id(), circle_.founder);
      EXPECT_EQ(hub_.refusal(readers.back(), attach(owner_after())), "ok");
    }
    for (const auto reader : readers) static_cast<void>(hub_.events(reader));
    return readers;
  }
  /// How many entries each has been sent since the last time.
  std::vector<std::size_t> entries(const std::vector<SessionId>& readers) {
    std::vector<std::size_t> counts;
    counts.reserve(readers.size());
    for (const auto reader : readers) {
      const auto events = hub_.events(reader);
      counts.push_back(
          static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [](const auto& event) {
            return std::holds_alternative<wire::EntryEvent>(event);
          })));
    }
    return counts;
  }
};

TEST_F(EngineTurns, ServeSoManyReadersAtOnce) {
  const auto readers = attach_readers(limits::served_per_turn_max - 1);
  hub_.hold_turns();

  ASSERT_EQ(hub_.refusal(owner_, append("Voor allen.")), "ok");
  ASSERT_TRUE(hub_.give_turn());

  EXPECT_EQ(entries(readers), std::vector<std::size_t>(readers.size(), 1));
  EXPECT_FALSE(hub_.give_turn());
}

TEST_F(EngineTurns, ServeTheOthersInTheNextOne) {
  const auto readers = attach_readers(limits::served_per_turn_max);
  hub_.hold_turns();

  ASSERT_EQ(hub_.refusal(owner_, append("Voor allen.")), "ok");

  ASSERT_TRUE(hub_.give_turn());
  EXPECT_EQ(entries(readers).back(), 0U);
  ASSERT_TRUE(hub_.give_turn());
  EXPECT_EQ(entries(readers).back(), 1U);
}

TEST_F(EngineTurns, GatherWhatComesUntilOneIsGiven) {
  const auto readers = attach_readers(1);
  const auto last = readers.back();
  const auto writes = hub_.writes(last);
  hub_.hold_turns();

  ASSERT_EQ(hub_.refusal(owner_, append("Een.")), "ok");
  ASSERT_EQ(hub_.refusal(owner_, append("Twee.")), "ok");
  ASSERT_EQ(hub_.refusal(owner_, append("Drie.")), "ok");
  while (hub_.give_turn()) {
  }

  EXPECT_EQ(entries(readers), std::vector<std::size_t>(readers.size(), 3));
  EXPECT_EQ(hub_.writes(last), writes + 1);
}

}  // namespace
}  // namespace kring::engine
