#pragma once

#include "clients/cli/style.hpp"

#include "crypto/base/error.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace kring::cli {

/// The dark and light modules of a QR code; wiped when it goes, as what it says may be secret.
class QrCode {
 public:
  /// Errors: `too_long` of crypto (no QR code holds the text).
  [[nodiscard]] static Result<QrCode> make(std::string_view text);

  /// Modules a side, without the margin.
  [[nodiscard]] int width() const;
  /// Whether the module at this place is light; everything around the code is.
  [[nodiscard]] bool is_light(int row, int column) const;

 private:
  struct Free {
    void operator()(void* code) const;
  };
  explicit QrCode(void* code) : code_(code) {}
  std::unique_ptr<void, Free> code_;
};

/// Modules of margin around the code (ISO/IEC 18004).
inline constexpr int quiet_zone = 4;

/// A QR code of half-block characters, two rows of modules a line, with the margin of four modules that
/// scanners need. Light modules are drawn, dark ones left open: right on a dark terminal, and on any where
/// `style` has colours.
///
/// Errors: `too_long` of crypto (no QR code holds the text).
[[nodiscard]] Result<std::string> qr_text(std::string_view text, const Style& style);

}  // namespace kring::cli
