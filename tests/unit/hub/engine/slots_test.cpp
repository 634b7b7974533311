#include "channels/wire/limits.hpp"
#include "channels/wire/slot.hpp"
#include "crypto/recovery/recovery_kit.hpp"
#include "hub/engine/limits.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

class SlotsTest : public FoundedHub {
 protected:
  [[nodiscard]] recovery::SlotKeys keys(std::uint16_t index = 0) const {
    return kit_.slot_keys(recovery::SlotIndex{index});
  }
  static wire::SlotName name_of(const recovery::SlotKeys& keys) {
    return {.writer = *to_fixed<32>(keys.writer.public_key.bytes),
            .reader = *to_fixed<32>(keys.reader.public_key.bytes)};
  }
  wire::SlotPutRequest put(const recovery::SlotKeys& keys, std::uint64_t number, Bytes sealed = {1, 2, 3}) {
    return wire::sign_slot_put(hub_.hello(owner_).origin,
                               {.slot = name_of(keys), .number = number, .sealed = std::move(sealed)},
                               keys.writer.private_key)
        .value();
  }
  wire::SlotReadRequest read(SessionId session, const recovery::SlotKeys& keys) {
    const auto& hello = hub_.hello(session);
    return wire::sign_slot_read({.origin = hello.origin, .nonce = hello.nonce}, name_of(keys),
                                keys.reader.private_key)
        .value();
  }
  /// The field or the limit that a refusal names.
  std::string named_in_refusal(SessionId session, const wire::Request& request) {
    const auto answer = hub_.ask(session, request);
    const auto* error = std::get_if<wire::ErrorAnswer>(&answer.outcome);
    return error == nullptr ? std::string() : error->name;
  }
  std::uint64_t number_in(const recovery::SlotKeys& keys) {
    const auto session = hub_.connect();
    const auto answer = hub_.ask(session, read(session, keys));
    return std::get<wire::SlotReadAnswer>(std::get<wire::OkAnswer>(answer.outcome)).number;
  }

  recovery::RecoveryKit kit_{recovery::RecoveryWords(Secret::of_size(recovery::entropy_bytes))};
};

TEST_F(SlotsTest, AreReadByWhoeverHasTheWordsWithoutALogin) {
  ASSERT_EQ(hub_.refusal(owner_, put(keys(), 7)), "ok");
  const auto stranger = hub_.connect();

  const auto answer = hub_.ask(stranger, read(stranger, keys()));

  EXPECT_EQ(std::get<wire::SlotReadAnswer>(std::get<wire::OkAnswer>(answer.outcome)),
            (wire::SlotReadAnswer{.number = 7, .sealed = {1, 2, 3}}));
  EXPECT_EQ(hub_.refusal(stranger, read(stranger, keys(1))), "not_found");
}

TEST_F(SlotsTest, AreNotReadByTheDeviceThatWritesThem) {
  ASSERT_EQ(hub_.refusal(owner_, put(keys(), 1)), "ok");
  auto as_writer = keys();
  as_writer.reader.private_key = as_writer.writer.private_key.clone();

  EXPECT_EQ(hub_.refusal(owner_, read(owner_, as_writer)), "bad_signature");
}

TEST_F(SlotsTest, AreReadOverTheConnectionThatWasSignedForAlone) {
  ASSERT_EQ(hub_.refusal(owner_, put(keys(), 1)), "ok");
  const auto heard = read(owner_, keys());
  const auto other = hub_.connect();

  EXPECT_EQ(hub_.refusal(other, heard), "bad_signature");
}

TEST_F(SlotsTest, GiveWayToAHigherNumberAlone) {
  const auto first = put(keys(), 5);
  ASSERT_EQ(hub_.refusal(owner_, first), "ok");

  EXPECT_EQ(hub_.refusal(owner_, first), "ok");
  EXPECT_EQ(hub_.refusal(owner_, put(keys(), 5, {9})), "conflict");
  EXPECT_EQ(hub_.refusal(owner_, put(keys(), 4)), "conflict");
  EXPECT_EQ(hub_.refusal(owner_, put(keys(), 6, {9})), "ok");
  EXPECT_EQ(hub_.refusal(owner_, first), "conflict");
  EXPECT_EQ(number_in(keys()), 6U);
}

TEST_F(SlotsTest, AreWrittenByTheirOwnKeyAlone) {
  ASSERT_EQ(hub_.refusal(owner_, put(keys(), 1)), "ok");
  auto forged = put(keys(), 2);
  forged.sealed.front() ^= 1;
  // Another reader makes it another slot, and the writer signs for both.
  auto taken_over = put(keys(), 2);
  taken_over.slot.reader = name_of(keys(1)).reader;

  EXPECT_EQ(hub_.refusal(owner_, forged), "bad_signature");
  EXPECT_EQ(hub_.refusal(owner_, taken_over), "bad_signature");
  EXPECT_EQ(named_in_refusal(owner_, put(keys(), 0)), "number");
  EXPECT_EQ(number_in(keys()), 1U);
}

TEST_F(SlotsTest, AreForThoseWhoAreInACircle) {
  const auto stranger = hub_.connect();
  EXPECT_EQ(hub_.refusal(stranger, put(keys(), 1)), "not_logged_in");
  const auto nurse = admit(circle_.nurse);
  const auto session = hub_.connect();
  hub_.login(session, id(), nurse);
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});

  EXPECT_EQ(hub_.refusal(session, put(keys(), 1)), "not_live");
}

TEST_F(SlotsTest, AreOneToWriteASession) {
  for (std::uint64_t number = 1; number <= 3; ++number)
    EXPECT_EQ(hub_.refusal(owner_, put(keys(), number)), "ok");

  EXPECT_EQ(named_in_refusal(owner_, put(keys(1), 1)), "slots_put_max");
}

TEST_F(SlotsTest, AreReadSoOftenASessionAndNoMore) {
  const auto session = hub_.connect();
  for (std::size_t reads = 0; reads < limits::slot_reads_max; ++reads)
    ASSERT_EQ(hub_.refusal(session, read(session, keys())), "not_found") << reads;

  EXPECT_EQ(named_in_refusal(session, read(session, keys())), "slot_reads_max");
}

TEST_F(SlotsTest, HoldTheMostThatOnePutBrings) {
  EXPECT_EQ(hub_.refusal(owner_, put(keys(), 1, Bytes(wire::limits::slot_bytes_max))), "ok");
  EXPECT_EQ(number_in(keys()), 1U);
}

TEST_F(SlotsTest, OutliveTheHubsProcess) {
  ASSERT_EQ(hub_.refusal(owner_, put(keys(), 3)), "ok");

  hub_.restart();

  EXPECT_EQ(number_in(keys()), 3U);
}

}  // namespace
}  // namespace kring::engine
