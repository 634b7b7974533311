#include "clients/core/state.hpp"

#include "clients/core/consents.hpp"
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

Result<Accepted> Client::State::consent(const channels::CircleId& id,
                                        const channels::InvitationId& invitation_id, Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto& charter = circle.charter();
  const auto* invitation = charter.invitation(invitation_id);
  if (invitation == nullptr || !invitation->acceptance) return fail(client::Errc::unknown_request, "consent");
  const auto& acceptance = *invitation->acceptance;
  if (!charter.is_owner(circle.handle_id, now)) return fail(channels::Errc::needs_owner, "consent");
  if (!charter.is_waiting(*invitation, now)) return fail(channels::Errc::acceptance_void, "consent");
  if (!charter.role(invitation->terms.role)->owns) return fail(channels::Errc::role_does_not_own, "consent");
  if (charter.frozen_until(now)) return fail(channels::Errc::frozen, "consent");
  if (!circle.acceptances.contains(channels::handle_of(acceptance.terms.handle_key)))
    return fail(client::Errc::introduction_missing, "consent");
  if (agreement_about(circle, charter::subject_of(acceptance.hash), now).by_me)
    return fail(client::Errc::not_needed, "consent");
  const auto consent = consent_to(circle, acceptance.hash, now);
  if (!consent) return fail(consent.error());
  // Whoever agrees has compared the six words.
  const auto member = acceptance.terms.member;
  const bool is_new = circle.confirmed.insert(member).second;
  auto told = tell_owners(circle, *consent, now);
  if (!told && is_new) circle.confirmed.erase(member);
  return told;
}

Result<Accepted> Client::State::tell_owners(CircleData& circle, const SharedConsent& consent, Time now) {
  const auto* regie = circle.charter().regie();
  if (regie == nullptr) return fail(client::Errc::unknown_channel, "consent");
  const auto regie_id = regie->id;
  if (const auto there = writable(circle.id, regie_id, now); !there) return fail(there.error());
  const auto article = make_consent_article(consent);
  if (!article) return fail(article.error());
  return queue(circle, regie_id, *article, now);
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

Result<Accepted> Client::State::stay(const channels::CircleId& id, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  // Of nobody else it can be asked that they go by this.
  if (!(*circle)->charter().is_owner((*circle)->handle_id, now))
    return fail(channels::Errc::needs_owner, "stay");
  return want(id, StayWish{}, now);
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
