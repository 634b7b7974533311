#pragma once

#include "crypto/mls/group_info.hpp"
#include "crypto/mls/key_package_bundle.hpp"
#include "crypto/mls/welcome.hpp"

#include <span>

namespace kring::mls {

/// One newcomer of a commit. `path_secret` is null if the commit has no path.
struct Newcomer {
  const KeyPackage& key_package;
  const Secret* path_secret;
};

/// The secrets of the new epoch that a Welcome carries or is sealed under.
struct WelcomeSecrets {
  const Secret& joiner_secret;
  const Secret& psk_secret;
  std::span<const PreSharedKeyId> psks;
};

/// Seals a GroupInfo for newcomers (RFC 9420, section 12.4.3.1). Errors: `bad_key` (a newcomer's init key).
[[nodiscard]] Result<Welcome> seal_welcome(const GroupInfo& info, const WelcomeSecrets& secrets,
                                           std::span<const Newcomer> newcomers, Random& random);

/// Finds and opens what a Welcome says to the owner of a key package. Errors: `unsupported_cipher_suite`,
/// `no_key_package`, `decryption_failed`, those of `GroupSecrets::read`.
[[nodiscard]] Result<GroupSecrets> open_group_secrets(const Welcome& welcome, const KeyPackageBundle& bundle);

/// Opens the GroupInfo; its signature is still unchecked. Errors: `decryption_failed`, those of
/// `GroupInfo::read`.
[[nodiscard]] Result<GroupInfo> open_group_info(const Welcome& welcome, const Secret& joiner_secret,
                                                const Secret& psk_secret);

}  // namespace kring::mls
