#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <string>
#include <string_view>

/// base64url of frames: what `kring::to_base64url` writes and `kring::from_base64url` takes, by tables and so
/// several times as fast. How long it takes can depend on the bytes, which the hub sees anyway; what is
/// secret stays with the other.
namespace kring::wire::detail {

/// At the end of `text`.
void append_open_base64url(std::string& text, ByteView bytes);
/// No padding, no stray bits. Errors: `bad_encoding` of crypto.
[[nodiscard]] Result<Bytes> read_open_base64url(std::string_view text);

}  // namespace kring::wire::detail
