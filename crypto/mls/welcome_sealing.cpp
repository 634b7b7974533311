#include "crypto/mls/welcome_sealing.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/mls/key_schedule.hpp"
#include "crypto/mls/labels.hpp"

#include <algorithm>

namespace kring::mls {

using crypto::Errc;

namespace {

constexpr std::string_view welcome_label = "Welcome";

struct GroupInfoKey {
  Secret key;
  primitives::AeadNonce nonce;
};

GroupInfoKey group_info_key(const Secret& joiner, const Secret& psk) {
  const auto secret = welcome_secret(joiner, psk);
  GroupInfoKey key{labels::expand(secret, "key", {}, primitives::aead_key_bytes), {}};
  const auto nonce = labels::expand(secret, "nonce", {}, primitives::aead_nonce_bytes);
  std::ranges::copy(nonce.expose(), key.nonce.begin());
  return key;
}

}  // namespace

Result<Welcome> seal_welcome(const GroupInfo& info, const WelcomeSecrets& secrets,
                             std::span<const Newcomer> newcomers, Random& random) {
  const auto key = group_info_key(secrets.joiner_secret, secrets.psk_secret);
  Welcome welcome{.cipher_suite = our_suite,
                  .secrets = {},
                  .encrypted_group_info = primitives::aead_seal(key.key, key.nonce, {}, codec::encode(info))};
  for (const auto& newcomer : newcomers) {
    GroupSecrets told{.joiner_secret = secrets.joiner_secret.clone(),
                      .path_secret = std::nullopt,
                      .psks = {secrets.psks.begin(), secrets.psks.end()}};
    if (newcomer.path_secret != nullptr) told.path_secret = newcomer.path_secret->clone();
    auto sealed = primitives::encrypt_with_label(labels::prefix, newcomer.key_package.init_key, welcome_label,
                                                 welcome.encrypted_group_info, told.encode(), random);
    if (!sealed) return fail(sealed.error());
    welcome.secrets.push_back({.new_member = copy_bytes(key_package_ref(newcomer.key_package)),
                               .encrypted_group_secrets = std::move(*sealed)});
  }
  return welcome;
}

Result<GroupSecrets> open_group_secrets(const Welcome& welcome, const KeyPackageBundle& bundle) {
  if (welcome.cipher_suite != our_suite || bundle.key_package.cipher_suite != our_suite)
    return fail(Errc::unsupported_cipher_suite, "Welcome");
  const auto reference = copy_bytes(key_package_ref(bundle.key_package));
  const auto ours = std::ranges::find(welcome.secrets, reference, &EncryptedGroupSecrets::new_member);
  if (ours == welcome.secrets.end()) return fail(Errc::no_key_package, "Welcome");
  auto opened = primitives::decrypt_with_label(labels::prefix, bundle.init_private_key, welcome_label,
                                               welcome.encrypted_group_info, ours->encrypted_group_secrets);
  if (!opened) return fail(opened.error());
  return codec::decode<GroupSecrets>(opened->expose());
}

Result<GroupInfo> open_group_info(const Welcome& welcome, const Secret& joiner_secret,
                                  const Secret& psk_secret) {
  const auto key = group_info_key(joiner_secret, psk_secret);
  auto opened = primitives::aead_open(key.key, key.nonce, {}, welcome.encrypted_group_info);
  if (!opened) return fail(opened.error());
  return codec::decode<GroupInfo>(*opened);
}

}  // namespace kring::mls
