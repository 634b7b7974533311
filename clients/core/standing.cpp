#include "clients/core/standing.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/devices.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/own_attestations.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/upload.hpp"
#include "clients/core/wishes.hpp"

namespace kring::core {

namespace {

/// The acceptance is in the charter, whether or not the hub's answer to it ever came.
void joined(Context& context) {
  auto& circle = context.circle;
  circle.joining.reset();
  circle.underway.reset();
  save_underway(context.turn, circle);
  while (!circle.intents.empty()) {
    const auto id = circle.intents.front().id;
    finish_intent(context, id);
  }
}

/// We are out, or kept out: nothing that waits will happen any more.
void give_up_everything(Context& context, client::Errc reason) {
  auto& circle = context.circle;
  disown_bundle(context);
  while (!circle.intents.empty()) {
    const auto& intent = circle.intents.front();
    const auto id = intent.id;
    if (is_fulfilled(circle, intent.wish)) {
      finish_intent(context, id);
    } else {
      fail_intent(context, id, Error(reason, "intent"), {});
    }
  }
  give_up_uploads(context, Error(reason, "upload"));
  give_up_outbox(context, Error(reason, "message"));
}

Standing standing_of(charter::Access access) {
  switch (access) {
    case charter::Access::member:
      return Standing::member;
    case charter::Access::waiting:
      return Standing::waiting;
    case charter::Access::paused:
      return Standing::paused;
    case charter::Access::ended:
      break;
  }
  return Standing::ended;
}

/// What the hub lets us do now, told by the charter before the hub is asked again.
void take_access(CircleData& circle, wire::Access access) {
  if (circle.access) circle.access = access;
}

}  // namespace

bool is_kept_out(const CircleData& circle) {
  return circle.standing == Standing::paused || circle.standing == Standing::ended;
}

bool was_turned_down(const CircleData& circle) {
  const auto* me = circle.log ? circle.charter().member(circle.member) : nullptr;
  return me != nullptr && me->standing == charter::Standing::turned_down;
}

client::Errc why_out(const CircleData& circle) {
  if (is_taken_out(circle)) return client::Errc::device_out;
  return was_turned_down(circle) ? client::Errc::turned_down : client::Errc::ended;
}

void update_standing(Context& context) {
  auto& circle = context.circle;
  if (!circle.log || circle.stopped || circle.standing == Standing::founding) return;
  const auto access = circle.charter().access(circle.handle_id, context.now());
  if (!access) return;
  const auto standing = standing_of(*access);
  const auto* me = circle.charter().member(circle.member);
  const bool has_end = standing == Standing::member || standing == Standing::paused;
  if (has_end && me != nullptr && me->until) context.turn.wake_by(*me->until);
  if (standing == circle.standing) return;
  if (circle.standing == Standing::invited) joined(context);
  find_recovery_key(circle, context.device);
  circle.standing = standing;
  look_again_at_attestations(circle);
  const bool was_outside = circle.access == wire::Access::waiting || circle.access == wire::Access::paused;
  if (standing == Standing::member && was_outside) {
    circle.access = wire::Access::member;
    circle.attached = false;
  }
  save_self(context.turn, circle);
  if (standing == Standing::ended) {
    take_access(circle, wire::Access::ended);
    give_up_everything(context, why_out(circle));
    context.turn.notify(MembershipEnded{circle.id});
    return;
  }
  if (standing == Standing::paused) {
    take_access(circle, wire::Access::paused);
    give_up_everything(context, client::Errc::paused);
  }
  context.turn.notify(CircleChanged{circle.id});
}

}  // namespace kring::core
