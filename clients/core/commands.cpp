#include "clients/core/state.hpp"
#include "clients/core/vault_union.hpp"

#include "clients/core/devices.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/joining.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/login.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/origins.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/standing.hpp"
#include "clients/core/taken_names.hpp"
#include "clients/core/wishes.hpp"
#include "clients/core/work.hpp"

#include "channels/articles/limits.hpp"
#include "channels/articles/text.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/origin.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kring::core {

namespace {

/// Wishes of one circle that wait at a time; a user who has so many waits for the hub.
constexpr std::size_t intents_max = 256;

Status check_label(std::string_view label, std::size_t bytes_max) {
  if (!articles::check_line(label, bytes_max)) return fail(client::Errc::bad_label, "label");
  return {};
}

/// Who may open nothing is told that instead, by the charter.
Status check_new_channel(const CircleData& circle, const NewChannel& channel, Time now) {
  if (auto right = check_label(channel.label, articles::limits::label_bytes_max); !right) return right;
  if (channel.newsgroup) {
    if (auto right = check_newsgroup(circle, channel); !right) return right;
  }
  if (!circle.charter().is_owner(circle.handle_id, now) || !channel_called(circle, channel.label)) return {};
  return fail(channel.newsgroup ? client::Errc::newsgroup_exists : client::Errc::channel_exists, "open");
}

Status check_new_lane(const CircleData& circle, const NewLane& lane, Time now) {
  if (auto right = check_new_channel(circle, {.label = lane.label, .roles = {}}, now); !right) return right;
  if (auto right = check_label(lane.contact_label, articles::limits::label_bytes_max); !right) return right;
  if (circle.charter().is_owner(circle.handle_id, now) && role_called(circle, lane.contact_label))
    return fail(client::Errc::role_exists, "lane");
  return {};
}

/// `name` as far as it fits into a link, cut between characters.
std::string shorten(std::string_view name) {
  auto size = std::min(name.size(), channels::limits::link_name_bytes_max);
  const auto is_inside = [&](std::size_t at) {
    return (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U;
  };
  while (size < name.size() && size > 0 && is_inside(size)) --size;
  return std::string(name.substr(0, size));
}

/// The stay that was asked for, or as usual. A stand-in for a month is no stand-in: no role stays longer than
/// its template says, whatever the charter would let an owner do.
Result<Duration> checked_stay(const charter::StayLength& stay, const std::optional<Duration>& asked) {
  if (asked && *asked > stay.longest) return fail(channels::Errc::stay_too_long, "role");
  return asked.value_or(stay.usual);
}

/// Whether a rule says more of a wish that has come true already than that it has: who may wish it, or of
/// what there is none.
bool tells_more_than_done(const Error& error) {
  using channels::Errc;
  constexpr std::array rules{Errc::needs_owner,  Errc::not_frozen,     Errc::frozen_lately,
                             Errc::not_asked,    Errc::already_paused, Errc::not_paused,
                             Errc::not_a_member, Errc::channel_closed, Errc::device_revoked};
  return std::ranges::any_of(rules, [&](Errc rule) { return error == rule; });
}

}  // namespace

Result<Initialised> Client::State::init(std::string_view name, std::string_view relation) {
  if (device_) return fail(client::Errc::device_exists, "init");
  auto made = make_device(name, relation, random_);
  if (!made) return fail(made.error());
  Turn turn(random_, Time{}, next_request_);
  turn.save("device", made->device.encode());
  device_ = std::move(made->device);
  return Initialised{.words = std::move(made->words), .actions = finish(turn)};
}

Result<Actions> Client::State::init_from_words(std::string_view name, std::string_view relation,
                                               const SecretBytes& words, Time now) {
  if (device_) return fail(client::Errc::device_exists, "init");
  auto made = make_device_of(name, relation, words, random_);
  if (!made) return fail(made.error());
  if (reading_ && reading_->complete() && reading_->is_of(words)) {
    if (auto taken = core::take_slots(*made, words, choose_slots(reading_->found())); !taken)
      return fail(taken.error());
    const auto all = unite(reading_->found());
    made->next_recovery_key = all.recovery_keys_used;
    made->attestations = unite_attestations(reading_->found(), made->certificate.person_key, now);
    for (const auto& named : all.devices) made->device_names.emplace(named.device, named.name);
    made->kit_proven = !all.circles.empty();
  }
  Turn turn(random_, Time{}, next_request_);
  turn.save("device", made->encode());
  device_ = std::move(*made);
  return finish(turn);
}

Result<Actions> Client::State::forget_device() {
  if (!device_) return fail(client::Errc::no_device, "forget");
  if (!circles_.empty() || !foundings_.empty()) return fail(client::Errc::device_exists, "forget");
  device_.reset();
  keeping_ = VaultKeeping();
  Turn turn(random_, Time{}, next_request_);
  turn.erase("device");
  turn.erase("slot");
  return finish(turn);
}

Result<Actions> Client::State::confirm_words(const SecretBytes& words) {
  if (!device_) return fail(client::Errc::no_device, "words");
  if (auto right = check_words(*device_, words); !right) return fail(right.error());
  Turn turn(random_, Time{}, next_request_);
  device_->words_confirmed = true;
  turn.save("device", device_->encode());
  return finish(turn);
}

Result<std::uint32_t> Client::State::take_recovery_key(Turn& turn) {
  if (device_->next_recovery_key >= device_->recovery_keys.size()) {
    return fail(client::Errc::too_many_circles, "recovery keys");
  }
  const auto index = device_->next_recovery_key++;
  turn.save("device", device_->encode());
  return index;
}

Result<CircleData*> Client::State::usable(const channels::CircleId& id, Time now) {
  if (!device_) return fail(client::Errc::no_device, "command");
  const auto found = circles_.find(id);
  if (found == circles_.end()) return fail(client::Errc::unknown_circle, "command");
  auto& circle = found->second;
  if (circle.stopped) return fail(client::Errc::stopped, "command");
  switch (circle.standing) {
    case Standing::founding:
    case Standing::invited:
    case Standing::waiting:
      return fail(client::Errc::not_admitted_yet, "command");
    case Standing::ended:
      return fail(why_out(circle), "command");
    case Standing::paused:
      return fail(client::Errc::paused, "command");
    case Standing::member:
      break;
  }
  if (!circle.charter().is_live(circle.handle_id, now)) return fail(client::Errc::ended, "command");
  if (const auto trouble = clock_trouble(circle.hub)) return std::unexpected(*trouble);
  if (circle.intents.size() >= intents_max) return fail(client::Errc::too_many_pending, "command");
  return &circle;
}

Result<IntentId> Client::State::keep(Turn& turn, CircleData& circle, Intent intent) {
  const auto entries = draft_entries(circle, intent, turn.now());
  const bool tells_more = !entries && tells_more_than_done(entries.error());
  if (is_fulfilled(circle, intent.wish) && !tells_more) return fail(client::Errc::not_needed, "command");
  if (!entries) return fail(entries.error());
  intent.id = random_.id<IntentId>();
  intent.order = circle.next_order++;
  const auto id = intent.id;
  save_intent(turn, circle, intent);
  save_self(turn, circle);
  circle.intents.push_back(std::move(intent));
  (void)session_of(circle.hub, turn);
  advance_all(turn);
  return id;
}

Result<Accepted> Client::State::want(const channels::CircleId& id, Wish wish, Time now) {
  auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  Turn turn(random_, now, next_request_);
  Intent intent;
  intent.wish = std::move(wish);
  auto kept = keep(turn, **circle, std::move(intent));
  if (!kept) return fail(kept.error());
  return Accepted{.intent = *kept, .actions = finish(turn)};
}

Result<Accepted> Client::State::remove(const channels::CircleId& id, const channels::MemberId& member,
                                       Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  if ((*circle)->charter().member(member) == nullptr) return fail(client::Errc::unknown_member, "remove");
  if (member == (*circle)->member) return fail(channels::Errc::target_is_signer, "remove");
  return want(id, RemoveWish{member}, now);
}

Result<Accepted> Client::State::pause(const channels::CircleId& id, const channels::MemberId& member,
                                      Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  if (member == (*circle)->member) return fail(channels::Errc::target_is_signer, "pause");
  return want(id, PauseWish{member}, now);
}

Result<Accepted> Client::State::change_role(const channels::CircleId& id, const NewRole& change, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  // Whoever owns no circle is told that only owners change roles.
  const bool owns = (*circle)->charter().is_owner((*circle)->handle_id, now);
  if (owns && change.member == (*circle)->member) return fail(channels::Errc::target_is_signer, "role");
  const auto stay = checked_stay(stay_of(**circle, change.role), change.stay);
  if (!stay) return fail(stay.error());
  const auto at = std::max(now, (*circle)->charter().time());
  return want(id, RoleWish{.member = change.member, .role = change.role, .until = at + *stay}, now);
}

Result<Accepted> Client::State::restart_channel(const channels::CircleId& id,
                                                const channels::ChannelId& channel_id,
                                                std::optional<channels::Sequence> blamed, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  const auto* known = (*circle)->charter().channel(channel_id);
  const bool reads = (*circle)->charter().can((*circle)->handle_id, channel_id, channels::Right::read, now);
  if (known == nullptr || !reads) return fail(client::Errc::unknown_channel, "restart");
  const auto held = (*circle)->channels.find(channel_id);
  const bool has_stopped = held != (*circle)->channels.end() && held->second.stopped && !held->second.cut_off;
  if (!blamed && has_stopped) blamed = channels::next(held->second.head().number);
  return want(id,
              RestartWish{.channel = channel_id,
                          .group = random_.id<channels::GroupId>(),
                          .restarts = known->restarts.size(),
                          .blamed = blamed},
              now);
}

Result<Accepted> Client::State::withdraw(const channels::CircleId& id,
                                         const channels::InvitationId& invitation, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  if ((*circle)->charter().invitation(invitation) == nullptr) {
    return fail(client::Errc::unknown_invitation, "withdraw");
  }
  return want(id, WithdrawWish{invitation}, now);
}

Result<Accepted> Client::State::found(const NewCircle& circle, Time now) {
  if (!device_) return fail(client::Errc::no_device, "found");
  if (auto right = check_label(circle.name, channels::limits::link_name_bytes_max); !right) {
    return fail(right.error());
  }
  const auto origin = channels::Origin::parse(circle.hub);
  if (!origin) return fail(client::Errc::bad_hub, "found");
  if (device_->next_recovery_key + foundings_.size() >= device_->recovery_keys.size()) {
    return fail(client::Errc::too_many_circles, "found");
  }
  Turn turn(random_, now, next_request_);
  Intent intent;
  intent.id = random_.id<IntentId>();
  intent.order = foundings_.empty() ? 1 : foundings_.back().order + 1;
  intent.wish =
      FoundWish{.name = circle.name, .hub = origin->text(), .language = circle.language, .as = circle.as};
  turn.save("intent/" + to_hex(intent.id.view()), encode_intent(intent));
  const auto id = intent.id;
  foundings_.push_back(std::move(intent));
  (void)session_of(origin->text(), turn);
  advance_all(turn);
  return Accepted{.intent = id, .actions = finish(turn)};
}

Result<Actions> Client::State::cancel_founding(const IntentId& founding, Time now) {
  Turn turn(random_, now, next_request_);
  const auto waits = std::ranges::find(foundings_, founding, &Intent::id);
  if (waits != foundings_.end()) {
    turn.erase("intent/" + to_hex(founding.view()));
    foundings_.erase(waits);
    return finish(turn);
  }
  const auto begun = std::ranges::find_if(circles_, [&](const auto& item) {
    const CircleData& circle = item.second;
    return circle.standing == Standing::founding && !circle.intents.empty() &&
           circle.intents.front().id == founding;
  });
  if (begun == circles_.end()) return fail(client::Errc::unknown_circle, "founding");
  if (begun->second.underway && begun->second.underway->acknowledged)
    return fail(client::Errc::already_joined, "founding");
  erase_circle(turn, begun->second);
  circles_.erase(begun);
  return finish(turn);
}

Result<Invited> Client::State::invite(const channels::CircleId& id, const Invitation& invitation, Time now) {
  auto usable_circle = usable(id, now);
  if (!usable_circle) return fail(usable_circle.error());
  auto& circle = **usable_circle;
  // Where the charter does not let us, it says so below.
  const auto may = stay_to_invite(circle, invitation.role, now);
  const auto stay = checked_stay(may.value_or(stay_of(circle, invitation.role)), invitation.stay);
  if (!stay) return fail(stay.error());
  auto secrets = charter::make_invitation_secrets(random_);
  auto origin = channels::Origin::parse(circle.hub);
  if (!origin) return fail(client::Errc::bad_hub, "invite");
  auto link = charter::text_of_link({.origin = *origin,
                                     .circle = circle.id,
                                     .hub_key = circle.hub_key,
                                     .inviter = circle.handle_id,
                                     .seed = secrets.seed.clone(),
                                     .box_key = secrets.box_key(),
                                     .inviter_name = shorten(device_->name),
                                     .circle_name = shorten(circle.name)});
  if (!link) return fail(link.error());
  const auto key = secrets.invitation_key();
  const auto invitation_id = channels::invitation_of(key);
  const auto at = std::max(now, circle.charter().time());
  circle.invitations.emplace(
      invitation_id,
      MadeInvitation{
          .key = key, .seed = std::move(secrets.seed), .box = std::move(secrets.box), .link = *link});
  Turn turn(random_, now, next_request_);
  Intent intent;
  intent.wish = InviteWish{.key = key,
                           .role = invitation.role,
                           .stay = *stay,
                           .expires = at + invitation.life,
                           .preapproved = invitation.preapproved};
  auto kept = keep(turn, circle, std::move(intent));
  if (!kept) {
    circle.invitations.erase(invitation_id);
    return fail(kept.error());
  }
  return Invited{
      .intent = *kept, .invitation = invitation_id, .link = std::move(*link), .actions = finish(turn)};
}

Result<Joined> Client::State::join(std::string_view text, Time now) {
  if (!device_) return fail(client::Errc::no_device, "join");
  const auto link = charter::parse_link(text);
  if (!link) return fail(link.error());
  const auto past = circles_.find(link->circle);
  if (past != circles_.end()) {
    if (auto right = check_joining_again(past->second, *link); !right) return fail(right.error());
  }
  Turn turn(random_, now, next_request_);
  const auto index = take_recovery_key(turn);
  if (!index) return fail(index.error());
  auto started = start_joining(*link, *device_, *index, random_);
  if (!started) return fail(started.error());
  if (past != circles_.end()) keep_past(turn, *started, std::move(past->second));
  auto& circle = circles_.insert_or_assign(link->circle, std::move(*started)).first->second;
  Intent intent;
  intent.id = random_.id<IntentId>();
  intent.wish = JoinWish{};
  intent.order = circle.next_order++;
  const auto id = intent.id;
  save_intent(turn, circle, intent);
  save_self(turn, circle);
  circle.intents.push_back(std::move(intent));
  auto& session = session_of(circle.hub, turn);
  if (session.hello) {
    Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
    (void)check_hub(context);  // Another hub hears nothing of it.
  }
  advance_all(turn);
  return Joined{.intent = id, .circle = link->circle, .actions = finish(turn)};
}

Result<Accepted> Client::State::confirm(const channels::CircleId& id, const Confirmation& confirmation,
                                        Time now) {
  auto usable_circle = usable(id, now);
  if (!usable_circle) return fail(usable_circle.error());
  auto& circle = **usable_circle;
  const auto* invitation = circle.charter().invitation(confirmation.invitation);
  if (invitation == nullptr || !invitation->acceptance) return fail(client::Errc::unknown_request, "confirm");
  // Nobody is let in whose name this device cannot show.
  if (!circle.acceptances.contains(channels::handle_of(invitation->acceptance->terms.handle_key))) {
    return fail(client::Errc::introduction_missing, "confirm");
  }
  const auto* role = circle.charter().role(invitation->terms.role);
  Intent intent;
  intent.wish = ConfirmWish{.invitation = confirmation.invitation, .until = confirmation.until};
  if (role != nullptr && role->owns) {
    if (!confirmation.words) return fail(client::Errc::words_needed, "confirm");
    auto seed = recovery_seed(*device_, *confirmation.words, circle.recovery_index);
    if (!seed) return fail(seed.error());
    intent.needs_recovery_key = true;
    intent.recovery_key = std::move(*seed);
  }
  Turn turn(random_, now, next_request_);
  const auto member = invitation->acceptance->terms.member;
  const bool is_new = circle.confirmed.insert(member).second;
  auto kept = keep(turn, circle, std::move(intent));
  if (!kept) {
    if (is_new) circle.confirmed.erase(member);
    return fail(kept.error());
  }
  return Accepted{.intent = *kept, .actions = finish(turn)};
}

Result<Opened> Client::State::open_channel(const channels::CircleId& id, const NewChannel& channel,
                                           Time now) {
  auto usable_circle = usable(id, now);
  if (!usable_circle) return fail(usable_circle.error());
  auto& circle = **usable_circle;
  if (auto right = check_new_channel(circle, channel, now); !right) return fail(right.error());
  const OpenWish wish{.channel = random_.id<channels::ChannelId>(),
                      .group = random_.id<channels::GroupId>(),
                      .mode = channel.mode,
                      .roles = channel.roles};
  circle.channel_names[wish.channel] = {.label = channel.label,
                                        .key = std::string(channel.newsgroup ? newsgroup_key : "")};
  auto wanted = want(id, wish, now);
  if (!wanted) {
    circle.channel_names.erase(wish.channel);
    return fail(wanted.error());
  }
  return Opened{
      .intent = wanted->intent, .channel = wish.channel, .role = {}, .actions = std::move(wanted->actions)};
}

Result<Opened> Client::State::open_lane(const channels::CircleId& id, const NewLane& lane, Time now) {
  auto usable_circle = usable(id, now);
  if (!usable_circle) return fail(usable_circle.error());
  auto& circle = **usable_circle;
  if (auto right = check_new_lane(circle, lane, now); !right) return fail(right.error());
  const LaneWish wish{.channel = random_.id<channels::ChannelId>(),
                      .group = random_.id<channels::GroupId>(),
                      .contact = random_.id<channels::RoleId>(),
                      .keeper = lane.keeper};
  circle.channel_names[wish.channel] = {.label = lane.label, .key = std::string(lane_key)};
  circle.role_names[wish.contact] = {.label = lane.contact_label, .key = {}};
  auto wanted = want(id, wish, now);
  if (!wanted) {
    circle.channel_names.erase(wish.channel);
    circle.role_names.erase(wish.contact);
    return fail(wanted.error());
  }
  return Opened{.intent = wanted->intent,
                .channel = wish.channel,
                .role = wish.contact,
                .actions = std::move(wanted->actions)};
}

Result<CircleData*> Client::State::writable(const channels::CircleId& id,
                                            const channels::ChannelId& channel_id, Time now) {
  auto usable_circle = usable(id, now);
  if (!usable_circle) return fail(usable_circle.error());
  auto& circle = **usable_circle;
  const auto rights = circle.charter().rights_of(circle.handle_id, channel_id);
  const auto channel = circle.channels.find(channel_id);
  if (!rights.include(channels::Right::read)) {
    const bool had_it = channel != circle.channels.end();
    return fail(had_it ? client::Errc::no_longer_read : client::Errc::unknown_channel, "write");
  }
  if (circle.charter().channel(channel_id)->closed) return fail(channels::Errc::channel_closed, "write");
  if (!rights.include(channels::Right::post)) return fail(client::Errc::may_not_post, "write");
  if (channel == circle.channels.end() || !channel->second.group)
    return fail(client::Errc::not_in_channel, "write");
  if (channel->second.stopped) return fail(client::Errc::stopped, "write");
  return &circle;
}

Result<Accepted> Client::State::write(const channels::CircleId& id, const channels::ChannelId& channel_id,
                                      articles::KnownContent content, Time now) {
  auto found = ordinary(id, channel_id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto article = articles::Article::of(std::move(content));
  if (!article) return fail(article.error());
  return queue(circle, channel_id, *article, now);
}

std::set<articles::OriginId> Client::State::origins(const channels::CircleId& id,
                                                    const channels::ChannelId& channel) const {
  const auto circle = circles_.find(id);
  return circle == circles_.end() ? std::set<articles::OriginId>() : origins_in(circle->second, channel);
}

Result<Accepted> Client::State::queue(CircleData& circle, const channels::ChannelId& channel_id,
                                      const articles::Article& article, Time now) {
  Turn turn(random_, now, next_request_);
  auto& session = session_of(circle.hub, turn);
  Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
  const auto message = enqueue(context, channel_id, article, {.written = Written::by_user});
  if (!message) return fail(message.error());
  show_life(turn, circle);
  advance_all(turn);
  return Accepted{.intent = IntentId(message->bytes()), .actions = finish(turn)};
}

Result<Actions> Client::State::mark_read(const channels::CircleId& id, const channels::ChannelId& channel_id,
                                         channels::Sequence last) {
  const auto circle = circles_.find(id);
  if (circle == circles_.end()) return fail(client::Errc::unknown_circle, "mark_read");
  const auto channel = circle->second.channels.find(channel_id);
  if (channel == circle->second.channels.end()) return fail(client::Errc::unknown_channel, "mark_read");
  Turn turn(random_, Time{}, next_request_);
  channel->second.last_read =
      std::max(channel->second.last_read, std::min(last, channel->second.head().number));
  save_state(turn, circle->second, channel->second);
  return finish(turn);
}

}  // namespace kring::core
