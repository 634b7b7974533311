#include "clients/core/network_charter.hpp"

#include "channels/charter/attestation.hpp"
#include "channels/charter/head.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/row_codec.hpp"
#include "crypto/codec/structure.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::core {
namespace {

using namespace std::chrono_literals;
using channels::EntryNumber;
using client::Errc;
using support::TestCircle;
using Read = NetworkCharter::Read;

/// A network that attests, as an honest hub shows it, and who reads it.
class NetworkCharters : public testing::Test {
 protected:
  NetworkCharters() { network_.publish(); }

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
  Result<Read> take(const wire::CharterPage& page) { return read_.take(page, incarnation_, now_); }
  Result<Read> take() { return take(page(network_, read_.number())); }

  TestCircle network_;
  charter::AttestationHash withdrawn_ = network_.random.id<charter::AttestationHash>();
  channels::Incarnation incarnation_{FixedBytes<16>{1}};
  Time now_ = support::usual_founding_time + 1h;
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

TEST_F(NetworkCharters, MayGoBackWithAHubThatWasRestoredAndCountAsTheyWereThen) {
  auto before = page(network_);
  before.entries.clear();
  withdraw();
  ASSERT_EQ(take(), Read::whole);
  incarnation_ = channels::Incarnation(FixedBytes<16>{2});

  const auto then = read_.read_at();
  now_ += 1h;

  EXPECT_EQ(take(before), Read::behind);

  EXPECT_TRUE(read_.charter()->withdrawn_at(withdrawn_));
  EXPECT_EQ(read_.read_at(), then) << "it was not read now";
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

TEST_F(NetworkCharters, SayWhenTheyWereReadToTheirEndLast) {
  EXPECT_EQ(read_.read_at(), std::nullopt);
  ASSERT_EQ(take(), Read::whole);
  const auto then = now_;
  withdraw();
  set_key();
  now_ += 1h;

  EXPECT_EQ(take(page(network_, read_.number(), 1)), Read::more);
  EXPECT_EQ(read_.read_at(), then);
  EXPECT_EQ(take(), Read::whole);

  EXPECT_EQ(read_.read_at(), now_);
}

TEST_F(NetworkCharters, AreReadByAProgramThatIsTooOldForThemAsFarAsTheyWere) {
  ASSERT_EQ(take(), Read::whole);
  const auto later = network_.entry(network_.founder, charter::UnknownBody{.kind = 4711, .bytes = {1}});
  auto newer = page(network_, read_.number());
  newer.entries.push_back(later.bytes());
  newer.head = signed_head(
      network_, {.circle = network_.charter().circle(), .number = later.number(), .hash = later.hash()});

  EXPECT_EQ(take(newer), Read::newer);

  EXPECT_EQ(*read_.charter(), network_.charter());
  EXPECT_EQ(read_.number(), network_.charter().number());
}

TEST_F(NetworkCharters, AreReadByAProgramThatIsTooOldForTheirFormAsFarAsTheyWere) {
  const auto in_version = [&](std::uint8_t version) {
    auto changed = page(network_);
    // The form of an entry stands in front of what is signed, behind a length of two bytes.
    changed.entries.front()[3] = version;
    return changed;
  };
  ASSERT_EQ(in_version(1).entries, page(network_).entries);

  EXPECT_EQ(take(in_version(2)), Read::newer);

  EXPECT_EQ(read_.charter(), nullptr);
}

TEST_F(NetworkCharters, AreNotTakenWithANewKindOfEntryThatItsSignerHasNotSigned) {
  ASSERT_EQ(take(), Read::whole);
  const auto later = network_.entry(network_.founder, charter::UnknownBody{.kind = 4711, .bytes = {1}});
  auto forged = page(network_, read_.number());
  forged.entries.push_back(later.bytes());
  forged.entries.back().back() ^= 1U;

  EXPECT_EQ(take(forged).error(), Errc::network_charter_refused);
}

TEST_F(NetworkCharters, HaveEntriesOfSoManyBytesAndNotOneMore) {
  std::size_t bytes = 0;
  for (const auto& entry : network_.log.entries()) bytes += entry.bytes().size();
  NetworkCharter enough(network_.charter().circle(), bytes);
  NetworkCharter too_little(network_.charter().circle(), bytes - 1);

  EXPECT_EQ(enough.take(page(network_), incarnation_, now_), Read::whole);
  EXPECT_EQ(too_little.take(page(network_), incarnation_, now_), Read::too_large);

  EXPECT_EQ(enough.bytes(), bytes);
  EXPECT_EQ(too_little.number(), EntryNumber{});
  EXPECT_EQ(too_little.head(), std::nullopt);
}

TEST_F(NetworkCharters, TellOfALieOnceUntilTheyAreReadToTheirEnd) {
  EXPECT_TRUE(read_.tell_once(NetworkLie::forked));
  EXPECT_FALSE(read_.tell_once(NetworkLie::forked));
  EXPECT_TRUE(read_.tell_once(NetworkLie::hidden)) << "another one";
  auto again = NetworkCharter::decode(read_.encode()).value();
  EXPECT_FALSE(again.tell_once(NetworkLie::forked)) << "after a restart too";

  ASSERT_EQ(take(), Read::whole);

  EXPECT_TRUE(read_.tell_once(NetworkLie::forked));
}

TEST_F(NetworkCharters, MayBeMissingUntilTheHubHasShownThemOrAfterItWasRestored) {
  EXPECT_TRUE(read_.may_be_missing(incarnation_));

  ASSERT_EQ(take(page(network_, {}, 1)), Read::more);

  EXPECT_FALSE(read_.may_be_missing(incarnation_));
  EXPECT_TRUE(read_.may_be_missing(channels::Incarnation(FixedBytes<16>{2})));
}

TEST_F(NetworkCharters, AreReadAnewAfterTheyWereDroppedAndDoNotGoBack) {
  auto before = page(network_);
  withdraw();
  ASSERT_EQ(take(), Read::whole);

  read_.drop_charter();

  EXPECT_EQ(read_.charter(), nullptr);
  EXPECT_EQ(read_.bytes(), 0U);
  EXPECT_EQ(take(before).error(), Errc::network_went_back);
  EXPECT_EQ(take(), Read::whole);
  EXPECT_EQ(*read_.charter(), network_.charter());
}

TEST_F(NetworkCharters, HaveOneHistoryAlsoAfterTheyWereDropped) {
  const auto other_key = network_.entry(
      network_.founder, charter::AttestationKeySet{.id = network_.random.id<charter::AttestationKeyId>(),
                                                   .key = network_.random.id<channels::AttestationKey>()});
  auto forked = page(network_);
  forked.entries.push_back(other_key.bytes());
  withdraw();
  ASSERT_EQ(take(), Read::whole);
  read_.drop_charter();
  forked.head = signed_head(network_, network_.charter().head());

  EXPECT_EQ(take(forked).error(), Errc::network_forked);
}

TEST_F(NetworkCharters, ComeBackFromTheirRow) {
  ASSERT_EQ(take(), Read::whole);

  auto again = NetworkCharter::decode(read_.encode());

  ASSERT_TRUE(again);
  EXPECT_EQ(again->network(), network_.charter().circle());
  ASSERT_NE(again->charter(), nullptr);
  EXPECT_EQ(*again->charter(), network_.charter());
  EXPECT_EQ(again->head(), read_.head());
  EXPECT_EQ(again->read_at(), now_);
  EXPECT_EQ(again->bytes(), read_.bytes());
  EXPECT_EQ(again->encode(), read_.encode());
}

TEST_F(NetworkCharters, ComeBackFromTheirRowInTheMiddleOfReading) {
  ASSERT_EQ(take(), Read::whole);
  withdraw();
  set_key();
  ASSERT_EQ(take(page(network_, read_.number(), 1)), Read::more);

  read_ = NetworkCharter::decode(read_.encode()).value();

  EXPECT_FALSE(read_.charter()->withdrawn_at(withdrawn_)) << "what counts is the whole one before";
  EXPECT_EQ(take(), Read::whole);
  EXPECT_TRUE(read_.charter()->withdrawn_at(withdrawn_));
}

TEST_F(NetworkCharters, ComeBackFromARowThatHasAllTheirEntries) {
  ASSERT_EQ(take(), Read::whole);
  RowWriter row(1);
  row.id(network_.charter().circle());
  row.id(incarnation_);
  row.optional(read_.head(), [&](const wire::SignedHead& head) {
    row.number(head.number);
    row.hash(head.hash);
    row.opaque(head.signature);
  });
  row.list(network_.log.entries(), [&](const charter::CharterEntry& entry) { row.opaque(entry.bytes()); });

  const auto again = NetworkCharter::decode(row.take());

  ASSERT_TRUE(again);
  EXPECT_EQ(*again->charter(), network_.charter());
  EXPECT_EQ(again->bytes(), read_.bytes());
  EXPECT_EQ(again->read_at(), network_.charter().time()) << "no earlier";
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

/// Networks that are kept, as their hubs show them.
class NetworksKept : public testing::Test {
 protected:
  /// One that was read so long after the beginning.
  NetworkCharter read(std::uint64_t seed, Duration after) {
    const TestCircle circle(seed);
    NetworkCharter network(circle.charter().circle());
    wire::CharterPage page{.head = {}, .entries = {}};
    for (const auto& entry : circle.log.entries()) page.entries.push_back(entry.bytes());
    const auto head = charter::sign_head(circle.charter().head(), circle.hub.private_key).value();
    page.head = {.number = head.head.number, .hash = head.head.hash.bytes()};
    std::ranges::copy(head.signature, page.head.signature.begin());
    EXPECT_EQ(network.take(page, {}, support::usual_founding_time + after), Read::whole);
    return network;
  }
};

TEST_F(NetworksKept, TakeSoManyBytesAndNotOneMore) {
  const auto first = read(1, 1h);
  const auto second = read(2, 2h);
  KnownNetworks enough({.charters_bytes_max = first.bytes() + second.bytes()});
  KnownNetworks too_little({.charters_bytes_max = first.bytes() + second.bytes() - 1});

  EXPECT_TRUE(enough.put(first).empty());
  EXPECT_TRUE(enough.put(second).empty());
  EXPECT_TRUE(too_little.put(second).empty());
  EXPECT_EQ(too_little.put(first), std::vector{second.network()}) << "never the one that is just read";

  EXPECT_NE(enough.find(first.network())->charter(), nullptr);
  EXPECT_NE(too_little.find(first.network())->charter(), nullptr);
  EXPECT_EQ(too_little.find(second.network())->charter(), nullptr);
  EXPECT_EQ(too_little.find(second.network())->head(), second.head());
}

TEST_F(NetworksKept, AreSoManyAndNotOneMore) {
  KnownNetworks kept({.networks_max = 2});
  const auto first = read(1, 3h);
  const auto second = read(2, 2h);
  const auto third = read(3, 1h);

  EXPECT_TRUE(kept.put(first).empty());
  EXPECT_TRUE(kept.put(second).empty());
  EXPECT_EQ(kept.put(third), std::vector{second.network()}) << "who was read longest ago of the others goes";

  EXPECT_EQ(kept.all().size(), 2U);
  EXPECT_EQ(kept.find(second.network()), nullptr);
}

TEST_F(NetworksKept, LoseThoseFirstThatWereNeverReadToTheirEnd) {
  KnownNetworks kept({.networks_max = 2});
  const TestCircle never_read(4);
  const auto first = read(1, 1h);

  (void)kept.put(NetworkCharter(never_read.charter().circle()));
  (void)kept.put(first);

  EXPECT_EQ(kept.put(read(2, 2h)), std::vector{never_read.charter().circle()});
}

}  // namespace
}  // namespace kring::core
