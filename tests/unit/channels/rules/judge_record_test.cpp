#include "channels/rules/judge_record.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/signing.hpp"
#include "channels/rules/leaves.hpp"
#include "crypto/record/record_cipher.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <set>

namespace kring::rules {
namespace {

using channels::Errc;
using channels::Generation;
using channels::HandleId;
using channels::Sequence;
using support::TestChannel;
using support::TestCircle;
using support::TestPerson;
using namespace std::chrono_literals;

class TestHistory final : public AuthorHistory {
 public:
  [[nodiscard]] bool has_record(const channels::RecordId& record) const override {
    return records.contains(record);
  }
  [[nodiscard]] std::uint64_t last_counter(const HandleId& author) const override {
    const auto found = counters.find(author);
    return found == counters.end() ? 0 : found->second;
  }
  std::set<channels::RecordId> records;
  std::map<HandleId, std::uint64_t> counters;
};

/// A record by a nurse in daily care, with everything that a test may bend before it is signed and sealed.
struct RecordWorld {
  TestCircle circle;
  TestPerson nurse = circle.admit(circle.nurse);
  TestPerson grandmother = circle.admit(circle.family);
  TestChannel care{circle, circle.care};
  TestChannel room{circle, circle.room};
  CharterAtHead charter{circle.log};
  TestHistory history;
  Time entry_time = circle.now;
  RecordContent content;
  RecordPayload payload;

  RecordWorld() {
    care.accept(care.prepare(circle.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));
    care.push(channels::LogKind::record, view_bytes("another"));
    room.accept(room.prepare(circle.founder, {.adds = {&grandmother}, .removes = {}, .rotate = false}));
    history.counters[nurse.id] = 4;
    const auto& state = care.state;
    content = {.circle = state.circle,
               .channel = state.channel,
               .group = state.group,
               .epoch = state.epoch,
               .generation = state.generation,
               .record = circle.random.id<channels::RecordId>(),
               .author = nurse.id,
               .counter = 5,
               .charter = head_of(circle.charter()),
               .log = state.log,
               .article = copy_bytes(view_bytes("{}"))};
    payload = {.epoch = content.epoch,
               .generation = content.generation,
               .record = content.record,
               .commitment = {},
               .ciphertext = {}};
  }

  PostCase post(const TestChannel& channel) {
    return {.state = channel.state,
            .charter = charter,
            .log = channel.log,
            .history = history,
            .entry_time = entry_time};
  }
  SignedRecord sign() const {
    const auto bytes = content.encode();
    auto signature = channels::sign(channels::SigningPurpose::record, bytes, nurse.handle.private_key);
    return {.content = bytes, .signature = signature.value()};
  }
  Result<RecordContent> judge() { return judge_record(post(care), payload, sign().encode()); }

  record::RecordPlace place() const {
    return {.channel = content.channel.view(),
            .epoch = mls::number_of(payload.epoch),
            .generation = std::to_underlying(payload.generation),
            .record = payload.record.view()};
  }
};

TEST(RecordRule, TakesAGoodRecordFromItsPayloadToItsContent) {
  RecordWorld world;
  auto sealed = record::seal_record(*world.care.key, world.place(), world.sign().encode()).value();
  world.payload.commitment = sealed.commitment;
  world.payload.ciphertext = sealed.ciphertext;

  auto payload = judge_record_payload(world.care.state, world.payload.encode());
  ASSERT_TRUE(payload) << payload.error().name();
  auto opened = record::open_record(*world.care.key, world.place(),
                                    {.commitment = payload->commitment, .ciphertext = payload->ciphertext});
  ASSERT_TRUE(opened);
  auto content = judge_record(world.post(world.care), *payload, *opened);

  ASSERT_TRUE(content) << content.error().name();
  EXPECT_EQ(*content, world.content);
}

TEST(RecordRule, TakesANewerCharterHeadAndAnOlderLogHeadOfTheEpoch) {
  RecordWorld world;
  (void)world.circle.admit(world.circle.doctor);
  world.content.charter = head_of(world.circle.charter());
  world.content.log = {.number = Sequence{2}, .hash = *world.care.log.at(Sequence{2})};

  EXPECT_TRUE(world.judge());
}

struct RefusedRecord {
  const char* name;
  Errc error;
  std::function<void(RecordWorld&)> bend;
};
class RecordRuleRefuses : public testing::TestWithParam<RefusedRecord> {};
TEST_P(RecordRuleRefuses, Record) {
  RecordWorld world;
  GetParam().bend(world);

  auto content = world.judge();

  ASSERT_FALSE(content);
  EXPECT_EQ(content.error(), GetParam().error) << content.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , RecordRuleRefuses,
    testing::Values(
        RefusedRecord{"InASealedChannel", Errc::record_wrong_mode,
                      [](RecordWorld& it) { it.care.state.mode = channels::Mode::sealed; }},
        RefusedRecord{"OfAnOldEpoch", Errc::record_wrong_epoch,
                      [](RecordWorld& it) { it.payload.epoch = it.content.epoch = mls::EpochId{1}; }},
        RefusedRecord{"OfAnotherGeneration", Errc::record_wrong_generation,
                      [](RecordWorld& it) { it.payload.generation = it.content.generation = Generation{2}; }},
        RefusedRecord{"SignedForAnotherCircle", Errc::record_wrong_place,
                      [](RecordWorld& it) { it.content.circle = channels::CircleId(); }},
        RefusedRecord{"SignedForAnotherChannel", Errc::record_wrong_place,
                      [](RecordWorld& it) { it.content.channel = it.circle.room; }},
        RefusedRecord{"SignedForAnotherGroup", Errc::record_wrong_place,
                      [](RecordWorld& it) { it.content.group = channels::GroupId(); }},
        RefusedRecord{"SignedForAnotherEpoch", Errc::record_wrong_place,
                      [](RecordWorld& it) { it.content.epoch = mls::EpochId{9}; }},
        RefusedRecord{"SignedForAnotherGeneration", Errc::record_wrong_place,
                      [](RecordWorld& it) { it.content.generation = Generation{9}; }},
        RefusedRecord{"SignedForAnotherId", Errc::record_wrong_place,
                      [](RecordWorld& it) { it.content.record = channels::RecordId(); }},
        RefusedRecord{"AtACharterHeadThatWeHaveNot", Errc::record_unknown_charter_head,
                      [](RecordWorld& it) { it.content.charter.hash[0] ^= 1U; }},
        RefusedRecord{
            "OfACharterOfAnotherCircle", Errc::record_unknown_charter_head,
            [](RecordWorld& it) { it.care.state.circle = it.content.circle = channels::CircleId(); }},
        RefusedRecord{"AtAHeadOlderThanTheCommits", Errc::record_old_charter_head,
                      [](RecordWorld& it) {
                        const auto& entry = *it.circle.log.entry(channels::EntryNumber{4});
                        it.content.charter = {.number = entry.number(), .hash = entry.hash().bytes()};
                      }},
        RefusedRecord{"ByAStranger", Errc::record_may_not_post,
                      [](RecordWorld& it) { it.content.author = it.circle.make_person().id; }},
        RefusedRecord{"ByOneWithoutTheRight", Errc::record_may_not_post,
                      [](RecordWorld& it) { it.content.author = it.grandmother.id; }},
        RefusedRecord{"ByOneWhoMayOnlyRead", Errc::record_may_not_post,
                      [](RecordWorld& it) {
                        const auto doctor = it.circle.admit(it.circle.doctor);
                        it.content.author = doctor.id;
                        it.content.charter = head_of(it.circle.charter());
                      }},
        RefusedRecord{"AfterTheAuthorsTime", Errc::record_may_not_post,
                      [](RecordWorld& it) { it.entry_time += 8 * 24h; }},
        RefusedRecord{"ByOneWhoWasRemovedAtThatHead", Errc::record_may_not_post,
                      [](RecordWorld& it) {
                        it.circle.must_act(it.circle.founder,
                                           charter::Remove{.member = it.nurse.member, .reason = {}});
                        it.content.charter = head_of(it.circle.charter());
                      }},
        RefusedRecord{"SignedByAnother", Errc::record_bad_signature,
                      [](RecordWorld& it) { it.content.author = it.circle.founder.id; }},
        RefusedRecord{"AtALogHeadWithAnotherHash", Errc::record_wrong_log_head,
                      [](RecordWorld& it) { it.content.log.hash[0] ^= 1U; }},
        RefusedRecord{"AtALogHeadThatIsNotBefore", Errc::record_wrong_log_head,
                      [](RecordWorld& it) { it.content.log.number = channels::next(it.content.log.number); }},
        RefusedRecord{"AtALogHeadBeforeTheEpoch", Errc::record_wrong_log_head,
                      [](RecordWorld& it) {
                        it.content.log = {.number = Sequence{1}, .hash = *it.care.log.at(Sequence{1})};
                      }},
        RefusedRecord{"WithAnIdThatWasUsed", Errc::record_id_used,
                      [](RecordWorld& it) { it.history.records.insert(it.content.record); }},
        RefusedRecord{"WithTheCounterOfTheLast", Errc::record_counter_used,
                      [](RecordWorld& it) { it.content.counter = 4; }},
        RefusedRecord{"WithAnOlderCounter", Errc::record_counter_used,
                      [](RecordWorld& it) { it.content.counter = 1; }}),
    [](const auto& row) { return row.param.name; });

TEST(RecordRule, RefusesWhatIsNoSignedRecord) {
  RecordWorld world;
  const SignedRecord empty{.content = {}, .signature = Bytes(64)};

  EXPECT_EQ(judge_record(world.post(world.care), world.payload, {}).error(), Errc::bad_structure);
  EXPECT_EQ(judge_record(world.post(world.care), world.payload, empty.encode()).error(), Errc::bad_structure);
}

TEST(RecordRule, CountsFromOneForANewAuthor) {
  RecordWorld world;
  world.history.counters.clear();

  world.content.counter = 0;
  EXPECT_EQ(world.judge().error(), Errc::record_counter_used);
  world.content.counter = 1;
  EXPECT_TRUE(world.judge());
}

TEST(RecordPayloadRule, IsWhatTheHubCanCheck) {
  RecordWorld world;
  world.payload.ciphertext = Bytes(256 + 16);
  auto epoch = world.payload;
  epoch.epoch = mls::EpochId{1};
  auto generation = world.payload;
  generation.generation = Generation{9};

  EXPECT_EQ(judge_record_payload(world.care.state, world.payload.encode()), world.payload);
  EXPECT_EQ(judge_record_payload(world.room.state, world.payload.encode()).error(), Errc::record_wrong_mode);
  EXPECT_EQ(judge_record_payload(world.care.state, {}).error(), Errc::bad_structure);
  EXPECT_EQ(judge_record_payload(world.care.state, epoch.encode()).error(), Errc::record_wrong_epoch);
  EXPECT_EQ(judge_record_payload(world.care.state, generation.encode()).error(),
            Errc::record_wrong_generation);
}

/// A sealed message by the grandmother in the room.
struct Sealed {
  RecordWorld world;
  SealedData data{.charter = head_of(world.circle.charter()), .log = world.room.state.log, .counter = 1};

  Bytes protect() {
    return world.room.group_of(world.grandmother)
        .protect(view_bytes("{}"), data.encode(), 0, world.circle.random)
        .value();
  }
  Result<SealedData> judge() {
    return judge_sealed(world.post(world.room), world.grandmother.id, data.encode());
  }
};

TEST(SealedRule, TakesAGoodMessageFromItsPayloadOn) {
  Sealed sealed;

  auto message = judge_sealed_payload(sealed.world.room.state, sealed.protect());
  ASSERT_TRUE(message) << message.error().name();
  auto& group = sealed.world.room.group_of(sealed.world.circle.founder);
  auto opened = group.unprotect(*message);
  ASSERT_TRUE(opened) << opened.error().name();
  auto author = handle_of_leaf(*group.public_group().tree().leaf(opened->sender));
  ASSERT_EQ(author, sealed.world.grandmother.id);
  auto data = judge_sealed(sealed.world.post(sealed.world.room), *author, opened->authenticated_data);

  ASSERT_TRUE(data) << data.error().name();
  EXPECT_EQ(*data, sealed.data);
}

struct RefusedSealed {
  const char* name;
  Errc error;
  std::function<void(Sealed&)> bend;
};
class SealedRuleRefuses : public testing::TestWithParam<RefusedSealed> {};
TEST_P(SealedRuleRefuses, Message) {
  Sealed sealed;
  GetParam().bend(sealed);

  auto data = sealed.judge();

  ASSERT_FALSE(data);
  EXPECT_EQ(data.error(), GetParam().error) << data.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , SealedRuleRefuses,
    testing::Values(RefusedSealed{"InAChannelOfRecords", Errc::record_wrong_mode,
                                  [](Sealed& it) { it.world.room.state.mode = channels::Mode::record; }},
                    RefusedSealed{"AtACharterHeadThatWeHaveNot", Errc::record_unknown_charter_head,
                                  [](Sealed& it) { it.data.charter.hash[0] ^= 1U; }},
                    RefusedSealed{"AtAHeadOlderThanTheCommits", Errc::record_old_charter_head,
                                  [](Sealed& it) {
                                    const auto& entry = *it.world.circle.log.entry(channels::EntryNumber{4});
                                    it.data.charter = {entry.number(), entry.hash().bytes()};
                                  }},
                    RefusedSealed{"AfterTheAuthorsTime", Errc::record_may_not_post,
                                  [](Sealed& it) { it.world.entry_time += 8 * 24h; }},
                    RefusedSealed{"AtAnotherLogHead", Errc::record_wrong_log_head,
                                  [](Sealed& it) { it.data.log.hash[0] ^= 1U; }},
                    RefusedSealed{
                        "WithACounterThatWasUsed", Errc::record_counter_used,
                        [](Sealed& it) { it.world.history.counters[it.world.grandmother.id] = 1; }}),
    [](const auto& row) { return row.param.name; });

TEST(SealedRule, RefusesDataThatItCannotRead) {
  Sealed sealed;
  auto version = sealed.data.encode();
  version[1] = 9;

  EXPECT_EQ(judge_sealed(sealed.world.post(sealed.world.room), sealed.world.grandmother.id, {}).error(),
            Errc::bad_structure);
  EXPECT_EQ(judge_sealed(sealed.world.post(sealed.world.room), sealed.world.grandmother.id, version).error(),
            Errc::unsupported_version);
}

TEST(SealedPayloadRule, IsWhatTheHubCanCheck) {
  Sealed sealed;
  const auto payload = sealed.protect();
  auto group = sealed.world.room.state;
  group.group = channels::GroupId();
  auto epoch = sealed.world.room.state;
  epoch.epoch = mls::EpochId{9};
  const auto without_data = sealed.world.room.group_of(sealed.world.grandmother)
                                .protect(view_bytes("{}"), {}, 0, sealed.world.circle.random);
  const auto commit =
      codec::encode(sealed.world.room.prepare(sealed.world.circle.founder, {}).prepared.commit);

  EXPECT_EQ(judge_sealed_payload(sealed.world.care.state, payload).error(), Errc::record_wrong_mode);
  EXPECT_EQ(judge_sealed_payload(sealed.world.room.state, commit).error(), Errc::bad_structure);
  EXPECT_EQ(judge_sealed_payload(sealed.world.room.state, {}).error(), Errc::bad_structure);
  EXPECT_EQ(judge_sealed_payload(group, payload).error(), Errc::channel_wrong_group);
  EXPECT_EQ(judge_sealed_payload(epoch, payload).error(), Errc::record_wrong_epoch);
  EXPECT_EQ(judge_sealed_payload(sealed.world.room.state, *without_data).error(), Errc::bad_structure);
}

}  // namespace
}  // namespace kring::rules
