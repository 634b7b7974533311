#pragma once

#include "clients/core/client.hpp"
#include "clients/native/user_file.hpp"

#include <filesystem>
#include <functional>

namespace kring::native {

/// How far something has come.
using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Sealed files on their way to the hub, in a folder of the home. They are sealed once and never change, so
/// that an upload goes on where it was, whatever has become of the original; nothing in them can be read.
class Outgoing {
 public:
  explicit Outgoing(const std::filesystem::path& home) : folder_(home / "outgoing") {}

  /// Seals a file under `seal`, and keeps it; tells `progress`, if there is one, of each MiB. Errors: those
  /// of `SourceFile`, `vault_full` (no room), `home_failed`.
  [[nodiscard]] Result<core::SealedFile> seal(SourceFile& source, core::FileSeal seal, Random& random,
                                              const Progress& progress) const;
  /// `size` bytes from `offset` on. Errors: `home_failed`.
  [[nodiscard]] Result<Bytes> read(const core::IntentId& id, std::uint64_t offset, std::size_t size) const;
  void drop(const core::IntentId& id) const;
  /// Removes what is neither in `ids`: files whose sending was never begun.
  void keep_only(const std::vector<core::IntentId>& ids) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace kring::native
