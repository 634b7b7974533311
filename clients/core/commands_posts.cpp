#include "clients/core/state.hpp"

#include "clients/core/child.hpp"
#include "clients/core/child_hints.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/rows.hpp"

#include <utility>

namespace kring::core {

namespace {

Error why_not_edited(articles::NoEdit reason, articles::PostState state) {
  switch (reason) {
    case articles::NoEdit::of_another:
      return {client::Errc::not_your_post, "edit"};
    case articles::NoEdit::hidden:
      if (state == articles::PostState::removed) break;
      return {client::Errc::post_held, "edit"};
    case articles::NoEdit::same_text:
      return {client::Errc::not_needed, "edit"};
    case articles::NoEdit::too_often:
      return {client::Errc::too_many_edits, "edit"};
  }
  return {client::Errc::unknown_post, "edit"};
}

Error why_not_pinned(articles::NoPin reason) {
  switch (reason) {
    case articles::NoPin::over:
      break;
    case articles::NoPin::pinned:
      return {client::Errc::not_needed, "pin"};
    case articles::NoPin::too_many:
      return {client::Errc::too_many_pinned, "pin"};
  }
  return {client::Errc::unknown_post, "pin"};
}

bool moderates(const CircleData& circle, const channels::ChannelId& channel, Time now) {
  return circle.charter().rights_at(circle.member, channel, now).include(channels::Right::moderate);
}

}  // namespace

Result<CircleData*> Client::State::newsgroup(const channels::CircleId& id, const channels::ChannelId& channel,
                                             Time now) {
  auto circle = writable(id, channel, now);
  if (!circle) return fail(circle.error());
  if (channel_name(**circle, channel).key != newsgroup_key)
    return fail(client::Errc::not_a_newsgroup, "post");
  return circle;
}

Result<CircleData*> Client::State::ordinary(const channels::CircleId& id, const channels::ChannelId& channel,
                                            Time now) {
  auto circle = writable(id, channel, now);
  if (!circle) return fail(circle.error());
  if (channel_name(**circle, channel).key == newsgroup_key)
    return fail(client::Errc::newsgroup_takes_posts, "write");
  return circle;
}

Result<Accepted> Client::State::post(const channels::CircleId& id, const channels::ChannelId& channel_id,
                                     const NewPost& post, Time now) {
  auto found = newsgroup(id, channel_id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  auto made = draft_post(circle, channel_id, post, {}, now);
  if (!made) return fail(made.error());
  const auto article = articles::Article::of(std::move(*made));
  if (!article) return fail(article.error());
  return queue(circle, channel_id, *article, now);
}

Result<articles::Post> Client::State::draft_post(const CircleData& circle, const channels::ChannelId& channel,
                                                 const NewPost& post,
                                                 std::optional<articles::Attachment> file, Time now) {
  auto made = make_post(circle, circle.channels.at(channel), post, {.now = now, .random = random_});
  if (!made) return fail(made.error());
  made->file = std::move(file);
  if (const auto article = articles::Article::of(*made); !article) return fail(article.error());
  const auto name = made->file ? made->file->name : std::string();
  const bool asks =
      !post.identifies_nobody && !child_hints(post.subject + "\n" + post.text + "\n" + name, now).empty();
  if (asks) return fail(client::Errc::may_identify_child, "post");
  return made;
}

Result<Accepted> Client::State::edit_post(const channels::CircleId& id, const channels::ChannelId& channel_id,
                                          channels::Sequence seq, const NewText& text, Time now) {
  auto found = newsgroup(id, channel_id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto* post = fold_threads(circle, circle.channels.at(channel_id)).find(seq);
  if (post == nullptr) return fail(client::Errc::unknown_post, "edit");
  if (const auto reason = articles::no_edit(*post, circle.member, text.text))
    return fail(why_not_edited(*reason, post->state));
  const auto article = articles::Article::of(articles::PostEdit{.post = post->id, .text = text.text});
  if (!article) return fail(article.error());
  const bool asks = !text.identifies_nobody && !child_hints(text.text, now).empty();
  if (asks) return fail(client::Errc::may_identify_child, "edit");
  return queue(circle, channel_id, *article, now);
}

Result<Accepted> Client::State::pin_thread(const channels::CircleId& id,
                                           const channels::ChannelId& channel_id, channels::Sequence seq,
                                           articles::Pin pin, Time now) {
  auto found = newsgroup(id, channel_id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto& threads = fold_threads(circle, circle.channels.at(channel_id));
  const auto* post = threads.find(seq);
  if (post == nullptr) return fail(client::Errc::unknown_post, "pin");
  if (!moderates(circle, channel_id, now)) return fail(client::Errc::may_not_moderate, "pin");
  if (pin == articles::Pin::unpin && threads.find_pin(post->thread, now) == nullptr)
    return fail(client::Errc::not_needed, "pin");
  const auto reason = pin == articles::Pin::pin ? threads.no_pin(post->thread, now) : std::nullopt;
  if (reason) return fail(why_not_pinned(*reason));
  const auto article = articles::Article::of(articles::PostPin{.post = post->id, .pin = pin});
  if (!article) return fail(article.error());
  return queue(circle, channel_id, *article, now);
}

Result<Accepted> Client::State::mark_post(const channels::CircleId& id, const channels::ChannelId& channel_id,
                                          channels::Sequence seq, articles::PostMark mark, Time now) {
  auto found = newsgroup(id, channel_id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto& threads = fold_threads(circle, circle.channels.at(channel_id));
  const auto* post = threads.find(seq);
  if (post == nullptr) return fail(client::Errc::unknown_post, "mark");
  const bool mine = mark.mark == articles::Mark::remove && post->member == circle.member;
  if (!mine && !moderates(circle, channel_id, now)) return fail(client::Errc::may_not_moderate, "mark");
  if (!articles::state_after(post->state, mark.mark)) return fail(client::Errc::not_needed, "mark");
  mark.post = post->id;
  const auto article = articles::Article::of(std::move(mark));
  if (!article) return fail(article.error());
  return queue(circle, channel_id, *article, now);
}

Result<Client::State::HeldChannel> Client::State::held_channel(const channels::CircleId& id,
                                                               const channels::ChannelId& channel_id) {
  const auto circle = circles_.find(id);
  if (circle == circles_.end() || !circle->second.log) return fail(client::Errc::unknown_circle, "thread");
  const auto channel = circle->second.channels.find(channel_id);
  if (channel == circle->second.channels.end()) return fail(client::Errc::unknown_channel, "thread");
  return HeldChannel{circle->second, channel->second};
}

Actions Client::State::keep_reading(const HeldChannel& held) {
  Turn turn(random_, Time{}, next_request_);
  save_reading(turn, held.circle, held.channel);
  return finish(turn);
}

Result<Actions> Client::State::mark_thread_read(const channels::CircleId& id,
                                                const channels::ChannelId& channel, channels::Sequence seq) {
  const auto held = held_channel(id, channel);
  if (!held) return fail(held.error());
  const auto changed = note_thread_read(held->circle, held->channel, seq);
  if (!changed) return fail(changed.error());
  return *changed ? keep_reading(*held) : Actions{};
}

Result<Actions> Client::State::count_newsgroup(const channels::CircleId& id,
                                               const channels::ChannelId& channel, Counts counts) {
  const auto held = held_channel(id, channel);
  if (!held) return fail(held.error());
  if (find_newsgroup(held->circle, channel) == nullptr)
    return fail(client::Errc::not_a_newsgroup, "subscribe");
  const bool wanted = counts == Counts::yes;
  if (std::exchange(held->channel.reading.subscribed, wanted) == wanted)
    return fail(client::Errc::not_needed, "subscribe");
  return keep_reading(*held);
}

Result<Actions> Client::State::count_thread(const channels::CircleId& id, const channels::ChannelId& channel,
                                            channels::Sequence seq, Counts counts) {
  const auto held = held_channel(id, channel);
  if (!held) return fail(held.error());
  if (find_newsgroup(held->circle, channel) == nullptr) return fail(client::Errc::not_a_newsgroup, "mute");
  const auto* post = fold_threads(held->circle, held->channel).find(seq);
  if (post == nullptr) return fail(client::Errc::unknown_post, "mute");
  auto& muted = held->channel.reading.muted;
  const bool changed =
      counts == Counts::no ? muted.insert(post->thread).second : muted.erase(post->thread) != 0;
  if (!changed) return fail(client::Errc::not_needed, "mute");
  return keep_reading(*held);
}

std::vector<ChildHint> Client::State::child_hints(std::string_view text, Time now) const {
  KnownOfChildren known;
  for (const auto& [id, circle] : circles_) collect_children(circle, now, known);
  return find_child_hints(text, known, day_of(now));
}

}  // namespace kring::core
