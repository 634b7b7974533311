#include "clients/core/network_charter.hpp"

#include "channels/charter/attestation.hpp"
#include "channels/charter/head.hpp"
#include "clients/core/errc.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::core {
namespace {

using channels::EntryNumber;
using client::Errc;
using support::TestCircle;
using Read = NetworkCharter::Read;

/// A network that attests, as an honest hub shows it, and who reads it.
class NetworkCharters : public testing::Test {
 protected:
  NetworkCharters() { set_key(); }

  void set_key() {
    network_.must_act(network_.founder,
                      charter::AttestationKeySet{.id = network_.random.id<charter::AttestationKeyId>(),
                                                 .key = network_.random.id<channels::AttestationKey>()});
  }
  void withdraw() { network_.must_act(network_.founder, charter::AttestationWithdraw{withdrawn_}); }
  static wire::SignedHead signed_head(const TestCircle& circle, const charter::Head& head) {
    const auto made = charter::sign_head(head, circle.hub.private_key).value();
    wire::SignedHead sent{.number = head.number, .hash = head.hash.bytes()};
    std::ranges::copy(made.signature, sent.signature.begin());
    return sent;
  }
  /// So many entries behind `after`, with the head that the charter has now.
  static wire::CharterPage page(const TestCircle& circle, EntryNumber after = {}, std::size_t count = 1000) {
    wire::CharterPage made{.head = signed_head(circle, circle.charter().head()), .entries = {}};
    for (const auto& entry : circle.log.entries()) {
      if (entry.number() > after && made.entries.size() < count) made.entries.push_back(entry.bytes());
    }
    return made;
  }
  Result<Read> take(const wire::CharterPage& page) { return read_.take(page, incarnation_); }
  Result<Read> take() { return take(page(network_, read_.number())); }

  TestCircle network_;
  charter::AttestationHash withdrawn_ = network_.random.id<charter::AttestationHash>();
  channels::Incarnation incarnation_{FixedBytes<16>{1}};
  NetworkCharter read_{network_.charter().circle()};
};

TEST_F(NetworkCharters, AreReadToTheirEndAndOnFromThere) {
  EXPECT_EQ(read_.charter(), nullptr);
  EXPECT_EQ(take(), Read::whole);
  ASSERT_NE(read_.charter(), nullptr);
  EXPECT_EQ(*read_.charter(), network_.charter());

  withdraw();
  EXPECT_EQ(take(), Read::whole);

  EXPECT_TRUE(read_.charter()->withdrawn_at(withdrawn_));
}

TEST_F(NetworkCharters, CountOnceAllTheirPagesAreThere) {
  EXPECT_EQ(take(page(network_, {}, 2)), Read::more);
  EXPECT_EQ(read_.charter(), nullptr);
  EXPECT_EQ(read_.number(), EntryNumber{2});

  EXPECT_EQ(take(page(network_, EntryNumber{2})), Read::whole);

  EXPECT_EQ(*read_.charter(), network_.charter());
}

TEST_F(NetworkCharters, AreJudgedByTheWholeOneBeforeWhileANewOneComes) {
  ASSERT_EQ(take(), Read::whole);
  withdraw();
  set_key();

  EXPECT_EQ(take(page(network_, read_.number(), 1)), Read::more);

  EXPECT_FALSE(read_.charter()->withdrawn_at(withdrawn_));
}

TEST_F(NetworkCharters, AreNotTakenFromAnotherNetwork) {
  TestCircle other(2);

  EXPECT_EQ(take(page(other)).error(), Errc::network_charter_refused);
  EXPECT_EQ(read_.number(), EntryNumber{});
}

TEST_F(NetworkCharters, AreNotTakenWithAnEntryThatNobodySigned) {
  auto forged = page(network_);
  forged.entries.back().back() ^= 1U;

  EXPECT_EQ(take(forged).error(), Errc::network_charter_refused);
}

TEST_F(NetworkCharters, AreNotTakenWithAKeyThatNoCoordinatorSet) {
  ASSERT_EQ(take(), Read::whole);
  const auto doctor = network_.admit(network_.doctor);
  const auto false_key = network_.entry(
      doctor, charter::AttestationKeySet{.id = network_.random.id<charter::AttestationKeyId>(),
                                         .key = network_.random.id<channels::AttestationKey>()});
  auto lie = page(network_, read_.number());
  lie.entries.push_back(false_key.bytes());
  lie.head = signed_head(
      network_,
      {.circle = network_.charter().circle(), .number = false_key.number(), .hash = false_key.hash()});

  EXPECT_EQ(take(lie).error(), Errc::network_charter_refused);
  EXPECT_EQ(read_.charter()->counting_attestation_keys(), 1U);
}

TEST_F(NetworkCharters, AreNotTakenWithAHeadThatAnotherKeySigned) {
  TestCircle other(2);
  auto lie = page(network_);
  lie.head = signed_head(other, network_.charter().head());

  EXPECT_EQ(take(lie).error(), Errc::network_charter_refused);
}

TEST_F(NetworkCharters, AreNotTakenWithoutTheEntriesThatTheirHeadTellsOf) {
  ASSERT_EQ(take(), Read::whole);
  withdraw();
  auto lie = page(network_, network_.charter().number());

  EXPECT_EQ(take(lie).error(), Errc::network_charter_refused);
  EXPECT_EQ(take(), Read::whole) << "the truth is taken afterwards";
}

TEST_F(NetworkCharters, DoNotGoBackBeforeWhatWasSeen) {
  auto before = page(network_);
  before.entries.clear();
  withdraw();
  ASSERT_EQ(take(), Read::whole);

  EXPECT_EQ(take(before).error(), Errc::network_went_back);

  EXPECT_TRUE(read_.charter()->withdrawn_at(withdrawn_));
}

TEST_F(NetworkCharters, MayGoBackWithAHubThatWasRestoredAndCountAsTheyWere) {
  auto before = page(network_);
  before.entries.clear();
  withdraw();
  ASSERT_EQ(take(), Read::whole);
  incarnation_ = channels::Incarnation(FixedBytes<16>{2});

  EXPECT_EQ(take(before), Read::whole);

  EXPECT_TRUE(read_.charter()->withdrawn_at(withdrawn_));
}

TEST_F(NetworkCharters, HaveOneHistory) {
  ASSERT_EQ(take(), Read::whole);
  auto forked = page(network_, network_.charter().number());
  forked.head = signed_head(network_, {.circle = network_.charter().circle(),
                                       .number = network_.charter().number(),
                                       .hash = charter::EntryHash(Hash{7})});

  EXPECT_EQ(take(forked).error(), Errc::network_forked);
}

TEST_F(NetworkCharters, AreForkedByEntriesThatTheirHeadDoesNotName) {
  auto forked = page(network_);
  forked.head = signed_head(network_, {.circle = network_.charter().circle(),
                                       .number = network_.charter().number(),
                                       .hash = charter::EntryHash(Hash{7})});

  EXPECT_EQ(take(forked).error(), Errc::network_forked);
}

TEST_F(NetworkCharters, AreForkedByAnEarlierHeadThatTheirEntriesDoNotName) {
  auto first = page(network_, {}, 2);
  auto false_head = network_.charter().head();
  false_head.hash = charter::EntryHash(FixedBytes<32>{7});
  first.head = signed_head(network_, false_head);
  ASSERT_EQ(take(first), Read::more);
  set_key();

  EXPECT_EQ(take(page(network_, EntryNumber{2})).error(), Errc::network_forked);
}

TEST_F(NetworkCharters, AreNotTakenBeyondTheirHead) {
  const auto head = network_.charter().head();
  set_key();
  auto lie = page(network_);
  lie.head = signed_head(network_, head);

  EXPECT_EQ(take(lie).error(), Errc::network_charter_refused);
}

TEST_F(NetworkCharters, ComeBackFromTheirRow) {
  ASSERT_EQ(take(), Read::whole);

  auto again = NetworkCharter::decode(read_.encode());

  ASSERT_TRUE(again);
  EXPECT_EQ(again->network(), network_.charter().circle());
  ASSERT_NE(again->charter(), nullptr);
  EXPECT_EQ(*again->charter(), network_.charter());
  EXPECT_EQ(again->head(), read_.head());
  EXPECT_EQ(again->encode(), read_.encode());
}

TEST_F(NetworkCharters, ComeBackFromARowBeforeAnythingWasRead) {
  const auto again = NetworkCharter::decode(read_.encode());

  ASSERT_TRUE(again);
  EXPECT_EQ(again->number(), EntryNumber{});
  EXPECT_EQ(again->charter(), nullptr);
}

TEST_F(NetworkCharters, AreNotReadFromARowThatIsCutShort) {
  ASSERT_EQ(take(), Read::whole);
  const auto row = read_.encode();

  EXPECT_EQ(NetworkCharter::decode(ByteView(row).first(row.size() - 1)).error(), Errc::bad_vault);
  EXPECT_EQ(NetworkCharter::decode({}).error(), Errc::bad_vault);
}

}  // namespace
}  // namespace kring::core
