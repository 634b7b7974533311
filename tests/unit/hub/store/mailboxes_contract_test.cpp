#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using channels::MailboxId;
using channels::MailSide;
using hub::Errc;

constexpr std::size_t boxes_max = 3;

class MailboxesContract : public StoreContract {
 protected:
  [[nodiscard]] static MailboxId box(std::uint8_t number) { return make_id<MailboxId>(number); }
  [[nodiscard]] static OpenMailbox open(std::uint8_t number, Time time = start) {
    return {.mailbox = box(number), .time = time, .expired_before = start, .count_max = boxes_max};
  }
  [[nodiscard]] static PutMail put(std::uint8_t number, MailSide side, Bytes bytes) {
    return {.mailbox = box(number), .side = side, .expired_before = start, .bytes = std::move(bytes)};
  }
  [[nodiscard]] static TakeMail take(std::uint8_t number, MailSide side) {
    return {.mailbox = box(number), .side = side, .expired_before = start};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, MailboxesContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(MailboxesContract, GivesEachMessageOnce) {
  (void)written<Done>(open(1));
  (void)written<Done>(put(1, MailSide::there, {1, 2, 3}));
  (void)written<Done>(put(1, MailSide::back, {4}));

  EXPECT_EQ(written<Mail>(take(1, MailSide::there)).bytes, (Bytes{1, 2, 3}));
  EXPECT_EQ(written<Mail>(take(1, MailSide::back)).bytes, (Bytes{4}));

  EXPECT_EQ(write(take(1, MailSide::there)).error(), Errc::conflict);
  EXPECT_EQ(write(take(1, MailSide::back)).error(), Errc::conflict);
}

TEST_P(MailboxesContract, SaysWhenNothingHasComeYet) {
  (void)written<Done>(open(1));

  EXPECT_EQ(written<Mail>(take(1, MailSide::there)), Mail{});
  (void)written<Done>(put(1, MailSide::there, {1}));

  EXPECT_EQ(written<Mail>(take(1, MailSide::there)).bytes, Bytes{1});
}

TEST_P(MailboxesContract, TakesOneMessageOfASideAndTheSameAgain) {
  (void)written<Done>(open(1));
  (void)written<Done>(put(1, MailSide::there, {1}));

  EXPECT_EQ(written<Done>(put(1, MailSide::there, {1})), Done{});
  EXPECT_EQ(write(put(1, MailSide::there, {2})).error(), Errc::conflict);
  EXPECT_EQ(written<Mail>(take(1, MailSide::there)).bytes, Bytes{1});
  EXPECT_EQ(write(put(1, MailSide::there, {1})).error(), Errc::conflict) << "it was taken";
}

TEST_P(MailboxesContract, KnowsNoOtherMailbox) {
  (void)written<Done>(open(1));
  (void)written<Done>(put(1, MailSide::there, {1}));

  EXPECT_EQ(write(put(2, MailSide::there, {1})).error(), Errc::not_found);
  EXPECT_EQ(write(take(2, MailSide::there)).error(), Errc::not_found);
}

TEST_P(MailboxesContract, AreGoneOnceTheirTimeIsOver) {
  (void)written<Done>(open(1));
  (void)written<Done>(open(2, start + Duration(1)));
  (void)written<Done>(put(1, MailSide::there, {1}));
  auto late = take(1, MailSide::there);
  late.expired_before = start + Duration(1);

  EXPECT_EQ(write(late).error(), Errc::not_found);

  (void)written<Done>(DropMailboxes{start + Duration(1)});
  EXPECT_EQ(write(take(1, MailSide::there)).error(), Errc::not_found);
  EXPECT_EQ(written<Mail>(take(2, MailSide::there)), Mail{});
}

TEST_P(MailboxesContract, OpensSoManyAndNotOneMore) {
  for (std::uint8_t i = 1; i <= boxes_max; ++i) EXPECT_EQ(written<Done>(open(i)), Done{});

  EXPECT_EQ(write(open(9)).error(), Errc::mailboxes_full);
  auto later = open(9, start + Duration(2));
  later.expired_before = start + Duration(1);

  EXPECT_EQ(written<Done>(later), Done{}) << "those that are over made room";
}

}  // namespace
}  // namespace kring::store::test
