#pragma once

#include "clients/core/context.hpp"

#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"

#include <optional>
#include <variant>

/// What a circle does with an input, and what it does next.
namespace kring::core {

/// The circle that an event is about; none for those about the connection.
[[nodiscard]] std::optional<channels::CircleId> circle_of(const wire::Event& event);
void take_circle_event(Context& context, const wire::Event& event);
void take_circle_answer(Context& context, const AwaitedAnswer& asked,
                        const std::variant<wire::OkAnswer, wire::ErrorAnswer>& outcome);
/// A fetched part, of a log or of a Welcome.
void take_part(Context& context, const Hash& hash, const Result<Bytes>& bytes);

/// Goes on as far as it can: comes in, follows the logs, completes bundles, starts what waits.
void advance(Context& context);

}  // namespace kring::core
