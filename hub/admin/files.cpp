#include "hub/admin/files.hpp"

#include "crypto/primitives/hash.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

namespace kring::admin {

using hub::Errc;

namespace fs = std::filesystem;

namespace {

constexpr mode_t owner_only = 0600;
constexpr std::size_t chunk_bytes = std::size_t{1} << 20U;

/// An open file that closes itself.
class File {
 public:
  File(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, owner_only)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error last_error(std::string_view where) {
  const bool is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
  return {is_full ? Errc::store_full : Errc::store_failed, where};
}

/// Up to a chunk; empty at the end.
Result<Bytes> read_some(const File& file, std::size_t size) {
  Bytes bytes(size);
  for (;;) {
    const auto done = ::read(file.number(), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(Errc::backup_damaged, "read");
    bytes.resize(static_cast<std::size_t>(done));
    return bytes;
  }
}

Status write_all(const File& file, ByteView bytes) {
  while (!bytes.empty()) {
    const auto done = ::write(file.number(), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(last_error("write"));
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return {};
}

Status sync(const File& file) {
  if (::fsync(file.number()) != 0) return fail(Errc::store_failed, "sync");
  return {};
}

}  // namespace

Result<HashedFile> hash_file(const fs::path& file) {
  const File in(file, O_RDONLY);
  if (!in.is_open()) return fail(Errc::backup_damaged, "a file is missing");
  HashedFile hashed;
  primitives::Sha256 hash;
  for (;;) {
    const auto piece = read_some(in, chunk_bytes);
    if (!piece) return fail(piece.error());
    if (piece->empty()) break;
    hash.update(*piece);
    hashed.size += piece->size();
  }
  hashed.hash = hash.finish();
  return hashed;
}

Result<std::string> read_file(const fs::path& file, std::size_t bytes_max) {
  const File in(file, O_RDONLY);
  if (!in.is_open()) return fail(errno == ENOENT ? Errc::not_found : Errc::backup_damaged, "open");
  const auto bytes = read_some(in, bytes_max + 1);
  if (!bytes) return fail(bytes.error());
  if (bytes->size() > bytes_max) return fail(Errc::backup_damaged, "too large");
  return std::string(view_text(*bytes));
}

Status write_file(const fs::path& file, ByteView bytes) {
  const auto unfinished = file.string() + ".new";
  ::unlink(unfinished.c_str());
  const File out(unfinished, O_WRONLY | O_CREAT | O_EXCL);
  if (!out.is_open()) return fail(last_error("write"));
  if (auto written = write_all(out, bytes); !written) return written;
  if (auto synced = sync(out); !synced) return synced;
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return fail(last_error("rename"));
  return sync_folder(file.parent_path());
}

Status copy_synced(const fs::path& from, const fs::path& to) {
  const File in(from, O_RDONLY);
  if (!in.is_open()) return fail(errno == ENOENT ? Errc::not_found : Errc::store_failed, "copy");
  const File out(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!out.is_open()) return fail(last_error("copy"));
  for (;;) {
    const auto piece = read_some(in, chunk_bytes);
    if (!piece) return fail(Errc::store_failed, "copy");
    if (piece->empty()) return sync(out);
    if (auto written = write_all(out, *piece); !written) return written;
  }
}

Status link_or_copy(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return {};
  if (errno == ENOENT) return fail(Errc::not_found, "link");
  return copy_synced(from, to);
}

Status sync_folder(const fs::path& folder) {
  const File directory(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
  if (!directory.is_open() || ::fsync(directory.number()) != 0) return fail(Errc::store_failed, "sync");
  return {};
}

Status make_empty_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error)) {
    if (!fs::is_directory(folder, error)) return fail(Errc::target_not_empty, "no folder");
    if (!fs::is_empty(folder, error) || error) return fail(Errc::target_not_empty, "folder");
    return {};
  }
  fs::create_directories(folder, error);
  if (error) return fail(Errc::store_bad_folder, "the folder cannot be made");
  fs::permissions(folder, fs::perms::owner_all, error);
  return {};
}

Status run_program(const std::vector<std::string>& words) {
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  arguments.reserve(copies.size() + 1);
  for (auto& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  if (::posix_spawnp(&process, arguments.front(), nullptr, nullptr, arguments.data(), environ) != 0)
    return fail(Errc::program_failed, "cannot be started");
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return fail(Errc::program_failed, "wait");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return fail(Errc::program_failed, "said no");
  return {};
}

}  // namespace kring::admin
