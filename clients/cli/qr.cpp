#include "clients/cli/qr.hpp"

#include "crypto/base/errc.hpp"

#include <qrencode.h>

#include <memory>

namespace kring::cli {

namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

/// Modules of margin around the code (ISO/IEC 18004).
constexpr int quiet_zone = 4;

/// Whether the module at this place is light; everything around the code is.
bool is_light(const QRcode& code, int row, int column) {
  const bool inside = row >= 0 && column >= 0 && row < code.width && column < code.width;
  return !inside || (code.data[row * code.width + column] & 1U) == 0;
}

std::string_view half_blocks(bool upper_light, bool lower_light) {
  if (upper_light && lower_light) return "\u2588";
  if (upper_light) return "\u2580";
  return lower_light ? "\u2584" : " ";
}

}  // namespace

Result<std::string> qr_text(std::string_view text, const Style& style) {
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeData(
      static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_L));
  if (!code) return fail(crypto::Errc::too_long, "QR code");
  std::string out;
  for (int row = -quiet_zone; row < code->width + quiet_zone; row += 2) {
    std::string line;
    for (int column = -quiet_zone; column < code->width + quiet_zone; ++column)
      line += half_blocks(is_light(*code, row, column), is_light(*code, row + 1, column));
    out += style.white_on_black(line) + "\n";
  }
  return out;
}

}  // namespace kring::cli
