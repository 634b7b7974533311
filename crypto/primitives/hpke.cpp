#include "crypto/primitives/hpke.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/x25519.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace kring::primitives {

using crypto::Errc;

namespace {

/// The most bytes of one HPKE ciphertext that are decoded: larger than any GroupSecrets.
constexpr std::size_t hpke_ciphertext_bytes_max = std::size_t{1} << 20U;
/// The largest encapsulated key of any registered KEM fits.
constexpr std::size_t kem_output_bytes_max = 4096;

constexpr std::array<std::uint8_t, 5> kem_suite{'K', 'E', 'M', 0x00, 0x20};
constexpr std::array<std::uint8_t, 10> hpke_suite{'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03};

/// A label of RFC 9180 together with the suite it is used under.
struct Label {
  ByteView suite;
  std::string_view text;
};

Secret labelled_extract(ByteView salt, const Label& label, ByteView key_material) {
  codec::SecretWriter out;
  out.raw(view_bytes("HPKE-v1"));
  out.raw(label.suite);
  out.raw(view_bytes(label.text));
  out.raw(key_material);
  return hkdf_extract(salt, out.view());
}

Secret labelled_expand(const Secret& key, const Label& label, ByteView info, std::size_t length) {
  codec::Writer out;
  out.u16(static_cast<std::uint16_t>(length));
  out.raw(view_bytes("HPKE-v1"));
  out.raw(label.suite);
  out.raw(view_bytes(label.text));
  out.raw(info);
  return hkdf_expand(key, out.view(), length);
}

Secret kem_shared_secret(const Secret& shared_point, ByteView kem_output, ByteView receiver) {
  codec::Writer context;
  context.raw(kem_output);
  context.raw(receiver);
  const auto key = labelled_extract({}, {kem_suite, "eae_prk"}, shared_point.expose());
  return labelled_expand(key, {kem_suite, "shared_secret"}, context.view(), hash_bytes);
}

HpkeContext schedule(const Secret& shared_secret, ByteView info) {
  codec::Writer context;
  context.u8(0);  // mode_base
  context.raw(labelled_extract({}, {hpke_suite, "psk_id_hash"}, {}).expose());
  context.raw(labelled_extract({}, {hpke_suite, "info_hash"}, info).expose());
  const auto secret = labelled_extract(shared_secret.expose(), {hpke_suite, "secret"}, {});
  return HpkeContext(labelled_expand(secret, {hpke_suite, "key"}, context.view(), aead_key_bytes),
                     labelled_expand(secret, {hpke_suite, "base_nonce"}, context.view(), aead_nonce_bytes),
                     labelled_expand(secret, {hpke_suite, "exp"}, context.view(), hash_bytes));
}

}  // namespace

Result<HpkeCiphertext> HpkeCiphertext::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(HpkeCiphertext{.kem_output = fields.opaque(kem_output_bytes_max),
                                    .ciphertext = fields.opaque(hpke_ciphertext_bytes_max)});
}

void HpkeCiphertext::write(codec::Writer& out) const {
  out.opaque(kem_output);
  out.opaque(ciphertext);
}

HpkeContext::HpkeContext(Secret key, Secret base_nonce, Secret exporter_secret)
    : key_(std::move(key)), base_nonce_(std::move(base_nonce)), exporter_secret_(std::move(exporter_secret)) {
  KRING_ASSERT(base_nonce_.size() == aead_nonce_bytes);
}

AeadNonce HpkeContext::nonce() const {
  AeadNonce nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = base_nonce_.expose()[i];
  for (std::size_t i = 0; i < sizeof sequence_; ++i)
    nonce[nonce.size() - 1 - i] ^= static_cast<std::uint8_t>(sequence_ >> (8 * i));
  return nonce;
}

Bytes HpkeContext::seal(ByteView additional, ByteView plaintext) {
  auto ciphertext = aead_seal(key_, nonce(), additional, plaintext);
  ++sequence_;
  return ciphertext;
}

Result<SecretBytes> HpkeContext::open(ByteView additional, ByteView ciphertext) {
  auto plaintext = aead_open(key_, nonce(), additional, ciphertext);
  if (plaintext) ++sequence_;
  return plaintext;
}

Secret HpkeContext::exporter(ByteView context, std::size_t length) const {
  return labelled_expand(exporter_secret_, {hpke_suite, "sec"}, context, length);
}

HpkeKeyPair derive_hpke_key_pair(const Secret& key_material) {
  const auto key = labelled_extract({}, {kem_suite, "dkp_prk"}, key_material.expose());
  auto private_key = labelled_expand(key, {kem_suite, "sk"}, {}, key_bytes);
  auto public_key = x25519_public_key(private_key);
  KRING_ASSERT(public_key.has_value());  // The size is right.
  return {std::move(*public_key), std::move(private_key)};
}

HpkeKeyPair generate_hpke_key_pair(Random& random) {
  return derive_hpke_key_pair(random_secret(random, key_bytes));
}

Result<HpkeSender> hpke_setup_sender(const HpkePublicKey& to, ByteView info, Random& random) {
  auto ephemeral = generate_hpke_key_pair(random);
  auto shared_point = x25519(ephemeral.private_key, to);
  if (!shared_point) return fail(shared_point.error());
  const auto shared_secret = kem_shared_secret(*shared_point, ephemeral.public_key.bytes, to.bytes);
  return HpkeSender{std::move(ephemeral.public_key.bytes), schedule(shared_secret, info)};
}

Result<HpkeContext> hpke_setup_receiver(const Secret& private_key, ByteView kem_output, ByteView info) {
  auto public_key = x25519_public_key(private_key);
  if (!public_key) return fail(public_key.error());
  auto shared_point = x25519(private_key, HpkePublicKey{copy_bytes(kem_output)});
  if (!shared_point) return fail(shared_point.error());
  return schedule(kem_shared_secret(*shared_point, kem_output, public_key->bytes), info);
}

Result<HpkeCiphertext> hpke_seal(const HpkePublicKey& to, const HpkeBinding& binding, ByteView plaintext,
                                 Random& random) {
  auto sender = hpke_setup_sender(to, binding.info, random);
  if (!sender) return fail(sender.error());
  auto ciphertext = sender->context.seal(binding.additional, plaintext);
  return HpkeCiphertext{std::move(sender->kem_output), std::move(ciphertext)};
}

Result<SecretBytes> hpke_open(const Secret& private_key, const HpkeBinding& binding,
                              const HpkeCiphertext& sealed) {
  if (private_key.size() != key_bytes) return fail(Errc::bad_key, "hpke_open");
  auto context = hpke_setup_receiver(private_key, sealed.kem_output, binding.info);
  if (!context) return fail(Errc::decryption_failed, "encapsulated key");
  return context->open(binding.additional, sealed.ciphertext);
}

}  // namespace kring::primitives
