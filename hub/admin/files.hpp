#pragma once

#include "crypto/base/bytes.hpp"
#include "hub/base/errc.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Files as backups need them: whole and on the disk, or not there.
namespace kring::admin {

struct HashedFile {
  std::uint64_t size = 0;
  Hash hash{};
};
/// Errors: `backup_damaged` if it is not there or cannot be read.
[[nodiscard]] Result<HashedFile> hash_file(const std::filesystem::path& file);

/// At most `bytes_max` bytes. Errors: `not_found`, `backup_damaged` (larger, or cannot be read).
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max);

/// Writes a file of mode 0600 whole and on the disk, or not at all. Errors: `store_full`, `store_failed`.
[[nodiscard]] Status write_file(const std::filesystem::path& file, ByteView bytes);

/// Makes `to` the file `from` that never changes: by a hard link where possible, else as a synced copy.
/// Errors: `not_found`, `store_full`, `store_failed`.
[[nodiscard]] Status link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to);

/// A synced copy of mode 0600. Errors: as `link_or_copy`.
[[nodiscard]] Status copy_synced(const std::filesystem::path& from, const std::filesystem::path& to);

/// Errors: `store_failed`.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

/// Makes a folder that only its owner may enter; one that is there must be empty. Errors:
/// `target_not_empty`, `store_bad_folder`.
[[nodiscard]] Status make_empty_folder(const std::filesystem::path& folder);

/// Runs a program and waits for it; its words go to ours. Errors: `program_failed`.
[[nodiscard]] Status run_program(const std::vector<std::string>& words);

}  // namespace kring::admin
