#include "clients/core/state.hpp"

#include "clients/core/admissions.hpp"
#include "clients/core/devices.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/joining.hpp"
#include "clients/core/login.hpp"
#include "clients/core/notices.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/telling.hpp"
#include "clients/core/vault_union.hpp"

#include <algorithm>
#include <utility>

/// What people do about their own devices, and owners about others'.
namespace kring::core {

namespace {

/// Whether this device may ask to come in where it may have been before.
Status check_coming(const CircleData& past, const charter::DeviceLink& link) {
  if (past.standing != Standing::ended && !is_coming(past))
    return fail(client::Errc::already_joined, "come in");
  if (past.stopped) return fail(client::Errc::stopped, "come in");
  if (past.hub_key != link.hub_key) return fail(channels::Errc::bad_link, "another hub");
  return {};
}

/// The recovery keys that a lost circle may know, the likeliest last. Errors: `wrong_words`.
Result<std::vector<Secret>> seeds_for(const LostCircle& lost, const Device& device,
                                      const SecretBytes& words) {
  if (!lost.recovery_index) {
    auto seeds = first_recovery_seeds(device, words);
    if (seeds) std::ranges::reverse(*seeds);
    return seeds;
  }
  auto seed = recovery_seed(device, words, *lost.recovery_index);
  if (!seed) return fail(seed.error());
  std::vector<Secret> seeds;
  seeds.push_back(std::move(*seed));
  return seeds;
}

}  // namespace

Result<std::string> Client::State::device_link(const channels::CircleId& id, const channels::MemberId& member,
                                               Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  const auto& circle = **found;
  if (circle.charter().member(member) == nullptr) return fail(client::Errc::unknown_member, "device link");
  auto origin = channels::Origin::parse(circle.hub);
  if (!origin) return fail(client::Errc::bad_hub, "device link");
  return charter::text_of_device_link({.origin = std::move(*origin),
                                       .circle = circle.id,
                                       .hub_key = circle.hub_key,
                                       .member = member,
                                       .circle_name = circle.name});
}

Result<ComingIn> Client::State::come_in_as(std::string_view text, Coming coming, Time now) {
  if (!device_) return fail(client::Errc::no_device, "come in");
  const auto link = charter::parse_device_link(text);
  if (!link) return fail(link.error());
  const auto past = circles_.find(link->circle);
  if (past != circles_.end()) {
    if (auto right = check_coming(past->second, *link); !right) return fail(right.error());
  }
  Turn turn(random_, now, next_request_);
  std::uint32_t index = 0;
  if (coming == Coming::with_new_keys) {
    const auto taken = take_recovery_key(turn);
    if (!taken) return fail(taken.error());
    index = *taken;
  }
  auto started = start_coming(*link, *device_, index, coming, random_);
  if (!started) return fail(started.error());
  if (past != circles_.end()) keep_past(turn, *started, std::move(past->second));
  auto& circle = circles_.insert_or_assign(link->circle, std::move(*started)).first->second;
  save_self(turn, circle);
  auto& session = session_of(circle.hub, turn);
  if (session.hello) {
    Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
    (void)check_hub(context);  // Another hub hears nothing of it.
  }
  ComingIn answer{.circle = circle.id,
                  .code = charter::text_of_new_handle(new_handle_of(circle, *device_, coming)),
                  .six_words = words_of(*circle.acceptance),
                  .actions = {}};
  advance_all(turn);
  answer.actions = finish(turn);
  return answer;
}

Result<Accepted> Client::State::return_by_words(const LostCircle& lost, const SecretBytes& words, Time now) {
  return come_back(lost, words, now, nullptr);
}

Result<Accepted> Client::State::return_by_vault(const channels::CircleId& id, const SecretBytes& words,
                                                Time now) {
  if (!reading_ || !reading_->complete() || !reading_->is_of(words))
    return fail(client::Errc::wrong_words, "not read by them");
  const auto all = unite(reading_->found());
  const auto known = std::ranges::find(all.circles, id, &KnownCircle::id);
  if (known == all.circles.end()) return fail(client::Errc::unknown_circle, "vault");
  auto place = known->device_link();
  if (!place) return fail(place.error());
  const FromVault from{.circle = *known, .logs = all.logs};
  return come_back({.place = std::move(*place), .recovery_index = known->recovery_key}, words, now, &from);
}

namespace {

/// What was known here of the circle's charter counts for more.
void take_from_vault(CircleData& circle, const KnownCircle& known, const std::vector<LogEnd>& logs) {
  const auto head = circle.signed_head;
  take_told(circle, known);
  take_logs(circle, known, logs);
  if (!circle.log) return;
  circle.signed_head = head;
  circle.head_ahead.reset();
}

}  // namespace

Result<Accepted> Client::State::come_back(const LostCircle& lost, const SecretBytes& words, Time now,
                                          const FromVault* from) {
  if (!device_) return fail(client::Errc::no_device, "return");
  const auto past = circles_.find(lost.place.circle);
  if (past != circles_.end()) {
    if (auto right = check_coming(past->second, lost.place); !right) return fail(right.error());
  }
  if (lost.recovery_index && *lost.recovery_index >= device_->recovery_keys.size())
    return fail(client::Errc::wrong_words, "recovery key");
  auto seeds = seeds_for(lost, *device_, words);
  if (!seeds) return fail(seeds.error());
  auto started =
      start_coming(lost.place, *device_, lost.recovery_index.value_or(0), Coming::as_further_device, random_);
  if (!started) return fail(started.error());
  Turn turn(random_, now, next_request_);
  if (past != circles_.end()) {
    for (const auto& intent : past->second.intents) erase_intent(turn, past->second, intent.id);
    keep_past(turn, *started, std::move(past->second));
  }
  // No circle gets a key that another knows: whoever sees both would see one person.
  const auto used = lost.recovery_index ? *lost.recovery_index + 1 : recovery_tries_max;
  if (device_->next_recovery_key < used) {
    device_->next_recovery_key = used;
    turn.save("device", device_->encode());
  }
  auto& circle = circles_.insert_or_assign(lost.place.circle, std::move(*started)).first->second;
  if (from != nullptr) take_from_vault(circle, from->circle, from->logs);
  save_told(turn, circle);
  const auto handle = new_handle_of(circle, *device_, Coming::as_further_device);
  Intent intent;
  intent.id = random_.id<IntentId>();
  intent.order = circle.next_order++;
  intent.wish = DeviceWish{.member = circle.member,
                           .handle_key = handle.content.handle_key,
                           .recovery_key = std::nullopt,
                           .proof = handle.proof};
  intent.needs_recovery_key = true;
  intent.recovery_key = std::move(seeds->back());
  seeds->pop_back();
  intent.further_recovery_keys = std::move(*seeds);
  const auto id = intent.id;
  save_intent(turn, circle, intent);
  circle.intents.push_back(std::move(intent));
  save_underway(turn, circle);
  save_self(turn, circle);
  auto& session = session_of(circle.hub, turn);
  if (session.hello) {
    Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
    (void)check_hub(context);  // Another hub hears nothing of it.
  }
  advance_all(turn);
  return Accepted{.intent = id, .actions = finish(turn)};
}

Result<Accepted> Client::State::let_device_in(const channels::CircleId& id, std::string_view code, Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  auto handle = charter::parse_new_handle(code);
  if (!handle) return fail(handle.error());
  if (handle->content.circle != id) return fail(channels::Errc::wrong_circle, "device");
  return want(id,
              DeviceWish{.member = handle->content.member,
                         .handle_key = handle->content.handle_key,
                         .recovery_key = handle->content.recovery_key,
                         .proof = std::move(handle->proof)},
              now);
}

Result<Accepted> Client::State::revoke_device(const channels::CircleId& id, const channels::HandleId& handle,
                                              const std::optional<SecretBytes>& words, Time now) {
  if (words) return want_by_words(id, RevokeWish{.handle = handle, .overrules = true}, words, now);
  return want(id, RevokeWish{.handle = handle}, now);
}

Result<Actions> Client::State::note_only_owner_told(const channels::CircleId& id, Time now) {
  const auto found = circles_.find(id);
  if (found == circles_.end() || !is_only_owner(found->second, now))
    return fail(client::Errc::not_needed, "only owner");
  Turn turn(random_, now, next_request_);
  found->second.notices.only_owner = now;
  save_notices(turn, found->second);
  return finish(turn);
}

Result<Actions> Client::State::note_devices_told(const channels::CircleId& id) {
  const auto found = circles_.find(id);
  if (found == circles_.end() || !core::note_devices_told(found->second))
    return fail(client::Errc::not_needed, "new devices");
  Turn turn(random_, Time{}, next_request_);
  save_notices(turn, found->second);
  return finish(turn);
}

Result<Actions> Client::State::note_admissions_told(const channels::CircleId& id, Time now) {
  const auto found = circles_.find(id);
  if (found == circles_.end() || !core::note_admissions_told(found->second, now))
    return fail(client::Errc::not_needed, "admissions");
  Turn turn(random_, now, next_request_);
  save_notices(turn, found->second);
  return finish(turn);
}

Result<Actions> Client::State::check_member(const channels::CircleId& id, const channels::MemberId& member) {
  const auto found = circles_.find(id);
  if (found == circles_.end()) return fail(client::Errc::unknown_circle, "check");
  auto& circle = found->second;
  if (!circle.log || circle.charter().member(member) == nullptr)
    return fail(client::Errc::unknown_member, "check");
  if (!circle.confirmed.insert(member).second) return fail(client::Errc::not_needed, "check");
  Turn turn(random_, Time{}, next_request_);
  save_self(turn, circle);
  turn.notify(CircleChanged{id});
  return finish(turn);
}

}  // namespace kring::core
