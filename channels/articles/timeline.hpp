#pragma once

#include "channels/articles/article.hpp"
#include "channels/model/ids.hpp"
#include "crypto/base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kring::articles {

/// An article with its place in a channel's log. Borrows the article for one call.
struct PlacedArticle {
  channels::Sequence seq{};
  /// The log entry's time.
  Time time{};
  channels::HandleId author;
  const Article& article;
};

enum class LineKind : std::uint8_t {
  message = 1,
  note,
  attachment,
  unknown,  ///< a type this program does not know; the line keeps its bytes
};

/// One line of what a channel's readers see.
struct Line {
  channels::Sequence seq{};
  Time time{};
  channels::HandleId author;
  LineKind kind{};
  /// Of a message or a note, or what goes with a file.
  std::string text;
  /// The article as it came, of an unknown one and of a file.
  Bytes bytes;
  friend bool operator==(const Line&, const Line&) = default;
};

/// What an article adds to the timeline: nothing for introductions, labels, a birth date and posts, which
/// other views show.
[[nodiscard]] std::optional<Line> line_of(const PlacedArticle& placed);

/// Messages, notes and files in log order.
class Timeline {
 public:
  /// Takes the next article of the log; its seq is above that of every one before.
  void apply(const PlacedArticle& placed);
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

 private:
  std::vector<Line> lines_;
  channels::Sequence last_{};
};

}  // namespace kring::articles
