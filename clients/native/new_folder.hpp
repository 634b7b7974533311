#pragma once

#include "clients/native/errc.hpp"

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kring::native {

/// A folder that appears under its name when it is whole, or not at all: until then it lies beside it, hidden
/// and with an ending that says so. Only its owner may look into it. Whoever makes one holds a lock on it, so
/// that what a killed program left can be told from what another one is still making.
class NewFolder {
 public:
  /// Where `target` is to be: nothing, or an empty folder. What earlier ones that were killed left beside it
  /// is removed. Errors: `folder_exists` (something is there, or it is the folder that one stands in),
  /// `file_unwritable`, `disk_full`.
  [[nodiscard]] static Result<NewFolder> begin(const std::filesystem::path& target, Random& random);
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;
  NewFolder(NewFolder&& other) noexcept;
  NewFolder& operator=(NewFolder&&) = delete;
  /// Removes what was not finished.
  ~NewFolder();

  /// Where it lies until it is finished.
  [[nodiscard]] const std::filesystem::path& part() const { return part_; }
  /// A folder in it. Errors: `file_unwritable`, `disk_full`.
  [[nodiscard]] Status add_folder(std::string_view name);
  /// A whole file in it. Errors: those of `TargetFile`.
  [[nodiscard]] Status write(std::string_view name, ByteView bytes);
  /// On the disk, and under its name; every file in it was finished. Errors: `folder_exists` (it came
  /// meanwhile), `file_unwritable`, `disk_full`.
  [[nodiscard]] Status finish();

 private:
  NewFolder(std::filesystem::path target, std::filesystem::path part, int lock, Random& random)
      : target_(std::move(target)), part_(std::move(part)), lock_(lock), random_(&random) {}

  std::filesystem::path target_;
  /// Empty once it is finished.
  std::filesystem::path part_;
  std::vector<std::string> folders_;
  /// The part as it was opened, locked; -1 if there is none.
  int lock_;
  Random* random_;
};

}  // namespace kring::native
