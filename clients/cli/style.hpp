#pragma once

#include "clients/cli/command.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kring::cli {

/// What decides about colours besides `--color`.
struct Screen {
  bool terminal = false;
  bool no_color = false;  ///< NO_COLOR is set (no-color.org), or TERM is `dumb`
};
[[nodiscard]] bool colours_wanted(Colour asked, const Screen& screen);

/// Emphasis on a terminal; without colours the text as it is.
class Style {
 public:
  explicit Style(bool colours) : colours_(colours) {}
  [[nodiscard]] std::string bold(std::string_view text) const { return in("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return in("2", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return in("32", text); }
  [[nodiscard]] std::string bad(std::string_view text) const { return in("1;31", text); }
  [[nodiscard]] std::string white_on_black(std::string_view text) const { return in("97;40", text); }

 private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const;

  bool colours_;
};

/// The language and the emphasis in which something is shown.
struct Look {
  Language language = Language::english;
  Style style{false};
};

/// Cells of peers' text too: each is made printable. Columns are as wide as their widest cell.
[[nodiscard]] std::string table_text(const std::vector<std::string>& header,
                                     const std::vector<std::vector<std::string>>& rows, const Style& style);

}  // namespace kring::cli
