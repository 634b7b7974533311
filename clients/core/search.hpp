#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/client.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <cstddef>
#include <optional>

/// Finding again what was written, on this device alone.
namespace kring::core {

/// What is looked for at once: more words than anybody remembers of a text.
inline constexpr std::size_t search_words_max = 16;
inline constexpr std::size_t search_bytes_max = 400;
/// How many places are shown; how many more there are is told.
inline constexpr std::size_t search_hits_max = 50;

/// Looks in what people of the circle wrote and may be shown, in one channel or in all of them. Each word has
/// to occur in subject, text or a file's name, also as a part of another; case and accents do not count
/// (`folded`). The newest first. Posts that have ended are left out. Errors: `unknown_channel`, `bad_search`
/// (no word, too many, or no UTF-8).
[[nodiscard]] Result<SearchView> search_articles(const CircleData& circle, std::string_view words,
                                                 const std::optional<channels::ChannelId>& in, Time now);

}  // namespace kring::core
