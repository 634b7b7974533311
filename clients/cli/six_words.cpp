#include "clients/cli/six_words.hpp"

#include <sstream>

namespace kring::cli {

bool same_six_words(std::string_view typed, const std::vector<std::string>& words) {
  std::string lower(typed);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter | 0x20);
  }
  std::istringstream in(lower);
  std::vector<std::string> read;
  for (std::string word; in >> word;) read.push_back(word);
  return read == words;
}

}  // namespace kring::cli
