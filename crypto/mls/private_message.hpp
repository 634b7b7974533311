#pragma once

#include "crypto/mls/framing.hpp"
#include "crypto/mls/secret_tree.hpp"

namespace kring::mls {

/// What an epoch has for encrypting messages (RFC 9420, section 6.3).
struct MessageSecrets {
  SecretTree tree;
  Secret sender_data_secret;

  [[nodiscard]] MessageSecrets clone() const { return {tree.clone(), sender_data_secret.clone()}; }
};

/// Encrypts a member's content and uses up one key of its ratchet; `padding_bytes` zeroes are added.
/// Errors: `generation_too_far`.
[[nodiscard]] Result<PrivateMessage> protect_private(const AuthenticatedContent& it, MessageSecrets& secrets,
                                                     std::size_t padding_bytes, Random& random);

/// Who sent a message, by its sender data. Errors: `decryption_failed`.
[[nodiscard]] Result<LeafIndex> sender_of(const PrivateMessage& message, const Secret& sender_data_secret);

/// A message that opened; its signature is still unchecked.
struct OpenedMessage {
  AuthenticatedContent content;
  /// The key, to be consumed once everything about the message is right.
  SecretTree::Lookup used;
};
/// Errors: `decryption_failed` (also malformed plaintext or padding), `unknown_sender`, `key_already_used`,
/// `generation_too_far`.
[[nodiscard]] Result<OpenedMessage> open_private(const PrivateMessage& message,
                                                 const MessageSecrets& secrets);

/// Key and nonce for the sender data of a ciphertext (section 6.3.2).
[[nodiscard]] MessageKey sender_data_key(const Secret& sender_data_secret, ByteView ciphertext);

}  // namespace kring::mls
