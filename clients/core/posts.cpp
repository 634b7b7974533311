#include "clients/core/posts.hpp"

#include "clients/core/child.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/people.hpp"
#include "clients/core/row_codec.hpp"
#include "clients/core/views.hpp"

#include "channels/articles/limits.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t reading_version = 2;
/// Without what counts.
constexpr std::uint8_t reading_version_oldest = 1;

const Channel* find_channel(const CircleData& circle, const channels::ChannelId& id) {
  const auto found = circle.log ? circle.channels.find(id) : circle.channels.end();
  return found == circle.channels.end() ? nullptr : &found->second;
}

PostView view_post(const articles::Threads& threads, const articles::ThreadPost& post,
                   const PostReader& reader) {
  PostView view;
  view.seq = post.seq;
  view.time = post.time;
  view.author = post.member;
  view.author_name = reader.name_of(post.member);
  view.mine = reader.is_mine(post);
  view.unread = reader.is_unread(post);
  view.state = post.state;
  const auto* parent = post.parent ? threads.find(*post.parent) : nullptr;
  if (parent != nullptr) view.parent = parent->seq;
  view.shown = reader.is_shown(post);
  if (view.shown) {
    view.subject = post.subject;
    view.text = post.text;
    if (post.file) view.file = view_file(*post.file);
    for (const auto& text : post.earlier) view.earlier.push_back({.time = text.time, .text = text.text});
  }
  view.edited = edited(post);
  view.until = post.until;
  view.ended = reader.has_ended(post);
  for (const auto& marked : post.trace) {
    view.trace.push_back({.time = marked.time,
                          .by = marked.by,
                          .by_name = reader.name_of(marked.by),
                          .mark = marked.mark,
                          .reason = marked.reason});
  }
  return view;
}

std::optional<PinView> view_pin(const articles::Threads& threads, const articles::PostId& thread,
                                const PostReader& reader, Time now) {
  const auto* pin = threads.find_pin(thread, now);
  if (pin == nullptr) return std::nullopt;
  return PinView{.time = pin->time, .by = pin->by, .by_name = reader.name_of(pin->by)};
}

std::size_t count_unread(const articles::Threads& threads, const articles::Threads::Places& places,
                         const PostReader& reader) {
  return static_cast<std::size_t>(std::ranges::count_if(reader.after_read(threads, places), [&](auto place) {
    const auto& post = threads.posts()[place];
    return !reader.is_mine(post) && !reader.has_ended(post);
  }));
}

}  // namespace

std::optional<Time> edited(const articles::ThreadPost& post) {
  return post.earlier.empty() ? std::nullopt : std::optional(post.written);
}

const articles::Threads& fold_threads(const CircleData& circle, const Channel& channel) {
  return channel.threads.all(circle, channel);
}

const Channel* find_newsgroup(const CircleData& circle, const channels::ChannelId& id) {
  const auto* channel = find_channel(circle, id);
  return channel != nullptr && channel_name(circle, id).key == newsgroup_key ? channel : nullptr;
}

PostReader::PostReader(const CircleData& circle, const Channel& channel, Time now)
    : circle_(circle),
      channel_(channel),
      moderates_(
          circle.charter().rights_at(circle.member, channel.id, now).include(channels::Right::moderate)),
      now_(now),
      people_(circle) {}

bool PostReader::is_mine(const articles::ThreadPost& post) const {
  return post.member == circle_.member;
}

channels::Sequence PostReader::read_until(const articles::ThreadPost& post) const {
  const auto read = channel_.reading.read.find(post.thread);
  return read == channel_.reading.read.end() ? channels::Sequence{} : read->second;
}

bool PostReader::is_unread(const articles::ThreadPost& post) const {
  return !is_mine(post) && post.seq > read_until(post);
}

std::span<const std::size_t> PostReader::after_read(const articles::Threads& threads,
                                                    const articles::Threads::Places& places) const {
  const auto& posts = threads.posts();
  const auto first = std::ranges::upper_bound(places, read_until(posts[places.front()]), {},
                                              [&](std::size_t place) { return posts[place].seq; });
  return {first, places.end()};
}

bool PostReader::is_shown(const articles::ThreadPost& post) const {
  return post.state == articles::PostState::shown || is_mine(post) || moderates_;
}

bool PostReader::is_muted(const articles::ThreadPost& post) const {
  return channel_.reading.muted.contains(post.thread);
}

std::string PostReader::name_of(const channels::MemberId& member) const {
  const auto* person = people_.find(member);
  return person == nullptr ? std::string() : person->name;
}

std::string subject_of(const articles::Threads& threads, const articles::Threads::Places& places,
                       const PostReader& reader) {
  for (const auto place : places) {
    const auto& post = threads.posts()[place];
    if (!post.subject.empty() && reader.is_shown(post)) return post.subject;
  }
  return {};
}

Result<articles::Post> make_post(const CircleData& circle, const Channel& channel, const NewPost& post,
                                 PostMaking making) {
  if (post.until && *post.until <= making.now) return fail(client::Errc::bad_post_end, "post");
  articles::Post made{.id = making.random.id<articles::PostId>(),
                      .subject = post.subject,
                      .references = {},
                      .text = post.text,
                      .until = post.until};
  if (!post.reply_to) return made;
  const auto& threads = fold_threads(circle, channel);
  const auto* answered = threads.find(*post.reply_to);
  if (answered == nullptr || answered->state == articles::PostState::removed)
    return fail(client::Errc::unknown_post, "post");
  // An answer would end with it at once, and nobody find it in a list.
  const auto* beginning = threads.find(answered->thread);
  if (beginning != nullptr && beginning->has_ended(making.now))
    return fail(client::Errc::thread_over, "post");
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

namespace {

/// A thread that is listed, before it is shown. Borrowed from the fold.
struct ListedThread {
  const articles::PostId* thread = nullptr;
  const articles::Threads::Places* places = nullptr;
  bool pinned = false;
  channels::Sequence last{};
};

/// As they are listed; without those of which every post has ended.
std::vector<ListedThread> list_threads(const articles::Threads& threads, const PostReader& reader, Time now) {
  std::vector<ListedThread> all;
  all.reserve(threads.threads().size());
  for (const auto& [thread, places] : threads.threads()) {
    const bool over = std::ranges::all_of(
        places, [&](std::size_t place) { return reader.has_ended(threads.posts()[place]); });
    if (over) continue;
    all.push_back({.thread = &thread,
                   .places = &places,
                   .pinned = threads.find_pin(thread, now) != nullptr,
                   .last = threads.posts()[places.back()].seq});
  }
  std::ranges::sort(all, std::ranges::greater(),
                    [](const ListedThread& thread) { return std::pair(thread.pinned, thread.last); });
  return all;
}

}  // namespace

std::size_t count_threads(const CircleData& circle, const channels::ChannelId& id, Time now) {
  const auto* channel = find_channel(circle, id);
  if (channel == nullptr) return 0;
  return list_threads(fold_threads(circle, *channel), PostReader(circle, *channel, now), now).size();
}

std::vector<ThreadView> view_threads(const CircleData& circle, const channels::ChannelId& id, Time now,
                                     std::size_t most) {
  const auto* channel = find_channel(circle, id);
  if (channel == nullptr) return {};
  const auto& threads = fold_threads(circle, *channel);
  const PostReader reader(circle, *channel, now);
  auto listed = list_threads(threads, reader, now);
  if (listed.size() > most) listed.resize(most);
  std::vector<ThreadView> views;
  views.reserve(listed.size());
  for (const auto& thread : listed) {
    const auto& places = *thread.places;
    const auto& first = threads.posts()[places.front()];
    views.push_back({.first = first.seq,
                     .last = thread.last,
                     .subject = subject_of(threads, places, reader),
                     .author = first.member,
                     .author_name = reader.name_of(first.member),
                     .started = first.time,
                     .last_time = threads.posts()[places.back()].time,
                     .posts = places.size(),
                     .unread = count_unread(threads, places, reader),
                     .muted = reader.is_muted(first),
                     .pinned = view_pin(threads, *thread.thread, reader, now)});
  }
  return views;
}

Result<std::vector<PostView>> view_thread(const CircleData& circle, const channels::ChannelId& id,
                                          channels::Sequence seq, Time now) {
  const auto* channel = find_channel(circle, id);
  if (channel == nullptr) return fail(client::Errc::unknown_channel, "thread");
  const auto& threads = fold_threads(circle, *channel);
  const auto* asked = threads.find(seq);
  if (asked == nullptr) return fail(client::Errc::unknown_post, "thread");
  const PostReader reader(circle, *channel, now);
  std::vector<PostView> views;
  for (const auto place : threads.thread_of(*asked))
    views.push_back(view_post(threads, threads.posts()[place], reader));
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
  const auto& threads = fold_threads(circle, channel);
  const auto* asked = threads.find(seq);
  if (asked == nullptr) return fail(client::Errc::unknown_post, "thread");
  auto& read = channel.reading.read[asked->thread];
  const auto before = read;
  read = std::max(read, threads.posts()[threads.thread_of(*asked).back()].seq);
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
    if (const auto* person = find_person(circle, id)) add(person->name);
  }
}

SecretBytes encode_reading(const Channel& channel) {
  RowWriter out(reading_version);
  out.list(channel.reading.read, [&](const auto& item) {
    out.id(item.first);
    out.number(item.second);
  });
  out.flag(channel.reading.subscribed);
  out.list(channel.reading.muted, [&](const auto& thread) { out.id(thread); });
  return out.take();
}

Status decode_reading(ByteView row, Channel& channel) {
  RowReader in(row, reading_version_oldest, reading_version);
  auto& reading = channel.reading;
  in.list([&] {
    const auto thread = in.id<articles::PostId>();
    reading.read.insert_or_assign(thread, in.number<channels::Sequence>());
  });
  if (in.version() >= 2) {
    reading.subscribed = in.flag();
    in.list([&] { reading.muted.insert(in.id<articles::PostId>()); });
  }
  return in.finish();
}

}  // namespace kring::core
