#pragma once

#include "crypto/mls/tree_math.hpp"

#include <cstddef>
#include <cstdint>

namespace kring::mls {

/// How often the group's keys have changed (RFC 9420, section 2).
enum class EpochId : std::uint64_t {};
[[nodiscard]] constexpr std::uint64_t number_of(EpochId epoch) {
  return static_cast<std::uint64_t>(epoch);
}
[[nodiscard]] constexpr EpochId next(EpochId epoch) {
  return EpochId{number_of(epoch) + 1};
}

// The registries of RFC 9420, section 17. Numbers without a name are kept as they came.
enum class ProtocolVersion : std::uint16_t { mls10 = 1 };
enum class CipherSuite : std::uint16_t { x25519_chacha20poly1305_sha256_ed25519 = 3 };
enum class WireFormat : std::uint16_t {
  public_message = 1,
  private_message = 2,
  welcome = 3,
  group_info = 4,
  key_package = 5,
};
enum class ExtensionType : std::uint16_t {
  application_id = 1,
  ratchet_tree = 2,
  required_capabilities = 3,
  external_pub = 4,
  external_senders = 5,
};
enum class ProposalType : std::uint16_t {
  add = 1,
  update = 2,
  remove = 3,
  psk = 4,
  reinit = 5,
  external_init = 6,
  group_context_extensions = 7,
};
enum class CredentialType : std::uint16_t { basic = 1, x509 = 2 };
enum class ContentType : std::uint8_t { application = 1, proposal = 2, commit = 3 };

/// The only suite that is computed with; others are decoded, kept and refused.
inline constexpr CipherSuite our_suite = CipherSuite::x25519_chacha20poly1305_sha256_ed25519;

/// What one message or stored structure may hold. Each bounds what a peer can make us allocate.
namespace limits {
/// A whole MLSMessage: what one bundle may stage (docs/protocol.md).
inline constexpr std::size_t message_bytes_max = std::size_t{8} << 20U;
/// Group ids are 16 to 32 bytes with every implementation met.
inline constexpr std::size_t group_id_bytes_max = 256;
/// Hashes, MACs and nonces of any suite (64 bytes for SHA-512).
inline constexpr std::size_t hash_bytes_max = 255;
/// Public keys of any suite, post-quantum ones too.
inline constexpr std::size_t public_key_bytes_max = 4096;
inline constexpr std::size_t signature_bytes_max = 8192;
/// A chain of X.509 certificates fits.
inline constexpr std::size_t credential_bytes_max = 65536;
inline constexpr std::size_t psk_id_bytes_max = 4096;
/// Entries in one list of a Capabilities or RequiredCapabilities.
inline constexpr std::size_t capabilities_max = 1024;
/// What so many take, at two bytes each.
inline constexpr std::size_t capabilities_bytes_max = 2 * capabilities_max;
inline constexpr std::size_t extensions_max = 256;
inline constexpr std::size_t external_senders_max = 256;
/// One commit may add or remove every device of a group.
inline constexpr std::size_t proposals_max = tree_leaves_max;
/// One node a level of the largest tree.
inline constexpr std::size_t path_nodes_max = 32;
inline constexpr std::size_t psks_max = 256;
}  // namespace limits

}  // namespace kring::mls
