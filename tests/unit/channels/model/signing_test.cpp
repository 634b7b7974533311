#include "channels/model/signing.hpp"

#include "channels/model/hash.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kring::channels {
namespace {

constexpr SigningPurpose all_purposes[] = {
    SigningPurpose::login,     SigningPurpose::charter,    SigningPurpose::consent,
    SigningPurpose::head,      SigningPurpose::record,     SigningPurpose::key_box,
    SigningPurpose::device,    SigningPurpose::handle,     SigningPurpose::introduction,
    SigningPurpose::http,      SigningPurpose::new_handle, SigningPurpose::slot,
    SigningPurpose::slot_read, SigningPurpose::link,       SigningPurpose::attestation,
    SigningPurpose::heal,      SigningPurpose::publication};

class Signing : public testing::Test {
 protected:
  support::SeededRandom random_{1};
  primitives::SignatureKeyPair pair_ = primitives::generate_signature_key_pair(random_);
  FixedBytes<32> key_ = to_fixed<32>(pair_.public_key.bytes).value();
  Bytes content_ = copy_bytes(view_bytes("content"));
};

TEST_F(Signing, VerifiesForItsOwnPurposeOnly) {
  for (const auto made : all_purposes) {
    const auto signature = sign(made, content_, pair_.private_key).value();
    for (const auto asked : all_purposes) {
      EXPECT_EQ(verify(asked, {.content = content_, .signature = signature}, key_).has_value(), made == asked)
          << label_of(made) << " as " << label_of(asked);
    }
  }
}

TEST_F(Signing, RefusesOtherContentAnotherKeyAndAKeyOfZeros) {
  const auto signature = sign(SigningPurpose::login, content_, pair_.private_key).value();
  const Signed whole{.content = content_, .signature = signature};
  const auto other = primitives::generate_signature_key_pair(random_);

  EXPECT_EQ(
      verify(SigningPurpose::login, {.content = view_bytes("other"), .signature = signature}, key_).error(),
      Errc::bad_signature);
  EXPECT_EQ(verify(SigningPurpose::login, whole, to_fixed<32>(other.public_key.bytes).value()).error(),
            Errc::bad_signature);
  EXPECT_EQ(verify(SigningPurpose::login, whole, FixedBytes<32>{}).error(), Errc::bad_signature);
}

TEST_F(Signing, RefusesASeedOfAnotherSize) {
  EXPECT_EQ(sign(SigningPurpose::login, content_, Secret::of_size(31)).error(), crypto::Errc::bad_key);
}

TEST(SigningPurpose, HasALabelOfItsOwn) {
  std::set<std::string_view> labels;
  for (const auto purpose : all_purposes) labels.insert(label_of(purpose));

  EXPECT_EQ(labels.size(), std::size(all_purposes));
  EXPECT_FALSE(labels.contains(""));
}

TEST(LabelledHash, IsTheHashOfPrefixLabelAndValueWithTheirLengths) {
  codec::Writer out;
  out.opaque(view_bytes("Kring 1.0 log"));
  out.opaque(view_bytes("value"));

  EXPECT_EQ(labelled_hash("log", view_bytes("value")), primitives::sha256(out.view()));
}

TEST(HandleOf, IsTheStartOfTheHashOfTheKey) {
  const HandleKey key(FixedBytes<32>{1, 2, 3});

  const Hash hash = primitives::sha256(key.view());

  EXPECT_TRUE(equal(handle_of(key).view(), ByteView(hash).first(16)));
  EXPECT_TRUE(equal(invitation_of(InvitationKey(key.bytes())).view(), ByteView(hash).first(16)));
}

}  // namespace
}  // namespace kring::channels
