#include "tests/vectors/kinds.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/group_context.hpp"
#include "crypto/mls/key_schedule.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/mls/private_message.hpp"
#include "crypto/primitives/sodium_random.hpp"

namespace kring::vectors {

using mls::LeafIndex;
using Content = decltype(mls::FramedContent::content);

namespace {

/// The epoch that all messages of one case belong to: leaf 1 of 2 sends.
class Epoch {
 public:
  explicit Epoch(const Json& test) : test_(test), signature_key_{hex(test, "signature_pub")} {
    context_.group_id = hex(test, "group_id");
    context_.epoch = mls::EpochId{number64(test, "epoch")};
    context_.tree_hash = hex(test, "tree_hash");
    context_.confirmed_transcript_hash = hex(test, "confirmed_transcript_hash");
  }

  [[nodiscard]] mls::AuthenticatedContent open_public(const mls::MlsMessage& message) const {
    const auto* it = std::get_if<mls::PublicMessage>(&message.body);
    expect(it != nullptr, "a PublicMessage");
    need(mls::verify_membership(*it, context(), secret(test_, "membership_key")), "membership tag");
    auto content = mls::content_of(*it);
    need(mls::verify_content(content, context(), signature_key_), "signature");
    return content;
  }
  [[nodiscard]] mls::AuthenticatedContent open_private(const mls::MlsMessage& message) const {
    const auto* it = std::get_if<mls::PrivateMessage>(&message.body);
    expect(it != nullptr, "a PrivateMessage");
    auto opened = need(mls::open_private(*it, secrets()), "open");
    need(mls::verify_content(opened.content, context(), signature_key_), "signature");
    return std::move(opened.content);
  }
  [[nodiscard]] mls::MlsMessage protect_public(const Content& content) const {
    auto it = sign(mls::WireFormat::public_message, content);
    return {mls::protect_public(std::move(it), context(), secret(test_, "membership_key"))};
  }
  [[nodiscard]] mls::MlsMessage protect_private(const Content& content) const {
    auto used = secrets();
    return {need(mls::protect_private(sign(mls::WireFormat::private_message, content), used, 17, random_),
                 "protect")};
  }

 private:
  [[nodiscard]] mls::AuthenticatedContent sign(mls::WireFormat format, const Content& content) const {
    mls::FramedContent framed{.group_id = context_.group_id,
                              .epoch = context_.epoch,
                              .sender = mls::Sender::member(LeafIndex{1}),
                              .authenticated_data = {1, 2, 3},
                              .content = content};
    const bool is_commit = framed.type() == mls::ContentType::commit;
    auto it = need(mls::sign_content(format, std::move(framed), context(), secret(test_, "signature_priv")),
                   "sign");
    if (is_commit) it.auth.confirmation_tag = Bytes(32, 8);
    return it;
  }
  [[nodiscard]] Bytes context() const { return codec::encode(context_); }
  [[nodiscard]] mls::MessageSecrets secrets() const {
    return {.tree = mls::SecretTree(secret(test_, "encryption_secret"), mls::TreeSize::for_leaves(2)),
            .sender_data_secret = secret(test_, "sender_data_secret")};
  }

  const Json& test_;
  mls::GroupContext context_;
  primitives::SignaturePublicKey signature_key_;
  mutable primitives::SodiumRandom random_;
};

mls::MlsMessage message_in(const Json& test, std::string_view field) {
  return need(mls::decode_message(hex(test, field)), field);
}

void check_content(const Epoch& epoch, const Json& test, const std::string& kind, const Content& content) {
  expect(epoch.open_private(message_in(test, kind + "_priv")).content.content == content, kind + "_priv");
  expect(epoch.open_private(epoch.protect_private(content)).content.content == content, "our own " + kind);
}

void check_handshake(const Epoch& epoch, const Json& test, const std::string& kind, const Content& content) {
  check_content(epoch, test, kind, content);
  expect(epoch.open_public(message_in(test, kind + "_pub")).content.content == content, kind + "_pub");
  expect(epoch.open_public(epoch.protect_public(content)).content.content == content, "our public " + kind);
}

}  // namespace

void check_message_protection(const Json& test) {
  const Epoch epoch(test);
  check_handshake(epoch, test, "proposal",
                  need(codec::decode<mls::Proposal>(hex(test, "proposal")), "proposal"));
  check_handshake(epoch, test, "commit", need(codec::decode<mls::Commit>(hex(test, "commit")), "commit"));
  const mls::ApplicationData application{hex(test, "application")};
  check_content(epoch, test, "application", application);
  try {
    (void)epoch.open_public(epoch.protect_public(application));
  } catch (const Mismatch&) {
    return;
  }
  expect(false, "application data in a PublicMessage is refused");
}

}  // namespace kring::vectors
