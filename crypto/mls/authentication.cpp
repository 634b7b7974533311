#include "crypto/mls/authentication.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/primitives/hash.hpp"

namespace kring::mls {

using crypto::Errc;

namespace {

constexpr std::string_view content_label = "FramedContentTBS";

/// FramedContentTBS.
Bytes to_be_signed(WireFormat format, const FramedContent& content, ByteView group_context) {
  codec::Writer out;
  codec::write_number(out, ProtocolVersion::mls10);
  codec::write_number(out, format);
  content.write(out);
  const auto& sender = content.sender.content;
  if (std::holds_alternative<MemberSender>(sender) || std::holds_alternative<NewMemberCommit>(sender))
    out.raw(group_context);
  return out.take();
}

Hash membership_tag(const FramedContent& content, const FramedContentAuth& auth, ByteView group_context,
                    const Secret& membership_key) {
  codec::Writer out;
  out.raw(to_be_signed(WireFormat::public_message, content, group_context));
  auth.write(out);
  return primitives::hmac_sha256(membership_key, out.view());
}

}  // namespace

Result<AuthenticatedContent> sign_content(WireFormat format, FramedContent content, ByteView group_context,
                                          const Secret& private_key) {
  auto signature = labels::sign(private_key, content_label, to_be_signed(format, content, group_context));
  if (!signature) return fail(signature.error());
  return AuthenticatedContent{.wire_format = format,
                              .content = std::move(content),
                              .auth = {.signature = std::move(*signature), .confirmation_tag = {}}};
}

Status verify_content(const AuthenticatedContent& it, ByteView group_context,
                      const primitives::SignaturePublicKey& key) {
  const auto content = to_be_signed(it.wire_format, it.content, group_context);
  return labels::verify(key, content_label, {.content = content, .signature = it.auth.signature});
}

AuthenticatedContent content_of(const PublicMessage& message) {
  return {.wire_format = WireFormat::public_message, .content = message.content, .auth = message.auth};
}

PublicMessage protect_public(AuthenticatedContent it, ByteView group_context, const Secret& membership_key) {
  auto tag = copy_bytes(membership_tag(it.content, it.auth, group_context, membership_key));
  return {.content = std::move(it.content), .auth = std::move(it.auth), .membership_tag = std::move(tag)};
}

PublicMessage unprotected_public(AuthenticatedContent it) {
  return {.content = std::move(it.content), .auth = std::move(it.auth), .membership_tag = std::nullopt};
}

Status verify_membership(const PublicMessage& message, ByteView group_context, const Secret& membership_key) {
  if (message.content.type() == ContentType::application)
    return fail(Errc::unsupported_message, "application data in a PublicMessage");
  if (!message.content.sender.leaf()) return {};
  const auto tag = membership_tag(message.content, message.auth, group_context, membership_key);
  if (!message.membership_tag || !equal_constant_time(tag, *message.membership_tag))
    return fail(Errc::bad_membership_tag);
  return {};
}

}  // namespace kring::mls
