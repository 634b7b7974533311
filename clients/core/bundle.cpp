#include "clients/core/bundle.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/standing.hpp"
#include "clients/core/work.hpp"

#include "channels/model/limits.hpp"
#include "channels/wire/bundle_parts.hpp"
#include "channels/wire/http_request.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// How often an intent is built anew before it is given up.
constexpr std::uint32_t intent_tries_max = 16;
/// The first wait after a lost race; it doubles.
constexpr Duration race_pause = std::chrono::milliseconds(200);

/// Before work that the hub refused is tried again.
constexpr Duration work_refused_pause = std::chrono::seconds(30);

Intent* find_intent(CircleData& circle, const IntentId& id) {
  const auto found = std::ranges::find(circle.intents, id, &Intent::id);
  return found == circle.intents.end() ? nullptr : &*found;
}

/// Whether a wish may let somebody into channels.
bool gives_access(const Wish& wish) {
  return std::holds_alternative<ConfirmWish>(wish) || std::holds_alternative<UnpauseWish>(wish) ||
         std::holds_alternative<RoleWish>(wish) || std::holds_alternative<AllowWish>(wish) ||
         std::holds_alternative<DeviceWish>(wish);
}

/// Whether the bundle under way is to resume the circle.
bool resumes(CircleData& circle) {
  const auto* intent =
      circle.underway && circle.underway->intent ? find_intent(circle, *circle.underway->intent) : nullptr;
  return intent != nullptr && std::holds_alternative<ResumeWish>(intent->wish);
}

/// Whether the circle has come far enough for the bundle under way to be sent.
bool may_send(const Context& context) {
  auto& circle = context.circle;
  if (!context.session.usable() || circle.stopped || is_kept_out(circle)) return false;
  if (circle.standing == Standing::founding) return true;
  if (circle.login != LoginState::in) return false;
  if (circle.standing == Standing::invited) return circle.access == wire::Access::invited;
  if (circle.access == wire::Access::recovering) return true;
  // After a restore nothing else goes.
  if (is_restoring(circle) && !resumes(circle)) return false;
  return is_caught_up(circle, context.now());
}

void stage_missing(Context& context) {
  auto& underway = *context.circle.underway;
  if (underway.staging) return;
  underway.staging = true;
  for (const auto& part : underway.parts) {
    const auto hash = primitives::sha256(part);
    if (underway.staged.contains(hash)) continue;
    auto access = staged_access(context, "PUT", hash, part);
    context.turn.stage(Stage{.hub = context.circle.hub,
                             .circle = context.circle.id,
                             .hash = hash,
                             .bytes = part,
                             .path = std::move(access.path),
                             .authorization = std::move(access.authorization)});
  }
}

/// Puts the bundle off for so long, with the same bytes.
void send_later(Context& context, Duration rest) {
  auto& underway = *context.circle.underway;
  underway.sent = false;
  underway.staging = false;
  underway.not_before = context.now() + rest;
  context.turn.wake_by(underway.not_before);
}
void send_later(Context& context) {
  send_later(context, backoff(context.random(), hub_pause, 0));
}

/// The hub will not take this bundle, whatever is tried.
void give_up(Context& context, const wire::ErrorAnswer& error) {
  auto& circle = context.circle;
  const auto intent = circle.underway->intent;
  std::vector<channels::ChannelId> named;
  for (const auto& prepared : circle.underway->channels) named.push_back(prepared.channel);
  abandon_bundle(context);
  for (const auto& id : named) {
    const auto found = circle.channels.find(id);
    if (found == circle.channels.end()) continue;
    // Whatever was wrong with it, built anew at once it would be refused again.
    found->second.claims.clear();
    found->second.work_at = context.now() + backoff(context.random(), work_refused_pause, 0);
  }
  const auto& rule = error.rule.empty() ? error.name : error.rule;
  if (intent) {
    fail_intent(context, *intent, Error(client::Errc::refused_by_hub, wire::name_of(error.code)),
                rule.empty() ? std::string(wire::name_of(error.code)) : rule);
  }
}

}  // namespace

Status EntryDraft::add(charter::Body body, Time now, const Seeds& seeds) {
  const auto content = charter_.next_content(circle_.handle_id, now, std::move(body));
  auto entry = charter::make_entry(
      content,
      {.handle = &circle_.handle.private_key, .recovery = seeds.recovery, .invitation = seeds.invitation});
  if (!entry) return fail(entry.error());
  if (auto status = charter_.apply(*entry); !status) return fail(status.error());
  entries_.push_back(std::move(*entry));
  return {};
}

Status begin_bundle(Context& context, std::optional<IntentId> intent, Draft draft) {
  auto& circle = context.circle;
  KRING_ASSERT(!circle.underway);
  wire::BundleRequest request{.circle = circle.id,
                              .transaction = context.random().id<channels::TransactionId>(),
                              .groups = std::move(draft.groups),
                              .acceptance = std::move(draft.acceptance)};
  for (const auto& entry : draft.entries) request.charter.push_back(entry.bytes());
  auto staged = wire::stage_large_parts(std::move(request));
  if (!staged) return fail(staged.error());
  Underway underway;
  underway.intent = intent;
  underway.transaction = staged->request.transaction;
  underway.request = std::move(staged->request);
  underway.parts = std::move(staged->parts);
  underway.channels = std::move(draft.channels);
  circle.underway = std::move(underway);
  save_underway(context.turn, circle);
  return {};
}

void push_bundle(Context& context) {
  auto& circle = context.circle;
  if (!circle.underway || circle.underway->acknowledged || circle.underway->sent || !may_send(context))
    return;
  auto& underway = *circle.underway;
  if (context.now() < underway.not_before) {
    context.turn.wake_by(underway.not_before);
    return;
  }
  if (underway.staged.size() < underway.parts.size()) {
    stage_missing(context);
    return;
  }
  underway.sent = true;
  ask(context, underway.request);
}

void bundle_part_staged(Context& context, const Hash& hash, const Status& status) {
  auto& circle = context.circle;
  if (!circle.underway || circle.underway->sent) return;
  if (!status) {
    send_later(context);
    return;
  }
  const auto& parts = circle.underway->parts;
  if (std::ranges::any_of(parts, [&](const Bytes& part) { return primitives::sha256(part) == hash; })) {
    circle.underway->staged.insert(hash);
  }
}

void bundle_answered(Context& context, const wire::BundleAnswer& answer) {
  auto& circle = context.circle;
  if (!circle.underway || !take_head(context, answer.head)) return;
  circle.underway->acknowledged = true;
  circle.underway->charter_after = answer.head.number;
  save_underway(context.turn, circle);
  for (const auto& place : answer.logs) {
    for (auto& prepared : circle.underway->channels) {
      if (prepared.channel == place.channel) prepared.place = place;
    }
    const auto found = circle.channels.find(place.channel);
    if (found != circle.channels.end()) found->second.target = std::max(found->second.target, place.seq);
  }
  if (circle.standing == Standing::founding) {
    circle.standing = Standing::member;
    save_self(context.turn, circle);
    context.turn.notify(CircleChanged{circle.id});
  } else if (circle.standing == Standing::invited) {
    for (auto& [reference, package] : circle.packages) package.at_hub = true;
    save_packages(context.turn, circle);
    circle.standing = Standing::waiting;
    circle.login = LoginState::none;
    circle.login_as_invitation = false;
    circle.attached = false;
    save_self(context.turn, circle);
    context.turn.notify(CircleChanged{circle.id});
  } else if (circle.access == wire::Access::recovering) {
    // From here on we are a device like any other.
    circle.login = LoginState::none;
    circle.attached = false;
  }
}

namespace {

/// Whether what a bundle has of the charter was signed so long ago that a hub may refuse it for that, such as
/// before it told us to wait: clocks may differ by the other half.
bool is_signed_long_ago(const Underway& underway, Time now) {
  if (underway.request.charter.empty()) return false;
  const auto entry = charter::CharterEntry::decode(underway.request.charter.front());
  return entry && now - entry->content().time > channels::limits::clock_skew_max / 2;
}

/// What the hub takes no more for its age is written anew.
void sign_anew(Context& context) {
  auto& circle = context.circle;
  if (circle.standing != Standing::founding) return abandon_bundle(context);
  // The circle is named by its founding entry: another one takes its place (`Client::State::found_anew`).
  circle.underway.reset();
  save_underway(context.turn, circle);
}

}  // namespace

void bundle_refused(Context& context, const wire::ErrorAnswer& error) {
  auto& circle = context.circle;
  if (!circle.underway) return;
  if (error.code == wire::ErrorCode::clock_off && is_signed_long_ago(*circle.underway, context.now()))
    return sign_anew(context);
  switch (refusal_of(error)) {
    case Refusal::outrun:
      if (circle.standing == Standing::founding) {
        give_up(context, error);
        return;
      }
      if (error.stale) note_stale(circle, *error.stale);
      // What is resumed is said anew of where the logs then end.
      circle.hub_heads.clear();
      abandon_bundle(context);
      return;
    case Refusal::unstaged:
      circle.underway->staged.clear();
      send_later(context);
      return;
    case Refusal::busy:
      send_later(context, rest_after(context, error, hub_pause, circle.underway->intent));
      return;
    case Refusal::taken:
    case Refusal::final_refusal:
      give_up(context, error);
      return;
  }
}

namespace {

/// Whether a commit of ours may still come back to us. From a channel that is stopped, or that we have lost,
/// nothing does; to whoever is kept out it may, once they are let in.
bool may_come_back(const CircleData& circle, const PreparedChannel& prepared, Time now) {
  const auto held = circle.channels.find(prepared.channel);
  // A stopped one without a group may be opened by this very commit, which restarts it.
  if (held != circle.channels.end() && held->second.stopped && held->second.group) return false;
  return is_kept_out(circle) ||
         circle.charter().can(circle.handle_id, prepared.channel, channels::Right::read, now);
}

/// Whether a commit of the acknowledged bundle is still to come back.
bool awaits_commits(const CircleData& circle, Time now) {
  return std::ranges::any_of(circle.underway->channels, [&](const PreparedChannel& prepared) {
    return may_come_back(circle, prepared, now);
  });
}

}  // namespace

void settle_bundle(Context& context) {
  auto& circle = context.circle;
  if (!circle.underway || !circle.underway->acknowledged) return;
  if (circle.number() < circle.underway->charter_after || awaits_commits(circle, context.now())) return;
  const auto intent = circle.underway->intent;
  circle.underway.reset();
  save_underway(context.turn, circle);
  if (!intent) return;
  // Whom we have just let in waits for the channels: nobody else need be asked for that.
  const auto* done = find_intent(circle, *intent);
  if (done != nullptr && gives_access(done->wish)) work_at_once(circle);
  finish_intent(context, *intent);
}

void abandon_bundle(Context& context) {
  auto& circle = context.circle;
  const auto intent = circle.underway->intent;
  for (const auto& prepared : circle.underway->channels) {
    const auto found = circle.channels.find(prepared.channel);
    if (found == circle.channels.end()) continue;
    if (!intent) found->second.work_at = context.now() + backoff(context.random(), race_pause, 2);
  }
  circle.underway.reset();
  save_underway(context.turn, circle);
  auto* lost = intent ? find_intent(circle, *intent) : nullptr;
  if (lost == nullptr) return;
  if (++lost->tries >= intent_tries_max) {
    fail_intent(context, *intent, Error(client::Errc::gave_up, "too many tries"), {});
    return;
  }
  lost->not_before = context.now() + backoff(context.random(), race_pause, lost->tries - 1);
  save_intent(context.turn, circle, *lost);
}

void disown_bundle(Context& context) {
  auto& underway = context.circle.underway;
  if (!underway) return;
  underway->intent.reset();
  if (underway->channels.empty()) underway.reset();
  save_underway(context.turn, context.circle);
}

void finish_intent(Context& context, const IntentId& id) {
  std::erase_if(context.circle.intents, [&](const Intent& intent) { return intent.id == id; });
  erase_intent(context.turn, context.circle, id);
  context.turn.notify(IntentDone{id, std::nullopt});
}

void fail_intent(Context& context, const IntentId& id, const Error& reason, std::string rule) {
  std::erase_if(context.circle.intents, [&](const Intent& intent) { return intent.id == id; });
  erase_intent(context.turn, context.circle, id);
  context.turn.notify(IntentFailed{.intent = id, .reason = reason, .rule = std::move(rule)});
}

StagedAccess staged_access(Context& context, std::string_view method, const Hash& hash, ByteView body) {
  const auto& circle = context.circle;
  const wire::HttpContent content{
      .target = {.origin = circle.hub,
                 .method = std::string(method),
                 .path = wire::format_staged_path({.circle = circle.id, .hash = hash}),
                 .circle = circle.id,
                 .body_hash = primitives::sha256(body)},
      .signer = {.handle = circle.handle_id, .time = context.now(), .nonce = context.random().fixed<16>()}};
  const auto authorization = wire::sign_http(content, circle.handle.private_key);
  KRING_ASSERT(authorization.has_value());
  return {.path = content.target.path, .authorization = wire::format_authorization(*authorization)};
}

}  // namespace kring::core
