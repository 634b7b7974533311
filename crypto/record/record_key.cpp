#include "crypto/record/record_key.hpp"

#include "crypto/codec/writer.hpp"
#include "crypto/primitives/aead.hpp"
#include "crypto/primitives/keys.hpp"
#include "crypto/primitives/labels.hpp"

#include <utility>

namespace kring::record {

using crypto::Errc;
using primitives::LabelPrefix;

namespace {

/// Opens what must hold a record key. Every sealing key here seals once, so that the nonce may be zero.
Result<Secret> open_key(const Secret& key, ByteView additional, ByteView ciphertext) {
  if (ciphertext.size() != record_key_bytes + primitives::aead_tag_bytes) {
    return fail(Errc::decryption_failed, "record key: size");
  }
  auto plaintext = primitives::aead_open(key, primitives::AeadNonce{}, additional, ciphertext);
  if (!plaintext) return fail(plaintext.error());
  return Secret(std::move(*plaintext));
}

Secret back_link_key(const KeyPlace& place, const Secret& key) {
  return primitives::expand_with_label(LabelPrefix::kring, key, "back link", encode_place(place),
                                       primitives::aead_key_bytes);
}

}  // namespace

Bytes encode_place(const KeyPlace& place) {
  codec::Writer out;
  out.raw(place.channel);
  out.u32(place.generation);
  return out.take();
}

Secret generate_record_key(Random& random) {
  return primitives::random_secret(random, record_key_bytes);
}

Hash record_key_hash(const KeyPlace& place, const Secret& key) {
  codec::SecretWriter out;
  out.raw(encode_place(place));
  out.raw(key.expose());
  return primitives::ref_hash("Kring 1.0 record key", out.view());
}

Bytes seal_key_box(const Secret& exported, ByteView additional, const Secret& key) {
  return primitives::aead_seal(exported, primitives::AeadNonce{}, additional, key.expose());
}

Result<Secret> open_key_box(const Secret& exported, ByteView additional, ByteView box) {
  return open_key(exported, additional, box);
}

Bytes seal_back_link(const KeyPlace& place, const Secret& key, const Secret& previous) {
  return primitives::aead_seal(back_link_key(place, key), primitives::AeadNonce{}, encode_place(place),
                               previous.expose());
}

Result<Secret> open_back_link(const KeyPlace& place, const Secret& key, ByteView link) {
  return open_key(back_link_key(place, key), encode_place(place), link);
}

}  // namespace kring::record
