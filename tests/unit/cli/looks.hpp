#pragma once

#include "clients/cli/present.hpp"

namespace kring::cli {

/// How what is shown looks in the tests: in each language, without a terminal's colours.
inline const Look in_dutch{.language = Language::dutch, .style = Style(false)};
inline const Look in_english{.language = Language::english, .style = Style(false)};

}  // namespace kring::cli
