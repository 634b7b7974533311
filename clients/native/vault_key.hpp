#pragma once

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

#include <filesystem>
#include <optional>

namespace kring::native {

/// How a home's vault is locked.
enum class Lock : std::uint8_t { key_file, passphrase };

/// The file in a home that holds the vault's key, or what a passphrase is turned into it with.
[[nodiscard]] std::filesystem::path key_path(const std::filesystem::path& home);
/// How the home is locked; nothing if it has no key yet.
[[nodiscard]] std::optional<Lock> lock_of(const std::filesystem::path& home);

/// Makes a home's key: random, in a file that only its owner may read. Errors: `key_exists`, `home_failed`.
[[nodiscard]] Result<Secret> make_key_file(const std::filesystem::path& home, Random& random);
/// Makes a home's key out of a passphrase (Argon2id, 256 MiB and 3 passes); the file holds salt and costs.
/// Errors: `key_exists`, `home_failed`.
[[nodiscard]] Result<Secret> make_passphrase_key(const std::filesystem::path& home, const Secret& passphrase,
                                                 Random& random);
/// The vault's key. `passphrase` is looked at only where the home is locked by one; a wrong one gives another
/// key, which the vault then refuses. Errors: `key_missing`, `key_damaged`,
/// `key_readable_by_others`, `home_failed`.
[[nodiscard]] Result<Secret> load_key(const std::filesystem::path& home, const Secret& passphrase);

}  // namespace kring::native
