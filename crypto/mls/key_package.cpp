#include "crypto/mls/key_package.hpp"

#include "crypto/codec/field_reader.hpp"
#include "crypto/primitives/labels.hpp"

namespace kring::mls {

namespace {

void write_unsigned(codec::Writer& out, const KeyPackage& key_package) {
  codec::write_number(out, key_package.version);
  codec::write_number(out, key_package.cipher_suite);
  out.opaque(key_package.init_key.bytes);
  key_package.leaf_node.write(out);
  write_extensions(out, key_package.extensions);
}

}  // namespace

Bytes KeyPackage::to_be_signed() const {
  codec::Writer out;
  write_unsigned(out, *this);
  return out.take();
}

Result<KeyPackage> KeyPackage::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      KeyPackage{.version = fields.number<ProtocolVersion>(),
                 .cipher_suite = fields.number<CipherSuite>(),
                 .init_key = {fields.opaque(limits::public_key_bytes_max)},
                 .leaf_node = fields.read<LeafNode>(),
                 .extensions = fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max),
                 .signature = fields.opaque(limits::signature_bytes_max)});
}

void KeyPackage::write(codec::Writer& out) const {
  write_unsigned(out, *this);
  out.opaque(signature);
}

Hash key_package_ref(const KeyPackage& key_package) {
  return primitives::ref_hash("MLS 1.0 KeyPackage Reference", codec::encode(key_package));
}

}  // namespace kring::mls
