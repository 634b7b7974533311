#pragma once

#include "clients/core/context.hpp"

#include "channels/articles/article.hpp"
#include "channels/wire/answer.hpp"

#include <chrono>
#include <optional>

/// Articles on their way into a channel's log.
namespace kring::core {

/// The most articles that wait in one circle.
inline constexpr std::size_t outbox_messages_max = 1000;

/// Why an article is written, and about whom or what.
struct Reason {
  Written written = Written::by_user;
  FixedBytes<16> about{};
  /// One that was given to the user before; drawn if there is none.
  std::optional<channels::MessageId> id{};
};

/// How long what we write unasked rests that the hub refused for good, or until the next start: what the rule
/// that refused it says does not change by asking. What it refused for want of a right rests only until the
/// charter goes on.
inline constexpr Duration refused_rest = std::chrono::hours(24);
/// Whether what is written so about this rests in a channel; then we wake when that is over.
[[nodiscard]] bool rests(Context& context, const Channel& channel, Written written,
                         const FixedBytes<16>& about);

/// Puts an article at the end of the queue of a channel. Errors: `too_many_pending`.
[[nodiscard]] Result<channels::MessageId> enqueue(Context& context, const channels::ChannelId& channel,
                                                  const articles::Article& article, const Reason& reason);

/// Sends an article of ours once more, whose entry in the log fell away; also into a full queue.
void send_again(Context& context, const channels::ChannelId& channel, ByteView article);
/// What waits for a channel is encrypted anew: it was for a group that is gone.
void forget_payloads(Context& context, const channels::ChannelId& channel);

/// Sends the next article of each channel, where none is under way and the channel may be written to.
void push_outbox(Context& context);

/// Whether what fell away, after it was acknowledged, waits in a channel in which its author may not write
/// now.
[[nodiscard]] bool waits_for_right(const CircleData& circle, const OutboxMessage& message, Time now);

void append_answered(Context& context, const channels::MessageId& id, const wire::AppendAnswer& answer);
void append_refused(Context& context, const channels::MessageId& id, const wire::ErrorAnswer& error);

/// Nothing of the outbox is sent any more, as we are out or paused: what was not acknowledged has failed.
/// What the hub may have taken nevertheless stays, to be known by when its entry comes. So does what fell
/// away after it was acknowledged, as its author's is the only copy that is sent again: a pause ends, and an
/// end may be put off by an entry that has not come yet.
void give_up_outbox(Context& context, const Error& reason);

/// The message of ours whose payload this is the hash of; null if there is none.
[[nodiscard]] const OutboxMessage* find_sent(const CircleData& circle, const channels::ChannelId& channel,
                                             const Hash& payload_hash);
/// A message of ours whose entry has come back: it is told to be done, unless that was told before, and
/// forgotten.
struct MessageSeen {
  channels::MessageId id;
  channels::Sequence seq{};
};
void sent_seen(Context& context, const MessageSeen& seen);

/// Whether nobody is in the group of the channel who should not be, so that it may be written to.
[[nodiscard]] bool is_safe_to_write(const CircleData& circle, Channel& channel, Time now);

}  // namespace kring::core
