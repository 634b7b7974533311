#include "clients/cli/qr.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/base/secret.hpp"

#include <qrencode.h>

namespace kring::cli {

namespace {

std::string_view half_blocks(bool upper_light, bool lower_light) {
  if (upper_light && lower_light) return "\u2588";
  if (upper_light) return "\u2580";
  return lower_light ? "\u2584" : " ";
}

const QRcode& code_of(const void* code) {
  return *static_cast<const QRcode*>(code);
}

}  // namespace

void QrCode::Free::operator()(void* code) const {
  auto* const modules = static_cast<QRcode*>(code);
  {
    const WipeGuard wipe({modules->data, static_cast<std::size_t>(modules->width * modules->width)});
  }
  QRcode_free(modules);
}

Result<QrCode> QrCode::make(std::string_view text) {
  auto* const code = QRcode_encodeData(static_cast<int>(text.size()),
                                       reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_L);
  if (code == nullptr) return fail(crypto::Errc::too_long, "QR code");
  return QrCode(code);
}

int QrCode::width() const {
  return code_of(code_.get()).width;
}

bool QrCode::is_light(int row, int column) const {
  const auto& code = code_of(code_.get());
  const bool inside = row >= 0 && column >= 0 && row < code.width && column < code.width;
  return !inside || (code.data[row * code.width + column] & 1U) == 0;
}

Result<std::string> qr_text(std::string_view text, const Style& style) {
  const auto code = QrCode::make(text);
  if (!code) return fail(code.error());
  std::string out;
  for (int row = -quiet_zone; row < code->width() + quiet_zone; row += 2) {
    std::string line;
    for (int column = -quiet_zone; column < code->width() + quiet_zone; ++column)
      line += half_blocks(code->is_light(row, column), code->is_light(row + 1, column));
    out += style.white_on_black(line) + "\n";
  }
  return out;
}

}  // namespace kring::cli
