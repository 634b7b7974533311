#pragma once

#include "crypto/mls/group.hpp"
#include "tests/support/seeded_random.hpp"

namespace kring::support {

/// Alice, who opened a group, and Bob, whom she let in: the smallest group with every secret alive.
class MlsPair {
 public:
  explicit MlsPair(std::uint64_t seed);

  SeededRandom random;
  primitives::SignatureKeyPair bob_signer;
  mls::KeyPackageBundle bob_bundle;
  mls::Group alice;
  /// The Welcome that let Bob in.
  mls::Welcome welcome;
  mls::Group bob;

 private:
  [[nodiscard]] mls::Group create();
  [[nodiscard]] mls::Welcome add_bob();
};

}  // namespace kring::support
