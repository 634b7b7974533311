#include "clients/cli/arguments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kring::cli {
namespace {

/// A command line that somebody reads in a document and types, and where it stands.
struct PrintedLine {
  std::string document;
  std::size_t number = 0;
  std::string text;
  bool to_be_typed = false;  ///< in a block: whole as it stands
};

void PrintTo(const PrintedLine& line, std::ostream* out) {
  *out << line.document << ":" << line.number << ": " << line.text;
}

constexpr std::string_view program = "kring ";

/// The arguments as a shell makes them: quotes keep words together, and what stands behind a `#` is a remark.
std::vector<std::string> words_of_shell(std::string_view line) {
  std::vector<std::string> words;
  char quote = 0;
  bool inside = false;
  for (const char letter : line) {
    if (quote == 0 && !inside && letter == '#') break;
    if (quote == 0 && letter == ' ') {
      inside = false;
      continue;
    }
    if (!std::exchange(inside, true)) words.emplace_back();
    if (quote == 0 && (letter == '"' || letter == '\'')) {
      quote = letter;
    } else if (letter == quote) {
      quote = 0;
    } else {
      words.back() += letter;
    }
  }
  return words;
}

/// Every command line of a document: in its blocks, and between single backquotes.
std::vector<PrintedLine> lines_of(const std::string& document) {
  std::vector<PrintedLine> lines;
  std::ifstream file(std::string(KRING_DOCS_DIR) + "/" + document);
  bool in_block = false;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("```")) {
      in_block = !in_block;
    } else if (in_block && line.starts_with(program)) {
      lines.push_back({.document = document, .number = number, .text = line, .to_be_typed = true});
    } else if (!in_block) {
      for (auto from = line.find('`'); from != std::string::npos;) {
        const auto to = line.find('`', from + 1);
        if (to == std::string::npos) break;
        const auto span = line.substr(from + 1, to - from - 1);
        if (span.starts_with(program))
          lines.push_back({.document = document, .number = number, .text = span});
        from = line.find('`', to + 1);
      }
    }
  }
  return lines;
}

std::vector<PrintedLine> all_lines() {
  std::vector<PrintedLine> lines;
  for (const auto* document : {"guide-parents.nl.md", "guide-parents.en.md", "kring.1.md"})
    std::ranges::move(lines_of(document), std::back_inserter(lines));
  return lines;
}

class PrintedLines : public ::testing::TestWithParam<PrintedLine> {};

TEST_P(PrintedLines, AreUnderstood) {
  auto words = words_of_shell(std::string_view(GetParam().text).substr(program.size()));
  const auto names = command_names();
  // In a sentence a command may stand by its name alone, which is no line to be typed.
  const bool is_a_name =
      !GetParam().to_be_typed && words.size() == 1 && std::ranges::find(names, words.front()) != names.end();
  if (is_a_name) words.emplace_back("--help");

  const auto parsed = parse_arguments(words, Language::english);

  const auto* wrong = std::get_if<UsageError>(&parsed);
  EXPECT_EQ(wrong, nullptr) << wrong->text;
}

INSTANTIATE_TEST_SUITE_P(Documents, PrintedLines, ::testing::ValuesIn(all_lines()));

TEST(PrintedLine, AreFoundInEveryDocument) {
  EXPECT_GT(lines_of("guide-parents.nl.md").size(), 100U);
  EXPECT_EQ(lines_of("guide-parents.nl.md").size(), lines_of("guide-parents.en.md").size());
  EXPECT_GT(lines_of("kring.1.md").size(), 40U);
}

TEST(PrintedLine, AreTakenApartAsAShellDoes) {
  EXPECT_EQ(words_of_shell(R"(found "Kring Sam" --hub 'a b'   # a remark)"),
            (std::vector<std::string>{"found", "Kring Sam", "--hub", "a b"}));
}

}  // namespace
}  // namespace kring::cli
