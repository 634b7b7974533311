#pragma once

#include "channels/charter/charter.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/wire/answer.hpp"
#include "channels/wire/request.hpp"
#include "crypto/mls/public_group.hpp"
#include "hub/engine/circle.hpp"
#include "hub/engine/login_by.hpp"
#include "hub/store/requests.hpp"

#include <expected>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kring::engine {

/// What a bundle is judged at. Everything is borrowed.
struct BundleInput {
  const wire::BundleRequest& request;
  /// The handle that logged in, or the founder's, or what stands for one.
  const channels::HandleId& author;
  LoginBy by = LoginBy::handle;
  /// The staged parts that the request names.
  const std::map<Hash, Bytes>& parts;
  /// Null: the bundle founds its circle.
  const Circle* circle = nullptr;
  /// The running hashes at the places that the request names and the circle in memory has no more, as the
  /// store has them.
  const std::map<channels::ChannelId, rules::LogHead>& places;
  const channels::HubKey& hub_key;
  Time now;
};

/// One group's state after the bundle.
struct DecidedGroup {
  mls::PublicGroup after;
  rules::ChannelState state;
};

/// A bundle that follows every rule, ready to be stored: what is written, and the state in memory once it is.
struct DecidedBundle {
  store::BundleWrite write;
  charter::Charter charter;
  /// In the order of `write.groups`.
  std::vector<DecidedGroup> groups;
  /// Whose mailbox gets a Welcome.
  std::set<channels::HandleId> welcomed;
};

/// Whether a bundle's first entry founds a circle.
[[nodiscard]] bool is_founding(const wire::BundleRequest& request);
/// The founder's handle; none if that entry does not decode or names another circle than the request.
[[nodiscard]] std::optional<channels::HandleId> founder_of(const wire::BundleRequest& request);

/// The places in logs at which a bundle's commits were made, or from which its restarts go on; nothing of
/// what cannot be read. `parts`: the staged ones.
[[nodiscard]] std::map<channels::ChannelId, channels::Sequence> places_named(
    const wire::BundleRequest& request, const std::map<Hash, Bytes>& parts);

/// Judges a whole bundle by the rules that every client applies too (docs/protocol.md, sections 2 and 4).
/// The refusal is ready to be sent.
[[nodiscard]] std::expected<DecidedBundle, wire::ErrorAnswer> judge_bundle(const BundleInput& input);

}  // namespace kring::engine
