#include "clients/core/digest.hpp"

#include "clients/core/first_line.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/posts.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// A newsgroup that is held, and what it is called.
struct NamedNewsgroup {
  const Channel* channel = nullptr;
  std::string label;
};

std::vector<NamedNewsgroup> newsgroups_of(const CircleData& circle) {
  std::vector<NamedNewsgroup> all;
  for (const auto& [id, channel] : circle.channels) {
    if (find_newsgroup(circle, id) != nullptr)
      all.push_back({.channel = &channel, .label = channel_name(circle, id).label});
  }
  std::ranges::sort(all, {}, &NamedNewsgroup::label);
  return all;
}

/// What counts as new in the threads of one newsgroup.
class News {
 public:
  News(const CircleData& circle, const Channel& channel, std::optional<Time> since, Time now)
      : threads_(fold_threads(circle, channel)), reader_(circle, channel, now), since_(since) {}

  /// New posts of a thread, in log order: none of one that is muted.
  [[nodiscard]] std::vector<const articles::ThreadPost*> in(const articles::Threads::Places& places) const {
    std::vector<const articles::ThreadPost*> found;
    if (reader_.is_muted(threads_.posts()[places.front()])) return found;
    for (const auto place : since_ ? std::span(places) : reader_.after_read(threads_, places)) {
      const auto& post = threads_.posts()[place];
      if (reader_.is_mine(post) || !reader_.is_shown(post) || reader_.has_ended(post)) continue;
      if (since_ && post.time < *since_) continue;
      found.push_back(&post);
    }
    return found;
  }

  [[nodiscard]] DigestGroup group() const {
    DigestGroup group;
    for (const auto& [thread, places] : threads_.threads()) {
      const auto posts = in(places);
      if (posts.empty()) continue;
      group.posts += posts.size();
      group.threads.push_back({.first = threads_.posts()[places.front()].seq,
                               .subject = subject_of(threads_, places, reader_),
                               .posts = posts.size(),
                               .from = posts.front()->seq,
                               .author = posts.front()->member,
                               .author_name = reader_.name_of(posts.front()->member),
                               .line = first_line(posts.front()->text),
                               .last_time = posts.back()->time});
    }
    std::ranges::sort(group.threads, std::ranges::greater(),
                      [](const DigestThread& thread) { return std::pair(thread.last_time, thread.first); });
    if (group.threads.size() > digest_threads_max) {
      group.left_out = group.threads.size() - digest_threads_max;
      group.threads.resize(digest_threads_max);
    }
    return group;
  }

  [[nodiscard]] std::size_t posts() const {
    std::size_t count = 0;
    for (const auto& [thread, places] : threads_.threads()) count += in(places).size();
    return count;
  }

 private:
  const articles::Threads& threads_;
  PostReader reader_;
  std::optional<Time> since_;
};

}  // namespace

std::vector<NewsgroupView> view_newsgroups(const CircleData& circle, Time now) {
  std::vector<NewsgroupView> views;
  for (auto& [channel, label] : newsgroups_of(circle)) {
    const bool counts = channel->reading.subscribed;
    views.push_back({.id = channel->id,
                     .label = std::move(label),
                     .subscribed = counts,
                     .unread = counts ? News(circle, *channel, {}, now).posts() : 0});
  }
  return views;
}

DigestView view_digest(const CircleData& circle, std::optional<Time> since, Time now) {
  DigestView view;
  for (auto& [channel, label] : newsgroups_of(circle)) {
    if (!channel->reading.subscribed) continue;
    ++view.subscribed;
    auto group = News(circle, *channel, since, now).group();
    if (group.posts == 0) continue;
    group.id = channel->id;
    group.label = std::move(label);
    view.groups.push_back(std::move(group));
  }
  return view;
}

}  // namespace kring::core
