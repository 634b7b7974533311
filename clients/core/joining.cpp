#include "clients/core/joining.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/login.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/packages.hpp"
#include "clients/core/restarts.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/wishes.hpp"

#include "channels/rules/extensions.hpp"
#include "channels/rules/judge_joining.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/log_hash.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// A hub tells of a Welcome again only until our thanks arrive.
constexpr std::size_t welcomed_kept_max = 256;

/// Channels that the role of our invitation may read.
std::size_t channels_of_role(const charter::Charter& charter, const channels::RoleId& role) {
  return static_cast<std::size_t>(std::ranges::count_if(charter.channels(), [&](const auto& item) {
    const auto rights = item.second.rights.find(role);
    return rights != item.second.rights.end() && rights->second.include(channels::Right::read);
  }));
}

Status check_joining(const CircleData& circle, const charter::Invitation& invitation, Time now) {
  const auto& joining = *circle.joining;
  if (invitation.maker != joining.inviter ||
      invitation.terms.box_key_hash != charter::hash_of_box_key(joining.box_key)) {
    return fail(channels::Errc::bad_link, "another inviter");
  }
  if (now >= invitation.terms.expires) return fail(channels::Errc::invitation_expired, "join");
  return {};
}

/// Our introduction, signed, and sealed to who invited us.
Status introduce_ourselves(Context& context) {
  auto& circle = context.circle;
  const auto key = channels::HandleKey::from(circle.handle_key());
  KRING_ASSERT(key.has_value());
  const auto introduction =
      introduce(context.device, {.circle = circle.id, .member = circle.member, .handle_key = *key},
                circle.handle.private_key, {.attestations = attestations_at(context.device, context.now())});
  if (!introduction) return fail(introduction.error());
  circle.introduction = introduction->bytes();
  auto sealed = charter::seal_introduction(
      circle.introduction, circle.joining->box_key,
      {.circle = circle.id, .invitation = channels::invitation_of(circle.joining->key)}, context.random());
  if (!sealed) return fail(sealed.error());
  circle.sealed_introduction = std::move(*sealed);
  return {};
}

Result<charter::CharterEntry> make_entry(Context& context, std::vector<Hash> packages) {
  const auto& circle = context.circle;
  auto invitation = charter::invitation_key_pair(circle.joining->seed);
  if (!invitation) return fail(invitation.error());
  return charter::make_acceptance(
      circle.charter(),
      {.member = circle.member,
       .introduction_hash = charter::hash_of_sealed_introduction(circle.sealed_introduction),
       .key_packages = std::move(packages),
       .time = context.now()},
      {.handle = circle.handle,
       .invitation = *invitation,
       .recovery_key = context.device.recovery_keys[circle.recovery_index]});
}

// ------------------------------------------------------------------------------------------ welcomes

std::vector<Hash> references(const std::vector<Bytes>& packages) {
  std::vector<Hash> all;
  for (const auto& bytes : packages) {
    const auto message = mls::decode_message(bytes);
    KRING_ASSERT(message && std::holds_alternative<mls::KeyPackage>(message->body));
    all.push_back(mls::key_package_ref(std::get<mls::KeyPackage>(message->body)));
  }
  return all;
}

void acknowledge(Context& context, wire::WelcomeId id) {
  auto& welcomed = context.circle.welcomed;
  if (std::ranges::find(welcomed, id) == welcomed.end()) welcomed.push_back(id);
  if (welcomed.size() > welcomed_kept_max) welcomed.pop_front();
  ask(context, wire::WelcomedRequest{.circle = context.circle.id, .welcome_ids = {id}});
}

/// The bytes of a part, fetched if need be. Null if they are not here yet.
const Bytes* part_bytes(Context& context, const wire::Part& part) {
  if (const auto* inside = std::get_if<Bytes>(&part)) return inside;
  auto& circle = context.circle;
  const auto& staged = std::get<wire::StagedPart>(part);
  const auto [place, is_new] = circle.fetched.try_emplace(staged.hash);
  if (is_new) {
    auto access = staged_access(context, "GET", staged.hash, {});
    context.turn.fetch(Fetch{.hub = circle.hub,
                             .circle = circle.id,
                             .hash = staged.hash,
                             .size = staged.size,
                             .path = std::move(access.path),
                             .authorization = std::move(access.authorization)});
  }
  return place->second ? &*place->second : nullptr;
}

/// The package of ours with this reference, or null.
const OwnPackage* find_own(const CircleData& circle, const Hash& reference) {
  const auto found = circle.packages.find(reference);
  if (found != circle.packages.end()) return &found->second;
  for (const auto& [id, healing] : circle.healings) {
    if (healing.package && healing.package->reference == reference) return &*healing.package;
  }
  return nullptr;
}

/// The package of ours that a Welcome answers.
const OwnPackage* find_package(const CircleData& circle, const mls::Welcome& welcome) {
  for (const auto& secrets : welcome.secrets) {
    const auto reference = to_fixed<32>(secrets.new_member);
    const auto* package = reference ? find_own(circle, *reference) : nullptr;
    if (package != nullptr) return package;
  }
  return nullptr;
}

struct Entered {
  mls::Joined joined;
  rules::JoinExtension join;
  Hash package{};
};

/// Opens a Welcome. Errors: MLS's, `welcome_refused` (it is for no package of ours, or says nothing of the
/// channel).
Result<Entered> enter(const CircleData& circle, ByteView bytes, std::optional<mls::RatchetTree> tree) {
  const auto message = mls::decode_message(bytes);
  if (!message) return fail(message.error());
  const auto* welcome = std::get_if<mls::Welcome>(&message->body);
  if (welcome == nullptr) return fail(client::Errc::welcome_refused, "no Welcome");
  const auto* package = find_package(circle, *welcome);
  if (package == nullptr) return fail(client::Errc::welcome_refused, "no package of ours");
  const auto bundle = mls::KeyPackageBundle::decode(package->bundle);
  if (!bundle) return fail(bundle.error());
  mls::JoinOptions options;
  options.tree = std::move(tree);
  auto joined = mls::Group::join(*welcome, *bundle, circle.handle.clone(), options);
  if (!joined) return fail(joined.error());
  const auto* extension = mls::find_extension(joined->info.extensions, rules::join_extension_type);
  if (extension == nullptr) return fail(client::Errc::welcome_refused, "no heads");
  auto join = rules::JoinExtension::decode(extension->content);
  if (!join) return fail(join.error());
  return Entered{.joined = std::move(*joined), .join = std::move(*join), .package = package->reference};
}

Result<Channel> make_channel(const CircleData& circle, Entered entered) {
  rules::CharterAtHead charter(*circle.log);
  auto judged = rules::judge_joining({.group = entered.joined.group.public_group(),
                                      .signer = entered.joined.info.signer,
                                      .join = entered.join,
                                      .charter = charter,
                                      .circle = circle.id});
  if (!judged) return fail(judged.error());
  Channel channel;
  channel.id = judged->state.channel;
  if (judged->state.mode == channels::Mode::record) {
    channel.record_keys.emplace(entered.join.generation, entered.join.record_key.clone());
  } else {
    channel.start = entered.join.log;
  }
  channel.state = judged->state;
  channel.group = std::move(entered.joined.group);
  channel.join = std::move(entered.join);
  return channel;
}

enum class Done : std::uint8_t { yes, not_yet };

/// Whether a Welcome leads to where we are, or were, already; to a later epoch of our group it leads those
/// whom a commit that they have not read yet has put out of it.
bool is_behind(const mls::Group& welcomed, const mls::Group& held) {
  const auto& context = welcomed.public_group().context();
  return context.group_id == held.public_group().context().group_id &&
         mls::number_of(context.epoch) <= mls::number_of(held.public_group().context().epoch);
}

Done join_by(Context& context, const wire::WelcomeEvent& event) {
  auto& circle = context.circle;
  const auto held = circle.channels.find(event.channel);
  const auto* group = held != circle.channels.end() && held->second.group ? &*held->second.group : nullptr;
  const auto* welcome = part_bytes(context, event.welcome);
  std::optional<mls::RatchetTree> tree;
  if (event.tree) {
    const auto* bytes = part_bytes(context, wire::Part(*event.tree));
    if (bytes == nullptr) return Done::not_yet;
    auto decoded = mls::RatchetTree::decode(*bytes);
    if (decoded) tree = std::move(*decoded);
  }
  if (welcome == nullptr) return Done::not_yet;
  const auto refuse = [&](const Error& reason) {
    report_alarm(context, event.channel, reason, *welcome);
    acknowledge(context, event.welcome_id);
    return Done::yes;
  };
  const auto pass_over = [&] {
    acknowledge(context, event.welcome_id);
    return Done::yes;
  };
  auto entered = enter(circle, *welcome, std::move(tree));
  // One that has come before has spent its package. A hub that was restored brings such ones again, also of
  // groups that we have left, and after the circle was resumed.
  const bool has_been_in = held != circle.channels.end();
  if (!entered) return has_been_in || is_restoring(circle) ? pass_over() : refuse(entered.error());
  if (group != nullptr && is_behind(entered->joined.group, *group)) return pass_over();
  if (entered->join.charter.number > circle.number()) return Done::not_yet;
  const auto package = entered->package;
  auto channel = make_channel(circle, std::move(*entered));
  if (!channel) return refuse(channel.error());
  if (channel->id != event.channel) return refuse(Error(client::Errc::welcome_refused, "another channel"));
  if (channel->state.group != circle.charter().channel(channel->id)->group) {
    return pass_over();  // Into a group that was replaced in the meantime.
  }
  // The old group is read to its end first, unless we cannot follow it any more.
  const bool is_stuck = held != circle.channels.end() && held->second.stopped && held->second.broken;
  if (group != nullptr && !is_stuck) return Done::not_yet;
  const auto ours =
      held == circle.channels.end() ? HeldLog::begins_anew : held_log(circle, held->second, *channel);
  if (ours == HeldLog::not_known_yet) return Done::not_yet;
  circle.packages.erase(package);
  save_packages(context.turn, circle);
  const bool is_healed =
      note_welcomed(context, channel->id, held == circle.channels.end() ? nullptr : &held->second);
  if (held != circle.channels.end()) {
    channel->last_read = held->second.last_read;
    channel->reading = held->second.reading;
    channel->report_box = std::exchange(held->second.report_box, {});
  }
  if (ours == HeldLog::goes_on) {
    take_over_log(*channel, held->second);
  } else if (held != circle.channels.end()) {
    // We were here before, under another handle: the log is read anew, as far as we may now.
    erase_log(context.turn, circle, held->second);
  }
  // Who lost what they had does not know how far they had counted: never as far as the milliseconds.
  if (is_healed) channel->own_counter = std::max(channel->own_counter, to_unix_ms(context.now()));
  save_group(context.turn, circle, *channel);
  save_state(context.turn, circle, *channel);
  circle.channels.insert_or_assign(event.channel, std::move(*channel));
  acknowledge(context, event.welcome_id);
  context.turn.notify(CircleChanged{circle.id});
  return Done::yes;
}

}  // namespace

Result<CircleData> start_joining(const charter::InvitationLink& link, const Device& device,
                                 std::uint32_t recovery_index, Random& random) {
  KRING_ASSERT(recovery_index < device.recovery_keys.size());
  auto pair = charter::invitation_key_pair(link.seed);
  if (!pair) return fail(pair.error());
  auto key = channels::InvitationKey::from(pair->public_key.bytes);
  if (!key) return fail(key.error());
  CircleData circle;
  circle.id = link.circle;
  circle.name = link.circle_name;
  circle.hub = link.origin.text();
  circle.hub_key = link.hub_key;
  circle.standing = Standing::invited;
  circle.handle = primitives::generate_signature_key_pair(random);
  auto handle_key = channels::HandleKey::from(circle.handle_key());
  if (!handle_key) return fail(handle_key.error());
  circle.handle_id = channels::handle_of(*handle_key);
  circle.member = random.id<channels::MemberId>();
  circle.recovery_index = recovery_index;
  circle.joining = Joining{.seed = link.seed.clone(),
                           .key = *key,
                           .box_key = link.box_key,
                           .inviter = link.inviter,
                           .inviter_name = link.inviter_name};
  return circle;
}

Status check_joining_again(const CircleData& past, const charter::InvitationLink& link) {
  if (past.handle_id == link.inviter) return fail(client::Errc::own_invitation, "join");
  if (past.standing != Standing::ended) return fail(client::Errc::already_joined, "join");
  if (past.stopped) return fail(client::Errc::stopped, "join");
  if (past.hub_key != link.hub_key) return fail(channels::Errc::bad_link, "another hub");
  return {};
}

void keep_past(Turn& turn, CircleData& circle, CircleData past) {
  for (const auto& [id, message] : past.outbox) erase_message(turn, circle, message);
  // What was on its way was the old handle's.
  save_underway(turn, circle);
  circle.log = std::move(past.log);
  circle.signed_head = past.signed_head;
  circle.role_names = std::move(past.role_names);
  circle.channel_names = std::move(past.channel_names);
  circle.acceptances = std::move(past.acceptances);
  circle.confirmed = std::move(past.confirmed);
  circle.told = std::move(past.told);
  circle.notices = past.notices;
  circle.channels = std::move(past.channels);
  circle.next_order = past.next_order;
  circle.heads_seen = std::move(past.heads_seen);
  circle.not_asked_at = std::move(past.not_asked_at);
  circle.seen_roles = std::move(past.seen_roles);
  circle.introductions = std::move(past.introductions);
  for (auto& [id, channel] : circle.channels) {
    // Its leaf was that of the old handle: a Welcome leads into the group anew.
    channel.group.reset();
    channel.join.reset();
    channel.record_keys.clear();
    channel.claims.clear();
    forget_waiting(channel);
    save_group(turn, circle, channel);
    save_state(turn, circle, channel);
  }
  save_packages(turn, circle);
}

void give_up_joining(Turn& turn, CircleData& circle) {
  circle.standing = Standing::ended;
  circle.joining.reset();
  circle.acceptance.reset();
  circle.packages.clear();
  save_packages(turn, circle);
  save_self(turn, circle);
  turn.notify(CircleChanged{circle.id});
}

Result<Draft> draft_acceptance(Context& context) {
  auto& circle = context.circle;
  const auto* invitation = circle.charter().invitation(channels::invitation_of(circle.joining->key));
  if (invitation == nullptr) return fail(channels::Errc::unknown_invitation, "join");
  if (auto right = check_joining(circle, *invitation, context.now()); !right) return fail(right.error());
  if (auto done = introduce_ourselves(context); !done) return fail(done.error());
  const auto count = std::min(packages_spare + channels_of_role(circle.charter(), invitation->terms.role),
                              channels::limits::acceptance_key_packages_max);
  circle.packages.clear();
  auto packages = make_packages(context, count);
  auto entry = make_entry(context, references(packages));
  if (!entry) return fail(entry.error());
  auto after = circle.charter();
  if (auto right = after.apply(*entry); !right) return fail(right.error());
  circle.acceptance = entry->hash();
  save_self(context.turn, circle);
  Draft draft;
  draft.entries.push_back(std::move(*entry));
  draft.acceptance =
      wire::BundleAcceptance{.introduction = circle.sealed_introduction, .key_packages = std::move(packages)};
  return draft;
}

void take_welcome_event(Context& context, const wire::WelcomeEvent& event) {
  auto& welcomes = context.circle.welcomes;
  const auto& welcomed = context.circle.welcomed;
  if (std::ranges::find(welcomed, event.welcome_id) != welcomed.end())
    return acknowledge(context, event.welcome_id);
  const bool known = std::ranges::any_of(
      welcomes, [&](const wire::WelcomeEvent& held) { return held.welcome_id == event.welcome_id; });
  if (!known) welcomes.push_back(event);
}

void take_welcome_part(Context& context, const Hash& hash, const Result<Bytes>& bytes) {
  const auto place = context.circle.fetched.find(hash);
  if (place == context.circle.fetched.end()) return;
  if (bytes && rules::payload_hash(*bytes) == hash) {
    place->second = *bytes;
    return;
  }
  auto& circle = context.circle;
  circle.fetched.erase(place);
  if (bytes || bytes.error() != client::Errc::part_gone) {
    circle.fetch_not_before = context.now() + backoff(context.random(), hub_pause, 0);
    return;
  }
  // It goes once its Welcome was taken: we had told so before the hub told us of it once more. What was not
  // taken comes again on the next connection.
  std::erase_if(circle.welcomes, [&](const wire::WelcomeEvent& event) {
    const auto* staged = std::get_if<wire::StagedPart>(&event.welcome);
    return (staged != nullptr && staged->hash == hash) || (event.tree && event.tree->hash == hash);
  });
}

void push_welcomes(Context& context) {
  auto& circle = context.circle;
  if (!circle.log || circle.stopped || !context.session.usable() || circle.login != LoginState::in) return;
  if (context.now() < circle.fetch_not_before) {
    context.turn.wake_by(circle.fetch_not_before);
    return;
  }
  std::erase_if(circle.welcomes,
                [&](const wire::WelcomeEvent& event) { return join_by(context, event) == Done::yes; });
  if (circle.welcomes.empty()) circle.fetched.clear();
}

}  // namespace kring::core
