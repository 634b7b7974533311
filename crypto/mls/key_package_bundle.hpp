#pragma once

#include "crypto/base/random.hpp"
#include "crypto/mls/key_package.hpp"

#include <vector>

namespace kring::mls {

/// What a client of ours says it can do: version 1.0, our suite, basic credentials, the default proposals and
/// these extension types.
[[nodiscard]] Capabilities default_capabilities(std::vector<ExtensionType> extensions);

struct KeyPackageOptions {
  Capabilities capabilities = default_capabilities({});
  Lifetime lifetime = {};
  Extensions leaf_extensions = {};
  Extensions extensions = {};
};

/// A key package with the private keys behind it; they are used once, by the Welcome that answers it.
struct KeyPackageBundle {
  KeyPackage key_package;
  Secret init_private_key;
  Secret encryption_private_key;

  [[nodiscard]] KeyPackageBundle clone() const;
  /// A versioned snapshot for the vault.
  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_snapshot`.
  [[nodiscard]] static Result<KeyPackageBundle> decode(ByteView bytes);
};

/// Makes and signs a key package with fresh keys (RFC 9420, section 10). Errors: `bad_key` (the signature
/// key).
[[nodiscard]] Result<KeyPackageBundle> make_key_package(const primitives::SignatureKeyPair& signer,
                                                        Credential credential,
                                                        const KeyPackageOptions& options, Random& random);

}  // namespace kring::mls
