#include "clients/core/login.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/devices.hpp"
#include "clients/core/empty_stocks.hpp"
#include "clients/core/own_attestations.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/waits.hpp"

#include "channels/charter/invitation.hpp"
#include "channels/model/signing.hpp"
#include "channels/wire/limits.hpp"
#include "channels/wire/login.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace kring::core {

namespace {

/// Between two looks whether somebody has let this device in: they sit beside each other.
constexpr Duration coming_retry = std::chrono::seconds(5);
/// Between two tries after the hub said that it is busy.
constexpr Duration login_retry = std::chrono::seconds(2);
/// Between two looks whether others have given back what let this device in.
constexpr Duration restoring_retry = std::chrono::seconds(10);

/// The recovery key, while this device comes by it and its entry is not at the hub yet.
std::optional<primitives::SignatureKeyPair> pair_to_come_by(const CircleData& circle) {
  const auto* seed = key_to_come_by(circle);
  if (seed == nullptr || (circle.underway && circle.underway->acknowledged)) return std::nullopt;
  auto pair = primitives::signature_key_pair(seed->clone());
  KRING_ASSERT(pair.has_value());
  return std::move(*pair);
}

channels::HandleId login_of(const primitives::SignatureKeyPair& pair) {
  const auto key = channels::RecoveryKey::from(pair.public_key.bytes);
  KRING_ASSERT(key.has_value());
  return channels::login_of(*key);
}

void log_in(Context& context) {
  auto& circle = context.circle;
  const bool by_invitation = circle.joining && circle.login_as_invitation;
  const auto by_words = pair_to_come_by(circle);
  wire::LoginContent content{
      .challenge = {.origin = circle.hub, .nonce = context.session.hello->nonce},
      .client_nonce = context.random().fixed<32>(),
      .circle = circle.id,
      .handle = circle.handle_id,
  };
  if (by_invitation)
    content.handle = channels::HandleId(channels::invitation_of(circle.joining->key).bytes());
  if (by_words) content.handle = login_of(*by_words);
  const auto keys =
      by_invitation ? charter::invitation_key_pair(circle.joining->seed)
                    : Result<primitives::SignatureKeyPair>((by_words ? *by_words : circle.handle).clone());
  KRING_ASSERT(keys.has_value());
  auto login = wire::sign_login(content, keys->private_key);
  KRING_ASSERT(login.has_value());
  circle.login = LoginState::asked;
  ask(context, std::move(*login));
}

bool awaits(const CircleData& circle, wire::Op op) {
  return std::ranges::any_of(circle.awaited, [&](const auto& item) { return item.second.op == op; });
}

void ask_charter(Context& context) {
  ask(context, wire::CharterRequest{.circle = context.circle.id, .from = next(context.circle.number())});
}

/// Channels that wait for an attach, as many as one request names: those whose logs we may read as far as the
/// charter is known, which is read first.
std::vector<wire::ChannelCursor> cursors_to_ask(CircleData& circle, Time now) {
  std::vector<wire::ChannelCursor> cursors;
  if (circle.access != wire::Access::member || !circle.attached || !circle.log ||
      circle.number() < circle.charter_target) {
    return cursors;
  }
  for (auto& [id, channel] : circle.channels) {
    if (channel.attached != Attached::no || channel.stopped) continue;
    const bool reads = channel.group || channel.compared || channel.reads_back;
    if (!reads && !holds_log_for_hub(circle, channel)) continue;
    if (!circle.charter().can(circle.handle_id, id, channels::Right::read, now)) continue;
    if (cursors.size() == wire::limits::attach_channels_max) break;
    channel.attached = Attached::asked;
    forget_waiting(channel);
    const auto after = channel.compared ? channel.compared->number : channel.head().number;
    cursors.push_back({.channel = id, .after = after});
  }
  return cursors;
}

void attach(Context& context) {
  auto& circle = context.circle;
  if (awaits(circle, wire::Op::attach)) return;
  if (context.now() < circle.attach_not_before) {
    context.turn.wake_by(circle.attach_not_before);
    return;
  }
  auto cursors = cursors_to_ask(circle, context.now());
  if (circle.attached && cursors.empty()) return;
  ask(context, wire::AttachRequest{
                   .circle = circle.id, .charter_after = circle.number(), .channels = std::move(cursors)});
}

/// The login opened nothing: what that means depends on how far we were.
void not_admitted(Context& context) {
  auto& circle = context.circle;
  circle.login = LoginState::refused;
  if (key_to_come_by(circle) != nullptr) {
    if (try_next_key(circle)) {
      circle.login = LoginState::none;
      return;
    }
    // The words are not those of a member there, or no longer.
    circle.underway.reset();
    save_underway(context.turn, circle);
    const auto id = circle.intents.front().id;
    if (circle.came_as_another) {
      fail_intent(context, id, Error(client::Errc::wrong_words, "another member's"), {});
    } else {
      fail_intent(context, id, Error(client::Errc::refused_by_hub, "login"), "not_admitted");
    }
    return;
  }
  if (is_coming(circle)) {
    circle.login = LoginState::none;
    circle.login_not_before = context.now() + coming_retry;
    return;
  }
  if (circle.joining && !circle.login_as_invitation) {
    circle.login_as_invitation = true;
    circle.login = LoginState::none;
    return;
  }
  if (is_restoring(circle)) {
    // What let us in is not in the hub's charter, nor in ours as far as a head proves it: others may bring
    // it.
    circle.login_as_invitation = false;
    circle.login = LoginState::none;
    circle.login_not_before = context.now() + backoff(context.random(), restoring_retry, 0);
    return;
  }
  if (!circle.joining) return;
  // Neither we nor our invitation are known there: somebody else has used it, or it was never one.
  circle.underway.reset();
  save_underway(context.turn, circle);
  while (!circle.intents.empty()) {
    const auto id = circle.intents.front().id;
    fail_intent(context, id, Error(client::Errc::refused_by_hub, "login"), "not_admitted");
  }
}

/// Keeps a head whose entries we hold: with it a hub that has lost them takes them back. False if they are
/// still to come.
bool keep_head(Context& context, const wire::SignedHead& head) {
  auto& circle = context.circle;
  if (head.number > circle.number()) return false;
  if (circle.signed_head && circle.signed_head->number >= head.number) return true;
  circle.signed_head = head;
  save_self(context.turn, circle);
  return true;
}

/// What the hub lets us do by what the charter says of us; nothing while it says nothing.
std::optional<wire::Access> access_of(Standing standing) {
  switch (standing) {
    case Standing::member:
      return wire::Access::member;
    case Standing::waiting:
      return wire::Access::waiting;
    case Standing::paused:
      return wire::Access::paused;
    case Standing::ended:
      return wire::Access::ended;
    case Standing::founding:
    case Standing::invited:
      break;
  }
  return {};
}

/// What the hub lets this login do is not what we came for: the next one is by another key.
void log_in_anew(CircleData& circle) {
  circle.login = LoginState::none;
  circle.access.reset();
  circle.attached = false;
}

/// What a hub told us that had lost a part of the charter is out of date once it has that back. Whoever comes
/// back by the words is nobody there yet.
void correct_access(Context& context) {
  auto& circle = context.circle;
  const bool had_lost = circle.hub_number || is_restoring(circle);
  const auto access = access_of(circle.standing);
  if (!had_lost || !access || circle.access == *access || circle.access == wire::Access::recovering) return;
  if (circle.login_as_invitation) {
    // It came in by its link, since the hub had lost what let it in. Once that is back there, it is known by
    // its own name. If it came back between our two logins we hold nothing newer: then our own charter says
    // whether we are somebody there, and as that may be void by now, it is asked with a pause.
    const bool is_known = circle.log && circle.charter().access(circle.handle_id, context.now());
    if (!circle.hub_number && !is_known) return;
    if (!circle.hub_number)
      circle.login_not_before = context.now() + backoff(context.random(), restoring_retry, 0);
    circle.login_as_invitation = false;
    log_in_anew(circle);
    return;
  }
  // Whoever is paused is told of nothing that came after.
  const bool is_told_all = circle.number() >= circle.charter_target || circle.standing == Standing::paused;
  if (!is_told_all) return;
  circle.access = access;
  circle.attached = false;
}

/// Says that the hub shows another key, and keeps that key, unless it was said of this one.
void tell_foreign_key(Context& context, const channels::HubKey& key) {
  auto& keys = context.circle.foreign_keys;
  if (std::ranges::find(keys, key) != keys.end()) return;
  if (keys.size() == foreign_keys_kept) keys.erase(keys.begin());
  keys.push_back(key);
  save_self(context.turn, context.circle);
  report_alarm(context, std::nullopt, Error(client::Errc::wrong_hub_key, "hello"), key.view());
}

}  // namespace

bool check_hub(Context& context) {
  auto& circle = context.circle;
  const auto& key = context.session.hello->hub_key;
  const bool was_foreign = std::exchange(circle.foreign_key, key != circle.hub_key);
  if (circle.foreign_key) tell_foreign_key(context, key);
  if (circle.foreign_key != was_foreign) context.turn.notify(CircleChanged{circle.id});
  return !circle.foreign_key;
}

void come_in(Context& context) {
  auto& circle = context.circle;
  if (!context.session.usable() || circle.stopped || circle.standing == Standing::founding) return;
  if (circle.login == LoginState::none) {
    if (context.now() < circle.login_not_before) {
      context.turn.wake_by(circle.login_not_before);
      return;
    }
    log_in(context);
    return;
  }
  if (circle.login != LoginState::in) return;
  // What the charter says to us may not be said to the hub yet.
  if (circle.hub_number && *circle.hub_number < circle.number()) return;
  correct_access(context);
  if (comes_by_key_of_another(circle) && try_next_key(circle)) {
    circle.came_as_another = true;
    log_in_anew(circle);
  }
  if (circle.login == LoginState::none) return come_in(context);
  const bool is_told = circle.access == wire::Access::member || circle.access == wire::Access::waiting ||
                       circle.access == wire::Access::paused;
  if (is_told) {
    attach(context);
  } else if (circle.number() < circle.charter_target && !awaits(circle, wire::Op::charter)) {
    ask_charter(context);
  }
}

void login_answered(Context& context, const wire::LoginAnswer& answer) {
  auto& circle = context.circle;
  const bool is_behind = answer.head.number < circle.number();
  const bool is_behind_signed = circle.head_ahead && answer.head.number < circle.head_ahead->number;
  if ((is_behind || is_behind_signed) && !is_restoring(circle)) {
    raise_alarm(context, Error(client::Errc::head_went_back, "login"),
                is_behind ? answer.head.hash : circle.head_ahead->hash);
    return;
  }
  if (!take_head(context, answer.head)) return;
  circle.hub_number = is_behind ? std::optional(answer.head.number) : std::nullopt;
  circle.login = LoginState::in;
  circle.access = answer.access;
  if (!circle.incarnation) circle.incarnation = context.session.hello->incarnation;
  save_self(context.turn, circle);
}

void login_refused(Context& context, const wire::ErrorAnswer& error) {
  if (error.code == wire::ErrorCode::not_admitted) {
    // Whoever was admitted since the backup is unknown there until the charter is back.
    if (offer_charter(context)) {
      context.circle.login = LoginState::refused;
      return;
    }
    not_admitted(context);
    return;
  }
  context.circle.login = LoginState::none;
  context.circle.login_not_before = context.now() + rest_after(context, error, login_retry);
}

void attach_answered(Context& context, const wire::AttachAnswer& answer) {
  auto& circle = context.circle;
  if (!take_head(context, answer.head)) return;
  circle.attached = true;
  for (const auto& head : answer.channels) {
    if (is_restoring(circle)) circle.hub_heads.insert_or_assign(head.channel, head);
    const auto found = circle.channels.find(head.channel);
    if (found == circle.channels.end() || found->second.stopped) continue;
    auto& channel = found->second;
    if (channel.compared) {
      channel.attached = Attached::yes;
      continue;
    }
    if (!channel.group && !channel.reads_back && !holds_log_for_hub(circle, channel)) continue;
    const auto ours = channel.head().number;
    const auto hash = hash_at(channel, head.seq);
    if (head.seq < ours && is_restoring(circle)) {
      log_lacks(context, channel, head);
      if (!channel.stopped) channel.attached = Attached::yes;
      continue;
    }
    if (head.seq < ours || (hash && *hash != head.hash)) {
      const auto reason = head.seq < ours ? client::Errc::head_went_back : client::Errc::log_hash_differs;
      raise_alarm(context, channel, Error(reason, "attach"), head.hash);
      continue;
    }
    channel.target = std::max(channel.target, head.seq);
    channel.attached = Attached::yes;
  }
}

void attach_refused(Context& context, const wire::ErrorAnswer& /*error*/) {
  // The charter has moved on under us, most likely: what we may read is decided anew when it is here.
  for (auto& [id, channel] : context.circle.channels) channel.attached = Attached::no;
  context.circle.attached = false;
  context.circle.attach_not_before = context.now() + backoff(context.random(), login_retry, 0);
}

void charter_answered(Context& context, const wire::CharterAnswer& answer) {
  auto& circle = context.circle;
  if (!take_head(context, answer.head)) return;
  // What a head is signed for the hub has.
  if (circle.hub_number) circle.hub_number = std::max(*circle.hub_number, answer.head.number);
  for (const auto& entry : answer.entries) {
    if (!take_charter_entry(context, entry)) return;
  }
  // Whoever is out reads to the entry that ended it, and the head lies beyond.
  if (answer.entries.empty()) circle.charter_target = circle.number();
}

bool take_head(Context& context, const wire::SignedHead& head) {
  auto& circle = context.circle;
  const charter::SignedHead signed_head{
      .head = {.circle = circle.id, .number = head.number, .hash = charter::EntryHash(head.hash)},
      .signature = copy_bytes(head.signature)};
  if (!charter::verify_head(signed_head, circle.hub_key)) {
    raise_alarm(context, Error(client::Errc::bad_head_signature, "head"), head.signature);
    return false;
  }
  if (circle.log && head.number <= circle.number() &&
      !circle.log->has_head(head.number, charter::EntryHash(head.hash))) {
    raise_alarm(context, Error(client::Errc::head_forked, "head"), codec::encode(signed_head.head));
    return false;
  }
  circle.charter_target = std::max(circle.charter_target, head.number);
  note_head_seen(context, head.number);
  const auto ahead = circle.head_ahead ? circle.head_ahead->number : channels::EntryNumber{};
  if (head.number > std::max(ahead, circle.number())) circle.head_ahead = head;
  (void)keep_head(context, head);
  return true;
}

namespace {

/// Compares our charter with a head that was signed for what had not come yet. False if it is another one.
bool came_to_head(Context& context) {
  auto& circle = context.circle;
  if (!circle.head_ahead || circle.head_ahead->number > circle.number()) return true;
  const auto head = *std::exchange(circle.head_ahead, std::nullopt);
  if (!circle.log->has_head(head.number, charter::EntryHash(head.hash))) {
    raise_alarm(context, Error(client::Errc::head_forked, "entry"), head.hash);
    return false;
  }
  (void)keep_head(context, head);
  return true;
}

}  // namespace

bool take_charter_entry(Context& context, ByteView bytes) {
  auto& circle = context.circle;
  auto entry = charter::CharterEntry::decode(bytes);
  if (!entry) {
    raise_alarm(context, entry.error(), bytes);
    return false;
  }
  // What the hub sends it has.
  if (circle.hub_number) circle.hub_number = std::max(*circle.hub_number, entry->number());
  if (circle.log && entry->number() <= circle.number()) {
    if (circle.log->has_head(entry->number(), entry->hash())) return true;
    raise_alarm(context, Error(client::Errc::head_forked, "entry"), bytes);
    return false;
  }
  const bool becomes_public = std::holds_alternative<charter::Publish>(entry->content().body);
  const auto* resume = std::get_if<charter::Resume>(&entry->content().body);
  const auto resumed = resume == nullptr ? std::nullopt : std::optional(*resume);
  auto kept = *entry;
  if (circle.log) {
    if (auto waited = check_wait(circle, entry->content().body, context.now()); !waited) {
      raise_alarm(context, waited.error(), bytes);
      return false;
    }
  }
  if (auto status = append_verified(circle, std::move(*entry)); !status) {
    raise_alarm(context, status.error(), bytes);
    return false;
  }
  save_charter_entry(context.turn, circle, kept);
  note_reset(context, kept);
  note_asked(context, kept);
  note_devices_gone(circle, kept);
  if (!came_to_head(context)) return false;
  if (resumed) take_resume(context, *resumed);
  if (becomes_public) context.turn.notify(CircleChanged{circle.id});
  return true;
}

void take_charter_event(Context& context, const wire::CharterEvent& event) {
  auto& circle = context.circle;
  if (event.number > next(circle.number())) {
    // Something was skipped on the way: the charter is read on from where we are.
    circle.attached = false;
    return;
  }
  if (!take_head(context, event.head)) return;
  (void)take_charter_entry(context, event.entry);  // What is wrong stops the circle.
}

void attach_again(Channel& channel) {
  channel.attached = Attached::no;
  forget_waiting(channel);
}

bool has_newest_charter(const CircleData& circle) {
  if (gives_back(circle) || (circle.hub_number && *circle.hub_number < circle.number())) return false;
  return circle.attached && circle.number() >= circle.charter_target;
}

bool is_caught_up(const CircleData& circle, Time now) {
  if (!has_newest_charter(circle)) return false;
  const auto may_read = [&](const channels::ChannelId& channel) {
    return circle.charter().can(circle.handle_id, channel, channels::Right::read, now);
  };
  // What leads into a channel that we may not read any more is not taken until we may.
  if (std::ranges::any_of(circle.welcomes, may_read, &wire::WelcomeEvent::channel)) return false;
  return std::ranges::all_of(circle.channels, [&](const auto& item) {
    const Channel& channel = item.second;
    if (channel.stopped || (!channel.group && !channel.reads_back)) return true;
    if (!may_read(channel.id)) return true;
    return channel.attached == Attached::yes && channel.head().number >= channel.target &&
           channel.waiting.empty() && !channel.join && !channel.reads_back;
  });
}

void connection_lost(CircleData& circle) {
  circle.login = LoginState::none;
  circle.login_as_invitation = false;
  circle.access.reset();
  circle.attached = false;
  circle.told_caught_up = false;
  circle.awaited.clear();
  circle.welcomes.clear();
  circle.fetched.clear();
  circle.settled_requests.clear();
  forget_doubts(circle);
  // What this connection said of the ends of logs counts no more, but for heads that are signed.
  circle.charter_target =
      circle.head_ahead ? std::max(circle.head_ahead->number, circle.number()) : circle.number();
  for (auto& [id, channel] : circle.channels) {
    channel.attached = Attached::no;
    channel.target = channel.head().number;
    forget_waiting(channel);
    for (auto& [handle, claim] : channel.claims) claim.under_way = false;
  }
  for (auto& [id, message] : circle.outbox) message.under_way = false;
  for (auto& [id, healing] : circle.healings) healing.under_way = false;
  if (circle.underway) {
    circle.underway->sent = false;
    circle.underway->staging = false;
  }
}

}  // namespace kring::core
