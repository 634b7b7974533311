#include "clients/core/search.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/first_line.hpp"
#include "clients/core/folded_text.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/people.hpp"
#include "clients/core/views.hpp"

#include "channels/json/utf8.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kring::core {

namespace {

using Words = std::vector<std::string>;

Result<Words> words_to_find(std::string_view text) {
  if (text.size() > search_bytes_max || !json::is_utf8(text)) return fail(client::Errc::bad_search, "words");
  const auto all = folded(text);
  constexpr std::string_view spaces = " \t\n";
  Words words;
  for (auto at = all.find_first_not_of(spaces); at != std::string::npos;
       at = all.find_first_not_of(spaces, at)) {
    const auto end = std::min(all.find_first_of(spaces, at), all.size());
    words.push_back(all.substr(at, end - at));
    at = end;
  }
  if (words.empty() || words.size() > search_words_max) return fail(client::Errc::bad_search, "words");
  return words;
}

bool has_any(std::string_view text, const Words& words) {
  const auto here = folded(text);
  return std::ranges::any_of(words, [&](const auto& word) { return here.find(word) != std::string::npos; });
}
bool has_all(std::string_view text, const Words& words) {
  const auto here = folded(text);
  return std::ranges::all_of(words, [&](const auto& word) { return here.find(word) != std::string::npos; });
}

/// The first line of the text that one of the words is in, or its first.
std::string telling_line(std::string_view text, const Words& words) {
  for (auto rest = text; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (has_any(line, words)) return first_line(line);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return first_line(text);
}

SearchHit hit_of(const channels::ChannelId& channel, std::string label, ArticleView article,
                 const Words& words) {
  return {.channel = channel,
          .channel_label = std::move(label),
          .seq = article.seq,
          .time = article.time,
          .author = article.author,
          .author_name = {},
          .type = std::move(article.type),
          .subject = std::move(article.subject),
          .file_name = article.file ? std::move(article.file->name) : std::string(),
          .line = telling_line(article.text, words),
          .from = std::move(article.from)};
}

}  // namespace

Result<SearchView> search_articles(const CircleData& circle, std::string_view text,
                                   const std::optional<channels::ChannelId>& in, Time now) {
  if (in && !circle.channels.contains(*in)) return fail(client::Errc::unknown_channel, "search");
  const auto words = words_to_find(text);
  if (!words) return fail(words.error());
  SearchView view;
  for (const auto& [id, channel] : circle.channels) {
    if (in && id != *in) continue;
    const auto label = circle.log ? channel_name(circle, id).label : std::string();
    for (auto& article : view_timeline(circle, id, {}, AuthorNames::left_out)) {
      if (article.until && *article.until <= now) continue;
      const auto file = article.file ? article.file->name : std::string();
      if (!has_all(article.subject + "\n" + article.text + "\n" + file, *words)) continue;
      view.hits.push_back(hit_of(id, label, std::move(article), *words));
    }
  }
  std::ranges::sort(view.hits, std::ranges::greater(),
                    [](const SearchHit& hit) { return std::tuple(hit.time, hit.channel, hit.seq); });
  if (view.hits.size() > search_hits_max) {
    view.left_out = view.hits.size() - search_hits_max;
    view.hits.resize(search_hits_max);
  }
  Authors authors(circle);
  for (auto& hit : view.hits) {
    if (const auto* person = authors.find(hit.author)) hit.author_name = person->name;
  }
  return view;
}

}  // namespace kring::core
