#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::crypto {

/// Every error of `crypto/`. Decryption failures all look alike from outside.
enum class Errc : std::uint16_t {
  // Bytes and codec.
  truncated = 1,
  trailing_bytes,
  too_long,
  non_minimal_length,
  bad_value,
  bad_encoding,
  // Primitives.
  bad_key,
  bad_signature,
  decryption_failed,
  // MLS (RFC 9420).
  unsupported_version,
  unsupported_cipher_suite,
  unsupported_message,
  wrong_group,
  stale_epoch,
  future_epoch,
  unknown_sender,
  key_already_used,
  generation_too_far,
  bad_membership_tag,
  bad_confirmation_tag,
  bad_tree,
  bad_tree_hash,
  bad_parent_hash,
  bad_leaf_node,
  bad_lifetime,
  bad_capabilities,
  bad_credential,
  duplicate_key,
  bad_key_package,
  bad_proposal,
  bad_proposal_list,
  path_required,
  bad_path,
  unknown_proposal,
  unknown_psk,
  no_key_package,
  own_message,
  not_a_member,
  bad_snapshot,
  // Records and recovery.
  bad_commitment,
  bad_words,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::crypto;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::crypto
