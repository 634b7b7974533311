#include "tests/support/mls_client.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/primitives/signature.hpp"

#include <limits>

namespace kring::support {

MlsClient make_mls_client(Random& random, std::string_view name) {
  MlsClient client{.signature = primitives::generate_signature_key_pair(random),
                   .init = primitives::generate_hpke_key_pair(random),
                   .encryption = primitives::generate_hpke_key_pair(random),
                   .key_package = {}};
  client.key_package.init_key = client.init.public_key;
  auto& leaf = client.key_package.leaf_node;
  leaf.encryption_key = client.encryption.public_key;
  leaf.signature_key = client.signature.public_key;
  leaf.credential = mls::Credential::basic(view_bytes(name));
  leaf.capabilities.versions = {mls::ProtocolVersion::mls10};
  leaf.capabilities.cipher_suites = {mls::our_suite};
  leaf.capabilities.credentials = {mls::CredentialType::basic};
  leaf.source = mls::Lifetime{.not_before_s = 0, .not_after_s = std::numeric_limits<std::uint64_t>::max()};
  sign_again(client.key_package, client.signature.private_key);
  return client;
}

void sign_again(mls::KeyPackage& key_package, const Secret& signature_key) {
  auto leaf_signature = mls::sign_leaf(key_package.leaf_node, {}, signature_key);
  KRING_ASSERT(leaf_signature);
  key_package.leaf_node.signature = std::move(*leaf_signature);
  auto signature = sign_with_label(primitives::LabelPrefix::mls, "KeyPackageTBS", key_package.to_be_signed(),
                                   signature_key);
  KRING_ASSERT(signature);
  key_package.signature = std::move(*signature);
}

}  // namespace kring::support
