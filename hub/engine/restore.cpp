#include "hub/engine/restore.hpp"

#include "channels/charter/head.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/codec/reader.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/request_parts.hpp"
#include "hub/engine/store_error.hpp"

#include <algorithm>
#include <utility>

// How what clients give back is asked for, and the charter's part of it; the logs' is in restore_log.cpp.
namespace kring::engine {

using channels::CircleId;
using channels::Right;
using wire::ErrorCode;

namespace {

/// The entries of a suffix. Errors: the codec's.
Result<std::vector<Bytes>> split_suffix(ByteView suffix) {
  codec::Reader in(suffix);
  std::vector<Bytes> entries;
  while (!in.empty()) {
    auto entry = in.copy_opaque(wire::limits::entry_bytes_max);
    if (!entry) return fail(entry.error());
    entries.push_back(std::move(*entry));
  }
  return entries;
}

/// Handles that were not over before and are now: what is kept for them goes.
std::vector<channels::HandleId> ended_between(const charter::Charter& before, const charter::Charter& after,
                                              Time now) {
  std::vector<channels::HandleId> ended;
  for (const auto& [id, handle] : after.handles()) {
    const auto access = before.access(id, now);
    if (access && *access != charter::Access::ended && after.access(id, now) == charter::Access::ended)
      ended.push_back(id);
  }
  return ended;
}

wire::ErrorAnswer refused_entry(const Error& error) {
  return {.code = ErrorCode::charter_refused, .rule = std::string(error.name())};
}

}  // namespace

bool Engine::is_read_only(const Circle& circle) const {
  return circle.incarnation != options_.incarnation;
}

std::optional<charter::Resume> Engine::resume_of(const wire::BundleRequest& request) {
  if (request.charter.size() != 1 || !request.groups.empty() || request.acceptance) return std::nullopt;
  const auto entry = charter::CharterEntry::decode(request.charter.front());
  const auto* body = entry ? std::get_if<charter::Resume>(&entry->content().body) : nullptr;
  return body == nullptr ? std::nullopt : std::optional(*body);
}

std::optional<wire::ErrorAnswer> Engine::check_resume(const wire::BundleRequest& request,
                                                      const Circle* circle, store::BundleWrite& write) const {
  const bool has_resume = std::ranges::any_of(request.charter, [](const Bytes& bytes) {
    const auto entry = charter::CharterEntry::decode(bytes);
    return entry && std::holds_alternative<charter::Resume>(entry->content().body);
  });
  if (!has_resume) return std::nullopt;
  const auto resume = resume_of(request);
  if (circle == nullptr || !resume || !is_read_only(*circle))
    return wire::ErrorAnswer{.code = ErrorCode::bad_field, .name = "charter"};
  bool is_current = resume->incarnation == options_.incarnation;
  for (const auto& head : resume->heads) {
    const auto found = circle->channels.find(head.channel);
    const auto here = found == circle->channels.end() ? store::ChannelHead{} : found->second.head;
    is_current = is_current && here.seq == head.place.number && here.hash == head.place.hash;
  }
  if (!is_current) return stale_at(*circle, nullptr);
  write.resumed = options_.incarnation;
  return std::nullopt;
}

wire::ErrorAnswer Engine::stale_at(const Circle& circle, const channels::ChannelId* channel) {
  wire::StaleDetails details{.charter = circle.head.number};
  if (channel != nullptr) {
    const auto found = circle.channels.find(*channel);
    const auto head = found == circle.channels.end() ? store::ChannelHead{} : found->second.head;
    details.channels.push_back({.channel = *channel, .seq = head.seq, .epoch = wire::EpochId{head.epoch}});
  }
  return {.code = ErrorCode::stale, .stale = std::move(details)};
}

void Engine::handle(const Reply& reply, Session& session, const wire::RestoreCharterRequest& request,
                    Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  const auto* login = session.find_login(request.circle);
  const auto limited = login == nullptr ? limiter_.read(session.client(), now) : std::nullopt;
  if (limited) return refuse(reply, *limited, now);
  auto restore = std::make_shared<Restore>(
      Restore{.reply = reply, .circle = request.circle, .request = request, .handle = {}});
  if (login != nullptr) restore->handle = login->handle;
  collect(request.suffix, restore->missing);
  load_restore_parts(restore, now);
}

void Engine::handle(const Reply& reply, Session& session, const wire::RestoreLogRequest& request, Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  auto at = known_member(reply, session, request.circle, now);
  if (!at) return;
  if (!at->circle->charter.can(at->login->handle, request.channel, Right::read, now))
    return refuse(reply, ErrorCode::unknown_channel, now);
  auto restore = std::make_shared<Restore>(
      Restore{.reply = reply, .circle = request.circle, .request = request, .handle = at->login->handle});
  for (const auto& entry : request.entries) {
    collect(entry.payload, restore->missing);
    if (entry.opening) collect(*entry.opening, restore->missing);
  }
  if (total_size(restore->missing) > wire::limits::staged_bytes_max)
    return refuse(reply, {.code = ErrorCode::limit, .name = "staged_bytes_max"}, now);
  load_restore_parts(restore, now);
}

void Engine::load_restore_parts(const std::shared_ptr<Restore>& restore, Time now) {
  if (restore->missing.empty()) {
    with_fresh_circle(
        restore->circle,
        [this, restore](FoundCircle found, Time later) {
          if (found) return take_restore_turn(restore, later);
          const auto* charter = std::get_if<wire::RestoreCharterRequest>(&restore->request);
          if (charter == nullptr || found.error() != hub::Errc::unknown_circle)
            return refuse(restore->reply, error_of(found.error()), later);
          restore_charter(*restore, *charter, nullptr, later);
        },
        now);
    return;
  }
  const auto part = restore->missing.back();
  restore->missing.pop_back();
  read(store::ReadBlob{.circle = restore->circle, .hash = part.hash},
       [this, restore, part](store::ReadResult result, Time later) {
         auto* blob = result ? std::get_if<store::Blob>(&*result) : nullptr;
         if (blob == nullptr || !restore->handle || blob->bytes.size() != part.size ||
             blob->uploader != restore->handle)
           return refuse(restore->reply, ErrorCode::staged_missing, later);
         restore->parts.emplace(part.hash, std::move(blob->bytes));
         load_restore_parts(restore, later);
       });
}

void Engine::take_restore_turn(const std::shared_ptr<Restore>& restore, Time now) {
  auto* circle = find_circle(restore->circle);
  if (circle == nullptr) return refuse(restore->reply, ErrorCode::internal, now);
  if (circle->writing) {
    if (circle->waiting.size() >= limits::waiting_per_circle_max)
      return refuse(restore->reply, ErrorCode::overloaded, now);
    circle->waiting.emplace_back([this, restore](Circle&, Time later) { take_restore_turn(restore, later); });
    return;
  }
  const auto* log = std::get_if<wire::RestoreLogRequest>(&restore->request);
  if (!is_read_only(*circle)) {
    refuse(restore->reply, stale_at(*circle, log == nullptr ? nullptr : &log->channel), now);
  } else if (log != nullptr) {
    restore_log(restore, *log, *circle, now);
  } else {
    restore_charter(*restore, std::get<wire::RestoreCharterRequest>(restore->request), circle, now);
  }
  next_waiting(restore->circle, now);
}

// The charter.

/// What a charter becomes with the entries of a suffix that it does not have yet.
struct Engine::LongerCharter {
  std::optional<charter::Charter> charter;
  std::vector<store::CharterEntryRow> rows;
};

/// `before` is null if the circle itself was lost. Errors: `bad_entry` (another hub's), those of applying.
Result<Engine::LongerCharter> Engine::lengthen(const charter::Charter* before,
                                               const std::vector<Bytes>& entries) const {
  LongerCharter longer;
  if (before != nullptr) longer.charter = *before;
  const auto number = before == nullptr ? channels::EntryNumber{} : before->number();
  for (const auto& bytes : entries) {
    const auto entry = charter::CharterEntry::decode(bytes);
    if (!entry) return fail(entry.error());
    if (entry->number() <= number) continue;  // Somebody else was first.
    if (longer.charter) {
      if (const auto applied = longer.charter->apply(*entry); !applied) return fail(applied.error());
    } else {
      auto founded = charter::Charter::found(*entry);
      if (!founded) return fail(founded.error());
      if (founded->hub_key() != options_.hub_public_key) return fail(channels::Errc::bad_entry, "hub key");
      longer.charter = std::move(*founded);
    }
    longer.rows.push_back({.number = entry->number(), .hash = entry->hash().bytes(), .bytes = bytes});
  }
  return longer;
}

void Engine::restore_charter(const Restore& restore, const wire::RestoreCharterRequest& request,
                             Circle* circle, Time now) {
  const charter::Head head{
      .circle = request.circle, .number = request.head.number, .hash = charter::EntryHash(request.head.hash)};
  const charter::SignedHead signed_head{.head = head, .signature = copy_bytes(request.head.signature)};
  if (!charter::verify_head(signed_head, options_.hub_public_key))
    return refuse(restore.reply, ErrorCode::bad_signature, now);
  const auto* inside = std::get_if<Bytes>(&request.suffix);
  const auto entries = split_suffix(inside != nullptr ? ByteView(*inside) : restore.parts.begin()->second);
  if (!entries) return refuse(restore.reply, {.code = ErrorCode::bad_field, .name = "suffix"}, now);
  auto longer = lengthen(circle == nullptr ? nullptr : &circle->charter, *entries);
  if (!longer) return refuse(restore.reply, refused_entry(longer.error()), now);
  if (longer->rows.empty()) {
    if (circle == nullptr) return refuse(restore.reply, ErrorCode::not_admitted, now);
    return answer(restore.reply, wire::RestoreCharterAnswer{circle->head}, now);
  }
  // Without this a member who was removed since the backup could go on from there.
  if (longer->charter->head() != head)
    return refuse(restore.reply, refused_entry(Error(channels::Errc::forked_head)), now);
  store::BundleWrite write;
  write.circle = request.circle;
  // Whoever sends these entries, they are the same: the head stands for author and transaction.
  const auto name = to_fixed<16>(ByteView(request.head.hash).first(16)).value_or(FixedBytes<16>{});
  write.author = channels::HandleId(name);
  write.transaction = channels::TransactionId(name);
  write.request_hash = request.head.hash;
  write.entries = longer->rows;
  write.charter_snapshot = longer->charter->encode();
  write.ends_circle = longer->charter->dissolved().has_value();
  write.makes_public = longer->charter->is_public();
  for (const auto& [hash, part] : restore.parts) write.staged_taken.push_back(hash);
  if (circle == nullptr) {
    // Lost as a whole: it is there again, and waits for an owner too.
    write.resumed = channels::Incarnation{};
  } else {
    circle->writing = true;
    write.expected_head = {.number = circle->head.number, .hash = circle->head.hash};
    write.ended = ended_between(circle->charter, *longer->charter, now);
  }
  this->write(std::move(write), [this, reply = restore.reply, id = request.circle,
                                 longer = std::move(*longer)](store::WriteResult result, Time later) mutable {
    charter_restored(reply, id, std::move(longer), std::move(result), later);
  });
}

void Engine::charter_restored(const Reply& reply, const CircleId& id, LongerCharter longer,
                              store::WriteResult result, Time now) {
  auto* circle = find_circle(id);
  if (circle != nullptr) circle->writing = false;
  if (!result) {
    refuse(reply, error_of(result.error()), now);
  } else if (const auto* stale = std::get_if<store::Stale>(&*result)) {
    refuse(reply, stale_answer(*stale), now);
    if (circle != nullptr) freshen(*circle);
  } else {
    if (circle == nullptr) {
      circle = &circles_.try_emplace(id, id, *longer.charter).first->second;
      circle->head = sign_head(circle->charter.head());
      circle->used = now;
    }
    take_charter(*circle, std::move(*longer.charter), longer.rows);
    if (circle->charter.dissolved()) {
      purge_ended();
    } else {
      purge_later(now);
    }
    answer(reply, wire::RestoreCharterAnswer{circle->head}, now);
    pump_circle(*circle);
  }
  next_waiting(id, now);
}

}  // namespace kring::engine
