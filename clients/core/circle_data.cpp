#include "clients/core/circle_data.hpp"

#include "clients/core/errc.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

std::optional<Time> time_of_entry(const CircleData& circle, channels::EntryNumber number) {
  const auto* entry = circle.log->entry(number);
  return entry == nullptr ? std::nullopt : std::optional(entry->content().time);
}

namespace {

Status begin_with(CircleData& circle, Result<charter::CharterLog> log) {
  if (!log) return fail(log.error());
  if (log->charter().circle() != circle.id || log->charter().hub_key() != circle.hub_key) {
    return fail(client::Errc::charter_entry_refused, "another circle's founding");
  }
  circle.log = std::move(*log);
  return {};
}

}  // namespace

Status replay_charter(CircleData& circle, std::vector<charter::CharterEntry> entries) {
  return begin_with(circle, charter::CharterLog::replay(std::move(entries)));
}

Status append_verified(CircleData& circle, charter::CharterEntry entry) {
  if (circle.log) return circle.log->append(std::move(entry));
  return begin_with(circle, charter::CharterLog::found(std::move(entry)));
}

void note_stale(CircleData& circle, const wire::StaleDetails& stale) {
  circle.charter_target = std::max(circle.charter_target, stale.charter);
  for (const auto& place : stale.channels) {
    const auto found = circle.channels.find(place.channel);
    if (found != circle.channels.end()) found->second.target = std::max(found->second.target, place.seq);
  }
}

}  // namespace kring::core
