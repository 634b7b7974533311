#include "crypto/record/record_cipher.hpp"

#include "crypto/codec/writer.hpp"
#include "crypto/primitives/aead.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/record/padding.hpp"

#include <algorithm>

namespace kring::record {

using crypto::Errc;

namespace {

struct RecordSecrets {
  Secret key;
  Secret commitment;
};

RecordSecrets secrets_of(const Secret& record_key, const RecordPlace& place) {
  codec::Writer context;
  context.raw(place.channel);
  context.raw(place.record);
  constexpr auto key_bytes = primitives::aead_key_bytes;
  const auto both = primitives::expand_with_label(primitives::LabelPrefix::kring, record_key, "record",
                                                  context.view(), key_bytes + sizeof(Hash));
  return {.key = Secret::copy_of(both.expose().first(key_bytes)),
          .commitment = Secret::copy_of(both.expose().subspan(key_bytes))};
}

Bytes additional_of(const RecordPlace& place) {
  codec::Writer out;
  out.raw(place.channel);
  out.u64(place.epoch);
  out.u32(place.generation);
  out.raw(place.record);
  return out.take();
}

}  // namespace

Result<SealedRecord> seal_record(const Secret& record_key, const RecordPlace& place, ByteView content) {
  auto padded = pad(content);
  if (!padded) return fail(padded.error());
  const auto secrets = secrets_of(record_key, place);
  SealedRecord sealed;
  std::ranges::copy(secrets.commitment.expose(), sealed.commitment.begin());
  sealed.ciphertext =
      primitives::aead_seal(secrets.key, primitives::AeadNonce{}, additional_of(place), *padded);
  return sealed;
}

Result<SecretBytes> open_record(const Secret& record_key, const RecordPlace& place,
                                const SealedRecord& sealed) {
  const auto secrets = secrets_of(record_key, place);
  if (!secrets.commitment.equals(sealed.commitment)) return fail(Errc::bad_commitment, "record");
  auto padded =
      primitives::aead_open(secrets.key, primitives::AeadNonce{}, additional_of(place), sealed.ciphertext);
  if (!padded) return fail(padded.error());
  auto content = unpad(*padded);
  if (!content) return fail(content.error());
  return SecretBytes(content->begin(), content->end());
}

}  // namespace kring::record
