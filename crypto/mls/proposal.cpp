#include "crypto/mls/proposal.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

namespace {

/// The KEM output of any registered suite fits.
constexpr std::size_t kem_output_bytes_max = limits::public_key_bytes_max;

}  // namespace

Result<Add> Add::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(Add{fields.read<KeyPackage>()});
}

void Add::write(codec::Writer& out) const {
  key_package.write(out);
}

Result<Update> Update::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(Update{fields.read<LeafNode>()});
}

void Update::write(codec::Writer& out) const {
  leaf_node.write(out);
}

Result<Remove> Remove::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(Remove{fields.number<LeafIndex>()});
}

void Remove::write(codec::Writer& out) const {
  codec::write_number(out, removed);
}

Result<PreSharedKey> PreSharedKey::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(PreSharedKey{fields.read<PreSharedKeyId>()});
}

void PreSharedKey::write(codec::Writer& out) const {
  psk.write(out);
}

Result<ReInit> ReInit::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      ReInit{.group_id = fields.opaque(limits::group_id_bytes_max),
             .version = fields.number<ProtocolVersion>(),
             .cipher_suite = fields.number<CipherSuite>(),
             .extensions = fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max)});
}

void ReInit::write(codec::Writer& out) const {
  out.opaque(group_id);
  codec::write_number(out, version);
  codec::write_number(out, cipher_suite);
  write_extensions(out, extensions);
}

Result<ExternalInit> ExternalInit::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(ExternalInit{fields.opaque(kem_output_bytes_max)});
}

void ExternalInit::write(codec::Writer& out) const {
  out.opaque(kem_output);
}

Result<GroupContextExtensions> GroupContextExtensions::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      GroupContextExtensions{fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max)});
}

void GroupContextExtensions::write(codec::Writer& out) const {
  write_extensions(out, extensions);
}

Result<Proposal> Proposal::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  Proposal it;
  switch (fields.number<ProposalType>()) {
    case ProposalType::add:
      it.content = fields.read<Add>();
      break;
    case ProposalType::update:
      it.content = fields.read<Update>();
      break;
    case ProposalType::remove:
      it.content = fields.read<Remove>();
      break;
    case ProposalType::psk:
      it.content = fields.read<PreSharedKey>();
      break;
    case ProposalType::reinit:
      it.content = fields.read<ReInit>();
      break;
    case ProposalType::external_init:
      it.content = fields.read<ExternalInit>();
      break;
    case ProposalType::group_context_extensions:
      it.content = fields.read<GroupContextExtensions>();
      break;
    default:  // Numbers without a name.
      fields.refuse(crypto::Errc::unknown_proposal, "proposal type");
  }
  return fields.done(std::move(it));
}

void Proposal::write(codec::Writer& out) const {
  codec::write_number(out, type());
  std::visit([&out](const auto& proposal) { proposal.write(out); }, content);
}

}  // namespace kring::mls
