#pragma once

#include "channels/wire/answer.hpp"
#include "channels/wire/frame_codec.hpp"
#include "clients/core/device.hpp"
#include "clients/core/hub_session.hpp"
#include "clients/core/turn.hpp"
#include "clients/core/vault_slot.hpp"

#include "crypto/recovery/recovery_kit.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Reading all slots of a person at a hub, by the words and without a login.
namespace kring::core {

/// What lies in a slot.
struct FoundSlot {
  recovery::SlotIndex index{};
  std::uint64_t number = 0;
  /// None: it does not open, or this program does not know its version.
  std::optional<SlotContent> content;
};

/// The same slot had a higher number once, which another one tells.
struct SetBack {
  recovery::SlotIndex index{};
  std::uint64_t number = 0;  ///< that it has now; 0: nothing is there
  std::uint64_t known = 0;   ///< that it had
  friend bool operator==(const SetBack&, const SetBack&) = default;
};

class VaultReading {
 public:
  VaultReading(std::string hub, const SecretBytes& words, recovery::RecoveryKit kit)
      : hub_(std::move(hub)), words_(words), kit_(std::move(kit)) {}

  /// Asks for what was not asked for yet on this connection.
  void push(Turn& turn, const HubSession& session);
  /// Whether the answer was one of ours; it is taken then.
  [[nodiscard]] bool take_answer(Turn& turn, const HubSession& session, const wire::ReceivedAnswer& answer);
  void connection_lost(std::string_view hub);

  [[nodiscard]] const std::string& hub() const { return hub_; }
  /// Every slot has been answered for.
  [[nodiscard]] bool complete() const;
  /// Those in which there is something, in ascending order.
  [[nodiscard]] std::vector<const FoundSlot*> found() const;
  /// By these words it was read.
  [[nodiscard]] bool is_of(const SecretBytes& words) const { return words_ == words; }

 private:
  enum class Step : std::uint8_t { open, asked, empty, found };
  struct Slot {
    Step step = Step::open;
    std::optional<wire::RequestId> awaited;
    FoundSlot found;
  };
  [[nodiscard]] FoundSlot open(recovery::SlotIndex index, const wire::SlotReadAnswer& answer) const;

  std::string hub_;
  SecretBytes words_;
  recovery::RecoveryKit kit_;
  std::array<Slot, recovery::vault_slots> slots_{};
  Time not_before_{};
  /// What the hub told us to wait for, on whichever connection.
  Time told_until_{};
};

/// The slots that a device takes that comes by the words: its own is the lowest in which there is nothing,
/// else the oldest; the other empty ones it may hand on.
[[nodiscard]] SlotChoice choose_slots(const std::vector<const FoundSlot*>& found);
/// Slots that have a lower number than another one tells.
[[nodiscard]] std::vector<SetBack> slots_set_back(const std::vector<const FoundSlot*>& found);

}  // namespace kring::core
