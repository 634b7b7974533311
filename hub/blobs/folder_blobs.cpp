#include "hub/blobs/folder_blobs.hpp"

#include "crypto/primitives/hash.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <utility>

namespace kring::blobs {

using hub::Errc;

namespace {

/// An open file that closes itself.
class File {
 public:
  explicit File(int number) : number_(number) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::string name_of(const channels::BlobId& blob) {
  return to_hex(blob.view());
}
std::string name_of_part(const channels::BlobId& blob) {
  return name_of(blob) + ".part";
}

/// What the last system call reports: no room, too much at a time, or anything else.
Error last_error(std::string_view where) {
  switch (errno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {Errc::store_full, where};
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return {Errc::overloaded, where};
    default:
      return {Errc::store_failed, where};
  }
}

/// Errors: `store_failed`. A file that is not there is none.
Result<std::optional<File>> open_file(int folder, const std::string& name, int flags) {
  File file(::openat(folder, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.is_open()) return std::optional(std::move(file));
  if (errno == ENOENT) return std::optional<File>();
  return fail(last_error("blob: open"));
}

Result<std::uint64_t> size_of(const File& file) {
  struct stat state{};
  if (::fstat(file.number(), &state) != 0) return fail(last_error("blob: size"));
  return static_cast<std::uint64_t>(state.st_size);
}

Status write_all(const File& file, ByteView bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const auto done = ::pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(last_error("blob: write"));
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

/// Fewer bytes than asked for at the end of the file.
Result<Bytes> read_some(const File& file, std::size_t size, std::uint64_t offset) {
  Bytes bytes(size);
  std::size_t have = 0;
  while (have < size) {
    const auto done =
        ::pread(file.number(), bytes.data() + have, size - have, static_cast<off_t>(offset + have));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(last_error("blob: read"));
    if (done == 0) break;
    have += static_cast<std::size_t>(done);
  }
  bytes.resize(have);
  return bytes;
}

/// After a failed sync the kernel may say yes to the next one: what is on the disk is not known any more.
Status sync(int number) {
  if (::fsync(number) != 0) return fail(Errc::store_failed, "blob: sync");
  return {};
}

/// Syncs a folder that has a name of its own. Errors: `store_bad_folder`.
Status sync_folder(const std::filesystem::path& path) {
  const File folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || ::fsync(folder.number()) != 0) return fail(Errc::store_bad_folder, "blobs: sync");
  return {};
}

Result<bool> has_hash(const File& file, const SealBlob& seal) {
  const auto size = size_of(file);
  if (!size) return fail(size.error());
  if (*size != seal.size) return false;
  primitives::Sha256 hash;
  for (std::uint64_t at = 0; at < seal.size;) {
    const auto piece = read_some(file, piece_bytes_max, at);
    if (!piece) return fail(piece.error());
    if (piece->empty()) return false;
    hash.update(*piece);
    at += piece->size();
  }
  return hash.finish() == seal.hash;
}

}  // namespace

Result<std::unique_ptr<FolderBlobs>> FolderBlobs::open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Errc::store_bad_folder, "blobs");
  if (auto synced = sync_folder(std::filesystem::absolute(folder).parent_path()); !synced)
    return fail(synced.error());
  const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return fail(Errc::store_bad_folder, "blobs");
  std::unique_ptr<FolderBlobs> blobs(new FolderBlobs(number));
  if (::faccessat(number, ".", R_OK | W_OK | X_OK, 0) != 0) return fail(Errc::store_bad_folder, "blobs");
  return blobs;
}

FolderBlobs::~FolderBlobs() {
  ::close(folder_);
}

BlobResult FolderBlobs::perform(const BlobRequest& request) {
  return std::visit([this](const auto& one) { return perform_one(one); }, request);
}

BlobResult FolderBlobs::perform_one(const PutPiece& put) const {
  auto part = open_file(folder_, name_of_part(put.blob), O_RDWR);
  if (!part) return fail(part.error());
  if (!*part) {
    // It may be whole already: its last piece comes again.
    const auto whole = open_file(folder_, name_of(put.blob), O_RDONLY);
    if (!whole) return fail(whole.error());
    if (*whole) {
      const auto size = size_of(**whole);
      if (!size) return fail(size.error());
      if (auto synced = sync(folder_); !synced) return fail(synced.error());
      return Extent{.size = *size, .taken = put.offset + put.bytes.size() <= *size};
    }
    if (put.bytes.empty() || put.offset != 0) return Extent{.size = 0, .taken = put.offset == 0};
    part = open_file(folder_, name_of_part(put.blob), O_RDWR | O_CREAT);
    if (!part) return fail(part.error());
  }
  const auto& file = **part;
  const auto have = size_of(file);
  if (!have) return fail(have.error());
  auto size = *have;
  if (put.offset == size) {
    if (auto written = write_all(file, put.bytes, put.offset); !written) {
      if (::ftruncate(file.number(), static_cast<off_t>(size)) != 0)
        return fail(Errc::store_failed, "blob: cut");
      return fail(written.error());
    }
    size += put.bytes.size();
  }
  // What was there, the file's name too, may be of a hub that was killed before it had synced it.
  if (auto synced = sync(file.number()); !synced) return fail(synced.error());
  if (auto synced = sync(folder_); !synced) return fail(synced.error());
  return Extent{.size = size, .taken = put.offset + put.bytes.size() <= size};
}

BlobResult FolderBlobs::perform_one(const SealBlob& seal) const {
  const auto whole = open_file(folder_, name_of(seal.blob), O_RDONLY);
  if (!whole) return fail(whole.error());
  const auto part = *whole ? Result<std::optional<File>>(std::nullopt)
                           : open_file(folder_, name_of_part(seal.blob), O_RDWR);
  if (!part) return fail(part.error());
  if (!*whole && !*part) return fail(Errc::conflict, "blob: nothing there");
  const auto same = has_hash(*whole ? **whole : **part, seal);
  if (!same) return fail(same.error());
  if (!*same) return fail(Errc::conflict, "blob: hash");
  if (!*whole) {
    if (auto synced = sync((*part)->number()); !synced) return fail(synced.error());
    if (::renameat(folder_, name_of_part(seal.blob).c_str(), folder_, name_of(seal.blob).c_str()) != 0)
      return fail(last_error("blob: rename"));
  }
  // Also if it was whole: a hub that was killed may not have come so far.
  if (auto synced = sync(folder_); !synced) return fail(synced.error());
  return Done{};
}

BlobResult FolderBlobs::perform_one(const GetPiece& get) const {
  const auto file = open_file(folder_, name_of(get.blob), O_RDONLY);
  if (!file) return fail(file.error());
  if (!*file) return fail(Errc::not_found, "blob");
  auto bytes = read_some(**file, std::min(get.size, piece_bytes_max), get.offset);
  if (!bytes) return fail(bytes.error());
  return std::move(*bytes);
}

BlobResult FolderBlobs::perform_one(const RemoveBlob& remove) const {
  for (const auto& name : {name_of(remove.blob), name_of_part(remove.blob)}) {
    if (::unlinkat(folder_, name.c_str(), 0) != 0 && errno != ENOENT) return fail(last_error("blob: remove"));
  }
  if (auto synced = sync(folder_); !synced) return fail(synced.error());
  return Done{};
}

}  // namespace kring::blobs
