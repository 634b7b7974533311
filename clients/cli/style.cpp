#include "clients/cli/style.hpp"

#include "clients/cli/printable.hpp"

#include <algorithm>

namespace kring::cli {

bool colours_wanted(Colour asked, const Screen& screen) {
  switch (asked) {
    case Colour::always:
      return true;
    case Colour::never:
      return false;
    case Colour::automatic:
      return screen.terminal && !screen.no_color;
  }
  return false;
}

std::string Style::in(std::string_view code, std::string_view text) const {
  if (!colours_) return std::string(text);
  std::string out = "\x1B[";
  out.append(code).append("m").append(text).append("\x1B[0m");
  return out;
}

namespace {

using Cells = std::vector<std::string>;

std::string table_line(const Cells& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool last = i + 1 == cells.size();
    line += last ? cells[i] : pad_to(cells[i], widths[i]) + "  ";
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

std::string table_text(const Cells& header, const std::vector<Cells>& rows, const Style& style) {
  std::vector<Cells> shown;
  for (const auto& row : rows) {
    auto& cells = shown.emplace_back();
    for (const auto& cell : row) cells.push_back(printable(cell));
  }
  std::vector<std::size_t> widths;
  for (const auto& title : header) widths.push_back(columns_of(title));
  for (const auto& row : shown) {
    for (std::size_t i = 0; i < widths.size() && i < row.size(); ++i)
      widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  std::string out = style.bold(table_line(header, widths)) + "\n";
  for (const auto& row : shown) out += table_line(row, widths) + "\n";
  return out;
}

}  // namespace kring::cli
