#include "crypto/mls/leaf_node.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

namespace {

using crypto::Errc;

LeafNodeSource read_source(codec::FieldReader& fields) {
  switch (fields.u8()) {
    case 1:
      return fields.read<Lifetime>();
    case 2:
      return UpdateLeaf{};
    case 3:
      return CommitLeaf{.parent_hash = fields.opaque(limits::hash_bytes_max)};
    default:
      fields.refuse(Errc::bad_value, "leaf node source");
      return UpdateLeaf{};
  }
}

void write_unsigned(codec::Writer& out, const LeafNode& leaf) {
  out.opaque(leaf.encryption_key.bytes);
  out.opaque(leaf.signature_key.bytes);
  leaf.credential.write(out);
  leaf.capabilities.write(out);
  out.u8(static_cast<std::uint8_t>(leaf.source.index() + 1));
  if (const auto* lifetime = std::get_if<Lifetime>(&leaf.source)) lifetime->write(out);
  if (const auto* commit = std::get_if<CommitLeaf>(&leaf.source)) out.opaque(commit->parent_hash);
  write_extensions(out, leaf.extensions);
}

std::uint64_t to_unix_s(Time time) {
  return to_unix_ms(time) / 1000;
}

}  // namespace

Result<Capabilities> Capabilities::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(Capabilities{
      .versions = fields.numbers<ProtocolVersion>(limits::capabilities_bytes_max, limits::capabilities_max),
      .cipher_suites = fields.numbers<CipherSuite>(limits::capabilities_bytes_max, limits::capabilities_max),
      .extensions = fields.numbers<ExtensionType>(limits::capabilities_bytes_max, limits::capabilities_max),
      .proposals = fields.numbers<ProposalType>(limits::capabilities_bytes_max, limits::capabilities_max),
      .credentials =
          fields.numbers<CredentialType>(limits::capabilities_bytes_max, limits::capabilities_max)});
}

void Capabilities::write(codec::Writer& out) const {
  codec::write_numbers(out, versions);
  codec::write_numbers(out, cipher_suites);
  codec::write_numbers(out, extensions);
  codec::write_numbers(out, proposals);
  codec::write_numbers(out, credentials);
}

Lifetime Lifetime::between(Time not_before, Time not_after) {
  return {.not_before_s = to_unix_s(not_before), .not_after_s = to_unix_s(not_after)};
}

bool Lifetime::contains(Time time) const {
  const auto now_s = to_unix_s(time);
  return not_before_s <= now_s && now_s <= not_after_s;
}

Result<Lifetime> Lifetime::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(Lifetime{.not_before_s = fields.u64(), .not_after_s = fields.u64()});
}

void Lifetime::write(codec::Writer& out) const {
  out.u64(not_before_s);
  out.u64(not_after_s);
}

Bytes LeafNode::to_be_signed(const LeafPosition& position) const {
  codec::Writer out;
  write_unsigned(out, *this);
  if (!std::holds_alternative<Lifetime>(source)) {
    out.opaque(position.group_id);
    out.u32(number_of(position.leaf));
  }
  return out.take();
}

Result<LeafNode> LeafNode::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      LeafNode{.encryption_key = {fields.opaque(limits::public_key_bytes_max)},
               .signature_key = {fields.opaque(limits::public_key_bytes_max)},
               .credential = fields.read<Credential>(),
               .capabilities = fields.read<Capabilities>(),
               .source = read_source(fields),
               .extensions = fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max),
               .signature = fields.opaque(limits::signature_bytes_max)});
}

void LeafNode::write(codec::Writer& out) const {
  write_unsigned(out, *this);
  out.opaque(signature);
}

}  // namespace kring::mls
