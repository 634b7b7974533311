#include "crypto/mls/framing.hpp"

#include "crypto/codec/field_reader.hpp"
#include "crypto/primitives/labels.hpp"

namespace kring::mls {

namespace {

using crypto::Errc;

ContentType read_content_type(codec::FieldReader& fields) {
  const auto type = fields.number<ContentType>();
  switch (type) {
    case ContentType::application:
    case ContentType::proposal:
    case ContentType::commit:
      return type;
  }
  fields.refuse(Errc::bad_value, "content type");
  return ContentType::application;
}

void read_content(codec::FieldReader& fields, FramedContent& it) {
  switch (read_content_type(fields)) {
    case ContentType::application:
      it.content = ApplicationData{fields.opaque(limits::message_bytes_max)};
      break;
    case ContentType::proposal:
      it.content = fields.read<Proposal>();
      break;
    case ContentType::commit:
      it.content = fields.read<Commit>();
      break;
  }
}

/// Only these two carry framed content.
WireFormat read_wire_format(codec::FieldReader& fields) {
  const auto format = fields.number<WireFormat>();
  if (format != WireFormat::public_message && format != WireFormat::private_message)
    fields.refuse(Errc::bad_value, "wire format");
  return format;
}

}  // namespace

std::optional<LeafIndex> Sender::leaf() const {
  const auto* member = std::get_if<MemberSender>(&content);
  if (member == nullptr) return std::nullopt;
  return member->leaf;
}

Result<Sender> Sender::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  switch (fields.u8()) {
    case 1:
      return fields.done(Sender{MemberSender{fields.number<LeafIndex>()}});
    case 2:
      return fields.done(Sender{ExternalSender{fields.u32()}});
    case 3:
      return fields.done(Sender{NewMemberProposal{}});
    case 4:
      return fields.done(Sender{NewMemberCommit{}});
    default:
      fields.refuse(Errc::bad_value, "sender type");
      return fields.done(Sender{});
  }
}

void Sender::write(codec::Writer& out) const {
  out.u8(static_cast<std::uint8_t>(content.index() + 1));
  if (const auto* member = std::get_if<MemberSender>(&content)) codec::write_number(out, member->leaf);
  if (const auto* external = std::get_if<ExternalSender>(&content)) out.u32(external->index);
}

Result<FramedContent> FramedContent::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  FramedContent it{.group_id = fields.opaque(limits::group_id_bytes_max),
                   .epoch = fields.number<EpochId>(),
                   .sender = fields.read<Sender>(),
                   .authenticated_data = fields.opaque(limits::message_bytes_max),
                   .content = {}};
  read_content(fields, it);
  return fields.done(std::move(it));
}

void FramedContent::write(codec::Writer& out) const {
  out.opaque(group_id);
  codec::write_number(out, epoch);
  sender.write(out);
  out.opaque(authenticated_data);
  codec::write_number(out, type());
  if (const auto* data = std::get_if<ApplicationData>(&content)) out.opaque(data->bytes);
  if (const auto* proposal = std::get_if<Proposal>(&content)) proposal->write(out);
  if (const auto* commit = std::get_if<Commit>(&content)) commit->write(out);
}

Result<FramedContentAuth> FramedContentAuth::read(codec::Reader& in, ContentType type) {
  codec::FieldReader fields(in);
  FramedContentAuth it{.signature = fields.opaque(limits::signature_bytes_max), .confirmation_tag = {}};
  if (type == ContentType::commit) it.confirmation_tag = fields.opaque(limits::hash_bytes_max);
  return fields.done(std::move(it));
}

void FramedContentAuth::write(codec::Writer& out) const {
  out.opaque(signature);
  if (confirmation_tag) out.opaque(*confirmation_tag);
}

Result<AuthenticatedContent> AuthenticatedContent::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  AuthenticatedContent it{
      .wire_format = read_wire_format(fields), .content = fields.read<FramedContent>(), .auth = {}};
  if (fields.failed()) return fields.done(AuthenticatedContent{});
  auto auth = FramedContentAuth::read(in, it.content.type());
  if (!auth) return fail(auth.error());
  it.auth = std::move(*auth);
  return it;
}

void AuthenticatedContent::write(codec::Writer& out) const {
  codec::write_number(out, wire_format);
  content.write(out);
  auth.write(out);
}

ProposalRef proposal_ref(const AuthenticatedContent& proposal) {
  const auto hash = primitives::ref_hash("MLS 1.0 Proposal Reference", codec::encode(proposal));
  return {copy_bytes(hash)};
}

Result<PublicMessage> PublicMessage::read(codec::Reader& in) {
  auto content = FramedContent::read(in);
  if (!content) return fail(content.error());
  auto auth = FramedContentAuth::read(in, content->type());
  if (!auth) return fail(auth.error());
  codec::FieldReader fields(in);
  PublicMessage it{.content = std::move(*content), .auth = std::move(*auth), .membership_tag = std::nullopt};
  if (it.content.sender.leaf()) it.membership_tag = fields.opaque(limits::hash_bytes_max);
  return fields.done(std::move(it));
}

void PublicMessage::write(codec::Writer& out) const {
  content.write(out);
  auth.write(out);
  if (membership_tag) out.opaque(*membership_tag);
}

Result<PrivateMessage> PrivateMessage::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(PrivateMessage{.group_id = fields.opaque(limits::group_id_bytes_max),
                                    .epoch = fields.number<EpochId>(),
                                    .content_type = read_content_type(fields),
                                    .authenticated_data = fields.opaque(limits::message_bytes_max),
                                    .encrypted_sender_data = fields.opaque(limits::hash_bytes_max),
                                    .ciphertext = fields.opaque(limits::message_bytes_max)});
}

void PrivateMessage::write(codec::Writer& out) const {
  out.opaque(group_id);
  codec::write_number(out, epoch);
  codec::write_number(out, content_type);
  out.opaque(authenticated_data);
  out.opaque(encrypted_sender_data);
  out.opaque(ciphertext);
}

}  // namespace kring::mls
