#pragma once

#include "channels/articles/threads.hpp"
#include "clients/core/child_hints.hpp"
#include "clients/core/circle_data.hpp"
#include "clients/core/client.hpp"
#include "clients/core/people.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The threads of newsgroups as a device shows them.
namespace kring::core {

/// The posts of a channel with what moderators did (`ThreadFold::all`).
[[nodiscard]] const articles::Threads& fold_threads(const CircleData& circle, const Channel& channel);

/// A newsgroup's channel; null for any other, and for one that this device does not hold.
[[nodiscard]] const Channel* find_newsgroup(const CircleData& circle, const channels::ChannelId& id);

/// Who looks at posts, and from when on: what of a newsgroup they may be shown.
class PostReader {
 public:
  PostReader(const CircleData& circle, const Channel& channel, Time now);

  [[nodiscard]] bool is_mine(const articles::ThreadPost& post) const;
  /// What others wrote after what was read of its thread.
  [[nodiscard]] bool is_unread(const articles::ThreadPost& post) const;
  /// Of the posts of one thread those after what was read of it.
  [[nodiscard]] std::span<const std::size_t> after_read(const articles::Threads& threads,
                                                        const articles::Threads::Places& places) const;
  /// What is hidden is shown to who wrote it, and to who moderates.
  [[nodiscard]] bool is_shown(const articles::ThreadPost& post) const;
  /// Whether lists leave it out: that was the wish of who wrote it, or who began its thread.
  [[nodiscard]] bool has_ended(const articles::ThreadPost& post) const { return post.has_ended(now_); }
  [[nodiscard]] bool is_muted(const articles::ThreadPost& post) const;
  /// Empty for who has not introduced themselves.
  [[nodiscard]] std::string name_of(const channels::MemberId& member) const;

 private:
  [[nodiscard]] channels::Sequence read_until(const articles::ThreadPost& post) const;

  const CircleData& circle_;
  const Channel& channel_;
  bool moderates_;
  Time now_;
  // Looked up once, whatever is asked in which order.
  mutable Authors people_;
};

/// When the text of a post was written, if that is not its first.
[[nodiscard]] std::optional<Time> edited(const articles::ThreadPost& post);

/// When a post is made, and of what its id.
struct PostMaking {
  Time now;
  Random& random;
};
/// The article that `post` becomes, under a fresh id. Errors: `unknown_post`, `thread_over`, `bad_post_end`.
[[nodiscard]] Result<articles::Post> make_post(const CircleData& circle, const Channel& channel,
                                               const NewPost& post, PostMaking making);

/// The first subject in a thread that is shown.
[[nodiscard]] std::string subject_of(const articles::Threads& threads,
                                     const articles::Threads::Places& places, const PostReader& reader);

/// How many threads are listed: those of which every post has ended are not.
[[nodiscard]] std::size_t count_threads(const CircleData& circle, const channels::ChannelId& id, Time now);
/// Those that are pinned first, then the one that was answered last; at most `most`.
[[nodiscard]] std::vector<ThreadView> view_threads(const CircleData& circle,
                                                   const channels::ChannelId& channel, Time now,
                                                   std::size_t most);
/// The posts of the thread that the entry `seq` belongs to, in log order. Errors: `unknown_post`.
[[nodiscard]] Result<std::vector<PostView>> view_thread(const CircleData& circle,
                                                        const channels::ChannelId& channel,
                                                        channels::Sequence seq, Time now);
/// Who reads a channel now, by roles.
[[nodiscard]] std::vector<AudienceView> view_audience(const CircleData& circle,
                                                      const channels::ChannelId& channel, Time now);

/// Notes the thread that `seq` belongs to as read to its end; false if it was.
[[nodiscard]] Result<bool> note_thread_read(const CircleData& circle, Channel& channel,
                                            channels::Sequence seq);

/// What this circle tells of a child; nothing if it is a network.
void collect_children(const CircleData& circle, Time now, KnownOfChildren& known);

/// The row of how a newsgroup is read.
[[nodiscard]] SecretBytes encode_reading(const Channel& channel);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_reading(ByteView row, Channel& channel);

}  // namespace kring::core
