#include "clients/core/founding.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/commits.hpp"
#include "clients/core/context.hpp"
#include "clients/core/rows.hpp"

#include "channels/charter/templates.hpp"
#include "crypto/primitives/signature.hpp"

#include <map>
#include <utility>
#include <vector>

namespace kring::core {

namespace {

/// Roles and channels of what is founded, and what they are called.
struct Plan {
  std::vector<charter::Role> roles;
  std::vector<charter::ChannelOpen> channels;
  channels::RoleId founder;
  std::map<channels::RoleId, RoleName> role_names;
  std::map<channels::ChannelId, ChannelName> channel_names;
};

template <class Name, class Row>
Name name_in(const Row& row, charter::Language language) {
  return {.label = std::string(row.label.in(language)), .key = std::string(row.key)};
}

template <class Made>
Plan named_plan(Made made, const channels::RoleId& founder, charter::Language language) {
  Plan plan{.roles = std::move(made.roles),
            .channels = std::move(made.channels),
            .founder = founder,
            .role_names = {},
            .channel_names = {}};
  for (const auto& [role, id] : made.role_ids)
    plan.role_names[id] = name_in<RoleName>(charter::row_of(role), language);
  for (const auto& [channel, id] : made.channel_ids)
    plan.channel_names[id] = name_in<ChannelName>(charter::row_of(channel), language);
  return plan;
}

Plan plan_of(const FoundWish& wish, Random& random) {
  if (wish.as == charter::FoundedAs::network) {
    auto made = charter::make_network_plan(random);
    const auto founder = made.role_ids.at(charter::NetworkRole::coordinators);
    return named_plan(std::move(made), founder, wish.language);
  }
  auto made = charter::make_founding_plan(random);
  const bool by_guardian = wish.as == charter::FoundedAs::circle_of_guardian;
  const auto founder =
      made.role_ids.at(by_guardian ? charter::Template::guardian : charter::Template::parent);
  return named_plan(std::move(made), founder, wish.language);
}

Result<charter::CharterEntry> founding_entry(const CircleData& circle, const Plan& plan,
                                             const channels::RecoveryKey& recovery_key, Time now) {
  const auto handle_key = channels::HandleKey::from(circle.handle_key());
  if (!handle_key) return fail(handle_key.error());
  charter::CharterContent content{.circle = {},
                                  .number = channels::EntryNumber{1},
                                  .previous = {},
                                  .time = now,
                                  .signer = circle.handle_id,
                                  .body = charter::Found{.hub_key = circle.hub_key,
                                                         .member = circle.member,
                                                         .handle_key = *handle_key,
                                                         .recovery_key = recovery_key,
                                                         .role = plan.founder,
                                                         .roles = plan.roles}};
  return charter::make_entry(content, {.handle = &circle.handle.private_key});
}

Status introduce_founder(CircleData& circle, const Device& device) {
  const auto key = channels::HandleKey::from(circle.handle_key());
  if (!key) return fail(key.error());
  const auto introduction = introduce(
      device, {.circle = circle.id, .member = circle.member, .handle_key = *key}, circle.handle.private_key);
  if (!introduction) return fail(introduction.error());
  circle.introduction = introduction->bytes();
  return {};
}

/// The founding entry and the openings, in the circle's own log.
Status begin_charter(CircleData& circle, const Plan& plan, const channels::RecoveryKey& recovery_key,
                     Time now) {
  auto first = founding_entry(circle, plan, recovery_key, now);
  if (!first) return fail(first.error());
  circle.id = first->circle();
  if (auto done = append_verified(circle, std::move(*first)); !done) return fail(done.error());
  EntryDraft openings(circle);
  for (const auto& open : plan.channels) {
    if (auto done = openings.add(open, now); !done) return fail(done.error());
  }
  for (const auto& entry : openings.entries()) {
    if (auto done = append_verified(circle, entry); !done) return fail(done.error());
  }
  return {};
}

}  // namespace

Result<CircleData> found_circle(Turn& turn, const Device& device, const HubSession& session,
                                const Founding& founding) {
  auto& random = turn.random();
  const auto plan = plan_of(founding.wish, random);
  CircleData circle;
  circle.name = founding.wish.name;
  circle.hub = founding.wish.hub;
  circle.hub_key = session.hello->hub_key;
  circle.handle = primitives::generate_signature_key_pair(random);
  const auto handle_key = channels::HandleKey::from(circle.handle_key());
  if (!handle_key) return fail(handle_key.error());
  circle.handle_id = channels::handle_of(*handle_key);
  circle.member = random.id<channels::MemberId>();
  circle.recovery_index = founding.recovery_index;
  const auto& recovery_key = device.recovery_keys[founding.recovery_index];
  if (auto done = begin_charter(circle, plan, recovery_key, turn.now()); !done) return fail(done.error());
  circle.role_names = plan.role_names;
  circle.channel_names = plan.channel_names;
  if (auto done = introduce_founder(circle, device); !done) return fail(done.error());

  Context context{.turn = turn, .device = device, .session = session, .circle = circle};
  Draft draft;
  draft.entries = circle.log->entries();
  for (const auto& open : plan.channels) {
    if (auto done = draft_opening(context, circle.charter(), open.channel, draft); !done)
      return fail(done.error());
  }
  if (auto begun = begin_bundle(context, founding.intent, std::move(draft)); !begun)
    return fail(begun.error());
  for (const auto& entry : circle.log->entries()) save_charter_entry(turn, circle, entry);
  Intent intent;
  intent.id = founding.intent;
  intent.wish = founding.wish;
  save_intent(turn, circle, intent);
  circle.intents.push_back(std::move(intent));
  save_self(turn, circle);
  return circle;
}

}  // namespace kring::core
