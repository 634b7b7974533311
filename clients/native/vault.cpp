#include "clients/native/vault.hpp"

#include "clients/native/errc.hpp"

#include <sodium.h>
#include <sqlite3.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace kring::native {

namespace {

namespace fs = std::filesystem;

/// "KrVt": says that a database is a vault, whatever its file is called.
constexpr int application_id = 0x4b725674;
constexpr int schema_version = 1;
/// A row that every vault has: it opens only under the right key.
constexpr std::string_view probe_name = "!probe";
constexpr std::string_view count_others = "SELECT count(*) FROM row WHERE name <> '!probe'";

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

Statement prepare(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  return Statement(statement);
}

/// What a code of SQLite's says of the file.
Errc errc_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return Errc::vault_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Errc::vault_damaged;
    default:
      return Errc::vault_failed;
  }
}

Status run(sqlite3* database, const char* sql) {
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return fail(errc_of(code), "vault");
}

std::optional<int> read_number(sqlite3* database, std::string_view sql) {
  const auto statement = prepare(database, sql);
  if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return std::nullopt;
  return sqlite3_column_int(statement.get(), 0);
}

ByteView view_column(sqlite3_stmt* statement, int column) {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

/// Keeps a second process out of the home for as long as it lives.
class HomeLock {
 public:
  static Result<HomeLock> take(const fs::path& home) {
    std::error_code error;
    fs::create_directories(home, error);
    if (error) return fail(Errc::home_failed, "home");
    const int descriptor = ::open((home / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(Errc::home_failed, "lock file");
    HomeLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return fail(Errc::home_in_use, "lock file");
    return lock;
  }
  HomeLock(const HomeLock&) = delete;
  HomeLock& operator=(const HomeLock&) = delete;
  HomeLock(HomeLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  HomeLock& operator=(HomeLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~HomeLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  explicit HomeLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

Bytes seal(const Secret& key, std::string_view name, ByteView value, Random& random) {
  Bytes sealed(nonce_bytes + value.size() + tag_bytes);
  random.fill(std::span(sealed).first(nonce_bytes));
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_bytes, &size, value.data(), value.size(),
                                             view_bytes(name).data(), name.size(), nullptr, sealed.data(),
                                             key.expose().data());
  return sealed;
}

Result<SecretBytes> open_sealed(const Secret& key, std::string_view name, ByteView sealed) {
  if (sealed.size() < nonce_bytes + tag_bytes) return fail(Errc::wrong_key, "row");
  SecretBytes value(sealed.size() - nonce_bytes - tag_bytes);
  const auto body = sealed.subspan(nonce_bytes);
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(value.data(), &size, nullptr, body.data(), body.size(),
                                                 view_bytes(name).data(), name.size(), sealed.data(),
                                                 key.expose().data()) != 0) {
    return fail(Errc::wrong_key, "row");
  }
  return value;
}

Status set_up(sqlite3* database) {
  // Whoever joins saves a log of years in one transaction: 32 MiB of it stay in memory until it is whole.
  for (const auto* sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA trusted_schema=OFF",
                          "PRAGMA secure_delete=ON", "PRAGMA cache_size=-32768"}) {
    if (auto done = run(database, sql); !done) return done;
  }
  const auto id = read_number(database, "PRAGMA application_id");
  const auto version = read_number(database, "PRAGMA user_version");
  if (!id || !version) return fail(errc_of(sqlite3_errcode(database)), "not a database");
  if (*id == 0 && *version == 0) {
    return run(database,
               "BEGIN IMMEDIATE;"
               "CREATE TABLE row(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;"
               "PRAGMA application_id=1265784436;"
               "PRAGMA user_version=1;"
               "COMMIT");
  }
  if (*id != application_id) return fail(Errc::vault_failed, "not a vault");
  if (*version > schema_version) return fail(Errc::vault_newer, "vault");
  return {};
}
static_assert(application_id == 1265784436);

/// The home's database, made if there is none. Errors: those of `Vault::open`.
Result<Database> open_database(const fs::path& home) {
  const auto path = vault_path(home);
  // SQLite gives its side files the mode of the database.
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(Errc::home_failed, "vault file");
  ::close(descriptor);
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) return fail(Errc::vault_failed, "open");
  if (auto ready = set_up(database.get()); !ready) return fail(ready.error());
  return database;
}

}  // namespace

struct Vault::State {
  HomeLock lock;
  Database database;
  Secret key;
  Random& random;

  [[nodiscard]] Statement prepare_put() const {
    return prepare(database.get(), "INSERT OR REPLACE INTO row(name, value) VALUES(?, ?)");
  }
  /// By a statement of `prepare_put`, which can be used again.
  Status put(const Statement& statement, std::string_view name, ByteView value) const {
    if (!statement) return fail(Errc::vault_failed, "put");
    sqlite3_reset(statement.get());
    const auto sealed = seal(key, name, value, random);
    sqlite3_bind_text(statement.get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement.get(), 2, sealed.data(), static_cast<int>(sealed.size()), SQLITE_STATIC);
    return finish(sqlite3_step(statement.get()));
  }
  Status erase(std::string_view name) const {
    const auto statement = prepare(database.get(), "DELETE FROM row WHERE name = ?");
    if (!statement) return fail(Errc::vault_failed, "delete");
    sqlite3_bind_text(statement.get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
    return finish(sqlite3_step(statement.get()));
  }
  static Status finish(int code) {
    if (code == SQLITE_DONE) return {};
    return fail(errc_of(code), "write");
  }
  Status put_probe() const { return put(prepare_put(), probe_name, {}); }
  /// Proves the key, or lays the row that proves it in a new vault.
  Status probe() const {
    const auto statement = prepare(database.get(), "SELECT value FROM row WHERE name = ?");
    if (!statement) return fail(errc_of(sqlite3_errcode(database.get())), "probe");
    sqlite3_bind_text(statement.get(), 1, probe_name.data(), static_cast<int>(probe_name.size()),
                      SQLITE_STATIC);
    const int code = sqlite3_step(statement.get());
    if (code == SQLITE_DONE) return put_probe();
    if (code != SQLITE_ROW) return fail(errc_of(code), "probe");
    auto value = open_sealed(key, probe_name, view_column(statement.get(), 0));
    if (!value) return fail(value.error());
    return {};
  }
};

fs::path vault_path(const fs::path& home) {
  return home / "vault.db";
}

Status check_home(const fs::path& home) {
  std::error_code ignored;
  const bool has_key = fs::exists(key_path(home), ignored);
  const auto size = fs::file_size(vault_path(home), ignored);
  const bool has_vault = !ignored && size != 0;
  if (has_key && !has_vault) return fail(Errc::vault_gone, "home");
  // A vault of a home that is still being made holds nothing.
  if (has_vault && !has_key && !fs::exists(new_key_path(home), ignored))
    return fail(Errc::key_damaged, "home");
  return {};
}

Result<Vault> Vault::open(const fs::path& home, Secret key, Random& random) {
  auto lock = HomeLock::take(home);
  if (!lock) return fail(lock.error());
  auto database = open_database(home);
  if (!database) return fail(database.error());
  auto state = std::make_unique<State>(State{std::move(*lock), std::move(*database), std::move(key), random});
  if (auto proven = state->probe(); !proven) return fail(proven.error());
  return Vault(std::move(state));
}

Result<Vault> Vault::make(const fs::path& home, Lock lock, const Secret& passphrase, Random& random) {
  auto home_lock = HomeLock::take(home);
  if (!home_lock) return fail(home_lock.error());
  std::error_code ignored;
  if (fs::exists(key_path(home), ignored)) return fail(Errc::key_exists, "home");
  auto key =
      lock == Lock::passphrase ? make_passphrase_key(home, passphrase, random) : make_key_file(home, random);
  if (!key) return fail(key.error());
  auto database = open_database(home);
  if (!database) return fail(database.error());
  // Nothing is saved before the key is in its place: whatever is there is of a home that had another one.
  const auto others = read_number(database->get(), count_others);
  if (!others) return fail(errc_of(sqlite3_errcode(database->get())), "make");
  if (*others != 0) return fail(Errc::key_damaged, "home");
  auto state =
      std::make_unique<State>(State{std::move(*home_lock), std::move(*database), std::move(*key), random});
  if (auto laid = state->put_probe(); !laid) return fail(laid.error());
  if (auto kept = keep_key(home); !kept) return fail(kept.error());
  return Vault(std::move(state));
}

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

Result<std::vector<core::Row>> Vault::load() {
  const auto statement = prepare(state_->database.get(), "SELECT name, value FROM row ORDER BY name");
  if (!statement) return fail(errc_of(sqlite3_errcode(state_->database.get())), "load");
  std::vector<core::Row> rows;
  for (;;) {
    const int code = sqlite3_step(statement.get());
    if (code == SQLITE_DONE) return rows;
    if (code != SQLITE_ROW) return fail(errc_of(code), "load");
    std::string name(view_text(view_column(statement.get(), 0)));
    if (name == probe_name) continue;
    auto value = open_sealed(state_->key, name, view_column(statement.get(), 1));
    if (!value) return fail(value.error());
    rows.push_back({.name = std::move(name), .value = std::move(*value)});
  }
}

Status Vault::save(const std::vector<core::Row>& rows) {
  if (auto begun = run(state_->database.get(), "BEGIN IMMEDIATE"); !begun) return begun;
  const auto put = state_->prepare_put();
  for (const auto& row : rows) {
    auto done = row.value ? state_->put(put, row.name, *row.value) : state_->erase(row.name);
    if (!done) {
      (void)run(state_->database.get(), "ROLLBACK");  // The first error is the one to tell.
      return done;
    }
  }
  auto committed = run(state_->database.get(), "COMMIT");
  if (!committed) (void)run(state_->database.get(), "ROLLBACK");
  return committed;
}

}  // namespace kring::native
