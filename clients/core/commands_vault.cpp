#include "clients/core/state.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/kit_proof.hpp"

#include "channels/model/origin.hpp"
#include "crypto/recovery/recovery_words.hpp"

#include <utility>

/// What is done by the words alone: reading the vault, and taking a slot of it.
namespace kring::core {

Result<Actions> Client::State::read_vault(std::string_view hub, const SecretBytes& words, Time now) {
  const auto origin = channels::Origin::parse(hub);
  if (!origin) return fail(client::Errc::bad_hub, "vault");
  const auto read = recovery::RecoveryWords::parse(words);
  if (!read) return fail(client::Errc::wrong_words, "not twelve words");
  if (device_) {
    if (auto right = check_words(*device_, words); !right) return fail(right.error());
  }
  Turn turn(random_, now, next_request_);
  reading_.emplace(origin->text(), words, recovery::RecoveryKit(*read));
  (void)session_of(reading_->hub(), turn);
  advance_all(turn);
  return finish(turn);
}

Result<Actions> Client::State::take_slots(const SecretBytes& words) {
  if (!device_) return fail(client::Errc::no_device, "slot");
  if (device_->slot) return fail(client::Errc::not_needed, "slot");
  if (!reading_ || !reading_->complete() || !reading_->is_of(words))
    return fail(client::Errc::wrong_words, "not read by them");
  if (auto taken = core::take_slots(*device_, words, choose_slots(reading_->found())); !taken)
    return fail(taken.error());
  Turn turn(random_, Time{}, next_request_);
  turn.save("device", device_->encode());
  return finish(turn);
}

std::optional<KitView> Client::State::kit(Time now) const {
  if (!device_ || !reading_ || !reading_->complete()) return std::nullopt;
  return view_kit(*device_, circles_, reading_->found(), now);
}

Result<Actions> Client::State::prove_kit(const SecretBytes& words, Time now) {
  if (!device_) return fail(client::Errc::no_device, "kit");
  const auto view = kit(now);
  if (!view || !reading_->is_of(words)) return fail(client::Errc::wrong_words, "not read by them");
  if (view->circles.empty() || !view->gaps.empty()) return fail(client::Errc::kit_not_whole, "kit");
  Turn turn(random_, now, next_request_);
  device_->words_confirmed = true;
  device_->kit_proven = true;
  turn.save("device", device_->encode());
  return finish(turn);
}

}  // namespace kring::core
