#include "clients/cli/kit_page.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::cli {
namespace {

constexpr std::string_view words =
    "abbey ability able aboard above abroad absent absorb account achieve acid acorn";

std::string text_of(const SecretBytes& bytes) {
  return std::string(view_text(bytes));
}
KitPage page_of(Language language) {
  return {.words = view_bytes(words),
          .name = "Anne <b>",
          .hubs = {"https://kring.example"},
          .language = language};
}
std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(KitText, HasTheNumberedWordsAndWhereTheCirclesAre) {
  const auto text = text_of(kit_text(page_of(Language::english)));

  EXPECT_TRUE(text.starts_with("Recovery sheet of Anne <b>\n"));
  EXPECT_NE(text.find("   1. abbey                2. ability              3. able\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("  10. achieve             11. acid                12. acorn\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("Hub: https://kring.example\n"), std::string::npos);
}

TEST(KitText, LeavesALineForAHubThatIsNotKnown) {
  auto page = page_of(Language::dutch);
  page.hubs.clear();

  const auto text = text_of(kit_text(page));

  EXPECT_TRUE(text.starts_with("Reddingsblad van Anne"));
  EXPECT_NE(text.find("____"), std::string::npos);
}

TEST(KitPicture, IsASheetOfA4WithEachWordOnceAndACode) {
  const auto svg = kit_svg(page_of(Language::dutch));
  ASSERT_TRUE(svg);
  const auto text = text_of(*svg);

  EXPECT_TRUE(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
  EXPECT_NE(text.find("width=\"210mm\" height=\"297mm\""), std::string::npos);
  for (const auto* word : {">1. abbey<", ">12. acorn<"}) EXPECT_EQ(count(text, word), 1U) << word;
  EXPECT_GT(count(text, "h1v1h-1z"), 100U);
}

TEST(KitPicture, ReadsNothingInANameAsMarkup) {
  const auto svg = kit_svg(page_of(Language::english));
  ASSERT_TRUE(svg);

  EXPECT_EQ(text_of(*svg).find("<b>"), std::string::npos);
}

}  // namespace
}  // namespace kring::cli
