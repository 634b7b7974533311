#pragma once

#include <string>
#include <string_view>

namespace kring::core {

/// `text` as it is compared where case and accents do not count: small letters without marks, "ß" as "ss",
/// "æ" as "ae", "ĳ" as "ij", any space as a space, any single quote as an apostrophe. For Latin letters to
/// U+017F, and marks that stand by themselves; other scripts stay as they are. Of what is not UTF-8 only
/// ASCII's letters are folded.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace kring::core
