#include "channels/articles/timeline.hpp"

#include "crypto/base/assert.hpp"

#include <utility>
#include <variant>

namespace kring::articles {

namespace {

struct Shown {
  LineKind kind{};
  std::string text;
};

std::optional<Shown> shown(const Message& message) {
  return Shown{LineKind::message, message.text};
}
std::optional<Shown> shown(const Note& note) {
  return Shown{LineKind::note, note.text};
}
std::optional<Shown> shown(const Attachment& attachment) {
  return Shown{LineKind::attachment, attachment.text};
}
std::optional<Shown> shown(const UnknownArticle& /*article*/) {
  return Shown{LineKind::unknown, {}};
}
std::optional<Shown> shown(const IntroductionArticle& /*article*/) {
  return std::nullopt;
}
std::optional<Shown> shown(const ChannelLabel& /*label*/) {
  return std::nullopt;
}
std::optional<Shown> shown(const Child& /*child*/) {
  return std::nullopt;
}
std::optional<Shown> shown(const Post& /*post*/) {
  return std::nullopt;
}
std::optional<Shown> shown(const PostMark& /*mark*/) {
  return std::nullopt;
}
std::optional<Shown> shown(const PostEdit& /*edit*/) {
  return std::nullopt;
}
std::optional<Shown> shown(const PostPin& /*pin*/) {
  return std::nullopt;
}

}  // namespace

std::optional<Line> line_of(const PlacedArticle& placed) {
  auto it = std::visit([](const auto& content) { return shown(content); }, placed.article.content());
  if (!it) return std::nullopt;
  const bool keeps_bytes = it->kind == LineKind::unknown || it->kind == LineKind::attachment;
  return Line{.seq = placed.seq,
              .time = placed.time,
              .author = placed.author,
              .kind = it->kind,
              .text = std::move(it->text),
              .bytes = keeps_bytes ? copy_bytes(placed.article.view_bytes()) : Bytes()};
}

void Timeline::apply(const PlacedArticle& placed) {
  KRING_ASSERT(placed.seq > last_);
  last_ = placed.seq;
  if (auto line = line_of(placed)) lines_.push_back(std::move(*line));
}

}  // namespace kring::articles
