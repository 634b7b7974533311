#include "channels/articles/threads.hpp"

#include "crypto/base/assert.hpp"

#include <algorithm>
#include <ranges>
#include <utility>
#include <variant>

namespace kring::articles {

std::optional<PostState> state_after(PostState state, Mark mark) {
  switch (mark) {
    case Mark::hold:
      return state == PostState::shown ? std::optional(PostState::held) : std::nullopt;
    case Mark::release:
      return state == PostState::held ? std::optional(PostState::shown) : std::nullopt;
    case Mark::remove:
      return state == PostState::removed ? std::nullopt : std::optional(PostState::removed);
  }
  return std::nullopt;
}

void Threads::apply(const PlacedArticle& placed, const Writer& writer) {
  KRING_ASSERT(placed.seq > last_);
  last_ = placed.seq;
  const auto& content = placed.article.content();
  if (const auto* post = std::get_if<Post>(&content)) take(placed, writer, *post);
  if (const auto* mark = std::get_if<PostMark>(&content)) take(placed, writer, *mark);
}

const ThreadPost* Threads::find(const PostId& id) const {
  const auto place = places_.find(id);
  return place == places_.end() ? nullptr : &posts_[place->second];
}

const ThreadPost* Threads::find(channels::Sequence seq) const {
  const auto found = std::ranges::lower_bound(posts_, seq, {}, &ThreadPost::seq);
  return found == posts_.end() || found->seq != seq ? nullptr : &*found;
}

void Threads::take(const PlacedArticle& placed, const Writer& writer, const Post& post) {
  if (!places_.emplace(post.id, posts_.size()).second) return;
  ThreadPost made{.seq = placed.seq,
                  .time = placed.time,
                  .author = placed.author,
                  .member = writer.member,
                  .id = post.id,
                  .thread = post.references.empty() ? post.id : post.references.front(),
                  .parent = {},
                  .subject = post.subject,
                  .text = post.text,
                  .state = PostState::shown,
                  .trace = {}};
  if (!post.references.empty()) made.parent = post.references.back();
  for (const auto& reference : std::views::reverse(post.references)) {
    const auto* known = find(reference);
    if (known == nullptr || known->id == post.id) continue;
    made.thread = known->thread;
    break;
  }
  threads_[made.thread].push_back(posts_.size());
  posts_.push_back(std::move(made));
}

void Threads::take(const PlacedArticle& placed, const Writer& writer, const PostMark& mark) {
  const auto place = places_.find(mark.post);
  if (place == places_.end()) return;
  auto& post = posts_[place->second];
  const bool withdraws = mark.mark == Mark::remove && writer.member == post.member;
  if (!writer.moderates && !withdraws) return;
  const auto state = state_after(post.state, mark.mark);
  if (!state) return;
  post.state = *state;
  post.trace.push_back({.time = placed.time, .by = writer.member, .mark = mark.mark, .reason = mark.reason});
}

}  // namespace kring::articles
