#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/requests.hpp"

#include <optional>

namespace kring::store::detail {

/// A circle's row.
struct CircleRow {
  std::uint64_t id = 0;
  CharterHead head;
  channels::Incarnation incarnation{};
  /// Nothing comes to it any more.
  bool is_ended = false;
  /// Anybody may read its charter.
  bool is_public = false;
};
/// Nothing if there is no such circle.
[[nodiscard]] Result<std::optional<CircleRow>> find_circle(Database& database,
                                                           const channels::CircleId& circle);

/// A channel's row.
struct ChannelRow {
  std::uint64_t id = 0;
  ChannelHead head;
};
/// Nothing if the circle has no such channel.
[[nodiscard]] Result<std::optional<ChannelRow>> find_channel(Database& database, std::uint64_t circle,
                                                             const channels::ChannelId& channel);

/// Unspent key packages of a handle.
[[nodiscard]] Result<std::size_t> count_stock(Database& database, std::uint64_t circle,
                                              const channels::HandleId& handle);

/// Answers one request, inside a transaction that the caller has begun.
[[nodiscard]] ReadResult answer(Database& database, const ReadRequest& request);

/// What a bundle under this transaction was answered; nothing if there was none.
[[nodiscard]] Result<std::optional<FirstAnswer>> find_bundle(Database& database, std::uint64_t circle,
                                                             const FindBundle& find);

}  // namespace kring::store::detail
