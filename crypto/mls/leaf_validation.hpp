#pragma once

#include "crypto/mls/key_package.hpp"

#include <optional>
#include <span>

namespace kring::mls {

/// The longest time for which a key package may be offered (RFC 9420, section 7.2, leaves it to the
/// application): a year and a month, so that a yearly renewal overlaps.
inline constexpr std::uint64_t lifetime_s_max = 400ULL * 24 * 3600;

/// The signature of a leaf that stands at `position`. Errors: `bad_key`.
[[nodiscard]] Result<Bytes> sign_leaf(const LeafNode& leaf, const LeafPosition& position,
                                      const Secret& signature_key);
/// Errors: `bad_key`, `bad_signature`.
[[nodiscard]] Status verify_leaf_signature(const LeafNode& leaf, const LeafPosition& position);

/// Whether a leaf agrees with itself and with what its group demands (RFC 9420, section 7.3): version and
/// suite, its credential's and extensions' types among its capabilities, no extension twice, all that
/// `group_extensions` use or require. Errors: `bad_capabilities`, `bad_credential`, `bad_leaf_node`.
[[nodiscard]] Status check_leaf(const LeafNode& leaf, std::span<const Extension> group_extensions);

/// Whether a leaf out of a key package is within its lifetime, and that no longer than `lifetime_s_max`.
/// Other leaves have none. Nothing is checked without a time. Errors: `bad_lifetime`.
[[nodiscard]] Status check_lifetime(const LeafNode& leaf, std::optional<Time> now);

/// Whether something can be encrypted to the key: its size, and that it is not of low order.
/// Errors: `bad_key`.
[[nodiscard]] Status check_usable(const primitives::HpkePublicKey& key);

/// Whether a key package may be used to add its client to a group (RFC 9420, section 10.1).
/// Errors: those of the checks above, `unsupported_version`, `unsupported_cipher_suite`, `bad_key_package`
/// (source of the leaf, init key used twice, an extension twice or not among the capabilities).
[[nodiscard]] Status validate_key_package(const KeyPackage& key_package,
                                          std::span<const Extension> group_extensions,
                                          std::optional<Time> now);

}  // namespace kring::mls
