#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

#include <cstdint>
#include <string_view>

/// Record keys: one random key `K_g` a channel and generation, chained backwards (docs/protocol.md, section
/// 4).
namespace kring::record {

inline constexpr std::size_t record_key_bytes = 32;
/// A record key with its Poly1305 tag.
inline constexpr std::size_t key_box_bytes = record_key_bytes + 16;
inline constexpr std::size_t back_link_bytes = record_key_bytes + 16;

/// Which key of which channel: what its derivations are bound to. Borrows the channel's id for one call.
struct KeyPlace {
  ByteView channel;
  std::uint32_t generation = 0;
};
/// `channel ‖ uint32 generation`: the context of the exporter and of the back link.
[[nodiscard]] Bytes encode_place(const KeyPlace& place);

[[nodiscard]] Secret generate_record_key(Random& random);
/// What a commit's authenticated data says of a key.
[[nodiscard]] Hash record_key_hash(const KeyPlace& place, const Secret& key);

/// Label of the MLS exporter whose secret seals a key box; its context is `encode_place`, its length
/// `key_box_secret_bytes`.
inline constexpr std::string_view key_box_label = "Kring 1.0 key box";
inline constexpr std::size_t key_box_secret_bytes = 32;

/// Seals `key` under a secret that only the members of the new epoch can export. `additional` is the encoded
/// KeyBoxContent with a zero box hash. Each exporter secret seals one box.
[[nodiscard]] Bytes seal_key_box(const Secret& exported, ByteView additional, const Secret& key);
/// Errors: `decryption_failed` (also a box of another size).
[[nodiscard]] Result<Secret> open_key_box(const Secret& exported, ByteView additional, ByteView box);

/// Seals the key before `place` under `key`, which is the one at `place`.
[[nodiscard]] Bytes seal_back_link(const KeyPlace& place, const Secret& key, const Secret& previous);
/// Errors: `decryption_failed` (also a link of another size).
[[nodiscard]] Result<Secret> open_back_link(const KeyPlace& place, const Secret& key, ByteView link);

}  // namespace kring::record
