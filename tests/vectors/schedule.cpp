#include "tests/vectors/kinds.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/group_context.hpp"
#include "crypto/mls/key_schedule.hpp"
#include "crypto/mls/private_message.hpp"
#include "crypto/mls/transcript.hpp"

namespace kring::vectors {

using mls::LeafIndex;

namespace {

void expect_secret(const Secret& have, const Json& test, std::string_view field) {
  expect_equal(have.expose(), hex(test, field), field);
}

void check_epoch_secrets(const mls::EpochSecrets& secrets, const Json& epoch) {
  expect_secret(secrets.init_secret, epoch, "init_secret");
  expect_secret(secrets.sender_data_secret, epoch, "sender_data_secret");
  expect_secret(secrets.encryption_secret, epoch, "encryption_secret");
  expect_secret(secrets.exporter_secret, epoch, "exporter_secret");
  expect_secret(secrets.epoch_authenticator, epoch, "epoch_authenticator");
  expect_secret(secrets.external_secret, epoch, "external_secret");
  expect_secret(secrets.confirmation_key, epoch, "confirmation_key");
  expect_secret(secrets.membership_key, epoch, "membership_key");
  expect_secret(secrets.resumption_psk, epoch, "resumption_psk");
  expect_equal(secrets.external_key_pair().public_key.bytes, hex(epoch, "external_pub"), "external_pub");
  const auto& exporter = epoch.at("exporter");
  const auto exported = secrets.exporter(exporter.at("label").get<std::string>(), hex(exporter, "context"),
                                         number32(exporter, "length"));
  expect_secret(exported, exporter, "secret");
}

void check_key(const mls::MessageKey& have, const Json& test, const std::string& kind) {
  expect_secret(have.key, test, kind + "_key");
  expect_secret(have.nonce, test, kind + "_nonce");
}

void check_generation(mls::SecretTree& tree, LeafIndex leaf, const Json& test) {
  const auto generation = number32(test, "generation");
  for (const auto kind : {mls::RatchetKind::handshake, mls::RatchetKind::application}) {
    auto found = need(tree.find({leaf, kind, generation}), "message key");
    check_key(found.key, test, kind == mls::RatchetKind::handshake ? "handshake" : "application");
    tree.consume(std::move(found));
    expect(!tree.find({leaf, kind, generation}), "a used key is gone");
  }
}

}  // namespace

void check_key_schedule(const Json& test) {
  auto init_secret = secret(test, "initial_init_secret");
  std::uint64_t number = 0;
  for (const auto& epoch : test.at("epochs")) {
    mls::GroupContext context;
    context.group_id = hex(test, "group_id");
    context.epoch = mls::EpochId{number++};
    context.tree_hash = hex(epoch, "tree_hash");
    context.confirmed_transcript_hash = hex(epoch, "confirmed_transcript_hash");
    const auto encoded = codec::encode(context);
    expect_equal(encoded, hex(epoch, "group_context"), "group_context");

    const auto psk = secret(epoch, "psk_secret");
    const auto joiner = mls::joiner_secret(init_secret, secret(epoch, "commit_secret"), encoded);
    expect_secret(joiner, epoch, "joiner_secret");
    expect_secret(mls::welcome_secret(joiner, psk), epoch, "welcome_secret");
    auto secrets = mls::EpochSecrets::from_joiner_secret(joiner, psk, encoded);
    check_epoch_secrets(secrets, epoch);
    init_secret = std::move(secrets.init_secret);
  }
}

void check_psk_secret(const Json& test) {
  std::vector<mls::KnownPsk> psks;
  for (const auto& psk : test.at("psks")) {
    psks.push_back({.id = {.key = mls::ExternalPsk{hex(psk, "psk_id")}, .nonce = hex(psk, "psk_nonce")},
                    .secret = secret(psk, "psk")});
  }
  expect_secret(mls::psk_secret(psks), test, "psk_secret");
}

void check_secret_tree(const Json& test) {
  const auto& sender_data = test.at("sender_data");
  const auto key =
      mls::sender_data_key(secret(sender_data, "sender_data_secret"), hex(sender_data, "ciphertext"));
  expect_secret(key.key, sender_data, "key");
  expect_secret(key.nonce, sender_data, "nonce");

  const auto& leaves = test.at("leaves");
  const auto size = mls::TreeSize::for_leaves(static_cast<std::uint32_t>(leaves.size()));
  mls::SecretTree tree(secret(test, "encryption_secret"), size);
  for (std::uint32_t leaf = 0; leaf < leaves.size(); ++leaf) {
    for (const auto& generation : leaves.at(leaf)) check_generation(tree, LeafIndex{leaf}, generation);
  }
}

void check_transcript_hashes(const Json& test) {
  const auto bytes = hex(test, "authenticated_content");
  const auto content = need(codec::decode<mls::AuthenticatedContent>(bytes), "authenticated_content");
  expect_equal(codec::encode(content), bytes, "authenticated_content again");
  expect(content.content.type() == mls::ContentType::commit && content.auth.confirmation_tag, "a commit");

  const auto confirmed = mls::confirmed_transcript_hash(hex(test, "interim_transcript_hash_before"), content);
  expect_equal(confirmed, hex(test, "confirmed_transcript_hash_after"), "confirmed_transcript_hash_after");
  const auto interim = mls::interim_transcript_hash(confirmed, *content.auth.confirmation_tag);
  expect_equal(interim, hex(test, "interim_transcript_hash_after"), "interim_transcript_hash_after");
  mls::EpochSecrets secrets;
  secrets.confirmation_key = secret(test, "confirmation_key");
  expect_equal(secrets.confirmation_tag(confirmed), *content.auth.confirmation_tag, "confirmation tag");
}

}  // namespace kring::vectors
