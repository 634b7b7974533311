#pragma once

#include "crypto/mls/framing.hpp"

namespace kring::mls {

// Signing framed content and proving membership (RFC 9420, sections 6.1 and 6.2). `group_context` is the
// sender's epoch's, encoded; senders who are outside the group do not sign over it.

/// Signs; a commit's confirmation tag is put in afterwards. Errors: `bad_key`.
[[nodiscard]] Result<AuthenticatedContent> sign_content(WireFormat format, FramedContent content,
                                                        ByteView group_context, const Secret& private_key);
/// Errors: `bad_key`, `bad_signature`.
[[nodiscard]] Status verify_content(const AuthenticatedContent& it, ByteView group_context,
                                    const primitives::SignaturePublicKey& key);

/// The content of a PublicMessage, still unchecked.
[[nodiscard]] AuthenticatedContent content_of(const PublicMessage& message);

/// As it travels from a member: with the tag that only members can make.
[[nodiscard]] PublicMessage protect_public(AuthenticatedContent it, ByteView group_context,
                                           const Secret& membership_key);
/// As it travels from someone outside the group.
[[nodiscard]] PublicMessage unprotected_public(AuthenticatedContent it);
/// Whether the tag fits; a sender outside the group has none. Errors: `bad_membership_tag`,
/// `unsupported_message` (application data in the clear).
[[nodiscard]] Status verify_membership(const PublicMessage& message, ByteView group_context,
                                       const Secret& membership_key);

}  // namespace kring::mls
