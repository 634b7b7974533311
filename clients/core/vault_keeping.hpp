#pragma once

#include "channels/wire/answer.hpp"
#include "channels/wire/frame_codec.hpp"
#include "clients/core/circle_data.hpp"
#include "clients/core/device.hpp"
#include "clients/core/hub_session.hpp"
#include "clients/core/turn.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// How a device keeps its slot of the vault as new as it is itself: after what changes circles, checks and
/// record keys, never for a message. What happens together is gathered; what did not arrive is sent again.
namespace kring::core {

/// Tries on one connection, each twice as far on as the one before: past any number that a device can have
/// come to. What a hub says will pass by itself counts for none.
inline constexpr std::uint32_t slot_tries_max = 16;

/// What is kept in the slot, and which of it each hub has.
class VaultKeeping {
 public:
  /// A turn's rows are complete: whether any of them may change what the slot holds.
  void note(const Turn& turn);
  /// Puts into the slot what is newer there, at every hub that lets this device in.
  void push(Turn& turn, Device& device, const std::map<channels::CircleId, CircleData>& circles,
            const std::map<std::string, HubSession, std::less<>>& sessions);
  /// Whether the answer was one to a `slot_put`; it is taken then.
  [[nodiscard]] bool take_answer(Turn& turn, Device& device, const HubSession& session,
                                 const wire::ReceivedAnswer& answer);
  void connection_lost(std::string_view hub);
  /// Nothing is on its way to any hub, nor about to be; what a hub has put off is not.
  [[nodiscard]] bool settled(Time now) const;
  /// The same of one hub.
  [[nodiscard]] bool settled_at(std::string_view hub, Time now) const;
  /// Whether there may be something newer than was looked at last.
  [[nodiscard]] bool is_changed() const { return changed_; }

  /// What each hub has.
  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_vault`.
  [[nodiscard]] static Result<VaultKeeping> decode(ByteView row);

 private:
  /// What was sealed last.
  struct Sealed {
    Hash digest{};
    std::uint64_t number = 0;
    Bytes bytes;
  };
  struct Hub {
    /// Of what lies there; none: nothing of ours, as far as is known.
    std::optional<Hash> kept;
    // In memory only.
    std::optional<wire::RequestId> awaited;
    Hash sent{};
    std::uint32_t tries = 0;
    Time not_before{};
    /// What the hub told us to wait for, on whichever connection.
    Time told_until{};
    /// Whether it lets us in, when that was looked at last.
    bool lets_in = false;
    /// Since when something new waits until our circles there have come to rest.
    std::optional<Time> unrest_since;
  };

  /// When a hub may be asked next; none: not on this connection, or it does not let us in.
  [[nodiscard]] static std::optional<Time> next_ask(const Hub& hub);

  /// Whether it is to be seen what the device would keep now.
  [[nodiscard]] bool must_look(Turn& turn);
  /// Sees what the device would keep now; false if that is too much for a slot.
  [[nodiscard]] bool look(Turn& turn, const Device& device,
                          const std::map<channels::CircleId, CircleData>& circles);
  /// Whether something newer may be sealed now.
  [[nodiscard]] bool may_seal(Turn& turn);
  [[nodiscard]] bool seal(Turn& turn, Device& device,
                          const std::map<channels::CircleId, CircleData>& circles);
  void refused(Turn& turn, Device& device, Hub& hub, const wire::ErrorAnswer& error);
  /// Takes the next slot that the device may hand on, where somebody else has its own. False if that is not
  /// so, or there is none.
  [[nodiscard]] bool take_next_slot(Turn& turn, Device& device) const;

  std::map<std::string, Hub, std::less<>> hubs_;
  /// Of what the device would keep now.
  std::optional<Hash> wanted_;
  std::optional<Sealed> sealed_;
  bool changed_ = true;
  /// An article has come: it may tell a name.
  bool named_ = false;
  Time looked_at_{};
  std::deque<Time> sealed_at_;
  /// By how much the next number is to be further on: somebody else has put something there.
  std::uint64_t ahead_ = 1;
};

}  // namespace kring::core
