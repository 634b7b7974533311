#include "tests/support/mls_pair.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/mls_world.hpp"

#include <limits>

namespace kring::support {

namespace {

constexpr mls::Lifetime for_ever{.not_before_s = 0, .not_after_s = std::numeric_limits<std::uint64_t>::max()};

mls::KeyPackageBundle make_bundle(const primitives::SignatureKeyPair& signer, Random& random) {
  const mls::KeyPackageOptions options{.capabilities = mls::default_capabilities({}),
                                       .lifetime = for_ever,
                                       .leaf_extensions = {},
                                       .extensions = {}};
  return must(mls::make_key_package(signer, mls::Credential::basic(view_bytes("bob")), options, random));
}

}  // namespace

MlsPair::MlsPair(std::uint64_t seed)
    : random(seed),
      bob_signer(primitives::generate_signature_key_pair(random)),
      bob_bundle(make_bundle(bob_signer, random)),
      alice(create()),
      welcome(add_bob()),
      bob(must(mls::Group::join(welcome, bob_bundle, bob_signer.clone(), {})).group) {}

mls::Group MlsPair::create() {
  mls::GroupParameters parameters;
  parameters.group_id = copy_bytes(view_bytes("pair"));
  parameters.lifetime = for_ever;
  return must(mls::Group::create(std::move(parameters), primitives::generate_signature_key_pair(random),
                                 mls::Credential::basic(view_bytes("alice")), random));
}

mls::Welcome MlsPair::add_bob() {
  mls::CommitOptions options;
  options.adds = {bob_bundle.key_package};
  auto prepared = must(alice.prepare_commit(options, random));
  KRING_ASSERT(prepared.welcome);
  alice.merge(std::move(prepared.staged));
  return std::get<mls::Welcome>(prepared.welcome->body);
}

}  // namespace kring::support
