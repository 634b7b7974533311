#include "channels/charter/attestation.hpp"

#include "channels/charter/introduction.hpp"
#include "channels/model/limits.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;
using support::TestCircle;
using support::TestPerson;

/// A network that attests, and somebody who was checked an hour ago.
class AttestationTest : public testing::Test {
 protected:
  AttestationTest() {
    c_.publish(
        {.id = key_id_, .key = AttestationKey::from(key_.public_key.bytes).value(), .holder = c_.founder.id});
  }

  void set(const TestPerson& owner, const AttestationKeyId& id, const primitives::SignatureKeyPair& key) {
    c_.must_act(owner,
                AttestationKeySet{.id = id, .key = AttestationKey::from(key.public_key.bytes).value()});
  }
  [[nodiscard]] AttestationContent content() const {
    return {.network = c_.charter().circle(),
            .key = key_id_,
            .person = hash_of_person(person_),
            .claim = "kinderarts",
            .how = "BIG-register",
            .checked = c_.now - 1h,
            .until = c_.now + 24h};
  }
  [[nodiscard]] Attestation make(const std::function<void(AttestationContent&)>& change = [](auto&) {
  }) const {
    auto changed = content();
    change(changed);
    return make_attestation(changed, key_.private_key).value();
  }
  [[nodiscard]] Judgement judged(const Attestation& attestation) const {
    return judge(attestation, person_, c_.charter(), c_.now);
  }

  TestCircle c_;
  AttestationKeyId key_id_ = c_.random.id<AttestationKeyId>();
  primitives::SignatureKeyPair key_ = primitives::generate_signature_key_pair(c_.random);
  channels::PersonKey person_ = c_.random.id<channels::PersonKey>();
};

TEST_F(AttestationTest, ReadsBackAsBytesAndAsALine) {
  const auto made = make();

  EXPECT_EQ(Attestation::decode(made.bytes()), made);
  EXPECT_EQ(parse_attestation(text_of_attestation(made)), made);
  EXPECT_EQ(parse_attestation("  " + text_of_attestation(made) + "\n"), made);
  EXPECT_EQ(made.content(), content());
}

TEST_F(AttestationTest, IsRefusedCutShortLongerAndAsAnotherText) {
  const auto made = make();

  for (std::size_t size = 0; size < made.bytes().size(); ++size)
    EXPECT_FALSE(Attestation::decode(ByteView(made.bytes()).first(size))) << size;
  auto longer = made.bytes();
  longer.push_back(0);
  EXPECT_EQ(Attestation::decode(longer).error(), Errc::bad_attestation);
  EXPECT_EQ(Attestation::decode(Bytes(limits::attestation_bytes_max + 1)).error(), Errc::bad_attestation);
  EXPECT_EQ(parse_attestation(text_of_attestation(made).substr(1)).error(), Errc::bad_attestation);
  EXPECT_EQ(parse_attestation("a1.!").error(), Errc::bad_attestation);
  EXPECT_EQ(parse_attestation("").error(), Errc::bad_attestation);
  EXPECT_EQ(parse_attestation(std::string(limits::attestation_text_bytes_max + 1, 'a')).error(),
            Errc::bad_attestation);
}

struct Limit {
  const char* name;
  std::function<void(AttestationContent&, int over)> fill;
  Errc error;
};
class AttestationLimit : public AttestationTest, public testing::WithParamInterface<Limit> {};
TEST_P(AttestationLimit, IsTakenAndNotOneMore) {
  const auto with = [&](int over) {
    auto it = content();
    GetParam().fill(it, over);
    return make_attestation(it, key_.private_key);
  };

  EXPECT_TRUE(with(0));
  EXPECT_EQ(with(1).error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , AttestationLimit,
    testing::Values(
        Limit{"LongestClaim",
              [](auto& it, int over) {
                it.claim = std::string(limits::claim_bytes_max + static_cast<std::size_t>(over), 'k');
              },
              Errc::bad_attestation},
        Limit{"LongestWayOfChecking",
              [](auto& it, int over) {
                it.how = std::string(limits::how_checked_bytes_max + static_cast<std::size_t>(over), 'k');
              },
              Errc::bad_attestation},
        Limit{"ClaimOfAByte", [](auto& it, int over) { it.claim = over != 0 ? "" : "k"; }, Errc::bad_name},
        Limit{"WayOfAByte", [](auto& it, int over) { it.how = over != 0 ? "" : "k"; }, Errc::bad_name},
        Limit{"OneLine", [](auto& it, int over) { it.claim = over != 0 ? "a\nb" : "a b"; }, Errc::bad_name},
        Limit{
            "NinetyDays",
            [](auto& it, int over) { it.until = it.checked + limits::attestation_life_max + Duration(over); },
            Errc::bad_attestation},
        Limit{"AMillisecond", [](auto& it, int over) { it.until = it.checked + Duration(1 - over); },
              Errc::bad_attestation}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(AttestationTest, OfAnotherVersionIsNamedSo) {
  codec::Writer content_bytes;
  content_bytes.u16(2);
  codec::Writer out;
  out.opaque(content_bytes.view());
  out.opaque(Bytes(64));

  EXPECT_EQ(Attestation::decode(out.view()).error(), Errc::unsupported_version);
}

TEST_F(AttestationTest, HoldsByItsNetworksCharterUntilItsEnd) {
  const auto made = make();

  EXPECT_EQ(judged(made), Judgement::holds);
  c_.now = made.content().until - Duration(1);
  EXPECT_EQ(judged(made), Judgement::holds);
  c_.now = made.content().until;
  EXPECT_EQ(judged(made), Judgement::expired);
}

TEST_F(AttestationTest, IsWorthNothingForAnybodyElse) {
  EXPECT_EQ(judge(make(), c_.random.id<channels::PersonKey>(), c_.charter(), c_.now),
            Judgement::wrong_person);
}

TEST_F(AttestationTest, IsWorthNothingBeforeItWasChecked) {
  const auto at = [&](Duration ahead) {
    return judged(make([&](AttestationContent& it) {
      it.checked = c_.now + ahead;
      it.until = it.checked + 1h;
    }));
  };

  EXPECT_EQ(at(limits::clock_skew_max), Judgement::holds);
  EXPECT_EQ(at(limits::clock_skew_max + Duration(1)), Judgement::not_yet);
}

TEST_F(AttestationTest, IsWorthNothingBySomeOtherKeyOrOfSomeOtherNetwork) {
  const auto stranger = primitives::generate_signature_key_pair(c_.random);
  const auto elsewhere = make([&](AttestationContent& it) { it.network = c_.random.id<CircleId>(); });
  const auto no_place = make([&](AttestationContent& it) { it.key = c_.random.id<AttestationKeyId>(); });

  EXPECT_EQ(judged(make_attestation(content(), stranger.private_key).value()), Judgement::key_unknown);
  EXPECT_EQ(judged(elsewhere), Judgement::key_unknown);
  EXPECT_EQ(judged(no_place), Judgement::key_unknown);
}

TEST_F(AttestationTest, IsWorthNothingWithAnySingleBitChanged) {
  const auto made = make();

  for (std::size_t i = 0; i < made.bytes().size(); ++i) {
    auto bytes = made.bytes();
    bytes[i] ^= 1;
    const auto read = Attestation::decode(bytes);
    EXPECT_TRUE(!read || judged(*read) != Judgement::holds) << i;
  }
}

TEST_F(AttestationTest, EndsOnceItIsWithdrawn) {
  const auto made = make();
  const auto other = make([](AttestationContent& it) { it.claim = "verpleegkundige"; });

  c_.must_act(c_.founder, AttestationWithdraw{made.hash()});

  EXPECT_EQ(judged(made), Judgement::withdrawn);
  EXPECT_EQ(judged(other), Judgement::holds);
  EXPECT_EQ(c_.charter().withdrawn_at(made.hash()), c_.charter().number());
  EXPECT_EQ(Charter::decode(c_.charter().encode()).value(), c_.charter());
}

TEST_F(AttestationTest, EndsWithItsKey) {
  const auto made = make();
  const auto next = primitives::generate_signature_key_pair(c_.random);

  set(c_.founder, key_id_, next);

  EXPECT_EQ(judged(made), Judgement::key_withdrawn);
  EXPECT_EQ(judged(make_attestation(content(), next.private_key).value()), Judgement::holds);
  c_.must_act(c_.founder, AttestationKeySet{.id = key_id_, .key = std::nullopt});
  EXPECT_EQ(judged(make_attestation(content(), next.private_key).value()), Judgement::key_withdrawn);
  EXPECT_TRUE(c_.charter().is_public());
  EXPECT_EQ(Charter::decode(c_.charter().encode()).value(), c_.charter());
}

TEST_F(AttestationTest, EndsWithTheDeviceThatSetItsKey) {
  const auto second = c_.add_device(c_.founder);
  const auto id = c_.random.id<AttestationKeyId>();
  const auto key = primitives::generate_signature_key_pair(c_.random);
  set(second, id, key);
  auto by_second = content();
  by_second.key = id;
  const auto made = make_attestation(by_second, key.private_key).value();
  ASSERT_EQ(judged(made), Judgement::holds);

  c_.must_act(c_.founder, DeviceRevoke{.handle = second.id});

  EXPECT_EQ(judged(made), Judgement::key_withdrawn);
  EXPECT_EQ(judged(make()), Judgement::holds);
  EXPECT_EQ(c_.charter().counting_attestation_keys(), 1U);
}

TEST_F(AttestationTest, EndsWithTheMembershipOfWhoSetItsKey) {
  const auto second = c_.admit_owner();
  const auto id = c_.random.id<AttestationKeyId>();
  const auto key = primitives::generate_signature_key_pair(c_.random);
  set(second, id, key);
  auto by_second = content();
  by_second.key = id;
  const auto made = make_attestation(by_second, key.private_key).value();
  ASSERT_EQ(judged(made), Judgement::holds);

  c_.must_act(second, Leave{});

  EXPECT_EQ(judged(made), Judgement::key_withdrawn);
}

TEST_F(AttestationTest, EndsWithItsNetwork) {
  const auto made = make();
  c_.must_act_by_words(c_.founder, EndAsk{});
  c_.now += limits::end_wait;
  const auto later = make([&](AttestationContent& it) { it.checked = c_.now - 1h; });

  c_.must_act(c_.founder, EndDone{});

  EXPECT_EQ(judged(later), Judgement::network_ended);
}

TEST(PublicCharter, IsOneThatHasEverNamedAKey) {
  TestCircle c;
  EXPECT_FALSE(c.charter().is_public());

  const auto first = c.publish();

  EXPECT_TRUE(c.charter().is_public());
  EXPECT_TRUE(Charter::decode(c.charter().encode())->is_public());
  EXPECT_TRUE(c.act(c.founder, AttestationKeySet{.id = first.id, .key = std::nullopt}));
  EXPECT_EQ(c.charter().counting_attestation_keys(), 0U);
  EXPECT_TRUE(c.charter().is_public());
}

TEST(PublicCharter, IsMadeSoByWhicheverOwnerIsLastWithTheKeyOfAnother) {
  TestCircle c;
  const auto second = c.admit_owner();
  const auto first = c.first_key_of(c.founder);

  c.must_act_by_words(second,
                      Publish{.first = first, .consents = {c.consent_of(c.founder, subject_of(first))}});

  const auto& key = c.charter().attestation_keys().front();
  EXPECT_EQ(key.setter, c.founder.id);
  EXPECT_TRUE(c.charter().counts(key));
  c.must_act(c.founder, Leave{});
  EXPECT_FALSE(c.charter().counts(c.charter().attestation_keys().front()));
}

TEST(PublicCharter, LetsOneOwnerAloneSetFurtherKeys) {
  TestCircle c;
  c.publish();
  const auto second = c.admit_owner();

  EXPECT_TRUE(c.act(second, AttestationKeySet{.id = c.random.id<AttestationKeyId>(),
                                              .key = c.random.id<AttestationKey>()}));
  EXPECT_EQ(c.charter().counting_attestation_keys(), 2U);
}

TEST(AttestationKeys, AreAsManyAsMayBeAndAPlaceIsFilledAnew) {
  TestCircle c;
  const auto set = [&](const AttestationKeyId& id) {
    return c.act(c.founder, AttestationKeySet{.id = id, .key = c.random.id<AttestationKey>()});
  };
  const auto first = c.publish().id;
  for (std::size_t i = 1; i < limits::attestation_keys_max; ++i)
    ASSERT_TRUE(set(c.random.id<AttestationKeyId>()));

  EXPECT_EQ(set(c.random.id<AttestationKeyId>()).error(), Errc::too_many_attestation_keys);
  EXPECT_TRUE(set(first));
  EXPECT_TRUE(c.act(c.founder, AttestationKeySet{.id = first, .key = std::nullopt}));
  EXPECT_TRUE(set(c.random.id<AttestationKeyId>()));
}

TEST(AttestationKeys, AreTakenAwayInAFrozenNetwork) {
  TestCircle c;
  const auto id = c.publish().id;
  c.must_act(c.founder, Freeze{});

  EXPECT_TRUE(c.act(c.founder, AttestationWithdraw{c.random.id<AttestationHash>()}));
  EXPECT_TRUE(c.act(c.founder, AttestationKeySet{.id = id, .key = std::nullopt}));
}

TEST(AttestationKeys, AreTakenAwayByAnyOwnerWhoseverTheyAre) {
  TestCircle c;
  const auto id = c.publish().id;
  const auto second = c.admit_owner();

  EXPECT_TRUE(c.act(second, AttestationKeySet{.id = id, .key = std::nullopt}));
  EXPECT_EQ(c.charter().counting_attestation_keys(), 0U);
}

/// Introductions that show attestations.
class ShownAttestations : public AttestationTest {
 protected:
  [[nodiscard]] Result<Introduction> show(std::vector<Attestation> attestations) const {
    return make_introduction(
        subject_, certified_,
        {.name = "Zoë de Groot", .relation = "", .attestations = std::move(attestations)},
        {.device = device_.private_key, .handle = handle_.private_key});
  }
  [[nodiscard]] std::vector<Attestation> some(std::size_t count) const {
    std::vector<Attestation> made;
    made.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
      made.push_back(
          make([&](AttestationContent& it) { it.claim = std::string(limits::claim_bytes_max - i, 'k'); }));
    return made;
  }

  primitives::SignatureKeyPair whole_ = primitives::generate_signature_key_pair(c_.random);
  primitives::SignatureKeyPair device_ = primitives::generate_signature_key_pair(c_.random);
  primitives::SignatureKeyPair handle_ = primitives::generate_signature_key_pair(c_.random);
  Subject subject_{.circle = c_.random.id<CircleId>(),
                   .member = c_.random.id<MemberId>(),
                   .handle_key = HandleKey::from(handle_.public_key.bytes).value()};
  CertifiedDevice certified_ =
      certify_device({.device_key = DeviceKey::from(device_.public_key.bytes).value(),
                      .person_key = PersonKey::from(whole_.public_key.bytes).value()},
                     whole_.private_key)
          .value();
};

TEST_F(ShownAttestations, ReadBackAsTheyWere) {
  const auto shown = some(2);

  const auto made = show(shown).value();

  EXPECT_EQ(Introduction::verify(made.bytes(), subject_)->content().attestations, shown);
}

TEST_F(ShownAttestations, AreAsManyAsMayBeAndFitWithTheLongestChain) {
  auto seed = device_.private_key.clone();
  for (std::size_t i = 0; i < limits::further_devices_max; ++i) {
    auto next = primitives::generate_signature_key_pair(c_.random);
    certified_ = certify_further(certified_, seed, DeviceKey::from(next.public_key.bytes).value()).value();
    seed = next.private_key.clone();
    device_ = std::move(next);
  }

  EXPECT_TRUE(show(some(limits::shown_attestations_max)));
  EXPECT_EQ(show(some(limits::shown_attestations_max + 1)).error(), Errc::too_many_attestations);
}

TEST_F(ShownAttestations, AreShownOnce) {
  const auto one = make();

  EXPECT_EQ(show({one, one}).error(), Errc::bad_introduction);
}

}  // namespace
}  // namespace kring::charter
