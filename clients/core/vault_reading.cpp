#include "clients/core/vault_reading.hpp"

#include "clients/core/context.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/refusal.hpp"

#include "channels/wire/login.hpp"
#include "channels/wire/slot.hpp"
#include "crypto/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// Before a slot that the hub could not give is asked for again.
constexpr Duration read_pause = std::chrono::seconds(2);

wire::SlotName name_of(const recovery::SlotKeys& keys) {
  const auto writer = to_fixed<32>(keys.writer.public_key.bytes);
  const auto reader = to_fixed<32>(keys.reader.public_key.bytes);
  KRING_ASSERT(writer && reader);
  return {.writer = *writer, .reader = *reader};
}

recovery::SlotIndex index_of(std::size_t place) {
  return recovery::SlotIndex{static_cast<std::uint16_t>(place)};
}

/// The highest number that anybody knows of each slot.
SlotNumbers known_numbers(const std::vector<const FoundSlot*>& found) {
  SlotNumbers numbers;
  const auto note = [&](recovery::SlotIndex index, std::uint64_t number) {
    auto& known = numbers[index];
    known = std::max(known, number);
  };
  for (const auto* slot : found) {
    note(slot->index, slot->number);
    if (!slot->content) continue;
    for (const auto& [index, number] : slot->content->others) note(index, number);
  }
  return numbers;
}

}  // namespace

void VaultReading::push(Turn& turn, const HubSession& session) {
  if (session.hub != hub_ || !session.usable() || complete()) return;
  if (const auto from = std::max(not_before_, told_until_); turn.now() < from) {
    turn.wake_by(from);
    return;
  }
  const wire::LoginChallenge challenge{.origin = hub_, .nonce = session.hello->nonce};
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    auto& slot = slots_[i];
    if (slot.step != Step::open) continue;
    const auto keys = kit_.slot_keys(index_of(i));
    auto request = wire::sign_slot_read(challenge, name_of(keys), keys.reader.private_key);
    KRING_ASSERT(request.has_value());
    slot.awaited = turn.request(hub_, *request);
    slot.step = Step::asked;
  }
}

FoundSlot VaultReading::open(recovery::SlotIndex index, const wire::SlotReadAnswer& answer) const {
  FoundSlot found{.index = index, .number = answer.number, .content = {}};
  auto content = open_slot(kit_.vault_key().private_key,
                           {.slot = name_of(kit_.slot_keys(index)), .number = answer.number}, answer.sealed);
  const auto person = kit_.person_key().public_key.bytes;
  if (content && equal(content->state.person_key.view(), person)) found.content = std::move(*content);
  return found;
}

bool VaultReading::take_answer(Turn& turn, const HubSession& session, const wire::ReceivedAnswer& received) {
  if (session.hub != hub_ || !received.id) return false;
  const auto slot = std::ranges::find(slots_, received.id, &Slot::awaited);
  if (slot == slots_.end()) return false;
  slot->awaited.reset();
  slot->step = Step::open;
  auto answer = wire::decode_answer(received, wire::Op::slot_read);
  if (!answer) {
    turn.disconnect(hub_, Error(client::Errc::bad_frame, answer.error().name()));
  } else if (const auto* error = std::get_if<wire::ErrorAnswer>(&answer->outcome)) {
    if (error->code == wire::ErrorCode::not_found) {
      slot->step = Step::empty;
    } else {
      note_told_wait(turn, hub_, told_wait(*error));
      told_until_ = turn.now() + told_wait(*error);
      not_before_ = told_until_ + read_pause;
      turn.wake_by(not_before_);
    }
  } else {
    const auto& read = std::get<wire::SlotReadAnswer>(std::get<wire::OkAnswer>(answer->outcome));
    slot->found = open(index_of(static_cast<std::size_t>(slot - slots_.begin())), read);
    slot->step = Step::found;
  }
  return true;
}

void VaultReading::connection_lost(std::string_view hub) {
  if (hub != hub_) return;
  not_before_ = {};
  for (auto& slot : slots_) {
    slot.awaited.reset();
    if (slot.step == Step::asked) slot.step = Step::open;
  }
}

bool VaultReading::complete() const {
  return std::ranges::all_of(
      slots_, [](const Slot& slot) { return slot.step == Step::empty || slot.step == Step::found; });
}

std::vector<const FoundSlot*> VaultReading::found() const {
  std::vector<const FoundSlot*> found;
  for (const auto& slot : slots_) {
    if (slot.step == Step::found) found.push_back(&slot.found);
  }
  return found;
}

SlotChoice choose_slots(const std::vector<const FoundSlot*>& found) {
  SlotChoice choice{.own = {}, .spare = {}, .others = known_numbers(found)};
  std::vector<recovery::SlotIndex> empty;
  empty.reserve(recovery::vault_slots);
  for (std::size_t i = 0; i < recovery::vault_slots; ++i) {
    if (std::ranges::find(found, index_of(i), &FoundSlot::index) == found.end()) empty.push_back(index_of(i));
  }
  if (!empty.empty()) {
    choice.own = empty.front();
    choice.spare.assign(empty.begin() + 1, empty.end());
    return choice;
  }
  // What does not open is of no use to anybody.
  const auto oldest = std::ranges::min_element(found, {}, [](const FoundSlot* slot) {
    return slot->content ? slot->content->sealed_at : Time::min();
  });
  choice.own = (*oldest)->index;
  return choice;
}

std::vector<SetBack> slots_set_back(const std::vector<const FoundSlot*>& found) {
  std::vector<SetBack> back;
  for (const auto& [index, known] : known_numbers(found)) {
    const auto slot = std::ranges::find(found, index, &FoundSlot::index);
    const auto number = slot == found.end() ? 0 : (*slot)->number;
    if (number < known) back.push_back({.index = index, .number = number, .known = known});
  }
  return back;
}

}  // namespace kring::core
