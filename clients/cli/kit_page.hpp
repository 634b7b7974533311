#pragma once

#include "clients/cli/language.hpp"

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/secret.hpp"

#include <string>
#include <vector>

/// The recovery sheet: one page on paper with the twelve words.
namespace kring::cli {

struct KitPage {
  ByteView words;  ///< in lower case, with single spaces between
  std::string name;
  /// Where the person's circles are; with none the page has a line to write it on.
  std::vector<std::string> hubs;
  Language language = Language::english;
};

/// As text, for a terminal or a printer.
[[nodiscard]] SecretBytes kit_text(const KitPage& page);
/// As a picture of a sheet of A4, with the words as a QR code too. Errors: those of `QrCode`.
[[nodiscard]] Result<SecretBytes> kit_svg(const KitPage& page);

}  // namespace kring::cli
