#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/device.hpp"
#include "clients/core/hub_session.hpp"
#include "clients/core/turn.hpp"

namespace kring::core {

/// What the steps of one circle work on during one input. Borrowed for that input.
struct Context {
  Turn& turn;
  const Device& device;
  const HubSession& session;
  CircleData& circle;

  [[nodiscard]] Time now() const { return turn.now(); }
  [[nodiscard]] Random& random() const { return turn.random(); }
};

/// Sends a request of this circle; its answer will be known by `awaited`.
void ask(Context& context, wire::Request request, AwaitedAnswer awaited = {});

/// Stops the circle, keeps `evidence` in the vault and says so.
void raise_alarm(Context& context, const Error& reason, ByteView evidence);
/// Stops one channel.
void raise_alarm(Context& context, Channel& channel, const Error& reason, ByteView evidence);

/// Keeps `evidence` and says so; nothing is stopped. `author` is whom it names as its author, if it is a
/// message that does.
void report_alarm(Context& context, std::optional<channels::ChannelId> channel, const Error& reason,
                  ByteView evidence, const std::optional<channels::HandleId>& author = std::nullopt);

/// The same of a network whose charter was shown at the circle's hub.
void report_network_alarm(Context& context, const channels::CircleId& network, const Error& reason,
                          ByteView evidence);

/// The first wait before a hub is asked again for what it could not do.
inline constexpr Duration hub_pause = std::chrono::seconds(2);

/// The longest that anything is put off, where nothing else is said.
inline constexpr Duration backoff_max = std::chrono::minutes(1);
/// `base` doubled with each try, at most `longest`, and up to half as much again by chance: so that those who
/// lost a race do not race again.
[[nodiscard]] Duration backoff(Random& random, Duration base, std::uint32_t tries,
                               Duration longest = backoff_max);

/// Tells the user that a hub has told us to wait for so long, unless that is no news. `intent` is what waits;
/// none for what no intent is for.
void note_told_wait(Turn& turn, std::string_view hub, Duration told, std::optional<IntentId> intent = {});
/// How long a refused request rests: what the hub told us to wait, which is said to the user, and then what
/// is waited anyway, so that not all come back at one moment. `intent` is what waits.
[[nodiscard]] Duration rest_after(Context& context, const wire::ErrorAnswer& error, Duration base,
                                  std::optional<IntentId> intent = {});

}  // namespace kring::core
