#include "channels/rules/log_hash.hpp"
#include "hub/engine/frames.hpp"
#include "hub/engine/restore.hpp"
#include "hub/engine/restored_log.hpp"
#include "hub/engine/store_error.hpp"

#include <algorithm>
#include <utility>

// Taking back the end of a log.
namespace kring::engine {

using wire::ErrorCode;

void Engine::restore_log(const std::shared_ptr<Restore>& restore, const wire::RestoreLogRequest& request,
                         Circle& circle, Time now) {
  const auto channel = circle.channels.find(request.channel);
  const auto head = channel == circle.channels.end() ? store::ChannelHead{} : channel->second.head;
  if (request.after != head.seq) return refuse(restore->reply, stale_at(circle, &request.channel), now);
  const bool has_commit = std::ranges::any_of(
      request.entries, [](const auto& it) { return it.kind == channels::LogKind::commit; });
  if (has_commit && (!circle.history || circle.history->charter().number() != circle.charter.number()))
    return load_history(restore, {}, now);
  const RestoredLogInput input{.request = request,
                               .parts = restore->parts,
                               .circle = circle,
                               .charter = circle.history ? &*circle.history : nullptr,
                               .hashes = restore->hashes};
  if (!restore->has_places) {
    restore->has_places = true;
    restore->places = places_named(input);
    std::erase_if(restore->places, [&](channels::Sequence place) {
      return place > head.seq || channel == circle.channels.end() ||
             !channel->second.hashes.is_forgotten(place);
    });
  }
  if (!restore->places.empty()) return load_place(restore, request, now);
  auto decided = judge_restored_log(input);
  if (!decided) return refuse(restore->reply, std::move(decided.error()), now);
  circle.writing = true;
  auto shared = std::make_shared<DecidedLog>(std::move(*decided));
  auto copy = shared->write;
  write(std::move(copy), [this, reply = restore->reply, shared](store::WriteResult result, Time later) {
    log_restored(reply, *shared, std::move(result), later);
  });
}

/// Reads the whole charter: commits are judged at the heads that they name.
void Engine::load_history(const std::shared_ptr<Restore>& restore, std::vector<Bytes> entries, Time now) {
  static_cast<void>(now);
  const auto from = channels::EntryNumber{entries.size() + 1};
  read(
      store::ReadCharter{
          .circle = restore->circle, .from = from, .bytes_max = limits::charter_page_bytes_max},
      [this, restore, entries = std::move(entries)](store::ReadResult result, Time later) mutable {
        auto* circle = find_circle(restore->circle);
        if (!result || circle == nullptr)
          return refuse(restore->reply,
                        result ? wire::ErrorAnswer{.code = ErrorCode::internal} : error_of(result.error()),
                        later);
        auto page = std::get<store::CharterPage>(std::move(*result));
        for (auto& row : page.entries) {
          if (row.number <= circle->charter.number()) entries.push_back(std::move(row.bytes));
        }
        if (channels::EntryNumber{entries.size()} < circle->charter.number() && !page.entries.empty())
          return load_history(restore, std::move(entries), later);
        auto log = charter::CharterLog::verify(entries);
        if (!log || log->charter().number() != circle->charter.number())
          return refuse(restore->reply, ErrorCode::internal, later);
        circle->history = std::move(*log);
        take_restore_turn(restore, later);
      });
}

/// Reads one running hash that a commit names.
void Engine::load_place(const std::shared_ptr<Restore>& restore, const wire::RestoreLogRequest& request,
                        Time now) {
  static_cast<void>(now);
  const auto place = restore->places.back();
  restore->places.pop_back();
  read(store::ReadLog{.circle = restore->circle,
                      .channel = request.channel,
                      .after = channels::Sequence{std::to_underlying(place) - 1},
                      .count_max = 1,
                      .bytes_max = 1},
       [this, restore, place](store::ReadResult result, Time later) {
         const auto* page = result ? std::get_if<store::LogPage>(&*result) : nullptr;
         if (page == nullptr) return refuse(restore->reply, error_of(result.error()), later);
         if (!page->entries.empty()) restore->hashes.emplace(place, page->entries.front().hash);
         take_restore_turn(restore, later);
       });
}

void Engine::log_restored(const Reply& reply, DecidedLog& decided, store::WriteResult result, Time now) {
  const auto id = decided.write.circle;
  auto* circle = find_circle(id);
  if (circle != nullptr) circle->writing = false;
  if (!result || circle == nullptr) {
    refuse(reply, result ? wire::ErrorAnswer{.code = ErrorCode::internal} : error_of(result.error()), now);
  } else if (const auto* stale = std::get_if<store::Stale>(&*result)) {
    refuse(reply, stale_answer(*stale), now);
    freshen(*circle);
  } else {
    const auto last = decided.places.back();
    take_log(*circle, decided);
    answer(reply, wire::RestoreLogAnswer{.seq = last.seq, .hash = last.hash}, now);
    actions_.emplace_back(Announce{.circle = id,
                                   .channel = last.channel,
                                   .number = std::to_underlying(last.seq),
                                   .charter = circle->head.number});
    pump_circle(*circle);
  }
  next_waiting(id, now);
}

/// Makes entries that the store has taken the state in memory, and their frames ready.
void Engine::take_log(Circle& circle, DecidedLog& decided) {
  auto& written = decided.write;
  auto found = circle.channels.find(written.channel);
  if (found == circle.channels.end()) {
    found =
        circle.channels
            .emplace(written.channel,
                     Channel{.mode = decided.state.mode,
                             .group_id = decided.state.group,
                             .head = {.channel = written.channel},
                             .group = decided.group,
                             .state = decided.state,
                             .hashes = RecentHashes(decided.places.front().seq, decided.places.front().hash)})
            .first;
  }
  auto& channel = found->second;
  if (decided.places.back().seq <= channel.head.seq) return;
  channel.head.epoch = written.epoch;
  channel.group_id = decided.state.group;
  channel.group = std::move(decided.group);
  for (std::size_t i = 0; i < written.entries.size(); ++i) {
    auto& entry = written.entries[i];
    const auto& place = decided.places[i];
    advance(channel, place, decided.state);
    store::LogEntryRow row{.seq = place.seq,
                           .hash = place.hash,
                           .kind = entry.kind,
                           .time = entry.time,
                           .payload_hash = rules::payload_hash(entry.payload),
                           .payload_bytes = entry.payload.size(),
                           .payload = {}};
    if (entry.payload.size() <= store::inline_payload_bytes_max) row.payload = std::move(entry.payload);
    channel.tail.push(std::to_underlying(place.seq), entry_frame(circle.id, written.channel, std::move(row)));
  }
}

}  // namespace kring::engine
