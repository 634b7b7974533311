#include "clients/core/circle_rows.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// A hub that lies, or a member's client that does: what devices find out, and that they stop.
namespace kring::simulation {
namespace {

bool has_alarm(const World& world, std::string_view reason) {
  return std::ranges::any_of(world.alarms(),
                             [&](const core::Alarm& alarm) { return alarm.reason == reason; });
}

template <class Body>
void on_answer(wire::Op op, wire::AnswerFrame& frame, wire::Op wanted, Body body) {
  auto* ok = std::get_if<wire::OkAnswer>(&frame.outcome);
  if (op == wanted && ok != nullptr) body(*ok);
}

void come_back(CircleWorld& world) {
  world.offline(world.anna());
  world.online(world.anna());
  world.run(std::chrono::seconds(10));
}

/// Another hub answers under this address, with this in its key.
void show_key(CircleWorld& world, std::uint8_t key) {
  world.tamper({.event = [key](wire::Event& event) {
    auto* hello = std::get_if<wire::HelloEvent>(&event);
    if (hello != nullptr) hello->hub_key = channels::HubKey(FixedBytes<32>{key});
  }});
}

std::ptrdiff_t alarms_of_key(const World& world) {
  return std::ranges::count(world.alarms(), "wrong_hub_key", &core::Alarm::reason);
}

std::string self_row(const CircleWorld& world) {
  return "circle/" + to_hex(world.circle().view()) + "/self";
}

/// The circle's row as a program wrote it that stopped a circle for whatever alarm.
void write_as_older_program(CircleWorld& world) {
  auto& row = world.vault(world.anna()).at(self_row(world));
  core::CircleData circle;
  ASSERT_TRUE(core::decode_self(row, circle));
  circle.stopped = true;
  circle.foreign_keys.clear();
  row = core::encode_self(circle);
  row[0] = 1;
  row.resize(row.size() - 4);  // The length of an empty list.
}

TEST(HostileHub, IsSentNothingWhileItShowsAnotherKey) {
  CircleWorld world({.seed = 21});
  std::size_t sent = 0;
  world.tamper({.event =
                    [](wire::Event& event) {
                      auto* hello = std::get_if<wire::HelloEvent>(&event);
                      if (hello != nullptr) hello->hub_key = channels::HubKey(FixedBytes<32>{7});
                    },
                .request = [&](wire::Request&) { ++sent; }});

  come_back(world);
  world.say(world.anna(), "care", "Een.");
  world.run(std::chrono::minutes(1));

  EXPECT_EQ(sent, 0U);
  EXPECT_EQ(alarms_of_key(world), 1);
  EXPECT_TRUE(world.view(world.anna()).foreign_key);
  EXPECT_FALSE(world.view(world.anna()).stopped);
}

TEST(HostileHub, IsBelievedInNothingFromTheMomentThatItShowsAnotherKey) {
  CircleWorld world({.seed = 29});
  const auto nurse = world.admit("Bea", "nurse");
  std::size_t sent = 0;
  bool shows = false;
  world.tamper({.event =
                    [&](wire::Event& event) {
                      if (shows || !std::holds_alternative<wire::EntryEvent>(event)) return;
                      shows = true;
                      event = wire::HelloEvent{.origin = world.view(world.anna()).hub,
                                               .hub_key = channels::HubKey(FixedBytes<32>{7}),
                                               .incarnation = {},
                                               .nonce = {},
                                               .time = world.now()};
                    },
                .request = [&](wire::Request&) { sent += shows ? 1 : 0; },
                .only = world.anna()});

  world.say(nurse, "care", "Een.");
  world.run(std::chrono::seconds(5));
  world.say(nurse, "care", "Twee.");
  world.run(std::chrono::seconds(10));

  ASSERT_TRUE(shows);
  EXPECT_EQ(sent, 0U);
  EXPECT_TRUE(world.texts(world.anna(), "care").empty());
  EXPECT_EQ(alarms_of_key(world), 1);
}

TEST(HostileHub, IsGoneOnWithOnceItShowsTheRightKeyAgain) {
  CircleWorld world({.seed = 30});
  const auto nurse = world.admit("Bea", "nurse");
  show_key(world, 7);
  come_back(world);
  world.say(world.anna(), "care", "Bewaard.");

  world.tamper({});
  come_back(world);
  world.settled();

  EXPECT_FALSE(world.view(world.anna()).foreign_key);
  EXPECT_EQ(world.texts(nurse, "care"), (std::vector<std::string>{"Bewaard."}));
  EXPECT_EQ(alarms_of_key(world), 1);
}

TEST(HostileHub, IsToldOfOnceForEachKeyThatItShows) {
  CircleWorld world({.seed = 31});
  show_key(world, 7);
  come_back(world);
  come_back(world);
  world.restart_device(world.anna());
  come_back(world);
  ASSERT_EQ(alarms_of_key(world), 1);

  show_key(world, 8);
  come_back(world);

  EXPECT_EQ(alarms_of_key(world), 2);
}

TEST(HostileHub, IsToldOfAgainOnlyAfterAsManyKeysAsAreKept) {
  CircleWorld world({.seed = 32});
  for (std::uint8_t key = 1; key <= core::foreign_keys_kept; ++key) {
    show_key(world, key);
    come_back(world);
  }
  show_key(world, 1);
  come_back(world);
  ASSERT_EQ(alarms_of_key(world), core::foreign_keys_kept);

  show_key(world, core::foreign_keys_kept + 1);
  come_back(world);
  show_key(world, 1);
  come_back(world);

  EXPECT_EQ(alarms_of_key(world), core::foreign_keys_kept + 2);
}

TEST(HostileHub, FreesWhomAnOlderProgramStoppedForItsKey) {
  CircleWorld world({.seed = 33});
  show_key(world, 7);
  come_back(world);
  write_as_older_program(world);
  world.tamper({});

  world.restart_device(world.anna());
  come_back(world);
  world.say(world.anna(), "care", "Weer.");
  world.settled();

  EXPECT_FALSE(world.view(world.anna()).stopped);
  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Weer."}));
}

TEST(HostileHub, FreesNobodyWhomAnOlderProgramStoppedForALie) {
  CircleWorld world({.seed = 34});
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::login,
              [](wire::OkAnswer& ok) { std::get<wire::LoginAnswer>(ok).head.signature[0] ^= 1U; });
  }});
  come_back(world);
  write_as_older_program(world);
  world.tamper({});

  world.restart_device(world.anna());
  come_back(world);

  EXPECT_TRUE(world.view(world.anna()).stopped);
}

TEST(HostileHub, StopsForALieAlsoWhoSawAnotherKey) {
  CircleWorld world({.seed = 35});
  show_key(world, 7);
  come_back(world);
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::login,
              [](wire::OkAnswer& ok) { std::get<wire::LoginAnswer>(ok).head.signature[0] ^= 1U; });
  }});
  come_back(world);

  world.restart_device(world.anna());

  EXPECT_TRUE(world.view(world.anna()).stopped);
}

TEST(HostileHub, IsLeftWhenItSaysThatItIsAnother) {
  CircleWorld world({.seed = 22});
  world.tamper({.event = [](wire::Event& event) {
    auto* hello = std::get_if<wire::HelloEvent>(&event);
    if (hello != nullptr) hello->origin = "https://elders.example";
  }});

  come_back(world);

  const auto status = world.client(world.anna()).status(world.now());
  ASSERT_EQ(status.hubs.size(), 1U);
  EXPECT_NE(status.hubs[0].connection, core::Connection::greeted);
  EXPECT_TRUE(world.alarms().empty());
}

TEST(HostileHub, IsCaughtShowingAnOlderCharter) {
  CircleWorld world({.seed = 23});
  const charter::Head old{.circle = world.circle(), .number = channels::EntryNumber{1}, .hash = {}};
  world.tamper({.answer = [&](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::login,
              [&](wire::OkAnswer& ok) { std::get<wire::LoginAnswer>(ok).head = world.sign_head(old); });
  }});

  come_back(world);

  EXPECT_TRUE(has_alarm(world, "head_went_back"));
}

TEST(HostileHub, IsCaughtSigningAnotherHistory) {
  CircleWorld world({.seed = 24});
  world.tamper({.answer = [&](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::login, [&](wire::OkAnswer& ok) {
      auto& head = std::get<wire::LoginAnswer>(ok).head;
      head = world.sign_head(
          {.circle = world.circle(), .number = head.number, .hash = charter::EntryHash(FixedBytes<32>{9})});
    });
  }});

  come_back(world);

  EXPECT_TRUE(has_alarm(world, "head_forked"));
}

TEST(HostileHub, IsNotBelievedWithoutItsSignature) {
  CircleWorld world({.seed = 25});
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::login,
              [](wire::OkAnswer& ok) { std::get<wire::LoginAnswer>(ok).head.signature[0] ^= 1U; });
  }});

  come_back(world);

  EXPECT_TRUE(has_alarm(world, "bad_head_signature"));
}

TEST(HostileHub, IsCaughtWithALogThatLostItsEnd) {
  CircleWorld world({.seed = 26});
  world.say(world.anna(), "care", "Een.");
  world.settled();
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::attach, [](wire::OkAnswer& ok) {
      for (auto& head : std::get<wire::AttachAnswer>(ok).channels) head.seq = channels::Sequence{1};
    });
  }});

  come_back(world);

  EXPECT_TRUE(has_alarm(world, "head_went_back"));
  const auto care = world.channel(world.anna(), "care");
  EXPECT_EQ(world.client(world.anna()).say(world.circle(), care, "Twee.", world.now()).error(),
            client::Errc::stopped);
  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Een."}));
}

TEST(HostileHub, IsCaughtWithALogThatSaysSomethingElse) {
  CircleWorld world({.seed = 27});
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::attach, [](wire::OkAnswer& ok) {
      for (auto& head : std::get<wire::AttachAnswer>(ok).channels) head.hash[0] ^= 1U;
    });
  }});

  come_back(world);

  EXPECT_TRUE(has_alarm(world, "log_hash_differs"));
}

TEST(HostileHub, CannotPutAnEntryIntoTheCharter) {
  CircleWorld world({.seed = 28});
  const auto nurse = world.admit("Bea", "nurse");
  world.tamper({.event = [](wire::Event& event) {
    auto* charter = std::get_if<wire::CharterEvent>(&event);
    if (charter != nullptr) charter->entry.back() ^= 1U;
  }});

  auto invited = world.client(world.anna())
                     .invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
  ASSERT_TRUE(invited);
  world.perform(world.anna(), std::move(invited->actions));
  world.run(std::chrono::seconds(10));

  EXPECT_FALSE(world.alarms().empty());
  EXPECT_TRUE(world.view(nurse).stopped);
}

TEST(HostileHub, CannotShowAnInvitedPersonAnotherCircle) {
  CircleWorld world({.seed = 29});
  CircleWorld other({.seed = 30});
  const auto invited = world.invite(world.anna(), {.role = world.role("family"), .stay = {}});
  const auto guest = world.add_device("Gast");
  world.tamper({.answer = [&](wire::Op op, wire::AnswerFrame& frame) {
    on_answer(op, frame, wire::Op::charter, [&](wire::OkAnswer& ok) {
      auto& entries = std::get<wire::CharterAnswer>(ok).entries;
      for (const auto& text : other.wiretap()) {
        const auto request = wire::decode_request(text);
        const auto* bundle = request ? std::get_if<wire::BundleRequest>(&request->request) : nullptr;
        if (bundle != nullptr && !bundle->charter.empty()) entries = bundle->charter;
      }
    });
  }});

  (void)world.perform(guest, world.client(guest).join(invited.link, world.now()));
  world.run(std::chrono::seconds(10));

  EXPECT_TRUE(has_alarm(world, "charter_entry_refused"));
}

TEST(HostileHub, CannotSlipGarbageIntoALog) {
  CircleWorld world({.seed = 31});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(world.anna(), "care", "Een.");
  world.settled();
  world.tamper({.event = [](wire::Event& event) {
    auto* entry = std::get_if<wire::EntryEvent>(&event);
    if (entry != nullptr) std::get<Bytes>(entry->payload).back() ^= 1U;
  }});

  world.say(world.anna(), "care", "Twee.");
  world.run(std::chrono::seconds(5));
  world.tamper({});
  world.offline(nurse);
  world.online(nurse);
  world.run(std::chrono::seconds(5));

  // The garbage took the place of an entry: what it was is lost to those who were given it, and they know it.
  EXPECT_EQ(world.texts(nurse, "care"), (std::vector<std::string>{"Een."}));
  EXPECT_TRUE(has_alarm(world, "decryption_failed"));
  EXPECT_TRUE(has_alarm(world, "log_hash_differs"));
}

TEST(HostileHub, IsCaughtDatingAnEntryBack) {
  CircleWorld world({.seed = 41});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(world.anna(), "care", "Een.");
  world.settled();
  world.run(std::chrono::minutes(1));
  world.tamper({.event = [](wire::Event& event) {
    auto* entry = std::get_if<wire::EntryEvent>(&event);
    if (entry != nullptr) entry->time -= std::chrono::minutes(2);
  }});

  world.say(world.anna(), "care", "Twee.");
  world.run(std::chrono::seconds(10));

  EXPECT_EQ(world.texts(nurse, "care"), (std::vector<std::string>{"Een."}));
  ASSERT_TRUE(has_alarm(world, "log_time_backwards"));
  EXPECT_TRUE(world.vault(nurse).contains(world.alarms().at(0).evidence) ||
              world.vault(world.anna()).contains(world.alarms().at(0).evidence));
  const auto care = world.channel(nurse, "care");
  EXPECT_EQ(world.client(nurse).say(world.circle(), care, "Drie.", world.now()).error(),
            client::Errc::stopped);
}

TEST(HostileHub, CannotChangeACommit) {
  CircleWorld world({.seed = 32});
  const auto nurse = world.admit("Bea", "nurse");
  world.tamper({.event = [](wire::Event& event) {
    auto* entry = std::get_if<wire::EntryEvent>(&event);
    if (entry == nullptr || entry->kind != channels::LogKind::commit) return;
    auto& payload = std::get<Bytes>(entry->payload);
    payload[payload.size() / 2] ^= 1U;
  }});

  (void)world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  const auto removed = world.perform(
      world.anna(),
      world.client(world.anna()).remove(world.circle(), world.member(world.anna(), "Bea").id, world.now()));
  ASSERT_TRUE(removed);
  world.run(std::chrono::seconds(10));

  EXPECT_FALSE(world.alarms().empty());
  EXPECT_TRUE(world.texts(nurse, "care").empty());
}

TEST(HostileHub, CannotWelcomeUsIntoItsOwnGroup) {
  CircleWorld world({.seed = 33});
  const auto invited = world.invite(world.anna(), {.role = world.role("family"), .stay = {}});
  const auto guest = world.join("Gast", invited.link);
  world.tamper({.event = [](wire::Event& event) {
    auto* welcome = std::get_if<wire::WelcomeEvent>(&event);
    if (welcome != nullptr) welcome->welcome = Bytes{0, 1, 0, 3, 0, 3, 0, 0};
  }});

  (void)world.perform(
      world.anna(), world.client(world.anna())
                        .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}},
                                 world.now()));
  world.run(std::chrono::seconds(10));

  EXPECT_TRUE(has_alarm(world, "welcome_refused"));
  for (const auto& channel : world.client(guest).channels(world.circle(), world.now())) {
    EXPECT_FALSE(channel.joined);
  }
}

TEST(HostileHub, IsLeftWhenItTalksGarbage) {
  CircleWorld world({.seed = 34});

  world.inject(world.anna(), "{\"event\":");

  EXPECT_FALSE(world.client(world.anna()).status(world.now()).hubs.at(0).connection ==
               core::Connection::greeted);
  world.settled();
}

TEST(HostileHub, MaySayWhatWeDoNotKnowYet) {
  CircleWorld world({.seed = 35});

  world.inject(world.anna(), R"({"event":"weather","rain":true})");

  EXPECT_EQ(world.client(world.anna()).status(world.now()).hubs.at(0).connection, core::Connection::greeted);
}

TEST(Refusal, EndsAnIntentThatTheHubWillNotTake) {
  CircleWorld world({.seed = 36});
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    if (op == wire::Op::bundle) {
      frame.outcome = wire::ErrorAnswer{.code = wire::ErrorCode::charter_refused, .rule = "clock_off"};
    }
  }});

  auto invited = world.client(world.anna())
                     .invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
  ASSERT_TRUE(invited);
  world.perform(world.anna(), std::move(invited->actions));
  world.run(std::chrono::seconds(5));

  ASSERT_TRUE(world.outcome(invited->intent));
  EXPECT_EQ(world.outcome(invited->intent)->error(), client::Errc::refused_by_hub);
}

TEST(Refusal, BelievesTheLogMoreThanTheAnswer) {
  CircleWorld world({.seed = 37});
  world.tamper({.answer = [](wire::Op op, wire::AnswerFrame& frame) {
    if (op == wire::Op::append) frame.outcome = wire::ErrorAnswer{.code = wire::ErrorCode::stale};
  }});
  const auto care = world.channel(world.anna(), "care");

  const auto said = world.perform(
      world.anna(), world.client(world.anna()).say(world.circle(), care, "Nog eens.", world.now()));
  ASSERT_TRUE(said);
  world.run(std::chrono::minutes(1));

  ASSERT_TRUE(world.outcome(*said));
  EXPECT_TRUE(*world.outcome(*said));
  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Nog eens."}));
}

TEST(Refusal, GivesUpAfterManyLostRaces) {
  CircleWorld world({.seed = 39});
  world.tamper({.refusal = [](const wire::Request& request) {
    const auto op = wire::op_of(request);
    return op == wire::Op::append || op == wire::Op::bundle
               ? std::optional(wire::ErrorAnswer{.code = wire::ErrorCode::stale})
               : std::nullopt;
  }});
  const auto care = world.channel(world.anna(), "care");

  const auto said = world.perform(
      world.anna(), world.client(world.anna()).say(world.circle(), care, "Nog eens.", world.now()));
  auto invited = world.client(world.anna())
                     .invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
  ASSERT_TRUE(said && invited);
  world.perform(world.anna(), std::move(invited->actions));
  world.run(std::chrono::hours(2));

  ASSERT_TRUE(world.outcome(*said) && world.outcome(invited->intent));
  EXPECT_EQ(world.outcome(*said)->error(), client::Errc::gave_up);
  EXPECT_EQ(world.outcome(invited->intent)->error(), client::Errc::gave_up);
}

TEST(Refusal, SendsTheSameAgainToAHubThatIsBusy) {
  CircleWorld world({.seed = 40});
  int refused = 0;
  world.tamper({.refusal = [&](const wire::Request& request) {
    const auto op = wire::op_of(request);
    const bool refuses = (op == wire::Op::append || op == wire::Op::bundle) && ++refused < 5;
    return refuses ? std::optional(wire::ErrorAnswer{.code = wire::ErrorCode::overloaded}) : std::nullopt;
  }});

  world.say(world.anna(), "care", "Het is druk.");
  (void)world.invite(world.anna(), {.role = world.role("family"), .stay = {}});

  EXPECT_GE(refused, 5);
  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Het is druk."}));
}

TEST(Refusal, WaitsAsLongAsTheHubSaysBeforeItSendsTheSameAgain) {
  CircleWorld world({.seed = 41});
  std::vector<Time> asked;
  world.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    if (wire::op_of(request) != wire::Op::append) return std::nullopt;
    asked.push_back(world.now());
    if (asked.size() > 2) return std::nullopt;
    return wire::ErrorAnswer{.code = wire::ErrorCode::limit,
                             .name = "appends_per_minute",
                             .wait = wire::LimitWait{.retry_after = std::chrono::seconds(40)}};
  }});

  world.say(world.anna(), "care", "Het is druk.");
  world.run(std::chrono::minutes(3));

  ASSERT_EQ(asked.size(), 3U);
  EXPECT_GE(asked[1] - asked[0], std::chrono::seconds(40));
  EXPECT_GE(asked[2] - asked[1], std::chrono::seconds(40));
  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Het is druk."}));
  EXPECT_TRUE(std::ranges::any_of(world.notices(world.anna()), [](const core::Notice& notice) {
    return std::holds_alternative<core::AskedToWait>(notice);
  }));
}

/// The first bundle is told to wait for longer than what is signed in it stays good; how many came.
class TiredHub {
 public:
  explicit TiredHub(CircleWorld& world) {
    world.tamper({.refusal = [this](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
      if (wire::op_of(request) != wire::Op::bundle || bundles_++ != 0) return std::nullopt;
      return wire::ErrorAnswer{.code = wire::ErrorCode::limit,
                               .name = "foundings_per_hour",
                               .wait = wire::LimitWait{.retry_after = std::chrono::minutes(6)}};
    }});
  }
  TiredHub(const TiredHub&) = delete;
  TiredHub& operator=(const TiredHub&) = delete;
  TiredHub(TiredHub&&) = delete;
  TiredHub& operator=(TiredHub&&) = delete;
  ~TiredHub() = default;

 private:
  int bundles_ = 0;
};

TEST(Refusal, FoundsAnewWhatHasWaitedForTooLong) {
  CircleWorld world({.seed = 42});
  const TiredHub hub(world);

  const auto asked = world.perform(
      world.anna(),
      world.client(world.anna()).found({.name = "Kring Sem", .hub = std::string(hub_origin)}, world.now()));
  ASSERT_TRUE(asked);
  world.run(std::chrono::minutes(8));

  ASSERT_TRUE(world.outcome(*asked));
  EXPECT_TRUE(world.outcome(*asked)->has_value());
  const auto circles = world.client(world.anna()).circles(world.now());
  ASSERT_EQ(circles.size(), 2U);
  for (const auto& circle : circles) EXPECT_EQ(circle.standing, core::Standing::member);
  world.restart_device(world.anna());
  world.settled();
  EXPECT_EQ(world.client(world.anna()).circles(world.now()).size(), 2U) << "nothing of the first try is left";
}

TEST(Refusal, SignsAnewWhatHasWaitedForTooLong) {
  CircleWorld world({.seed = 43});
  const TiredHub hub(world);

  auto invited = world.client(world.anna())
                     .invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
  ASSERT_TRUE(invited);
  world.perform(world.anna(), std::move(invited->actions));
  world.run(std::chrono::minutes(8));

  ASSERT_TRUE(world.outcome(invited->intent));
  EXPECT_TRUE(world.outcome(invited->intent)->has_value());
}

TEST(Clock, StopsSigningWhenItIsOff) {
  CircleWorld world({.seed = 38});
  world.set_clock(world.anna(), std::chrono::minutes(6));

  come_back(world);

  const auto& notices = world.notices(world.anna());
  EXPECT_TRUE(std::ranges::any_of(notices, [](const core::Notice& notice) {
    const auto* off = std::get_if<core::ClockOff>(&notice);
    return off != nullptr && off->difference > std::chrono::minutes(5);
  }));
  EXPECT_EQ(world.client(world.anna()).leave(world.circle(), world.now_at(world.anna())).error(),
            client::Errc::clock_off);
  world.set_clock(world.anna(), std::chrono::minutes(4));
  come_back(world);
  EXPECT_TRUE(world.view(world.anna()).caught_up);
}

TEST(Refusal, SealsARecordAgainWhoseIdTheChannelHasHad) {
  CircleWorld world({.seed = 29});
  std::vector<Bytes> payloads;
  world.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    const auto* append = std::get_if<wire::AppendRequest>(&request);
    if (append == nullptr) return std::nullopt;
    payloads.push_back(append->payload);
    if (payloads.size() > 1) return std::nullopt;
    return wire::ErrorAnswer{.code = wire::ErrorCode::record_id_used};
  }});

  world.say(world.anna(), "care", "Onder een ander nummer.");
  world.settled();

  ASSERT_EQ(payloads.size(), 2U);
  EXPECT_NE(payloads[0], payloads[1]);
  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Onder een ander nummer."}));
  EXPECT_TRUE(world.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
