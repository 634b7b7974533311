#pragma once

#include "clients/core/action.hpp"
#include "clients/native/vault_key.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace kring::native {

/// A device's rows in one SQLite file, each sealed (XChaCha20-Poly1305, its name as additional data) under
/// the home's key.
///
/// One process at a time. A save is one transaction, on the disk when it returns (WAL, `synchronous=FULL`).
class Vault {
 public:
  /// Opens or makes `home/vault.db`. `random` outlives the vault. Errors: `home_in_use`, `wrong_key` (another
  /// key or passphrase, or a damaged row: nothing is deleted), `vault_newer`, `vault_damaged`,
  /// `vault_failed`, `home_failed`.
  [[nodiscard]] static Result<Vault> open(const std::filesystem::path& home, Secret key, Random& random);
  /// Makes a home that has none: its key and an empty vault, in place of what a making that was broken off
  /// has left. Wherever it ends, by a power cut too, the home either opens or can be made again.
  /// `passphrase` is looked at only for such a lock. Errors: `key_exists`, `key_damaged` (there is a vault
  /// whose key was lost: it stays as it is), and those of `open`.
  [[nodiscard]] static Result<Vault> make(const std::filesystem::path& home, Lock lock,
                                          const Secret& passphrase, Random& random);

  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;
  Vault(Vault&&) noexcept;
  Vault& operator=(Vault&&) noexcept;
  ~Vault();

  /// All rows. Errors: `wrong_key`, `vault_damaged`, `vault_failed`.
  [[nodiscard]] Result<std::vector<core::Row>> load();
  /// Writes and deletes, all or nothing. Errors: `vault_full` (no room on the disk), `vault_failed`.
  [[nodiscard]] Status save(const std::vector<core::Row>& rows);

 private:
  struct State;
  explicit Vault(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The vault's database in a home.
[[nodiscard]] std::filesystem::path vault_path(const std::filesystem::path& home);
/// Whether a home has both its key and its vault, or can be made (again): with one alone something was lost,
/// and nothing may be put in its place. Errors: `vault_gone`, `key_damaged`.
[[nodiscard]] Status check_home(const std::filesystem::path& home);

}  // namespace kring::native
