#include "clients/cli/comparing.hpp"

#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/qr.hpp"
#include "clients/cli/six_words.hpp"
#include "clients/cli/terminal.hpp"

#include <ostream>

namespace kring::cli {

Status compare(const std::string& six, const std::vector<std::string>& words, Text question,
               Context& context) {
  if (!six.empty()) return same_six_words(six, words) ? Status() : fail(Errc::six_words_differ);
  if (!context.options.json) context.out << context.look.style.bold(words_text(words)) << "\n" << std::flush;
  return ask_yes(context.words(question), context.words(Text::yes_letter).front());
}

std::string link_text(const std::string& link, const Context& context) {
  std::string text = link + "\n";
  if (const auto code = qr_text(link, context.look.style)) text += "\n" + *code;
  return text;
}

}  // namespace kring::cli
