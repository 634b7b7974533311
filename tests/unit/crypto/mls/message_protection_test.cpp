#include "crypto/base/errc.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/private_message.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::mls {
namespace {

using crypto::Errc;

class MessageProtection : public testing::Test {
 protected:
  static MessageSecrets fresh_secrets() {
    return {SecretTree(Secret::copy_of(Bytes(32, 1)), TreeSize::for_leaves(2)),
            Secret::copy_of(Bytes(32, 2))};
  }
  AuthenticatedContent signed_as(WireFormat format, Sender sender, MessageContent content) {
    return sign_content(format,
                        {.group_id = Bytes{1, 2},
                         .epoch = EpochId{3},
                         .sender = sender,
                         .authenticated_data = Bytes{4},
                         .content = std::move(content)},
                        context_, signer_.private_key)
        .value();
  }
  AuthenticatedContent some_application() {
    return signed_as(WireFormat::private_message, Sender::member(LeafIndex{0}), ApplicationData{Bytes{9, 9}});
  }
  AuthenticatedContent some_proposal(Sender sender = Sender::member(LeafIndex{0})) {
    return signed_as(WireFormat::public_message, sender, Proposal{Remove{LeafIndex{1}}});
  }

  support::SeededRandom random_{3};
  primitives::SignatureKeyPair signer_ = primitives::generate_signature_key_pair(random_);
  Bytes context_ = Bytes(40, 5);
  Secret membership_key_ = Secret::copy_of(Bytes(32, 6));
};

TEST_F(MessageProtection, APrivateMessageOpensToWhatWasSigned) {
  auto sender = fresh_secrets();
  const auto content = some_application();

  const auto message = protect_private(content, sender, 0, random_).value();
  const auto opened = open_private(message, fresh_secrets()).value();

  EXPECT_EQ(opened.content, content);
  EXPECT_TRUE(verify_content(opened.content, context_, signer_.public_key));
}

TEST_F(MessageProtection, PaddingLengthensTheCiphertextOnly) {
  auto sender = fresh_secrets();
  const auto content = some_application();
  const auto plain = protect_private(content, sender, 0, random_).value();
  const auto padded = protect_private(content, sender, 100, random_).value();

  EXPECT_EQ(padded.ciphertext.size(), plain.ciphertext.size() + 100);
  EXPECT_EQ(open_private(padded, fresh_secrets()).value().content, content);
}

TEST_F(MessageProtection, TwoMessagesUseTwoKeys) {
  auto sender = fresh_secrets();
  auto reader = fresh_secrets();
  const auto first = protect_private(some_application(), sender, 0, random_).value();
  const auto second = protect_private(some_application(), sender, 0, random_).value();

  reader.tree.consume(open_private(first, reader).value().used);

  EXPECT_EQ(open_private(first, reader).error(), Errc::key_already_used);
  EXPECT_TRUE(open_private(second, reader));
}

TEST_F(MessageProtection, EveryPartOfAPrivateMessageIsBound) {
  auto sender = fresh_secrets();
  const auto message = protect_private(some_application(), sender, 0, random_).value();
  const auto error_with = [&](auto change) {
    auto changed = message;
    change(changed);
    return open_private(changed, fresh_secrets()).error();
  };

  EXPECT_EQ(error_with([](auto& it) { it.group_id[0] ^= 1; }), Errc::decryption_failed);
  EXPECT_EQ(error_with([](auto& it) { it.epoch = EpochId{4}; }), Errc::decryption_failed);
  EXPECT_EQ(error_with([](auto& it) { it.content_type = ContentType::proposal; }), Errc::decryption_failed);
  EXPECT_EQ(error_with([](auto& it) { it.authenticated_data[0] ^= 1; }), Errc::decryption_failed);
  EXPECT_EQ(error_with([](auto& it) { it.encrypted_sender_data[0] ^= 1; }), Errc::decryption_failed);
  EXPECT_EQ(error_with([](auto& it) { it.ciphertext.back() ^= 1; }), Errc::decryption_failed);
  EXPECT_EQ(error_with([](auto& it) { it.ciphertext = {}; }), Errc::decryption_failed);
}

/// Opens a message's ciphertext, lets `change` edit the plaintext, and seals it again as its sender would.
template <class Change>
PrivateMessage with_plaintext(PrivateMessage message, const MessageSecrets& secrets, Change change) {
  codec::Writer binding;
  binding.opaque(message.group_id);
  codec::write_number(binding, message.epoch);
  codec::write_number(binding, message.content_type);
  auto key = sender_data_key(secrets.sender_data_secret, message.ciphertext);
  const auto nonce = [](const Secret& bytes) { return to_fixed<12>(bytes.expose()).value(); };
  const auto data =
      primitives::aead_open(key.key, nonce(key.nonce), binding.view(), message.encrypted_sender_data).value();
  const auto used = secrets.tree.find({LeafIndex{0}, RatchetKind::application, 0}).value().key;
  auto guarded = nonce(used.nonce);
  for (std::size_t i = 0; i < 4; ++i) guarded[i] ^= data[8 + i];
  codec::Writer content_binding;
  content_binding.raw(binding.view());
  content_binding.opaque(message.authenticated_data);
  auto plaintext =
      primitives::aead_open(used.key, guarded, content_binding.view(), message.ciphertext).value();
  change(plaintext);
  message.ciphertext = primitives::aead_seal(used.key, guarded, content_binding.view(), plaintext);
  key = sender_data_key(secrets.sender_data_secret, message.ciphertext);
  message.encrypted_sender_data = primitives::aead_seal(key.key, nonce(key.nonce), binding.view(), data);
  return message;
}

TEST_F(MessageProtection, PaddingThatIsNotZeroIsRefused) {
  auto sender = fresh_secrets();
  const auto message = protect_private(some_application(), sender, 3, random_).value();
  const auto same = with_plaintext(message, fresh_secrets(), [](SecretBytes&) {});
  const auto changed = with_plaintext(message, fresh_secrets(), [](SecretBytes& text) { text.back() = 1; });

  EXPECT_TRUE(open_private(same, fresh_secrets()));
  EXPECT_EQ(open_private(changed, fresh_secrets()).error(), Errc::decryption_failed);
}

TEST_F(MessageProtection, APublicMessageNeedsTheMembershipTag) {
  const auto message = protect_public(some_proposal(), context_, membership_key_);
  auto changed = message;
  changed.membership_tag->front() ^= 1;
  auto missing = message;
  missing.membership_tag.reset();

  EXPECT_TRUE(verify_membership(message, context_, membership_key_));
  EXPECT_EQ(verify_membership(changed, context_, membership_key_).error(), Errc::bad_membership_tag);
  EXPECT_EQ(verify_membership(missing, context_, membership_key_).error(), Errc::bad_membership_tag);
  EXPECT_EQ(verify_membership(message, Bytes(40, 4), membership_key_).error(), Errc::bad_membership_tag);
}

TEST_F(MessageProtection, ASenderOutsideNeedsNoTagAndDoesNotSignTheContext) {
  const auto message = unprotected_public(some_proposal({ExternalSender{0}}));

  EXPECT_TRUE(verify_membership(message, context_, membership_key_));
  EXPECT_TRUE(verify_content(content_of(message), {}, signer_.public_key));
}

TEST_F(MessageProtection, AnExternalCommitIsSignedOverTheContext) {
  const auto commit = signed_as(WireFormat::public_message, {NewMemberCommit{}}, Commit{});

  EXPECT_TRUE(verify_content(commit, context_, signer_.public_key));
  EXPECT_EQ(verify_content(commit, {}, signer_.public_key).error(), Errc::bad_signature);
}

TEST_F(MessageProtection, ApplicationDataInTheClearIsRefused) {
  const auto message = protect_public(
      signed_as(WireFormat::public_message, Sender::member(LeafIndex{0}), ApplicationData{Bytes{1}}),
      context_, membership_key_);

  EXPECT_EQ(verify_membership(message, context_, membership_key_).error(), Errc::unsupported_message);
}

TEST_F(MessageProtection, ASignatureHoldsForOneWireFormatOnly) {
  auto content = some_proposal();
  content.wire_format = WireFormat::private_message;

  EXPECT_EQ(verify_content(content, context_, signer_.public_key).error(), Errc::bad_signature);
}

}  // namespace
}  // namespace kring::mls
