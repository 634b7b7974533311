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
/// The same file while the home is being made: what it locks holds nothing yet.
[[nodiscard]] std::filesystem::path new_key_path(const std::filesystem::path& home);
/// How the home is locked; nothing if it has no key yet.
[[nodiscard]] std::optional<Lock> lock_of(const std::filesystem::path& home);

/// Makes a new key for a home: random, in a file that only its owner may read, in place of a new key that was
/// left there. It is the home's key from `keep_key` on. Errors: `home_failed`.
[[nodiscard]] Result<Secret> make_key_file(const std::filesystem::path& home, Random& random);
/// The same out of a passphrase (Argon2id, 256 MiB and 3 passes); the file holds salt and costs. Errors:
/// `home_failed`.
[[nodiscard]] Result<Secret> make_passphrase_key(const std::filesystem::path& home, const Secret& passphrase,
                                                 Random& random);
/// Makes the new key the home's, which has none: once this is on the disk it returns. Errors: `home_failed`.
[[nodiscard]] Status keep_key(const std::filesystem::path& home);
/// The vault's key. `passphrase` is looked at only where the home is locked by one; a wrong one gives another
/// key, which the vault then refuses. Errors: `key_missing`, `key_damaged`,
/// `key_readable_by_others`, `home_failed`.
[[nodiscard]] Result<Secret> load_key(const std::filesystem::path& home, const Secret& passphrase);

}  // namespace kring::native
