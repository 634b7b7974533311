#include "crypto/mls/key_schedule.hpp"

#include "crypto/mls/labels.hpp"
#include "crypto/primitives/hash.hpp"

#include <array>

namespace kring::mls {

using primitives::hash_bytes;

namespace {

constexpr std::string_view external_init_label = "MLS 1.0 external init secret";

/// The epoch's secrets in the order in which a snapshot holds them.
constexpr std::array epoch_secret_fields{
    &EpochSecrets::sender_data_secret, &EpochSecrets::encryption_secret,   &EpochSecrets::exporter_secret,
    &EpochSecrets::external_secret,    &EpochSecrets::confirmation_key,    &EpochSecrets::membership_key,
    &EpochSecrets::resumption_psk,     &EpochSecrets::epoch_authenticator, &EpochSecrets::init_secret};

}  // namespace

Secret zero_secret() {
  return Secret::of_size(hash_bytes);
}

Secret psk_secret(std::span<const KnownPsk> psks) {
  auto secret = zero_secret();
  std::uint16_t index = 0;
  for (const auto& psk : psks) {
    codec::Writer label;
    psk.id.write(label);
    label.u16(index++);
    label.u16(static_cast<std::uint16_t>(psks.size()));
    const auto extracted = primitives::hkdf_extract(zero_secret().expose(), psk.secret.expose());
    const auto input = labels::expand(extracted, "derived psk", label.view(), hash_bytes);
    secret = primitives::hkdf_extract(input.expose(), secret.expose());
  }
  return secret;
}

Secret joiner_secret(const Secret& init_secret, const Secret& commit_secret, ByteView group_context) {
  const auto extracted = primitives::hkdf_extract(init_secret.expose(), commit_secret.expose());
  return labels::expand(extracted, "joiner", group_context, hash_bytes);
}

Secret welcome_secret(const Secret& joiner_secret, const Secret& psk_secret) {
  return labels::derive(primitives::hkdf_extract(joiner_secret.expose(), psk_secret.expose()), "welcome");
}

EpochSecrets EpochSecrets::from_epoch_secret(const Secret& epoch_secret) {
  return {.sender_data_secret = labels::derive(epoch_secret, "sender data"),
          .encryption_secret = labels::derive(epoch_secret, "encryption"),
          .exporter_secret = labels::derive(epoch_secret, "exporter"),
          .external_secret = labels::derive(epoch_secret, "external"),
          .confirmation_key = labels::derive(epoch_secret, "confirm"),
          .membership_key = labels::derive(epoch_secret, "membership"),
          .resumption_psk = labels::derive(epoch_secret, "resumption"),
          .epoch_authenticator = labels::derive(epoch_secret, "authentication"),
          .init_secret = labels::derive(epoch_secret, "init")};
}

EpochSecrets EpochSecrets::from_joiner_secret(const Secret& joiner_secret, const Secret& psk_secret,
                                              ByteView group_context) {
  const auto member_secret = primitives::hkdf_extract(joiner_secret.expose(), psk_secret.expose());
  return from_epoch_secret(labels::expand(member_secret, "epoch", group_context, hash_bytes));
}

Secret EpochSecrets::exporter(std::string_view label, ByteView context, std::size_t length) const {
  const auto secret = labels::derive(exporter_secret, label);
  return labels::expand(secret, "exported", primitives::sha256(context), length);
}

Bytes EpochSecrets::confirmation_tag(ByteView confirmed_transcript_hash) const {
  return copy_bytes(primitives::hmac_sha256(confirmation_key, confirmed_transcript_hash));
}

primitives::HpkeKeyPair EpochSecrets::external_key_pair() const {
  return primitives::derive_hpke_key_pair(external_secret);
}

EpochSecrets EpochSecrets::clone() const {
  EpochSecrets copy;
  for (const auto field : epoch_secret_fields) copy.*field = (this->*field).clone();
  return copy;
}

void EpochSecrets::write(codec::SecretWriter& out) const {
  for (const auto field : epoch_secret_fields) out.opaque((this->*field).expose());
}

Result<EpochSecrets> EpochSecrets::read(codec::Reader& in) {
  EpochSecrets secrets;
  for (const auto field : epoch_secret_fields) {
    auto bytes = in.opaque(hash_bytes);
    if (!bytes) return fail(bytes.error());
    secrets.*field = Secret::copy_of(*bytes);
  }
  return secrets;
}

Result<ExternalInitSecret> make_external_init(const primitives::HpkePublicKey& external_pub, Random& random) {
  auto sender = primitives::hpke_setup_sender(external_pub, {}, random);
  if (!sender) return fail(sender.error());
  auto init_secret = sender->context.exporter(view_bytes(external_init_label), hash_bytes);
  return ExternalInitSecret{std::move(sender->kem_output), std::move(init_secret)};
}

Result<Secret> open_external_init(const EpochSecrets& secrets, ByteView kem_output) {
  auto receiver = primitives::hpke_setup_receiver(secrets.external_key_pair().private_key, kem_output, {});
  if (!receiver) return fail(receiver.error());
  return receiver->exporter(view_bytes(external_init_label), hash_bytes);
}

}  // namespace kring::mls
