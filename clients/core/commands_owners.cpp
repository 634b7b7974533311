#include "clients/core/state.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/wishes.hpp"

#include <algorithm>
#include <utility>

/// What owners decide about each other and about the whole circle.
namespace kring::core {

Result<Accepted> Client::State::want_by_words(const channels::CircleId& id, Wish wish,
                                              const std::optional<SecretBytes>& words, Time now) {
  auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  if (!words) return fail(client::Errc::words_needed, "command");
  auto seed = recovery_seed(*device_, *words, (*circle)->recovery_index);
  if (!seed) return fail(seed.error());
  Turn turn(random_, now, next_request_);
  Intent intent;
  intent.wish = std::move(wish);
  intent.needs_recovery_key = true;
  intent.recovery_key = std::move(*seed);
  auto kept = keep(turn, **circle, std::move(intent));
  if (!kept) return fail(kept.error());
  return Accepted{.intent = *kept, .actions = finish(turn)};
}

Result<Accepted> Client::State::remove_owner(const channels::CircleId& id, const channels::MemberId& member,
                                             const std::optional<SecretBytes>& words, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  const auto* removal = (*circle)->charter().removal_of(member);
  if (removal == nullptr) return want_by_words(id, RemovalWish{member, RemovalStep::ask}, words, now);
  if (!removal->agreed.contains((*circle)->member))
    return want_by_words(id, RemovalWish{member, RemovalStep::agree}, words, now);
  return want(id, RemovalWish{member, RemovalStep::done}, now);
}

Result<Accepted> Client::State::end_circle(const channels::CircleId& id,
                                           const std::optional<SecretBytes>& words, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  if (!(*circle)->charter().ending().contains((*circle)->member))
    return want_by_words(id, EndWish{EndStep::ask}, words, now);
  return want(id, EndWish{EndStep::done}, now);
}

void Client::State::show_life(Turn& turn, CircleData& circle) {
  const bool is_asked = std::ranges::any_of(
      circle.intents, [](const Intent& it) { return std::holds_alternative<StayWish>(it.wish); });
  if (is_asked || is_fulfilled(circle, StayWish{})) return;
  Intent intent;
  intent.wish = StayWish{};
  // What is written goes its way whatever becomes of this.
  (void)keep(turn, circle, std::move(intent));
}

}  // namespace kring::core
