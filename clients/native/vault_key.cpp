#include "clients/native/vault_key.hpp"

#include "clients/native/errc.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <sodium.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace kring::native {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_bytes = 32;
constexpr std::size_t file_bytes_max = 256;
/// What an owner's laptop does in about a second, and an attacker's farm pays for in memory.
constexpr std::uint64_t passes = 3;
constexpr std::uint64_t memory_bytes = std::uint64_t{256} << 20U;

/// The first byte of a key file.
enum class Kind : std::uint8_t { key = 1, passphrase = 2 };

/// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<SecretBytes> read_file(const fs::path& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return fail(errno == ENOENT ? Errc::key_missing : Errc::home_failed, "key file");
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return fail(Errc::home_failed, "key file");
  if ((status.st_mode & 077U) != 0) return fail(Errc::key_readable_by_others, "key file");
  SecretBytes bytes(file_bytes_max + 1);
  const auto size = ::read(file.get(), bytes.data(), bytes.size());
  if (size < 0) return fail(Errc::home_failed, "key file");
  if (static_cast<std::size_t>(size) > file_bytes_max) return fail(Errc::key_damaged, "key file: too long");
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

/// What was made in a home, or renamed, is so on the disk too.
Status sync_folder(const fs::path& home) {
  const File folder(::open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return fail(Errc::home_failed, "home");
  return {};
}

/// Written whole and to the disk: without it the vault is lost.
Status write_file(const fs::path& home, ByteView bytes) {
  std::error_code ignored;
  fs::create_directories(home, ignored);
  fs::permissions(home, fs::perms::owner_all, ignored);
  const auto path = new_key_path(home);
  fs::remove(path, ignored);  // What is still there is met just below.
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) return fail(Errc::home_failed, "key file");
  if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
      ::fsync(file.get()) != 0) {
    return fail(Errc::home_failed, "key file");
  }
  return sync_folder(home);
}

struct Costs {
  FixedBytes<crypto_pwhash_argon2id_SALTBYTES> salt{};
  std::uint64_t passes = 0;
  std::uint64_t memory_bytes = 0;
};

Result<Secret> stretch(const Secret& passphrase, const Costs& costs) {
  auto key = Secret::of_size(key_bytes);
  const auto text = passphrase.expose();
  if (crypto_pwhash_argon2id(key.expose_mutable().data(), key_bytes,
                             reinterpret_cast<const char*>(text.data()), text.size(), costs.salt.data(),
                             costs.passes, static_cast<std::size_t>(costs.memory_bytes),
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return fail(Errc::home_failed, "Argon2id");
  }
  return key;
}

}  // namespace

fs::path key_path(const fs::path& home) {
  return home / "key";
}

fs::path new_key_path(const fs::path& home) {
  return home / "key.new";
}

Status keep_key(const fs::path& home) {
  std::error_code error;
  fs::rename(new_key_path(home), key_path(home), error);
  if (error) return fail(Errc::home_failed, "key file");
  return sync_folder(home);
}

std::optional<Lock> lock_of(const fs::path& home) {
  const auto bytes = read_file(key_path(home));
  if (!bytes || bytes->empty()) return std::nullopt;
  return static_cast<Kind>(bytes->front()) == Kind::passphrase ? Lock::passphrase : Lock::key_file;
}

Result<Secret> make_key_file(const fs::path& home, Random& random) {
  auto key = Secret::of_size(key_bytes);
  random.fill(key.expose_mutable());
  codec::SecretWriter out;
  out.u8(static_cast<std::uint8_t>(Kind::key));
  out.raw(key.expose());
  if (auto written = write_file(home, out.view()); !written) return fail(written.error());
  return key;
}

Result<Secret> make_passphrase_key(const fs::path& home, const Secret& passphrase, Random& random) {
  const Costs costs{.salt = random.fixed<crypto_pwhash_argon2id_SALTBYTES>(),
                    .passes = passes,
                    .memory_bytes = memory_bytes};
  codec::Writer out;
  out.u8(static_cast<std::uint8_t>(Kind::passphrase));
  out.raw(costs.salt);
  out.u64(costs.passes);
  out.u64(costs.memory_bytes);
  auto key = stretch(passphrase, costs);
  if (!key) return key;
  if (auto written = write_file(home, out.view()); !written) return fail(written.error());
  return key;
}

Result<Secret> load_key(const fs::path& home, const Secret& passphrase) {
  auto bytes = read_file(key_path(home));
  if (!bytes) return fail(bytes.error());
  codec::Reader in(*bytes);
  const auto kind = in.u8();
  if (!kind) return fail(Errc::key_damaged, "key file: empty");
  if (static_cast<Kind>(*kind) == Kind::key) {
    const auto key = in.take(key_bytes);
    if (!key || !in.finish()) return fail(Errc::key_damaged, "key file");
    return Secret::copy_of(*key);
  }
  const auto salt = in.fixed<crypto_pwhash_argon2id_SALTBYTES>();
  const auto stored_passes = in.u64();
  const auto stored_memory = in.u64();
  const bool whole = salt && stored_passes && stored_memory && in.finish();
  // A file that asks for more than ours ever did is not ours.
  if (!whole || *stored_passes > passes || *stored_memory > memory_bytes)
    return fail(Errc::key_damaged, "key file");
  return stretch(passphrase, {.salt = *salt, .passes = *stored_passes, .memory_bytes = *stored_memory});
}

}  // namespace kring::native
