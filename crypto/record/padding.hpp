#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

namespace kring::record {

/// The smallest step of padding: one short sentence looks like any other.
inline constexpr std::size_t padded_bytes_min = 256;
/// The largest step; in base64url it fits a frame of 64 KiB with all that stands around it.
inline constexpr std::size_t padded_bytes_max = std::size_t{32} * 1024;

/// The smallest step, a power of two, that holds `bytes`. Errors: `too_long` (over `padded_bytes_max`).
[[nodiscard]] Result<std::size_t> padded_size(std::size_t bytes);
/// How many zero bytes follow `opaque content<V>` of a content of `content_bytes` so that both together fill
/// a step. Errors: `too_long`.
[[nodiscard]] Result<std::size_t> padding_after(std::size_t content_bytes);

/// `opaque content<V>` and zero bytes up to the next step. Errors: `too_long`.
[[nodiscard]] Result<SecretBytes> pad(ByteView content);
/// The content within `padded`, borrowed from it.
///
/// Any step is taken, not only the smallest: hiding more is a sender's choice. Errors: `bad_value` (the size
/// is no step, or the padding is not zero), those of `Reader::opaque`.
[[nodiscard]] Result<ByteView> unpad(ByteView padded);

}  // namespace kring::record
