#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using hub::Errc;

class SlotsContract : public StoreContract {
 protected:
  [[nodiscard]] static PutSlot slot(std::uint8_t which, std::uint64_t number, std::uint8_t content = 1) {
    return {.slot = make_hash(which), .number = number, .sealed = Bytes(10, content)};
  }
  [[nodiscard]] Slot in_slot(std::uint8_t which) { return found_by<Slot>(ReadSlot{make_hash(which)}); }
};
INSTANTIATE_TEST_SUITE_P(Stores, SlotsContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(SlotsContract, KeepsWhatWasPutUnderItsName) {
  (void)written<SlotKept>(slot(1, 7));

  EXPECT_EQ(in_slot(1), (Slot{.number = 7, .sealed = Bytes(10, 1)}));
  EXPECT_EQ(read(ReadSlot{make_hash(2)}).error(), Errc::not_found);
}

TEST_P(SlotsContract, ReplacesItByAHigherNumber) {
  (void)written<SlotKept>(slot(1, 7));
  (void)written<SlotKept>(slot(2, 1));
  (void)written<SlotKept>(slot(1, 8, 2));

  EXPECT_EQ(in_slot(1), (Slot{.number = 8, .sealed = Bytes(10, 2)}));
  EXPECT_EQ(in_slot(2), (Slot{.number = 1, .sealed = Bytes(10, 1)}));
}

TEST_P(SlotsContract, AnswersTheSameAgainAlikeAndRefusesWhatIsNotHigher) {
  (void)written<SlotKept>(slot(1, 7));

  (void)written<SlotKept>(slot(1, 7));
  EXPECT_EQ(write(slot(1, 7, 2)).error(), Errc::conflict);
  EXPECT_EQ(write(slot(1, 6)).error(), Errc::conflict);
  EXPECT_EQ(in_slot(1), (Slot{.number = 7, .sealed = Bytes(10, 1)}));
}

TEST_P(SlotsContract, SaysWhetherItIsNew) {
  EXPECT_TRUE(written<SlotKept>(slot(1, 7)).is_new);

  EXPECT_FALSE(written<SlotKept>(slot(1, 7)).is_new);
  EXPECT_FALSE(written<SlotKept>(slot(1, 8)).is_new);
  EXPECT_TRUE(written<SlotKept>(slot(2, 1)).is_new);
}

TEST_P(SlotsContract, ReplacesWhereNoNewOneMayBe) {
  (void)written<SlotKept>(slot(1, 7));
  auto again = slot(1, 8, 2);
  again.may_be_new = false;
  auto other = slot(2, 1);
  other.may_be_new = false;

  EXPECT_FALSE(written<SlotKept>(again).is_new);
  EXPECT_EQ(write(other).error(), Errc::slots_full);
  EXPECT_EQ(in_slot(1), (Slot{.number = 8, .sealed = Bytes(10, 2)}));
  EXPECT_EQ(read(ReadSlot{make_hash(2)}).error(), Errc::not_found);
}

TEST_P(SlotsContract, KeepsTheLargest) {
  const Bytes large(std::size_t{45} * 1024, 5);
  (void)written<SlotKept>(
      PutSlot{.slot = make_hash(1), .number = (std::uint64_t{1} << 53U) - 1, .sealed = large});

  EXPECT_EQ(in_slot(1), (Slot{.number = (std::uint64_t{1} << 53U) - 1, .sealed = large}));
}

TEST_P(SlotsContract, KeepsThemOverARestart) {
  (void)written<SlotKept>(slot(1, 7));

  restart();

  EXPECT_EQ(in_slot(1), (Slot{.number = 7, .sealed = Bytes(10, 1)}));
}

}  // namespace
}  // namespace kring::store::test
