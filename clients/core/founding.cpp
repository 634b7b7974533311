#include "clients/core/founding.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/commits.hpp"
#include "clients/core/context.hpp"
#include "clients/core/rows.hpp"

#include "channels/charter/templates.hpp"
#include "crypto/primitives/signature.hpp"

#include <utility>

namespace kring::core {

namespace {

Result<charter::CharterEntry> founding_entry(const CircleData& circle, const charter::FoundingPlan& plan,
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
                                                         .role = plan.role_ids.at(charter::Template::parent),
                                                         .roles = plan.roles}};
  return charter::make_entry(content, {.handle = &circle.handle.private_key});
}

void name_everything(CircleData& circle, const charter::FoundingPlan& plan, charter::Language language) {
  for (const auto& [role, id] : plan.role_ids) {
    const auto& row = charter::row_of(role);
    circle.role_names[id] = {.label = std::string(row.label.in(language)), .key = std::string(row.key)};
  }
  for (const auto& [channel, id] : plan.channel_ids) {
    const auto& row = charter::row_of(channel);
    circle.channel_names[id] = {.label = std::string(row.label.in(language)), .key = std::string(row.key)};
  }
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
Status begin_charter(CircleData& circle, const charter::FoundingPlan& plan,
                     const channels::RecoveryKey& recovery_key, Time now) {
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
  const auto plan = charter::make_founding_plan(random);
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
  name_everything(circle, plan, founding.wish.language);
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
