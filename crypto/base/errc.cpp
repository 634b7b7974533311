#include "crypto/base/errc.hpp"

namespace kring::crypto {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::truncated:
      return "truncated";
    case Errc::trailing_bytes:
      return "trailing_bytes";
    case Errc::too_long:
      return "too_long";
    case Errc::non_minimal_length:
      return "non_minimal_length";
    case Errc::bad_value:
      return "bad_value";
    case Errc::bad_encoding:
      return "bad_encoding";
    case Errc::bad_key:
      return "bad_key";
    case Errc::bad_signature:
      return "bad_signature";
    case Errc::decryption_failed:
      return "decryption_failed";
    case Errc::unsupported_version:
      return "unsupported_version";
    case Errc::unsupported_cipher_suite:
      return "unsupported_cipher_suite";
    case Errc::unsupported_message:
      return "unsupported_message";
    case Errc::wrong_group:
      return "wrong_group";
    case Errc::stale_epoch:
      return "stale_epoch";
    case Errc::future_epoch:
      return "future_epoch";
    case Errc::unknown_sender:
      return "unknown_sender";
    case Errc::key_already_used:
      return "key_already_used";
    case Errc::generation_too_far:
      return "generation_too_far";
    case Errc::bad_membership_tag:
      return "bad_membership_tag";
    case Errc::bad_confirmation_tag:
      return "bad_confirmation_tag";
    case Errc::bad_tree:
      return "bad_tree";
    case Errc::bad_tree_hash:
      return "bad_tree_hash";
    case Errc::bad_parent_hash:
      return "bad_parent_hash";
    case Errc::bad_leaf_node:
      return "bad_leaf_node";
    case Errc::bad_lifetime:
      return "bad_lifetime";
    case Errc::bad_capabilities:
      return "bad_capabilities";
    case Errc::bad_credential:
      return "bad_credential";
    case Errc::duplicate_key:
      return "duplicate_key";
    case Errc::bad_key_package:
      return "bad_key_package";
    case Errc::bad_proposal:
      return "bad_proposal";
    case Errc::bad_proposal_list:
      return "bad_proposal_list";
    case Errc::path_required:
      return "path_required";
    case Errc::bad_path:
      return "bad_path";
    case Errc::unknown_proposal:
      return "unknown_proposal";
    case Errc::unknown_psk:
      return "unknown_psk";
    case Errc::no_key_package:
      return "no_key_package";
    case Errc::own_message:
      return "own_message";
    case Errc::not_a_member:
      return "not_a_member";
    case Errc::bad_snapshot:
      return "bad_snapshot";
    case Errc::bad_commitment:
      return "bad_commitment";
    case Errc::bad_words:
      return "bad_words";
  }
  return "unknown";
}

}  // namespace kring::crypto
