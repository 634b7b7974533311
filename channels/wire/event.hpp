#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/log_kind.hpp"
#include "channels/wire/answer.hpp"
#include "channels/wire/numbers.hpp"
#include "channels/wire/part.hpp"
#include "crypto/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace kring::wire {

/// What the hub says unasked (docs/protocol.md, section 5), in the order of the alternatives of `Event`.
enum class EventKind : std::uint8_t { hello, charter, entry, welcome, work, heartbeat, draining };
/// The name as it stands in a frame: static storage.
[[nodiscard]] std::string_view name_of(EventKind kind);
/// The kind that is called `name`, if any.
[[nodiscard]] std::optional<EventKind> event_kind_named(std::string_view name);

/// The protocol that this code speaks.
inline constexpr std::uint64_t protocol_version = 1;

/// The first frame of a connection.
struct HelloEvent {
  std::uint64_t protocol = protocol_version;
  std::string origin{};  ///< such as "https://kring.example"; login and HTTP signatures cover it
  channels::HubKey hub_key{};
  channels::Incarnation incarnation{};
  FixedBytes<32> nonce{};
  Time time{};
  friend bool operator==(const HelloEvent&, const HelloEvent&) = default;
};

/// A charter entry.
struct CharterEvent {
  channels::CircleId circle{};
  channels::EntryNumber number{};
  Bytes entry{};      ///< a whole `CharterEntry`
  SignedHead head{};  ///< the newest that the hub has; not older than the entry
  friend bool operator==(const CharterEvent&, const CharterEvent&) = default;
};

/// An entry of a channel's log.
struct EntryEvent {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  channels::Sequence seq{};
  channels::LogKind kind = channels::LogKind::record;
  Time time{};
  Part payload{};  ///< in the frame `payload`, or `staged`
  friend bool operator==(const EntryEvent&, const EntryEvent&) = default;
};

/// A Welcome out of the mailbox; it comes again until it is acknowledged.
struct WelcomeEvent {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  WelcomeId welcome_id;
  EpochId epoch{};
  Part welcome{};                    ///< in the frame `welcome`, or `staged`
  std::optional<StagedPart> tree{};  ///< the group's ratchet tree at that epoch, unless the Welcome holds it
  friend bool operator==(const WelcomeEvent&, const WelcomeEvent&) = default;
};

/// A hint: please complete in this channel what the charter decided.
struct WorkEvent {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  EpochId epoch{};
  Duration lease{};  ///< in the frame `lease_ms`: how long nobody else is asked
  friend bool operator==(const WorkEvent&, const WorkEvent&) = default;
};

/// Says that the hub is there.
struct HeartbeatEvent {
  Time time{};
  friend bool operator==(const HeartbeatEvent&, const HeartbeatEvent&) = default;
};

/// The hub is going down: come back later.
struct DrainingEvent {
  Duration retry_after{};  ///< in the frame `retry_after_ms`
  friend bool operator==(const DrainingEvent&, const DrainingEvent&) = default;
};

using Event = std::variant<HelloEvent, CharterEvent, EntryEvent, WelcomeEvent, WorkEvent, HeartbeatEvent,
                           DrainingEvent>;
/// Every kind, in order.
inline constexpr std::array event_kinds = {EventKind::hello,   EventKind::charter, EventKind::entry,
                                           EventKind::welcome, EventKind::work,    EventKind::heartbeat,
                                           EventKind::draining};
static_assert(event_kinds.size() == std::variant_size_v<Event>);

[[nodiscard]] inline EventKind event_kind_of(const Event& event) {
  return static_cast<EventKind>(event.index());
}

}  // namespace kring::wire
