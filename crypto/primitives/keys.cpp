#include "crypto/primitives/keys.hpp"

namespace kring::primitives {

Secret random_secret(Random& random, std::size_t size) {
  auto secret = Secret::of_size(size);
  random.fill(secret.expose_mutable());
  return secret;
}

}  // namespace kring::primitives
