#include "clients/cli/comparing.hpp"

#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/qr.hpp"
#include "clients/cli/six_words.hpp"
#include "clients/cli/terminal.hpp"

#include <ostream>

namespace kring::cli {

Outcome<void> compare(const std::string& six, const std::vector<std::string>& words,
                      const Comparison& comparison, Context& context) {
  if (!six.empty()) return check_six_words(six, words, comparison, context);
  if (!context.options.json) context.out << context.look.style.bold(words_text(words)) << "\n" << std::flush;
  return ask_same(comparison, context);
}

Outcome<void> check_six_words(std::string_view six, const std::vector<std::string>& words,
                              const Comparison& comparison, const Context& context) {
  if (same_six_words(six, words)) return {};
  Failure differ{Error(Errc::six_words_differ)};
  differ.detail = fill(context.words(comparison.differ), {comparison.value});
  return std::unexpected(std::move(differ));
}

Outcome<void> ask_same(const Comparison& comparison, const Context& context) {
  const auto same = ask_yes(context.words(comparison.question), context.words(Text::yes_letter).front());
  if (same) return {};
  Failure unsure{same.error()};
  if (unsure.error == Errc::no_terminal) unsure.detail = context.words(Text::give_six);
  return std::unexpected(std::move(unsure));
}

std::string link_text(const std::string& link, const Context& context) {
  std::string text = link + "\n";
  if (const auto code = qr_text(link, context.look.style)) text += "\n" + *code;
  return text;
}

}  // namespace kring::cli
