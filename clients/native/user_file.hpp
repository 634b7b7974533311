#pragma once

#include "clients/native/errc.hpp"

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

/// Files of the user's, outside the home.
namespace kring::native {

/// How much of a file one reads at a time.
inline constexpr std::size_t source_piece_bytes = std::size_t{1} << 20U;

/// A file that is read from its beginning to its end.
class SourceFile {
 public:
  /// Errors: `file_unreadable` (also a folder, or a device).
  [[nodiscard]] static Result<SourceFile> open(const std::filesystem::path& path);
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;
  SourceFile(SourceFile&& other) noexcept;
  SourceFile& operator=(SourceFile&& other) noexcept;
  ~SourceFile();

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The next `size` bytes. Errors: `file_changed` (it has become shorter), `file_unreadable`.
  [[nodiscard]] Result<Bytes> read(std::size_t size);

 private:
  SourceFile(int file, std::uint64_t size) : file_(file), size_(size) {}

  int file_;
  std::uint64_t size_;
};

enum class Overwrite : std::uint8_t { refused, allowed };

/// A file that appears under its name when it is whole, or not at all: until then it has a name of its own
/// beside it.
class TargetFile {
 public:
  /// Errors: `file_exists`, `file_unwritable`, `disk_full`.
  [[nodiscard]] static Result<TargetFile> begin(const std::filesystem::path& path, Overwrite overwrite,
                                                Random& random);
  TargetFile(const TargetFile&) = delete;
  TargetFile& operator=(const TargetFile&) = delete;
  TargetFile(TargetFile&& other) noexcept;
  TargetFile& operator=(TargetFile&&) = delete;
  /// Removes what was not finished.
  ~TargetFile();

  /// Errors: `file_unwritable`, `disk_full`.
  [[nodiscard]] Status write(ByteView bytes);
  /// On the disk, and under its name. Errors: `file_exists` (it came meanwhile), `file_unwritable`,
  /// `disk_full`.
  [[nodiscard]] Status finish();

 private:
  TargetFile(int file, std::filesystem::path path, std::filesystem::path part, Overwrite overwrite)
      : file_(file), path_(std::move(path)), part_(std::move(part)), overwrite_(overwrite) {}

  int file_;
  std::filesystem::path path_;
  std::filesystem::path part_;
  Overwrite overwrite_;
};

/// Writes a file that was not there and that its owner alone may read. Errors: those of `TargetFile`.
[[nodiscard]] Status write_new_file(const std::filesystem::path& path, ByteView bytes, Random& random);

/// Why something could not be written, by what the system says: `disk_full` (also a quota), else
/// `file_unwritable`.
[[nodiscard]] Errc write_error(int reason);

/// The name under which a file of somebody else's may be saved: no folder, no control characters and none
/// that turn the direction of writing, not hidden, and never empty.
[[nodiscard]] std::string safe_file_name(std::string_view name);

/// What a file's name says that it is; "application/octet-stream" if it says nothing.
[[nodiscard]] std::string_view media_type_of(std::string_view name);

}  // namespace kring::native
