#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/time.hpp"
#include "hub/base/errc.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace kring::admin {

/// What kind of database a backup holds.
enum class Engine : std::uint8_t { sqlite, postgresql };
/// The file of it in a backup.
[[nodiscard]] std::string_view database_name(Engine engine);

/// What makes a folder a backup: written last, so that without it there is none.
struct Manifest {
  Engine engine = Engine::sqlite;
  /// Of the store that was backed up.
  channels::Incarnation incarnation;
  Time time{};
  std::uint64_t database_bytes = 0;
  Hash database_hash{};
  std::uint64_t blobs = 0;
  std::uint64_t blob_bytes = 0;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

[[nodiscard]] std::string encode_manifest(const Manifest& manifest);
/// Errors: `backup_damaged`, `backup_newer`.
[[nodiscard]] Result<Manifest> decode_manifest(std::string_view text);

/// Errors: `not_a_backup` (there is none), and those of decoding.
[[nodiscard]] Result<Manifest> read_manifest(const std::filesystem::path& backup);
/// Errors: `store_full`, `store_failed`.
[[nodiscard]] Status write_manifest(const std::filesystem::path& backup, const Manifest& manifest);

}  // namespace kring::admin
