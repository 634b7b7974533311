#include "tests/vectors/kinds.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/mls/key_schedule.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/mls/welcome_sealing.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/x25519.hpp"

#include <optional>
#include <vector>

namespace kring::vectors {

namespace {

template <class Body>
Body body_in(const Json& test, std::string_view field) {
  auto message = need(mls::decode_message(hex(test, field)), field);
  auto* body = std::get_if<Body>(&message.body);
  expect(body != nullptr, field);
  return std::move(*body);
}

void expect_pair(const Secret& private_key, const primitives::HpkePublicKey& key, std::string_view what) {
  expect(need(primitives::x25519_public_key(private_key), what) == key, what);
}

mls::KeyPackageBundle bundle_in(const Json& test) {
  mls::KeyPackageBundle bundle{.key_package = body_in<mls::KeyPackage>(test, "key_package"),
                               .init_private_key = secret(test, "init_priv"),
                               .encryption_private_key = secret(test, "encryption_priv")};
  expect_pair(bundle.init_private_key, bundle.key_package.init_key, "init_priv");
  expect_pair(bundle.encryption_private_key, bundle.key_package.leaf_node.encryption_key, "encryption_priv");
  return bundle;
}

void follow_epoch(mls::Group& group, const Json& epoch) {
  for (const auto& proposal : epoch.at("proposals")) {
    const auto message =
        need(mls::decode_message(need(from_hex(proposal.get<std::string>()), "hex")), "proposal");
    (void)need(group.process_proposal(message), "proposal");
  }
  auto staged = need(group.stage(need(mls::decode_message(hex(epoch, "commit")), "commit")), "stage");
  expect(group.can_merge(staged), "the commit can be merged");
  group.merge(std::move(staged));
  expect(group.is_member(), "still a member");
  expect_equal(group.epoch_authenticator().expose(), hex(epoch, "epoch_authenticator"),
               "epoch_authenticator");

  // A snapshot taken after any epoch goes on like the original.
  group = need(mls::Group::decode(group.encode()), "snapshot");
}

}  // namespace

void check_welcome(const Json& test) {
  mls::KeyPackageBundle bundle{.key_package = body_in<mls::KeyPackage>(test, "key_package"),
                               .init_private_key = secret(test, "init_priv"),
                               .encryption_private_key = {}};
  expect_pair(bundle.init_private_key, bundle.key_package.init_key, "init_priv");
  const auto welcome = body_in<mls::Welcome>(test, "welcome");
  const auto secrets = need(mls::open_group_secrets(welcome, bundle), "group secrets");
  expect(secrets.psks.empty(), "no PSKs");
  const auto info =
      need(mls::open_group_info(welcome, secrets.joiner_secret, mls::zero_secret()), "group info");
  const primitives::SignaturePublicKey signer{hex(test, "signer_pub")};
  const auto content = info.to_be_signed();
  need(mls::labels::verify(signer, "GroupInfoTBS", {.content = content, .signature = info.signature}),
       "signature of the GroupInfo");
  const auto epoch = mls::EpochSecrets::from_joiner_secret(secrets.joiner_secret, mls::zero_secret(),
                                                           codec::encode(info.group_context));
  expect_equal(epoch.confirmation_tag(info.group_context.confirmed_transcript_hash), info.confirmation_tag,
               "confirmation tag");
}

void check_passive_client(const Json& test) {
  const auto bundle = bundle_in(test);
  auto signer = need(primitives::signature_key_pair(secret(test, "signature_priv")), "signature_priv");
  expect(signer.public_key == bundle.key_package.leaf_node.signature_key, "signature_priv");

  std::vector<mls::NamedPsk> psks;
  for (const auto& psk : test.at("external_psks")) {
    psks.push_back({.id = hex(psk, "psk_id"), .secret = secret(psk, "psk")});
  }
  mls::JoinOptions options{.tree = std::nullopt, .psks = psks, .now = std::nullopt};
  if (test.contains("ratchet_tree") && !test.at("ratchet_tree").is_null()) {
    options.tree = need(mls::RatchetTree::decode(hex(test, "ratchet_tree")), "ratchet_tree");
  }
  auto joined = need(
      mls::Group::join(body_in<mls::Welcome>(test, "welcome"), bundle, std::move(signer), options), "join");
  auto& group = joined.group;
  expect_equal(group.epoch_authenticator().expose(), hex(test, "initial_epoch_authenticator"),
               "initial_epoch_authenticator");
  for (const auto& epoch : test.at("epochs")) follow_epoch(group, epoch);
}

}  // namespace kring::vectors
