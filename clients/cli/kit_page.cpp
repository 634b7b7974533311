#include "clients/cli/kit_page.hpp"

#include "clients/cli/export_html.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/qr.hpp"
#include "clients/cli/text.hpp"

#include "crypto/recovery/recovery_words.hpp"

#include <algorithm>

namespace kring::cli {

namespace {

constexpr std::size_t sheet_columns = 3;
constexpr std::size_t column_letters = 18;

/// Puts a page together in memory that is wiped.
class Sheet {
 public:
  Sheet& put(std::string_view text) {
    const auto bytes = view_bytes(text);
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Sheet& put(std::size_t number) { return put(std::to_string(number)); }
  Sheet& spaces(std::size_t count) {
    out_.insert(out_.end(), count, ' ');
    return *this;
  }
  SecretBytes take() { return std::move(out_); }

 private:
  SecretBytes out_;
};

/// The words as views into the page's.
std::vector<std::string_view> split(ByteView words) {
  std::vector<std::string_view> all;
  all.reserve(recovery::recovery_words);
  for (auto rest = view_text(words); !rest.empty();) {
    all.push_back(rest.substr(0, rest.find(' ')));
    rest.remove_prefix(std::min(all.back().size() + 1, rest.size()));
  }
  return all;
}

/// The sentences around the words, in the order of the page; all of them printable.
struct Sentences {
  explicit Sentences(const KitPage& page)
      : title(fill(text_of(Text::kit_title, page.language), {printable(page.name)})),
        why(text_of(Text::kit_why, page.language)),
        keep(text_of(Text::kit_keep, page.language)) {
    for (const auto& hub : page.hubs)
      hubs.push_back(fill(text_of(Text::kit_hub, page.language), {printable(hub)}));
    if (hubs.empty()) hubs.emplace_back(text_of(Text::kit_hub_blank, page.language));
  }

  std::string title;
  std::string why;
  std::string keep;
  std::vector<std::string> hubs;
};

void put_line(Sheet& sheet, int y, std::string_view size, std::string_view text) {
  sheet.put(R"(<text x="20" y=")").put(std::to_string(y)).put(R"(" font-size=")").put(size);
  sheet.put(R"(">)").put(html_text(text)).put("</text>\n");
}

/// The dark modules, a run of them a stroke.
void put_code(Sheet& sheet, const QrCode& code) {
  const auto side = std::to_string(code.width() + 2 * quiet_zone);
  const auto margin = std::to_string(-quiet_zone);
  sheet.put(R"(<svg x="60" y="170" width="90" height="90" shape-rendering="crispEdges" viewBox=")");
  sheet.put(margin).put(" ").put(margin).put(" ").put(side).put(" ").put(side).put("\">\n<path d=\"");
  for (int row = 0; row < code.width(); ++row) {
    for (int column = 0; column < code.width(); ++column) {
      if (code.is_light(row, column)) continue;
      sheet.put("M").put(std::to_string(column)).put(" ").put(std::to_string(row)).put("h1v1h-1z");
    }
  }
  sheet.put("\"/>\n</svg>\n");
}

}  // namespace

SecretBytes kit_text(const KitPage& page) {
  const Sentences say(page);
  Sheet sheet;
  sheet.put(say.title).put("\n\n").put(say.why).put("\n\n");
  const auto words = split(page.words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    sheet.put(i < 9 ? "   " : "  ").put(i + 1).put(". ").put(words[i]);
    const bool line_ends = i % sheet_columns == sheet_columns - 1;
    if (line_ends) sheet.put("\n");
    if (!line_ends) sheet.spaces(column_letters - words[i].size());
  }
  sheet.put("\n").put(say.keep).put("\n");
  for (const auto& hub : say.hubs) sheet.put(hub).put("\n");
  return sheet.take();
}

Result<SecretBytes> kit_svg(const KitPage& page) {
  const auto code = QrCode::make(view_text(page.words));
  if (!code) return fail(code.error());
  const Sentences say(page);
  Sheet sheet;
  sheet.put(R"(<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297")");
  sheet.put(" font-family=\"sans-serif\">\n<rect width=\"210\" height=\"297\" fill=\"white\"/>\n");
  int y = 30;
  put_line(sheet, y, "8", say.title);
  put_line(sheet, y += 14, "4.5", say.why);
  constexpr int column_width = 58;
  constexpr int row_height = 16;
  const auto words = split(page.words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto x = 20 + column_width * static_cast<int>(i % sheet_columns);
    const auto row_y = y + 20 + row_height * static_cast<int>(i / sheet_columns);
    sheet.put("<text x=\"").put(std::to_string(x)).put("\" y=\"").put(std::to_string(row_y));
    sheet.put("\" font-size=\"7\">").put(i + 1).put(". ").put(words[i]).put("</text>\n");
  }
  put_line(sheet, y = 140, "4.5", say.keep);
  for (const auto& hub : say.hubs) put_line(sheet, y += 8, "4.5", hub);
  put_code(sheet, *code);
  sheet.put("</svg>\n");
  return sheet.take();
}

}  // namespace kring::cli
