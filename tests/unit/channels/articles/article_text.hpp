#pragma once

#include "channels/articles/article.hpp"
#include "crypto/base/bytes.hpp"

#include <string>

namespace kring::articles {

/// An article's JSON, as it goes into a record.
[[nodiscard]] inline std::string text_of(const Article& article) {
  return std::string(view_text(article.view_bytes()));
}

}  // namespace kring::articles
