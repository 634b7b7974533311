#pragma once

#include "crypto/base/secret.hpp"

#include <cstddef>
#include <filesystem>

namespace kring::hub {

/// The longest secret that a file may hold: a password, not a document.
inline constexpr std::size_t secret_file_bytes_max = 512;

/// Reads a password out of a file, without the line's end behind it. Errors: `bad_secret_file` (it cannot be
/// read, is empty, longer than `secret_file_bytes_max`, or others than its owner and group may read it).
[[nodiscard]] Result<Secret> read_secret_file(const std::filesystem::path& file);

}  // namespace kring::hub
