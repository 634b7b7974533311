#include "crypto/mls/key_package_bundle.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/mls/leaf_validation.hpp"

namespace kring::mls {

using crypto::Errc;

namespace {

constexpr std::uint16_t bundle_snapshot_version = 1;

Result<KeyPackageBundle> read_bundle(ByteView bytes) {
  codec::Reader in(bytes);
  auto version = in.u16();
  if (!version || *version != bundle_snapshot_version) return fail(Errc::bad_snapshot, "version");
  auto key_package = KeyPackage::read(in);
  if (!key_package) return fail(key_package.error());
  auto init = in.opaque(primitives::key_bytes);
  if (!init) return fail(init.error());
  auto encryption = in.opaque(primitives::key_bytes);
  if (!encryption) return fail(encryption.error());
  if (auto end = in.finish(); !end) return fail(end.error());
  return KeyPackageBundle{std::move(*key_package), Secret::copy_of(*init), Secret::copy_of(*encryption)};
}

}  // namespace

Capabilities default_capabilities(std::vector<ExtensionType> extensions) {
  return {.versions = {ProtocolVersion::mls10},
          .cipher_suites = {our_suite},
          .extensions = std::move(extensions),
          .proposals = {},
          .credentials = {CredentialType::basic}};
}

KeyPackageBundle KeyPackageBundle::clone() const {
  return {key_package, init_private_key.clone(), encryption_private_key.clone()};
}

SecretBytes KeyPackageBundle::encode() const {
  codec::SecretWriter out;
  out.u16(bundle_snapshot_version);
  out.raw(codec::encode(key_package));
  out.opaque(init_private_key.expose());
  out.opaque(encryption_private_key.expose());
  return out.take();
}

Result<KeyPackageBundle> KeyPackageBundle::decode(ByteView bytes) {
  auto bundle = read_bundle(bytes);
  if (!bundle) return fail(Errc::bad_snapshot, "key package bundle");
  return bundle;
}

Result<KeyPackageBundle> make_key_package(const primitives::SignatureKeyPair& signer, Credential credential,
                                          const KeyPackageOptions& options, Random& random) {
  auto init = primitives::generate_hpke_key_pair(random);
  auto encryption = primitives::generate_hpke_key_pair(random);
  KeyPackage key_package{.init_key = std::move(init.public_key),
                         .leaf_node = {.encryption_key = std::move(encryption.public_key),
                                       .signature_key = signer.public_key,
                                       .credential = std::move(credential),
                                       .capabilities = options.capabilities,
                                       .source = options.lifetime,
                                       .extensions = options.leaf_extensions,
                                       .signature = {}},
                         .extensions = options.extensions,
                         .signature = {}};
  auto leaf_signature = sign_leaf(key_package.leaf_node, {}, signer.private_key);
  if (!leaf_signature) return fail(leaf_signature.error());
  key_package.leaf_node.signature = std::move(*leaf_signature);
  auto signature = labels::sign(signer.private_key, "KeyPackageTBS", key_package.to_be_signed());
  if (!signature) return fail(signature.error());
  key_package.signature = std::move(*signature);
  return KeyPackageBundle{std::move(key_package), std::move(init.private_key),
                          std::move(encryption.private_key)};
}

}  // namespace kring::mls
