#pragma once

#include "crypto/base/bytes.hpp"
#include "tests/support/seeded_random.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kring::support {

/// What becomes of changes that were not synced when the power goes: all are lost, or each file's are lost,
/// torn or kept as chance has it, and of the changes of names the first few are kept.
enum class Unsynced : std::uint8_t { lost, by_chance };

/// A folder whose disk may lose its power. Whoever changes its files says so here too; what was synced is
/// known, and so is what would be left.
class UnsyncedFolder {
 public:
  enum class FileId : std::size_t {};

  /// What lies in `folder` counts as synced.
  explicit UnsyncedFolder(std::filesystem::path folder);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// The file that has this name now.
  [[nodiscard]] std::optional<FileId> find(const std::string& name) const;
  FileId create(const std::string& name);
  void write(FileId file, std::uint64_t offset, ByteView bytes);
  void truncate(FileId file, std::uint64_t size);
  void sync(FileId file);
  void rename(const std::string& from, const std::string& to);
  void remove(const std::string& name);
  void sync_names();

  /// The power goes and comes back: the folder holds what was synced, and of the rest what `unsynced` says.
  /// All of its files are closed.
  void cut_power(Unsynced unsynced, SeededRandom& random);

 private:
  /// Bytes that are put somewhere; none: the file gets this size.
  struct Change {
    std::uint64_t at = 0;
    std::optional<Bytes> bytes;
  };
  struct File {
    Bytes synced;
    std::vector<Change> unsynced;
  };
  /// `from` becomes `to`; without `from` it is a new file, without `to` it is gone.
  struct NameChange {
    std::optional<std::string> from;
    std::optional<std::string> to;
    FileId file{};
  };
  using Names = std::map<std::string, FileId>;

  void load();
  void change_name(NameChange change);
  static void apply(Names& names, const NameChange& change);
  static void apply(Bytes& content, const Change& change, std::size_t bytes_kept);
  [[nodiscard]] File& at(FileId file) { return files_.at(static_cast<std::size_t>(file)); }
  [[nodiscard]] static Bytes content_after(const File& file, Unsynced unsynced, SeededRandom& random);

  std::filesystem::path path_;
  std::vector<File> files_;
  Names names_;
  Names synced_names_;
  std::vector<NameChange> unsynced_names_;
};

}  // namespace kring::support
