#pragma once

#include "channels/model/errc.hpp"
#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

#include <cstdint>
#include <string_view>

namespace kring::channels {

/// Everything that is ever signed in Kring (protocol, section 1). A signature for one purpose is worthless
/// for every other.
enum class SigningPurpose : std::uint8_t {
  login,
  charter,
  consent,
  head,
  record,
  key_box,
  device,
  handle,
  introduction,
  http,
  new_handle,
  slot,
  slot_read,
  link,
  attestation,
  heal,
  publication,
};
/// The purpose as it stands in the label, without its prefix.
[[nodiscard]] std::string_view label_of(SigningPurpose purpose);

/// Bytes and a signature over them.
struct Signed {
  ByteView content;
  ByteView signature;
};

/// Signs with the Ed25519 seed `seed`. Errors: `bad_key` of crypto (the seed has not 32 bytes).
[[nodiscard]] Result<Bytes> sign(SigningPurpose purpose, ByteView content, const Secret& seed);
/// Errors: `bad_signature`, for whatever is wrong with the key or the signature.
[[nodiscard]] Status verify(SigningPurpose purpose, const Signed& it, const FixedBytes<32>& key);

/// The handle of a key: the first 16 bytes of its SHA-256.
[[nodiscard]] HandleId handle_of(const HandleKey& key);
/// The id of an invitation, of the same form.
[[nodiscard]] InvitationId invitation_of(const InvitationKey& key);
/// Under what a person logs in who has nothing but their recovery key; of the same form.
[[nodiscard]] HandleId login_of(const RecoveryKey& key);

}  // namespace kring::channels
