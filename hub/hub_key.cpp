#include "hub/hub_key.hpp"

#include "crypto/primitives/signature.hpp"
#include "hub/base/errc.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace kring::hub {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t seed_bytes = 32;

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

Result<Secret> make(const fs::path& folder, Random& random) {
  auto seed = Secret::of_size(seed_bytes);
  random.fill(seed.expose_mutable());
  // Whole or not at all: a cut-off key file would lock the hub's circles out for good.
  const auto unfinished = folder / "hub.key.new";
  ::unlink(unfinished.c_str());
  const File file(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const bool written =
      file.get() >= 0 && ::write(file.get(), seed.expose().data(), seed_bytes) == seed_bytes &&
      ::fsync(file.get()) == 0 && ::rename(unfinished.c_str(), (folder / "hub.key").c_str()) == 0;
  const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!written || directory.get() < 0 || ::fsync(directory.get()) != 0)
    return fail(Errc::store_bad_folder, "hub.key");
  return seed;
}

Result<Secret> load(const fs::path& folder, Random& random) {
  const File file(::open((folder / "hub.key").c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return make(folder, random);
  if (file.get() < 0) return fail(Errc::bad_hub_key, "open");
  struct stat status{};
  if (::fstat(file.get(), &status) != 0 || (status.st_mode & 077U) != 0 || status.st_size != seed_bytes)
    return fail(Errc::bad_hub_key, "mode or size");
  auto seed = Secret::of_size(seed_bytes);
  if (::read(file.get(), seed.expose_mutable().data(), seed_bytes) != seed_bytes)
    return fail(Errc::bad_hub_key, "read");
  return seed;
}

}  // namespace

Result<HubIdentity> load_or_make_hub_key(const fs::path& folder, Random& random) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(Errc::store_bad_folder, "data folder");
  auto seed = load(folder, random);
  if (!seed) return fail(seed.error());
  auto pair = primitives::signature_key_pair(seed->clone());
  if (!pair) return fail(Errc::bad_hub_key, "seed");
  auto key = channels::HubKey::from(pair->public_key.bytes);
  if (!key) return fail(Errc::bad_hub_key, "key");
  return HubIdentity{.public_key = *key, .seed = std::move(*seed)};
}

}  // namespace kring::hub
