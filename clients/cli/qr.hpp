#pragma once

#include "clients/cli/style.hpp"

#include "crypto/base/error.hpp"

#include <string>
#include <string_view>

namespace kring::cli {

/// A QR code of half-block characters, two rows of modules a line, with the margin of four modules that
/// scanners need. Light modules are drawn, dark ones left open: right on a dark terminal, and on any where
/// `style` has colours.
///
/// Errors: `too_long` of crypto (no QR code holds the text).
[[nodiscard]] Result<std::string> qr_text(std::string_view text, const Style& style);

}  // namespace kring::cli
