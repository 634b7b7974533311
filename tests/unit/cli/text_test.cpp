#include "clients/cli/text.hpp"

#include "channels/model/errc.hpp"
#include "channels/wire/error_code.hpp"
#include "clients/cli/errc.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/errc.hpp"
#include "crypto/base/errc.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace kring::cli {
namespace {

constexpr auto last_text = Text::column_last;

/// How many places `{n}` a text has.
std::size_t places_in(std::string_view text) {
  std::set<char> places;
  for (auto at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1))
    places.insert(text[at + 1]);
  return places.size();
}

TEST(Texts, StandInBothLanguagesWithTheSamePlaces) {
  for (std::uint16_t i = 0; i <= std::to_underlying(last_text); ++i) {
    const auto text = static_cast<Text>(i);
    EXPECT_FALSE(text_of(text, Language::dutch).empty()) << i;
    EXPECT_FALSE(text_of(text, Language::english).empty()) << i;
    EXPECT_EQ(places_in(text_of(text, Language::dutch)), places_in(text_of(text, Language::english))) << i;
  }
}

TEST(Texts, HaveTheSamePlacesInANetwork) {
  for (std::uint16_t i = 0; i <= std::to_underlying(last_text); ++i) {
    const auto text = static_cast<Text>(i);
    for (const auto language : {Language::dutch, Language::english})
      EXPECT_EQ(places_in(text_of(text, language, About::network)), places_in(text_of(text, language))) << i;
  }
}

class OfANetwork : public ::testing::TestWithParam<Text> {};

TEST_P(OfANetwork, SpeaksNeitherOfParentsNorOfACircle) {
  const auto dutch = text_of(GetParam(), Language::dutch, About::network);
  const auto english = text_of(GetParam(), Language::english, About::network);

  for (const auto* word : {"ouder ", "ouders", "de kring ", "deze kring"})
    EXPECT_EQ(dutch.find(word), std::string_view::npos) << dutch;
  EXPECT_EQ(english.find("parent"), std::string_view::npos) << english;
  EXPECT_EQ(english.find("circle"), std::string_view::npos) << english;
  EXPECT_NE(english, text_of(GetParam(), Language::english));
}

INSTANTIATE_TEST_SUITE_P(Texts, OfANetwork,
                         ::testing::Values(Text::frozen, Text::ask_remove_owner, Text::removal_asked,
                                           Text::ask_end, Text::end_asked, Text::circle_ended,
                                           Text::circle_ending, Text::circle_dissolved, Text::circle_stopped,
                                           Text::circle_read_only, Text::ask_resume, Text::ask_confirm_owner,
                                           Text::now_paused, Text::standing_paused, Text::no_longer_member,
                                           Text::device_taken_out, Text::request_head,
                                           Text::circle_ending_agreed, Text::circle_removal,
                                           Text::only_owner_stays));

TEST(Texts, FillTheirPlacesAndNothingElse) {
  EXPECT_EQ(fill("{0} en {1}, {0}", {"a", "b"}), "a en b, a");
  EXPECT_EQ(fill("{0}", {"{0}"}), "{0}");
  EXPECT_EQ(fill("{2} {x} {", {"a"}), "{2} {x} {");
}

/// The names of all codes of an enumeration, whose numbers have no gaps from 1 on.
template <class Code>
std::vector<std::string> names_of_all() {
  std::vector<std::string> names;
  for (std::uint8_t i = 1; name_of(static_cast<Code>(i)) != "unknown"; ++i)
    names.emplace_back(name_of(static_cast<Code>(i)));
  return names;
}

struct CodesOfLibrary {
  std::string name;
  Library library;
  std::vector<std::string> codes;
};

std::vector<CodesOfLibrary> all_codes() {
  std::vector<std::string> refusals;
  refusals.reserve(wire::error_codes.size());
  for (const auto code : wire::error_codes) refusals.emplace_back(name_of(code));
  return {{"Cli", Library::cli, names_of_all<Errc>()},
          {"Native", Library::native, names_of_all<native::Errc>()},
          {"Client", Library::client, names_of_all<client::Errc>()},
          {"Channels", Library::channels, names_of_all<channels::Errc>()},
          {"Crypto", Library::crypto, names_of_all<crypto::Errc>()},
          {"Wire", Library::channels, refusals}};
}

class EveryCode : public ::testing::TestWithParam<CodesOfLibrary> {};

TEST_P(EveryCode, HasASentenceInBothLanguages) {
  EXPECT_GT(GetParam().codes.size(), 9U);
  for (const auto& code : GetParam().codes) {
    const auto* dutch = find_error_text(GetParam().library, code, Language::dutch);
    const auto* english = find_error_text(GetParam().library, code, Language::english);
    ASSERT_NE(dutch, nullptr) << code;
    ASSERT_NE(english, nullptr) << code;
    EXPECT_TRUE(dutch->what.ends_with(".") && english->what.ends_with(".")) << code;
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, EveryCode, ::testing::ValuesIn(all_codes()),
                         [](const auto& info) { return info.param.name; });

TEST(Texts, HaveNoSentenceForACodeThatDoesNotExist) {
  for (const auto& text : error_texts(Language::dutch)) {
    bool exists = false;
    for (const auto& library : all_codes()) {
      for (const auto& code : library.codes) {
        exists = exists || (library.library == text.library &&
                            find_error_text(library.library, code, Language::dutch) == &text);
      }
    }
    EXPECT_TRUE(exists) << text.code;
  }
}

TEST(Texts, ExplainTheSameCodesInTheSameOrder) {
  const auto dutch = error_texts(Language::dutch);
  const auto english = error_texts(Language::english);

  ASSERT_EQ(dutch.size(), english.size());
  for (std::size_t i = 0; i < dutch.size(); ++i) {
    EXPECT_EQ(dutch[i].code, english[i].code);
    EXPECT_EQ(dutch[i].library, english[i].library);
    EXPECT_EQ(dutch[i].rest.empty(), english[i].rest.empty()) << dutch[i].code;
  }
}

TEST(Texts, PreferAnExactRowToABeginning) {
  EXPECT_EQ(find_error_text(Library::channels, "article_too_large", Language::english)->code,
            "article_too_large");
  EXPECT_EQ(find_error_text(Library::channels, "article_not_json", Language::english)->code, "article_*");
  EXPECT_EQ(find_error_text(Library::client, "article_not_json", Language::english), nullptr);
}

}  // namespace
}  // namespace kring::cli
