#include "channels/articles/article.hpp"
#include "channels/articles/timeline.hpp"
#include "crypto/base/assert.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>

namespace {

using namespace kring;

/// Whatever is known content is written as an article that reads the same.
template <class Content>
void check(const Content& content) {
  const auto written = articles::Article::of(content);
  // What was read may have been shorter than we write it, such as a newline that stood there raw.
  if (!written) return;
  const auto again = articles::Article::parse(written->view_bytes());
  KRING_ASSERT(again && again->content() == articles::ArticleContent(content));
}
void check(const articles::UnknownArticle& content) {
  KRING_ASSERT(!content.type.empty());
}

}  // namespace

/// Decrypted articles.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const auto article = articles::Article::parse(bytes);
  if (!article) return 0;
  KRING_ASSERT(equal(article->view_bytes(), bytes));
  std::visit([](const auto& content) { check(content); }, article->content());
  articles::Timeline timeline;
  timeline.apply({.seq = channels::Sequence{1}, .time = {}, .author = {}, .article = *article});
  return 0;
}
