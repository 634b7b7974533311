#pragma once

#include "crypto/mls/key_package.hpp"
#include "tests/support/seeded_random.hpp"

#include <string_view>

namespace kring::support {

/// A client as MLS sees it before it is in a group: its keys and a valid key package around them.
struct MlsClient {
  primitives::SignatureKeyPair signature;
  primitives::HpkeKeyPair init;
  primitives::HpkeKeyPair encryption;
  mls::KeyPackage key_package;
};

/// A client with a basic credential `name`, capable of our suite alone, whose key package is good for all
/// time.
[[nodiscard]] MlsClient make_mls_client(Random& random, std::string_view name);

/// Signs a key package again, leaf first, after a test has changed it.
void sign_again(mls::KeyPackage& key_package, const Secret& signature_key);

}  // namespace kring::support
