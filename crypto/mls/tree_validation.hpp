#pragma once

#include "crypto/mls/group_context.hpp"
#include "crypto/mls/ratchet_tree.hpp"

#include <optional>

namespace kring::mls {

/// Whether the members get on with each other and the group (RFC 9420, section 7.3): `check_leaf` for each,
/// every credential type in use supported by all, no signature key and no encryption key used twice, parents'
/// keys included. No signature is verified: this runs on every commit.
/// Errors: those of `check_leaf`, `bad_credential`, `duplicate_key`.
[[nodiscard]] Status check_members(const RatchetTree& tree, std::span<const Extension> group_extensions);

/// Whether a whole tree may be believed by one who joins (RFC 9420, sections 7.9.2 and 12.4.3.1): its hash is
/// the context's, `check_members`, every leaf's signature, and lifetime if a time is given, unmerged leaves
/// and parent hashes. Errors: those of `check_members`, `bad_tree_hash`, `bad_tree`, `bad_parent_hash`,
/// `bad_signature`, `bad_key`, `bad_lifetime`.
[[nodiscard]] Status validate_tree(const RatchetTree& tree, const GroupContext& context,
                                   std::optional<Time> now);

/// The part of `validate_tree` that looks at unmerged leaves and parent hashes alone.
/// Errors: `bad_tree`, `bad_parent_hash`.
[[nodiscard]] Status validate_parents(const RatchetTree& tree);

}  // namespace kring::mls
