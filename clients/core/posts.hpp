#pragma once

#include "channels/articles/threads.hpp"
#include "clients/core/child_hints.hpp"
#include "clients/core/circle_data.hpp"
#include "clients/core/client.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <vector>

/// The threads of newsgroups as a device shows them.
namespace kring::core {

/// All posts of a channel with what moderators did. Who had which right counts at the time of each entry.
[[nodiscard]] articles::Threads fold_threads(const CircleData& circle, const Channel& channel);

/// The article that `post` becomes, under a fresh id. Errors: `unknown_post`, those of `Article::of`.
[[nodiscard]] Result<articles::Post> make_post(const CircleData& circle, const Channel& channel,
                                               const NewPost& post, Random& random);

/// The thread that was answered last first.
[[nodiscard]] std::vector<ThreadView> view_threads(const CircleData& circle,
                                                   const channels::ChannelId& channel, Time now);
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

/// The row of threads read.
[[nodiscard]] SecretBytes encode_threads_read(const Channel& channel);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_threads_read(ByteView row, Channel& channel);

}  // namespace kring::core
