#pragma once

#include "channels/wire/request.hpp"
#include "hub/engine/engine.hpp"

#include <map>
#include <optional>
#include <variant>
#include <vector>

/// What clients give back to a hub that was restored from a backup (decision 0011).
///
/// The charter's entries prove themselves, and the head that this hub signed proves that it had taken them:
/// no login is needed, which somebody admitted since the backup could not do either. Entries of logs are
/// judged as commits and appends are.
namespace kring::engine {

/// A request of this kind on its way: its parts as they come from the store.
struct Engine::Restore {
  Reply reply;
  channels::CircleId circle;
  std::variant<wire::RestoreCharterRequest, wire::RestoreLogRequest> request;
  /// Whose staged parts it may name; none if nobody is logged in.
  std::optional<channels::HandleId> handle;
  std::vector<wire::StagedPart> missing{};
  std::map<Hash, Bytes> parts{};
  /// Running hashes that commits name and that memory no longer has.
  std::vector<channels::Sequence> places{};
  bool has_places = false;
  std::map<channels::Sequence, Hash> hashes{};
};

}  // namespace kring::engine
