#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

#include <cstdint>

/// Content under a record key (docs/protocol.md, section 4).
namespace kring::record {

/// Where a record stands; all of it is authenticated. Borrows the ids for one call.
struct RecordPlace {
  ByteView channel;
  std::uint64_t epoch = 0;
  std::uint32_t generation = 0;
  /// 16 random bytes. They choose the record's key, whose nonce is always zero: one id seals one plaintext,
  /// and whoever seals again (for a newer epoch, say) draws a new one.
  ByteView record;
};

/// A ciphertext and the commitment to its key: Poly1305 alone would let one ciphertext open under two keys.
struct SealedRecord {
  Hash commitment{};
  Bytes ciphertext;
  friend bool operator==(const SealedRecord&, const SealedRecord&) = default;
};

/// Pads and seals `content` under the key that `record_key` gives for `place`. Errors: `too_long`.
[[nodiscard]] Result<SealedRecord> seal_record(const Secret& record_key, const RecordPlace& place,
                                               ByteView content);
/// Errors: `bad_commitment` (another key), `decryption_failed`, those of `unpad`.
[[nodiscard]] Result<SecretBytes> open_record(const Secret& record_key, const RecordPlace& place,
                                              const SealedRecord& sealed);

}  // namespace kring::record
