#include "channels/articles/threads.hpp"

#include "channels/articles/limits.hpp"
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

std::optional<NoEdit> no_edit(const ThreadPost& post, const channels::MemberId& member,
                              std::string_view text) {
  if (post.member != member) return NoEdit::of_another;
  if (post.state != PostState::shown) return NoEdit::hidden;
  if (post.text == text) return NoEdit::same_text;
  if (post.earlier.size() >= limits::post_edits_max) return NoEdit::too_often;
  return std::nullopt;
}

void Threads::apply(const PlacedArticle& placed, const Writer& writer) {
  KRING_ASSERT(placed.seq > last_);
  last_ = placed.seq;
  const auto& content = placed.article.content();
  if (const auto* post = std::get_if<Post>(&content)) take(placed, writer, *post);
  if (const auto* mark = std::get_if<PostMark>(&content)) take(placed, writer, *mark);
  if (const auto* edit = std::get_if<PostEdit>(&content)) take(placed, writer, *edit);
  if (const auto* pin = std::get_if<PostPin>(&content)) take(placed, writer, *pin);
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
                  .trace = {},
                  .earlier = {},
                  .written = placed.time,
                  .until = post.until,
                  .file = post.file};
  if (!post.references.empty()) made.parent = post.references.back();
  for (const auto& reference : std::views::reverse(post.references)) {
    const auto* known = find(reference);
    if (known == nullptr || known->id == post.id) continue;
    made.thread = known->thread;
    break;
  }
  const auto* beginning = made.thread == made.id ? nullptr : find(made.thread);
  if (beginning != nullptr && beginning->until)
    made.until = std::min(made.until.value_or(*beginning->until), *beginning->until);
  threads_[made.thread].push_back(posts_.size());
  posts_.push_back(std::move(made));
}

void Threads::take(const PlacedArticle& placed, const Writer& writer, const PostMark& mark) {
  auto* post = find_to_change(mark.post);
  if (post == nullptr) return;
  const bool withdraws = mark.mark == Mark::remove && writer.member == post->member;
  if (!writer.moderates && !withdraws) return;
  const auto state = state_after(post->state, mark.mark);
  if (!state) return;
  post->state = *state;
  post->trace.push_back({.time = placed.time, .by = writer.member, .mark = mark.mark, .reason = mark.reason});
}

void Threads::take(const PlacedArticle& placed, const Writer& writer, const PostEdit& edit) {
  auto* post = find_to_change(edit.post);
  if (post == nullptr || no_edit(*post, writer.member, edit.text)) return;
  post->earlier.push_back({.time = post->written, .text = std::exchange(post->text, edit.text)});
  post->written = placed.time;
}

void Threads::take(const PlacedArticle& placed, const Writer& writer, const PostPin& pin) {
  const auto* post = find(pin.post);
  if (post == nullptr || !writer.moderates) return;
  if (pin.pin == Pin::unpin) {
    pins_.erase(post->thread);
  } else if (!no_pin(post->thread, placed.time)) {
    pins_.insert_or_assign(post->thread, Pinned{.time = placed.time, .by = writer.member});
  }
}

bool Threads::is_over(const PostId& thread, Time now) const {
  return std::ranges::all_of(threads_.at(thread), [&](std::size_t place) {
    return posts_[place].state == PostState::removed || posts_[place].has_ended(now);
  });
}

const Pinned* Threads::find_pin(const PostId& thread, Time now) const {
  const auto pin = pins_.find(thread);
  return pin == pins_.end() || is_over(thread, now) ? nullptr : &pin->second;
}

std::optional<NoPin> Threads::no_pin(const PostId& thread, Time now) const {
  if (is_over(thread, now)) return NoPin::over;
  if (find_pin(thread, now) != nullptr) return NoPin::pinned;
  const auto pinned =
      std::ranges::count_if(pins_, [&](const auto& item) { return find_pin(item.first, now) != nullptr; });
  if (static_cast<std::size_t>(pinned) >= limits::pinned_threads_max) return NoPin::too_many;
  return std::nullopt;
}

ThreadPost* Threads::find_to_change(const PostId& id) {
  const auto place = places_.find(id);
  return place == places_.end() ? nullptr : &posts_[place->second];
}

}  // namespace kring::articles
