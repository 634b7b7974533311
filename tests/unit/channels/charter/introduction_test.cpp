#include "channels/charter/introduction.hpp"

#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <limits>

namespace kring::charter {
namespace {

namespace limits = channels::limits;
using channels::SigningPurpose;

template <class Key>
Key key_of(const primitives::SignatureKeyPair& pair) {
  return Key::from(pair.public_key.bytes).value();
}

class IntroductionTest : public testing::Test {
 protected:
  [[nodiscard]] Result<Introduction> make(const IntroductionWords& words) const {
    return make_introduction(subject_, certified_, words,
                             {.device = device_.private_key, .handle = handle_.private_key});
  }
  /// An introduction with this content, which somebody changed and the handle has signed.
  [[nodiscard]] Bytes signed_anew(const Bytes& content) const {
    codec::Writer out;
    out.opaque(content);
    out.opaque(channels::sign(SigningPurpose::introduction, content, handle_.private_key).value());
    return out.take();
  }

  support::SeededRandom random_{3};
  primitives::SignatureKeyPair person_ = primitives::generate_signature_key_pair(random_);
  primitives::SignatureKeyPair device_ = primitives::generate_signature_key_pair(random_);
  primitives::SignatureKeyPair handle_ = primitives::generate_signature_key_pair(random_);
  primitives::SignatureKeyPair stranger_ = primitives::generate_signature_key_pair(random_);
  Subject subject_{.circle = random_.id<CircleId>(),
                   .member = random_.id<MemberId>(),
                   .handle_key = key_of<HandleKey>(handle_)};
  CertifiedDevice certified_ =
      certify_device({.device_key = key_of<DeviceKey>(device_), .person_key = key_of<PersonKey>(person_)},
                     person_.private_key)
          .value();
  IntroductionWords words_{.name = "Zoë de Groot", .relation = "oma"};
};

TEST_F(IntroductionTest, ReadsBackWithItsWholeChain) {
  const auto made = make(words_).value();

  const auto read = Introduction::verify(made.bytes(), subject_).value();

  EXPECT_EQ(read, made);
  EXPECT_EQ(read.content().name, "Zoë de Groot");
  EXPECT_EQ(read.content().relation, "oma");
  EXPECT_EQ(read.content().person_key, key_of<PersonKey>(person_));
  EXPECT_EQ(read.content().device_key, key_of<DeviceKey>(device_));
}

TEST_F(IntroductionTest, TakesTheLongestNameAndRelationAndNotAByteMore) {
  const std::string longest(limits::person_name_bytes_max, 'n');
  const std::string longest_relation(limits::relation_bytes_max, 'r');

  EXPECT_TRUE(make({.name = longest, .relation = longest_relation}));
  EXPECT_EQ(make({.name = longest + "n", .relation = ""}).error(), Errc::bad_name);
  EXPECT_EQ(make({.name = "n", .relation = longest_relation + "r"}).error(), Errc::bad_name);
  EXPECT_EQ(make({.name = "", .relation = ""}).error(), Errc::bad_name);
}

TEST_F(IntroductionTest, IsRefusedForAnotherSubject) {
  const auto made = make(words_).value();
  const std::function<void(Subject&)> changes[] = {
      [&](Subject& s) { s.circle = random_.id<CircleId>(); },
      [&](Subject& s) { s.member = random_.id<MemberId>(); },
      [&](Subject& s) { s.handle_key = key_of<HandleKey>(stranger_); },
  };

  for (const auto& change : changes) {
    auto other = subject_;
    change(other);
    EXPECT_EQ(Introduction::verify(made.bytes(), other).error(), Errc::wrong_introduction);
  }
}

TEST_F(IntroductionTest, IsRefusedWhenAnyLinkOfTheChainIsAnothers) {
  const auto by_stranger =
      certify_device({.device_key = key_of<DeviceKey>(device_), .person_key = key_of<PersonKey>(person_)},
                     stranger_.private_key);

  EXPECT_EQ(make_introduction(subject_, *by_stranger, words_,
                              {.device = device_.private_key, .handle = handle_.private_key})
                .error(),
            Errc::bad_signature);
  EXPECT_EQ(make_introduction(subject_, certified_, words_,
                              {.device = stranger_.private_key, .handle = handle_.private_key})
                .error(),
            Errc::bad_signature);
  EXPECT_EQ(make_introduction(subject_, certified_, words_,
                              {.device = device_.private_key, .handle = stranger_.private_key})
                .error(),
            Errc::bad_signature);
}

TEST_F(IntroductionTest, IsRefusedWithAnySingleBitChanged) {
  const auto made = make(words_).value();

  for (std::size_t i = 0; i < made.bytes().size(); ++i) {
    auto bytes = made.bytes();
    bytes[i] ^= 1;
    EXPECT_FALSE(Introduction::verify(bytes, subject_)) << i;
  }
}

TEST_F(IntroductionTest, IsRefusedCutShortOrTooLarge) {
  const auto made = make(words_).value();

  for (std::size_t size = 0; size < made.bytes().size(); ++size) {
    EXPECT_EQ(Introduction::verify(ByteView(made.bytes()).first(size), subject_).error(),
              Errc::bad_introduction);
  }
  EXPECT_EQ(Introduction::verify(Bytes(limits::introduction_bytes_max + 1), subject_).error(),
            Errc::bad_introduction);
}

TEST_F(IntroductionTest, IsRefusedWithFurtherDevicesThatNobodySignedFor) {
  const auto next = primitives::generate_signature_key_pair(random_);
  const auto last = primitives::generate_signature_key_pair(random_);
  auto chain = certify_further(certified_, device_.private_key, key_of<DeviceKey>(next)).value();
  // The second device was not asked.
  chain = certify_further(chain, device_.private_key, key_of<DeviceKey>(last)).value();

  EXPECT_EQ(check_device(chain).error(), Errc::bad_signature);
  EXPECT_EQ(
      make_introduction(subject_, chain, words_, {.device = last.private_key, .handle = handle_.private_key})
          .error(),
      Errc::bad_signature);
}

TEST_F(IntroductionTest, TakesTheLongestChainAndNotADeviceMore) {
  auto chain = certified_;
  auto own = device_.clone();
  for (std::size_t i = 0; i < limits::further_devices_max; ++i) {
    auto next = primitives::generate_signature_key_pair(random_);
    chain = certify_further(chain, own.private_key, key_of<DeviceKey>(next)).value();
    own = std::move(next);
  }
  const auto longest = std::string(limits::person_name_bytes_max, 'n');

  const auto made = make_introduction(subject_, chain, {.name = longest, .relation = longest},
                                      {.device = own.private_key, .handle = handle_.private_key});

  ASSERT_TRUE(made);
  EXPECT_EQ(made->content().own_device(), key_of<DeviceKey>(own));
  EXPECT_EQ(made->content().person_key, key_of<PersonKey>(person_));
  EXPECT_EQ(certify_further(chain, own.private_key, key_of<DeviceKey>(stranger_)).error(),
            Errc::chain_too_long);
  auto longer = made->content();
  longer.further.push_back(longer.further.back());
  codec::Writer out;
  out.opaque(codec::encode(longer));
  out.opaque(Bytes(64));
  EXPECT_EQ(Introduction::verify(out.view(), subject_).error(), Errc::bad_introduction);
}

TEST_F(IntroductionTest, WithFurtherDevicesIsRefusedWithAnySingleBitChangedOrCutShort) {
  const auto next = primitives::generate_signature_key_pair(random_);
  const auto chain = certify_further(certified_, device_.private_key, key_of<DeviceKey>(next)).value();
  const auto made =
      make_introduction(subject_, chain, words_, {.device = next.private_key, .handle = handle_.private_key})
          .value();
  ASSERT_EQ(made.content().further.size(), 1U);

  for (std::size_t i = 0; i < made.bytes().size(); ++i) {
    auto bytes = made.bytes();
    bytes[i] ^= 1;
    EXPECT_FALSE(Introduction::verify(bytes, subject_)) << i;
    EXPECT_FALSE(Introduction::verify(ByteView(made.bytes()).first(i), subject_)) << i;
  }
}

TEST_F(IntroductionTest, OfTheVersionWithAChainHasOne) {
  auto content = codec::encode(make(words_).value().content());
  content[1] = 2;
  const auto signature_bytes = std::size_t{66};
  content.insert(content.end() - signature_bytes, 0);

  EXPECT_EQ(Introduction::verify(signed_anew(content), subject_).error(), Errc::bad_introduction);
}

TEST_F(IntroductionTest, OfAnotherVersionIsNamedSo) {
  auto content = codec::encode(make(words_).value().content());
  content[1] = 5;

  EXPECT_EQ(Introduction::verify(signed_anew(content), subject_).error(), Errc::unsupported_version);
}

TEST_F(IntroductionTest, ThatIsWrittenAnewReadsBackWithItsSerialNumber) {
  words_.serial = 1;
  const auto first = make(words_).value();
  words_.serial = std::numeric_limits<std::uint32_t>::max();
  const auto last = make(words_).value();

  EXPECT_EQ(Introduction::verify(first.bytes(), subject_)->content().serial, 1U);
  EXPECT_EQ(Introduction::verify(last.bytes(), subject_)->content().serial, words_.serial);
}

TEST_F(IntroductionTest, OfTheVersionWithASerialNumberHasOneThatIsNotZero) {
  words_.serial = 1;
  auto content = codec::encode(make(words_).value().content());
  EXPECT_EQ(content[1], 4);
  const auto signature_bytes = std::size_t{66};
  *(content.end() - signature_bytes - 1) = 0;

  EXPECT_EQ(Introduction::verify(signed_anew(content), subject_).error(), Errc::bad_introduction);
}

TEST_F(IntroductionTest, ThatIsWrittenAnewIsRefusedWithAnySingleBitChangedOrCutShort) {
  words_.serial = 3;
  const auto made = make(words_).value();

  for (std::size_t i = 0; i < made.bytes().size(); ++i) {
    auto bytes = made.bytes();
    bytes[i] ^= 1U;
    EXPECT_FALSE(Introduction::verify(bytes, subject_)) << i;
    EXPECT_FALSE(Introduction::verify(ByteView(made.bytes()).first(i), subject_)) << i;
  }
}

TEST_F(IntroductionTest, NeedsWholeSeeds) {
  const auto bad = Secret::of_size(5);

  EXPECT_EQ(certify_device({}, bad).error(), crypto::Errc::bad_key);
  EXPECT_EQ(
      make_introduction(subject_, certified_, words_, {.device = bad, .handle = handle_.private_key}).error(),
      crypto::Errc::bad_key);
  EXPECT_EQ(
      make_introduction(subject_, certified_, words_, {.device = device_.private_key, .handle = bad}).error(),
      crypto::Errc::bad_key);
}

}  // namespace
}  // namespace kring::charter
