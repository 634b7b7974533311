#pragma once

#include "channels/articles/timeline.hpp"
#include "channels/model/ids.hpp"
#include "crypto/base/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::articles {

/// Whose article it is, at the time of its entry.
struct Writer {
  channels::MemberId member;
  /// Whether they had `moderate` in the channel then.
  bool moderates = false;
};

/// Something that was done to a post. What is hidden is not deleted, and this stays to be seen.
struct Marked {
  Time time{};
  channels::MemberId by;
  Mark mark{};
  std::string reason;
  friend bool operator==(const Marked&, const Marked&) = default;
};

enum class PostState : std::uint8_t {
  shown = 1,
  held,     ///< by a moderator, until one releases it
  removed,  ///< by a moderator or by who wrote it, for good
};

/// What a post in this state becomes by a mark; none if it changes nothing. What is removed stays so.
[[nodiscard]] std::optional<PostState> state_after(PostState state, Mark mark);

/// What a post said for a time.
struct PostText {
  /// When it was written.
  Time time{};
  std::string text;
  friend bool operator==(const PostText&, const PostText&) = default;
};

/// Why a text may not take the place of a post's; in this order, where there are several reasons.
enum class NoEdit : std::uint8_t {
  of_another = 1,  ///< somebody else wrote the post
  hidden,          ///< it is held or removed
  same_text,
  too_often,  ///< `limits::post_edits_max`
};

/// A post in its thread.
struct ThreadPost {
  channels::Sequence seq{};
  Time time{};
  channels::HandleId author;
  channels::MemberId member;
  PostId id;
  /// The id of the post that began the thread; it may not be in the log.
  PostId thread;
  /// What it answers; none for the first.
  std::optional<PostId> parent;
  std::string subject;
  /// What it says now.
  std::string text;
  PostState state = PostState::shown;
  std::vector<Marked> trace;
  /// What it said before, the oldest first, without what it says now.
  std::vector<PostText> earlier;
  /// When what it says now was written.
  Time written{};
  /// When it ends, by its writer's wish or by that of who began the thread, whichever is earlier.
  std::optional<Time> until{};
  std::optional<Attachment> file{};
  [[nodiscard]] bool has_ended(Time now) const { return until && *until <= now; }
  friend bool operator==(const ThreadPost&, const ThreadPost&) = default;
};

/// Why this member may not give a post this text now; none if they may.
[[nodiscard]] std::optional<NoEdit> no_edit(const ThreadPost& post, const channels::MemberId& member,
                                            std::string_view text);

/// By whom a thread was pinned, and when.
struct Pinned {
  Time time{};
  channels::MemberId by;
  friend bool operator==(const Pinned&, const Pinned&) = default;
};

/// Why a thread may not be pinned.
enum class NoPin : std::uint8_t {
  over = 1,  ///< each of its posts is removed or has ended
  pinned,    ///< it is already
  too_many,  ///< `limits::pinned_threads_max` others are
};

/// The threads of a newsgroup, folded from its articles in log order.
class Threads {
 public:
  /// Takes the next article of the log; its seq is above that of every one before.
  ///
  /// The first post under an id counts. A post belongs to the thread of the last post that it refers to and
  /// that is there. Who moderates holds, releases and removes; who wrote a post may remove it; what is
  /// removed stays so. Who wrote a post may give it another text while it is shown. Who moderates pins and
  /// unpins threads. Whatever else marks, edits and pins say is passed over. Answers end with what began
  /// their thread, if that stands before them.
  void apply(const PlacedArticle& placed, const Writer& writer);

  /// In log order.
  [[nodiscard]] const std::vector<ThreadPost>& posts() const { return posts_; }
  /// Null for one that is not there.
  [[nodiscard]] const ThreadPost* find(const PostId& id) const;
  [[nodiscard]] const ThreadPost* find(channels::Sequence seq) const;

  /// Places in `posts`, in log order.
  using Places = std::vector<std::size_t>;
  /// The posts of each thread that has one.
  [[nodiscard]] const std::map<PostId, Places>& threads() const { return threads_; }
  /// The posts of the thread that a post is in.
  [[nodiscard]] const Places& thread_of(const ThreadPost& post) const { return threads_.at(post.thread); }

  /// Null for a thread that is not pinned, or of which no post is left.
  [[nodiscard]] const Pinned* find_pin(const PostId& thread, Time now) const;
  /// Why a thread that has a post may not be pinned now; none if it may.
  [[nodiscard]] std::optional<NoPin> no_pin(const PostId& thread, Time now) const;

  friend bool operator==(const Threads&, const Threads&) = default;

 private:
  void take(const PlacedArticle& placed, const Writer& writer, const Post& post);
  void take(const PlacedArticle& placed, const Writer& writer, const PostMark& mark);
  void take(const PlacedArticle& placed, const Writer& writer, const PostEdit& edit);
  void take(const PlacedArticle& placed, const Writer& writer, const PostPin& pin);
  [[nodiscard]] bool is_over(const PostId& thread, Time now) const;
  [[nodiscard]] ThreadPost* find_to_change(const PostId& id);

  std::vector<ThreadPost> posts_;
  std::map<PostId, std::size_t> places_;
  std::map<PostId, Places> threads_;
  std::map<PostId, Pinned> pins_;
  channels::Sequence last_{};
};

}  // namespace kring::articles
