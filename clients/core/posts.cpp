#include "clients/core/posts.hpp"

#include "clients/core/child.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/people.hpp"
#include "clients/core/row_codec.hpp"

#include "channels/articles/limits.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t threads_read_version = 1;

/// Who moderated a channel when. Keeps the charter that was asked for last.
class RightsThen {
 public:
  explicit RightsThen(const charter::CharterLog& log) : log_(log) {}

  bool moderates(const channels::MemberId& member, const channels::ChannelId& channel, Time time) {
    const auto& entries = log_.entries();
    const auto after = std::ranges::upper_bound(
        entries, time, {}, [](const charter::CharterEntry& entry) { return entry.content().time; });
    if (after == entries.begin()) return false;
    const auto number = std::prev(after)->number();
    if (!charter_ || charter_->number() != number) {
      auto at = log_.at(number);
      if (!at) return false;
      charter_ = std::move(*at);
    }
    return charter_->rights_at(member, channel, time).include(channels::Right::moderate);
  }

 private:
  const charter::CharterLog& log_;
  std::optional<charter::Charter> charter_;
};

const Channel* find_channel(const CircleData& circle, const channels::ChannelId& id) {
  const auto found = circle.log ? circle.channels.find(id) : circle.channels.end();
  return found == circle.channels.end() ? nullptr : &found->second;
}

bool is_unread(const CircleData& circle, const Channel& channel, const articles::ThreadPost& post) {
  if (post.member == circle.member) return false;
  const auto read = channel.threads_read.find(post.thread);
  return read == channel.threads_read.end() || post.seq > read->second;
}

/// What is hidden is shown to who wrote it, and to who moderates.
bool is_shown(const CircleData& circle, const Channel& channel, const articles::ThreadPost& post, Time now) {
  return post.state == articles::PostState::shown || post.member == circle.member ||
         circle.charter().rights_at(circle.member, channel.id, now).include(channels::Right::moderate);
}

std::string name_of_member(const CircleData& circle, const channels::MemberId& member) {
  const auto* person = find_person(circle, member);
  return person == nullptr ? std::string() : person->name;
}

PostView view_post(const CircleData& circle, const Channel& channel, const articles::Threads& threads,
                   const articles::ThreadPost& post, Time now) {
  PostView view;
  view.seq = post.seq;
  view.time = post.time;
  view.author = post.member;
  view.author_name = name_of_member(circle, post.member);
  view.mine = post.member == circle.member;
  view.unread = is_unread(circle, channel, post);
  view.state = post.state;
  const auto* parent = post.parent ? threads.find(*post.parent) : nullptr;
  if (parent != nullptr) view.parent = parent->seq;
  view.shown = is_shown(circle, channel, post, now);
  if (view.shown) {
    view.subject = post.subject;
    view.text = post.text;
  }
  for (const auto& marked : post.trace) {
    view.trace.push_back({.time = marked.time,
                          .by = marked.by,
                          .by_name = name_of_member(circle, marked.by),
                          .mark = marked.mark,
                          .reason = marked.reason});
  }
  return view;
}

}  // namespace

articles::Threads fold_threads(const CircleData& circle, const Channel& channel) {
  articles::Threads threads;
  RightsThen rights(*circle.log);
  for (const auto& entry : channel.log) {
    if (entry.article.empty()) continue;
    const auto* member = circle.charter().member_of(entry.author);
    const auto article = member == nullptr ? Result<articles::Article>(fail(client::Errc::unknown_member))
                                           : articles::Article::parse(entry.article);
    if (!article) continue;
    const bool marks = std::holds_alternative<articles::PostMark>(article->content());
    threads.apply(
        {.seq = entry.seq, .time = entry.time, .author = entry.author, .article = *article},
        {.member = member->id, .moderates = marks && rights.moderates(member->id, channel.id, entry.time)});
  }
  return threads;
}

Result<articles::Post> make_post(const CircleData& circle, const Channel& channel, const NewPost& post,
                                 Random& random) {
  articles::Post made{
      .id = random.id<articles::PostId>(), .subject = post.subject, .references = {}, .text = post.text};
  if (!post.reply_to) return made;
  const auto threads = fold_threads(circle, channel);
  const auto* answered = threads.find(*post.reply_to);
  if (answered == nullptr || answered->state == articles::PostState::removed)
    return fail(client::Errc::unknown_post, "post");
  // From what is answered back to the beginning; where that is too long, the beginning and the nearest.
  std::vector<articles::PostId> back;
  std::set<articles::PostId> named;
  for (const auto* one = answered; one != nullptr && named.insert(one->id).second;
       one = one->parent ? threads.find(*one->parent) : nullptr) {
    back.push_back(one->id);
  }
  if (named.insert(answered->thread).second) back.push_back(answered->thread);
  if (back.size() > articles::limits::references_max) {
    const auto first = back.back();
    back.resize(articles::limits::references_max - 1);
    back.push_back(first);
  }
  made.references.assign(back.rbegin(), back.rend());
  return made;
}

std::vector<ThreadView> view_threads(const CircleData& circle, const channels::ChannelId& id, Time now) {
  const auto* channel = find_channel(circle, id);
  if (channel == nullptr) return {};
  const auto threads = fold_threads(circle, *channel);
  std::map<articles::PostId, ThreadView> views;
  for (const auto& post : threads.posts()) {
    auto& view = views[post.thread];
    if (view.posts == 0) {
      view.first = post.seq;
      view.started = post.time;
      view.author = post.member;
      view.author_name = name_of_member(circle, post.member);
    }
    if (view.subject.empty() && is_shown(circle, *channel, post, now)) view.subject = post.subject;
    ++view.posts;
    view.last = post.seq;
    view.last_time = post.time;
    if (is_unread(circle, *channel, post)) ++view.unread;
  }
  std::vector<ThreadView> all;
  all.reserve(views.size());
  for (auto& [thread, view] : views) all.push_back(std::move(view));
  std::ranges::sort(all, std::ranges::greater(), &ThreadView::last);
  return all;
}

Result<std::vector<PostView>> view_thread(const CircleData& circle, const channels::ChannelId& id,
                                          channels::Sequence seq, Time now) {
  const auto* channel = find_channel(circle, id);
  if (channel == nullptr) return fail(client::Errc::unknown_channel, "thread");
  const auto threads = fold_threads(circle, *channel);
  const auto* asked = threads.find(seq);
  if (asked == nullptr) return fail(client::Errc::unknown_post, "thread");
  std::vector<PostView> views;
  for (const auto& post : threads.posts()) {
    if (post.thread == asked->thread) views.push_back(view_post(circle, *channel, threads, post, now));
  }
  return views;
}

std::vector<AudienceView> view_audience(const CircleData& circle, const channels::ChannelId& id, Time now) {
  if (!circle.log) return {};
  std::map<channels::RoleId, std::set<channels::MemberId>> readers;
  for (const auto& handle : circle.charter().readers(id, now)) {
    const auto* member = circle.charter().member_of(handle);
    if (member != nullptr) readers[member->role].insert(member->id);
  }
  std::vector<AudienceView> views;
  views.reserve(readers.size());
  for (const auto& [role, members] : readers) {
    auto name = role_name(circle, role);
    views.push_back({.role = role,
                     .role_label = std::move(name.label),
                     .key = std::move(name.key),
                     .members = members.size()});
  }
  std::ranges::sort(views, [](const AudienceView& a, const AudienceView& b) {
    return std::pair(b.members, a.role_label) < std::pair(a.members, b.role_label);
  });
  return views;
}

Result<bool> note_thread_read(const CircleData& circle, Channel& channel, channels::Sequence seq) {
  const auto threads = fold_threads(circle, channel);
  const auto* asked = threads.find(seq);
  if (asked == nullptr) return fail(client::Errc::unknown_post, "thread");
  auto& read = channel.threads_read[asked->thread];
  const auto before = read;
  for (const auto& post : threads.posts()) {
    if (post.thread == asked->thread) read = std::max(read, post.seq);
  }
  return read != before;
}

void collect_children(const CircleData& circle, Time now, KnownOfChildren& known) {
  if (is_network(circle)) return;
  const auto add = [&](std::string_view name) {
    for (auto& word : telling_words(name)) known.names.push_back(std::move(word));
  };
  add(circle.name);
  if (const auto born = birth_date_of(circle, now)) known.births.push_back(*born);
  if (!circle.log) return;
  constexpr std::array<std::string_view, 3> children{"child_12", "child_16", "sibling"};
  for (const auto& [id, member] : circle.charter().members()) {
    if (std::ranges::find(children, role_name(circle, member.role).key) == children.end()) continue;
    add(name_of_member(circle, id));
  }
}

SecretBytes encode_threads_read(const Channel& channel) {
  RowWriter out(threads_read_version);
  out.list(channel.threads_read, [&](const auto& item) {
    out.id(item.first);
    out.number(item.second);
  });
  return out.take();
}

Status decode_threads_read(ByteView row, Channel& channel) {
  RowReader in(row, threads_read_version);
  in.list([&] {
    const auto thread = in.id<articles::PostId>();
    channel.threads_read.insert_or_assign(thread, in.number<channels::Sequence>());
  });
  return in.finish();
}

}  // namespace kring::core
