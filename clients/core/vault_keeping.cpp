#include "clients/core/vault_keeping.hpp"

#include "clients/core/context.hpp"
#include "clients/core/login.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/row_codec.hpp"
#include "clients/core/standing.hpp"
#include "clients/core/telling.hpp"

#include "channels/wire/slot.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t keeping_version = 1;
constexpr std::string_view keeping_row = "slot";

/// So often in `seals_within` the slot is sealed anew at most: what comes faster is gathered.
constexpr std::size_t seals_max = 4;
constexpr Duration seals_within = std::chrono::minutes(1);
/// A circle that does not come to rest is not waited for longer.
constexpr Duration unrest_max = std::chrono::seconds(30);
/// Names come with articles: so often it is seen whether there are new ones.
constexpr Duration names_every = std::chrono::seconds(30);

/// Whether a row may change what is told of the person, but for names. Messages change none such in a channel
/// of records.
bool may_change_slot(std::string_view row) {
  if (row == "device") return true;
  if (!row.starts_with("circle/")) return false;
  return row.ends_with("/self") || row.ends_with("/told") || row.ends_with("/group") ||
         row.contains("/charter/");
}

/// Whether the hub of a circle takes something from us as from a live member.
bool is_live_at_hub(const CircleData& circle, std::string_view hub) {
  return circle.hub == hub && !circle.stopped && circle.login == LoginState::in &&
         circle.access == wire::Access::member;
}

/// Whether a circle is still on its way to what it will say in a moment.
bool is_restless(const CircleData& circle, Time now) {
  // One whose hub was restored rests until an owner resumes it, and one that keeps us out until it lets us
  // in.
  if (circle.stopped || circle.login != LoginState::in || is_restoring(circle) || is_kept_out(circle))
    return false;
  return circle.underway.has_value() || !is_caught_up(circle, now);
}

/// Whether a hub is to be told of nothing yet, as our circles there are still on their way: those of another
/// hub, which may keep us waiting for good, are not waited for. `since` is when that began, if it has.
bool waits_for_rest(Turn& turn, std::string_view hub, std::optional<Time>& since,
                    const std::map<channels::CircleId, CircleData>& circles) {
  const bool restless = std::ranges::any_of(circles, [&](const auto& item) {
    return item.second.hub == hub && is_restless(item.second, turn.now());
  });
  if (!since) since = turn.now();
  if (!restless || turn.now() >= *since + unrest_max) return false;
  turn.wake_by(*since + unrest_max);
  return true;
}

}  // namespace

void VaultKeeping::note(const Turn& turn) {
  for (const auto& [row, value] : turn.rows()) {
    changed_ = changed_ || may_change_slot(row);
    named_ = named_ || (row.starts_with("circle/") && row.contains("/log/"));
  }
}

bool VaultKeeping::must_look(Turn& turn) {
  if (changed_ || !named_) return changed_;
  changed_ = turn.now() >= looked_at_ + names_every;
  if (!changed_) turn.wake_by(looked_at_ + names_every);
  return changed_;
}

bool VaultKeeping::look(Turn& turn, const Device& device,
                        const std::map<channels::CircleId, CircleData>& circles) {
  changed_ = false;
  named_ = false;
  looked_at_ = turn.now();
  const auto digest = digest_of(slot_to_keep(device, circles));
  if (!digest) return false;
  wanted_ = *digest;
  return true;
}

bool VaultKeeping::may_seal(Turn& turn) {
  std::erase_if(sealed_at_, [&](Time at) { return turn.now() >= at + seals_within; });
  if (sealed_at_.size() < seals_max) return true;
  turn.wake_by(sealed_at_.front() + seals_within);
  return false;
}

bool VaultKeeping::seal(Turn& turn, Device& device, const std::map<channels::CircleId, CircleData>& circles) {
  auto content = slot_to_keep(device, circles);
  content.sealed_at = turn.now();
  content.logs = log_ends(circles);
  auto& number = device.slot_numbers[device.slot->index];
  const auto next = number + std::exchange(ahead_, 1);
  auto bytes =
      seal_slot(device.vault_key, {.slot = device.slot->name(), .number = next}, content, turn.random());
  if (!bytes) {
    wanted_.reset();  // Too much, with the ends of logs: what lies there stays.
    return false;
  }
  number = next;
  turn.save("device", device.encode());
  sealed_ = Sealed{.digest = *wanted_, .number = next, .bytes = std::move(*bytes)};
  sealed_at_.push_back(turn.now());
  return true;
}

void VaultKeeping::push(Turn& turn, Device& device, const std::map<channels::CircleId, CircleData>& circles,
                        const std::map<std::string, HubSession, std::less<>>& sessions) {
  for (const auto& [name, session] : sessions) {
    hubs_[name].lets_in = session.usable() && std::ranges::any_of(circles, [&](const auto& item) {
                            return is_live_at_hub(item.second, name);
                          });
  }
  for (auto& [name, hub] : hubs_) {
    const auto from = next_ask(hub);
    if (hub.awaited || !from) continue;
    if (turn.now() < *from) {
      turn.wake_by(*from);
      continue;
    }
    const bool must = must_look(turn);
    if (!must && (!wanted_ || hub.kept == *wanted_)) {
      hub.unrest_since.reset();
      continue;
    }
    if (waits_for_rest(turn, name, hub.unrest_since, circles)) continue;
    if (must && !look(turn, device, circles)) return;  // Too much for a slot: what lies there stays.
    if (!wanted_ || hub.kept == *wanted_) {
      hub.unrest_since.reset();
      continue;
    }
    if (!sealed_ || sealed_->digest != *wanted_) {
      if (!may_seal(turn) || !seal(turn, device, circles)) return;
    }
    auto request = wire::sign_slot_put(
        name, {.slot = device.slot->name(), .number = sealed_->number, .sealed = sealed_->bytes},
        device.slot->writer.private_key);
    KRING_ASSERT(request.has_value());
    hub.unrest_since.reset();
    hub.sent = sealed_->digest;
    hub.awaited = turn.request(name, std::move(*request));
  }
}

bool VaultKeeping::take_answer(Turn& turn, Device& device, const HubSession& session,
                               const wire::ReceivedAnswer& received) {
  const auto found = hubs_.find(session.hub);
  if (found == hubs_.end() || !received.id || found->second.awaited != received.id) return false;
  auto& hub = found->second;
  hub.awaited.reset();
  auto answer = wire::decode_answer(received, wire::Op::slot_put);
  if (!answer) {
    turn.disconnect(session.hub, Error(client::Errc::bad_frame, answer.error().name()));
  } else if (const auto* error = std::get_if<wire::ErrorAnswer>(&answer->outcome)) {
    refused(turn, device, hub, *error);
  } else {
    hub.kept = hub.sent;
    hub.tries = 0;
    turn.save(std::string(keeping_row), encode());
  }
  return true;
}

bool VaultKeeping::take_next_slot(Turn& turn, Device& device) const {
  const bool is_first = sealed_ && sealed_->number == 1;
  if (!is_first || device.spare_slots.empty()) return false;
  device.slot = std::move(device.spare_slots.front());
  device.spare_slots.erase(device.spare_slots.begin());
  turn.save("device", device.encode());
  return true;
}

void VaultKeeping::refused(Turn& turn, Device& device, Hub& hub, const wire::ErrorAnswer& error) {
  // What passes by itself counts for no try.
  if (!error.wait) ++hub.tries;
  if (error.code == wire::ErrorCode::conflict && take_next_slot(turn, device)) {
    // Two devices that came by the words, or were linked by such, may have been given the same one.
    sealed_.reset();
    wanted_.reset();
    changed_ = true;
    return;
  }
  if (error.code == wire::ErrorCode::conflict) {
    // Something with this number or a higher one lies there: this home is an older copy of itself, or another
    // device has the slot too.
    ahead_ = std::uint64_t{1} << hub.tries;
    sealed_.reset();
    return;
  }
  hub.told_until = turn.now() + told_wait(error);
  hub.not_before = hub.told_until + backoff(turn.random(), hub_pause, std::max(hub.tries, 1U) - 1);
  turn.wake_by(hub.not_before);
}

void VaultKeeping::connection_lost(std::string_view hub) {
  const auto found = hubs_.find(hub);
  if (found == hubs_.end()) return;
  found->second.lets_in = false;
  found->second.awaited.reset();
  found->second.tries = 0;
  found->second.not_before = {};
}

std::optional<Time> VaultKeeping::next_ask(const Hub& hub) {
  if (!hub.lets_in || hub.tries >= slot_tries_max) return std::nullopt;
  return std::max(hub.not_before, hub.told_until);
}

bool VaultKeeping::settled(Time now) const {
  return std::ranges::all_of(hubs_, [&](const auto& item) { return settled_at(item.first, now); });
}

bool VaultKeeping::settled_at(std::string_view hub, Time now) const {
  const auto found = hubs_.find(hub);
  if (found == hubs_.end()) return true;
  if (found->second.awaited) return false;
  const auto from = next_ask(found->second);
  return !changed_ || !from || now < *from;
}

SecretBytes VaultKeeping::encode() const {
  RowWriter out(keeping_version);
  out.u32(static_cast<std::uint32_t>(
      std::ranges::count_if(hubs_, [](const auto& item) { return item.second.kept.has_value(); })));
  for (const auto& [name, hub] : hubs_) {
    if (!hub.kept) continue;
    out.text(name);
    out.hash(*hub.kept);
  }
  return out.take();
}

Result<VaultKeeping> VaultKeeping::decode(ByteView row) {
  RowReader in(row, keeping_version);
  VaultKeeping keeping;
  in.list([&] {
    const auto hub = in.text();
    keeping.hubs_[hub].kept = in.hash();
  });
  if (auto end = in.finish(); !end) return fail(end.error());
  return keeping;
}

}  // namespace kring::core
