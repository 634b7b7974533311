#include "clients/core/outbox.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/people.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/work.hpp"

#include "channels/model/signing.hpp"
#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/log_hash.hpp"
#include "channels/rules/record_structures.hpp"
#include "crypto/record/padding.hpp"
#include "crypto/record/record_cipher.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// How often a message is encrypted anew before it is given up.
constexpr std::uint32_t message_tries_max = 64;
constexpr Duration busy_pause = std::chrono::seconds(1);
constexpr Duration outrun_pause = std::chrono::milliseconds(10);

Result<Bytes> make_record(Context& context, Channel& channel, const OutboxMessage& message) {
  const auto& circle = context.circle;
  const auto& state = channel.state;
  const auto key = channel.record_keys.find(state.generation);
  if (key == channel.record_keys.end()) return fail(client::Errc::stopped, "no record key");
  rules::RecordContent content{.circle = circle.id,
                               .channel = channel.id,
                               .group = state.group,
                               .epoch = state.epoch,
                               .generation = state.generation,
                               .record = context.random().id<channels::RecordId>(),
                               .author = circle.handle_id,
                               .counter = channel.own_counter,
                               .charter = rules::head_of(circle.charter()),
                               .log = channel.head(),
                               .article = message.article};
  rules::SignedRecord record{.content = content.encode(), .signature = {}};
  auto signature =
      channels::sign(channels::SigningPurpose::record, record.content, circle.handle.private_key);
  if (!signature) return fail(signature.error());
  record.signature = std::move(*signature);
  const auto sealed = record::seal_record(key->second,
                                          {.channel = channel.id.view(),
                                           .epoch = mls::number_of(state.epoch),
                                           .generation = std::to_underlying(state.generation),
                                           .record = content.record.view()},
                                          record.encode());
  if (!sealed) return fail(sealed.error());
  return rules::RecordPayload{.epoch = state.epoch,
                              .generation = state.generation,
                              .record = content.record,
                              .commitment = sealed->commitment,
                              .ciphertext = sealed->ciphertext}
      .encode();
}

Result<Bytes> make_sealed(Context& context, Channel& channel, const OutboxMessage& message) {
  const rules::SealedData data{.charter = rules::head_of(context.circle.charter()),
                               .log = channel.head(),
                               .counter = channel.own_counter};
  auto padding = record::padding_after(message.article.size());
  if (!padding) return fail(padding.error());
  return channel.group->protect(message.article, data.encode(), *padding, context.random());
}

/// Encrypts the message for the channel as it is now.
Status encrypt(Context& context, Channel& channel, OutboxMessage& message) {
  ++channel.own_counter;
  auto payload = channel.state.mode == channels::Mode::record ? make_record(context, channel, message)
                                                              : make_sealed(context, channel, message);
  if (!payload) return fail(payload.error());
  message.payload = std::move(*payload);
  message.epoch = channel.state.epoch;
  message.payload_hashes.push_back(rules::payload_hash(message.payload));
  save_state(context.turn, context.circle, channel);
  // A sealed message has used up a key of the group's.
  if (channel.state.mode == channels::Mode::sealed) save_group(context.turn, context.circle, channel);
  save_message(context.turn, context.circle, message);
  return {};
}

void drop(Context& context, const channels::MessageId& id, const Error& reason, std::string rule) {
  const auto found = context.circle.outbox.find(id);
  if (found == context.circle.outbox.end()) return;
  auto& message = found->second;
  if (message.written == Written::by_user && message.sending == Sending::waits) {
    context.turn.notify(
        IntentFailed{.intent = IntentId(id.bytes()), .reason = reason, .rule = std::move(rule)});
  }
  erase_message(context.turn, context.circle, message);
  context.circle.outbox.erase(found);
}

/// Whether we see by ourselves that it is missing in a channel.
bool is_unasked(Written written) {
  switch (written) {
    case Written::as_label:
    case Written::as_introduction:
    case Written::as_box:
      return true;
    case Written::by_user:
    case Written::again:
      break;
  }
  return false;
}

/// Whether a hub refuses to let us write there at all. A channel that one may not see is no channel to it.
bool is_lack_of_right(wire::ErrorCode code) {
  return code == wire::ErrorCode::not_live || code == wire::ErrorCode::may_not_post ||
         code == wire::ErrorCode::unknown_channel;
}

/// Drops a message that comes into the log no more, however often it is sent: for what this hub said, if it
/// has said anything.
void fail_for_good(Context& context, const channels::MessageId& id, const Error& reason,
                   std::optional<wire::ErrorCode> refusal = {}) {
  const auto found = context.circle.outbox.find(id);
  if (found == context.circle.outbox.end()) return;
  const auto& message = found->second;
  const auto channel = context.circle.channels.find(message.channel);
  // What we write unasked is else put there again in the same turn.
  if (is_unasked(message.written) && channel != context.circle.channels.end())
    channel->second.rests.insert_or_assign(
        {message.written, message.about},
        Rest{.until = context.now() + refused_rest,
             .charter = refusal && is_lack_of_right(*refusal) ? std::optional(context.circle.number())
                                                              : std::nullopt});
  drop(context, id, reason, refusal ? std::string(wire::name_of(*refusal)) : std::string());
}

void acknowledge(Context& context, OutboxMessage& message, std::optional<channels::Sequence> seq) {
  if (message.sending != Sending::waits) return;
  message.sending = Sending::acknowledged;
  save_message(context.turn, context.circle, message);
  if (message.written == Written::by_user) context.turn.notify(IntentDone{IntentId(message.id.bytes()), seq});
}

/// Ends a message that is not to be sent any more. One that the hub may have taken stays known: a sealed
/// message can be opened by everybody but its author. One that it has acknowledged is what it was: should it
/// fall away, its author sends it again.
void give_up(Context& context, const channels::MessageId& id, const Error& reason) {
  auto& message = context.circle.outbox.at(id);
  if (message.sending == Sending::acknowledged) return;
  if (message.payload_hashes.empty()) return drop(context, id, reason, {});
  if (message.written == Written::by_user && message.sending == Sending::waits)
    context.turn.notify(IntentFailed{.intent = IntentId(id.bytes()), .reason = reason, .rule = {}});
  message.sending = Sending::given_up;
  save_message(context.turn, context.circle, message);
}

/// What was given up and is in the log is there by now.
void forget_given_up(Context& context, const channels::ChannelId& channel) {
  auto& circle = context.circle;
  std::erase_if(circle.outbox, [&](const auto& item) {
    const auto& message = item.second;
    const bool is_gone = message.channel == channel && message.sending == Sending::given_up;
    if (is_gone) erase_message(context.turn, circle, message);
    return is_gone;
  });
}

/// Sends a message that the hub has not taken once more, encrypted anew, after a pause that grows: its id is
/// free again.
void encrypt_later(Context& context, OutboxMessage& message, Duration pause) {
  if (++message.tries >= message_tries_max)
    return fail_for_good(context, message.id, Error(client::Errc::gave_up, "message"));
  message.payload.clear();
  message.not_before = context.now() + backoff(context.random(), pause, message.tries);
  save_message(context.turn, context.circle, message);
}

/// Whether it introduces ourselves by what has been written anew since.
bool is_outdated(const CircleData& circle, const OutboxMessage& message) {
  if (message.written != Written::as_introduction || message.about != circle.handle_id.bytes()) return false;
  const auto article = articles::Article::parse(message.article);
  const auto* it = article ? std::get_if<articles::IntroductionArticle>(&article->content()) : nullptr;
  const auto person = it == nullptr ? std::nullopt : person_of(it->introduction);
  return person && person->serial < circle.introduction_serial;
}

/// Puts our introduction as it is now in the place of an outdated one, of which nothing is sent any more.
/// What the hub may have of that stays known.
OutboxMessage& bring_up_to_date(Context& context, OutboxMessage& message) {
  auto& circle = context.circle;
  const auto article = articles::Article::of(articles::IntroductionArticle{circle.introduction});
  if (!article) return message;
  OutboxMessage next;
  next.id = context.random().id<channels::MessageId>();
  next.channel = message.channel;
  next.order = message.order;
  next.article = copy_bytes(article->view_bytes());
  next.written = message.written;
  next.about = message.about;
  give_up(context, channels::MessageId(message.id), Error(client::Errc::not_needed, "introduction"));
  save_message(context.turn, circle, next);
  const auto id = next.id;
  return circle.outbox.emplace(id, std::move(next)).first->second;
}

/// The next message of a channel; null if there is none, or one is under way.
OutboxMessage* next_message(CircleData& circle, const channels::ChannelId& channel) {
  OutboxMessage* first = nullptr;
  for (auto& [id, message] : circle.outbox) {
    if (message.channel != channel || message.sending != Sending::waits) continue;
    if (message.under_way) return nullptr;
    if (first == nullptr || message.order < first->order) first = &message;
  }
  return first;
}

bool has_commit_under_way(const CircleData& circle, const channels::ChannelId& channel) {
  return circle.underway &&
         std::ranges::any_of(circle.underway->channels,
                             [&](const PreparedChannel& prepared) { return prepared.channel == channel; });
}

bool may_post(const CircleData& circle, const channels::ChannelId& channel, Time now) {
  return circle.charter().can(circle.handle_id, channel, channels::Right::post, now);
}

/// Whatever waits for a channel that the charter keeps us from writing in, joined or not. What fell away
/// after it was acknowledged stays, for the day on which we may again.
void give_up_forbidden(Context& context) {
  auto& circle = context.circle;
  std::vector<channels::MessageId> forbidden;
  for (const auto& [id, message] : circle.outbox) {
    const bool waits = message.sending == Sending::waits && !message.under_way;
    if (waits && !may_post(circle, message.channel, context.now()) &&
        !waits_for_right(circle, message, context.now()))
      forbidden.push_back(id);
  }
  for (const auto& id : forbidden) give_up(context, id, Error(client::Errc::may_not_post, "outbox"));
}

void push_channel(Context& context, Channel& channel) {
  auto& circle = context.circle;
  auto* message = next_message(circle, channel.id);
  if (message == nullptr) return;
  if (context.now() < message->not_before) {
    context.turn.wake_by(message->not_before);
    return;
  }
  forget_given_up(context, channel.id);
  if (is_outdated(circle, *message)) message = &bring_up_to_date(context, *message);
  if (message->payload.empty()) {
    if (!is_safe_to_write(circle, channel, context.now())) return;
    if (auto status = encrypt(context, channel, *message); !status) {
      fail_for_good(context, message->id, status.error());
      return;
    }
  }
  message->under_way = true;
  ask(context,
      wire::AppendRequest{.circle = circle.id,
                          .channel = channel.id,
                          .message = message->id,
                          .epoch = message->epoch,
                          .kind = channel.state.mode == channels::Mode::record ? channels::LogKind::record
                                                                               : channels::LogKind::sealed,
                          .payload = message->payload},
      {.message = message->id});
}

}  // namespace

bool rests(Context& context, const Channel& channel, Written written, const FixedBytes<16>& about) {
  const auto rest = channel.rests.find({written, about});
  if (rest == channel.rests.end() || rest->second.until <= context.now()) return false;
  if (rest->second.charter && *rest->second.charter != context.circle.number()) return false;
  context.turn.wake_by(rest->second.until);
  return true;
}

Result<channels::MessageId> enqueue(Context& context, const channels::ChannelId& channel,
                                    const articles::Article& article, const Reason& reason) {
  auto& circle = context.circle;
  if (circle.outbox.size() >= outbox_messages_max) return fail(client::Errc::too_many_pending, "outbox");
  OutboxMessage message;
  message.id = reason.id ? *reason.id : context.random().id<channels::MessageId>();
  message.channel = channel;
  message.order = circle.next_order++;
  message.article = copy_bytes(article.view_bytes());
  message.written = reason.written;
  message.about = reason.about;
  save_message(context.turn, circle, message);
  save_self(context.turn, circle);
  const auto id = message.id;
  circle.outbox.emplace(id, std::move(message));
  return id;
}

void send_again(Context& context, const channels::ChannelId& channel, ByteView article) {
  auto& circle = context.circle;
  OutboxMessage message;
  message.id = context.random().id<channels::MessageId>();
  message.channel = channel;
  message.order = circle.next_order++;
  message.article = copy_bytes(article);
  message.written = Written::again;
  save_message(context.turn, circle, message);
  save_self(context.turn, circle);
  const auto id = message.id;
  circle.outbox.emplace(id, std::move(message));
}

void forget_payloads(Context& context, const channels::ChannelId& channel) {
  for (auto& [id, message] : context.circle.outbox) {
    if (message.channel != channel || message.sending != Sending::waits || message.payload.empty()) continue;
    message.payload.clear();
    save_message(context.turn, context.circle, message);
  }
}

void push_outbox(Context& context) {
  auto& circle = context.circle;
  if (!context.session.usable() || circle.stopped || circle.access != wire::Access::member) return;
  if (is_restoring(circle) || !is_caught_up(circle, context.now())) return;
  give_up_forbidden(context);
  for (auto& [id, channel] : circle.channels) {
    if (!channel.group || channel.stopped || has_commit_under_way(circle, id)) continue;
    if (!may_post(circle, id, context.now())) continue;
    push_channel(context, channel);
  }
}

bool waits_for_right(const CircleData& circle, const OutboxMessage& message, Time now) {
  const auto* channel = circle.charter().channel(message.channel);
  return message.written == Written::again && channel != nullptr && !channel->closed &&
         !may_post(circle, message.channel, now);
}

void append_answered(Context& context, const channels::MessageId& id, const wire::AppendAnswer& answer) {
  auto& circle = context.circle;
  const auto found = circle.outbox.find(id);
  if (found == circle.outbox.end()) return;
  auto& message = found->second;
  message.under_way = false;
  acknowledge(context, message, answer.seq);
  const auto channel = circle.channels.find(message.channel);
  if (channel == circle.channels.end()) return;
  channel->second.target = std::max(channel->second.target, answer.seq);
}

void append_refused(Context& context, const channels::MessageId& id, const wire::ErrorAnswer& error) {
  auto& circle = context.circle;
  const auto found = circle.outbox.find(id);
  if (found == circle.outbox.end()) return;
  auto& message = found->second;
  message.under_way = false;
  switch (refusal_of(error)) {
    case Refusal::outrun:
      if (error.stale) note_stale(circle, *error.stale);
      return encrypt_later(context, message, outrun_pause);
    case Refusal::taken:
      // An earlier payload was taken under this id; its entry is in the log.
      acknowledge(context, message, std::nullopt);
      return;
    case Refusal::unstaged:
    case Refusal::busy:
      message.not_before = context.now() + rest_after(context, error, busy_pause, IntentId(id.bytes()));
      return;
    case Refusal::final_refusal:
      // The right to write may come back, and nobody else has what it said.
      if (message.written == Written::again && is_lack_of_right(error.code))
        return encrypt_later(context, message, busy_pause);
      fail_for_good(context, id, Error(client::Errc::refused_by_hub, wire::name_of(error.code)), error.code);
      return;
  }
}

void give_up_outbox(Context& context, const Error& reason) {
  std::vector<channels::MessageId> all;
  all.reserve(context.circle.outbox.size());
  for (const auto& [id, message] : context.circle.outbox) {
    if (message.written != Written::again) all.push_back(id);
  }
  for (const auto& id : all) give_up(context, id, reason);
}

const OutboxMessage* find_sent(const CircleData& circle, const channels::ChannelId& channel,
                               const Hash& payload_hash) {
  for (const auto& [id, message] : circle.outbox) {
    const auto& hashes = message.payload_hashes;
    const bool sent = std::ranges::find(hashes, payload_hash) != hashes.end();
    if (message.channel == channel && sent) return &message;
  }
  return nullptr;
}

void sent_seen(Context& context, const MessageSeen& seen) {
  const auto found = context.circle.outbox.find(seen.id);
  if (found == context.circle.outbox.end()) return;
  acknowledge(context, found->second, seen.seq);
  erase_message(context.turn, context.circle, found->second);
  context.circle.outbox.erase(found);
}

bool is_safe_to_write(const CircleData& circle, Channel& channel, Time now) {
  return work_in(circle, channel, now).removes.empty();
}

}  // namespace kring::core
