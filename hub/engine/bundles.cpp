#include "hub/engine/bundle.hpp"

#include "channels/wire/frame_codec.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/frames.hpp"
#include "hub/engine/request_parts.hpp"
#include "hub/engine/store_error.hpp"

#include <algorithm>
#include <utility>

namespace kring::engine {

using channels::CircleId;
using wire::ErrorCode;

/// A bundle on its way: the request, its parts as they come from the store, and what was decided.
struct Engine::Bundle {
  Reply reply;
  wire::BundleRequest request;
  Hash request_hash{};
  channels::HandleId author;
  LoginBy by = LoginBy::handle;
  bool founds = false;
  /// Staged parts that are still to be read.
  std::vector<wire::StagedPart> missing;
  std::map<Hash, Bytes> parts;
  /// Places in logs that the request names; of them those that are still to be read, and those that were.
  std::map<channels::ChannelId, channels::Sequence> named;
  std::map<channels::ChannelId, channels::Sequence> unread;
  std::map<channels::ChannelId, rules::LogHead> places;
  /// Once it was judged.
  std::optional<DecidedBundle> decided;
  int tries = 0;
};

namespace {

/// Each once: one Welcome may be for several handles.
std::vector<wire::StagedPart> staged_parts(const wire::BundleRequest& request) {
  std::vector<wire::StagedPart> staged;
  for (const auto& group : request.groups) {
    if (group.opening) collect(*group.opening, staged);
    collect(group.commit, staged);
    for (const auto& welcome : group.welcomes) collect(welcome.welcome, staged);
  }
  std::ranges::sort(staged, {}, [](const auto& part) { return std::pair(part.hash, part.size); });
  const auto again = std::ranges::unique(staged);
  staged.erase(again.begin(), again.end());
  return staged;
}

/// What makes two bundles under one transaction the same: everything but the request's own number.
Hash hash_of(const wire::BundleRequest& request) {
  const auto text = wire::encode_request({.id = {}, .request = request});
  // It came in a frame, and its number is now the shortest: it fits one.
  KRING_ASSERT(text);
  return primitives::sha256(view_bytes(*text));
}

}  // namespace

void Engine::handle(const Reply& reply, Session& session, const wire::BundleRequest& request, Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  auto bundle = std::make_shared<Bundle>();
  bundle->reply = reply;
  bundle->request = request;
  bundle->request_hash = hash_of(request);
  bundle->missing = staged_parts(request);
  if (total_size(bundle->missing) > wire::limits::staged_bytes_max)
    return refuse(reply, {.code = ErrorCode::limit, .name = "staged_bytes_max"}, now);
  bundle->founds = is_founding(request);
  if (bundle->founds) {
    // The founding entry proves itself, and its parts travel inside: nobody can stage for a circle that is
    // not.
    const auto founder = founder_of(request);
    if (!founder || !bundle->missing.empty())
      return refuse(reply, {.code = ErrorCode::charter_refused, .rule = "bad_entry"}, now);
    if (const auto limited = limiter_.found(session.client(), now)) return refuse(reply, *limited, now);
    bundle->author = *founder;
    return decide_bundle(bundle, now);
  }
  auto at = known(reply, session, request.circle, now);
  if (!at) return;
  const bool may_write = at->access == wire::Access::member || at->access == wire::Access::invited ||
                         at->access == wire::Access::recovering;
  if (!may_write) return refuse(reply, ErrorCode::not_live, now);
  if (is_read_only(*at->circle) && !resume_of(request)) return refuse(reply, ErrorCode::read_only, now);
  // Nobody who writes much can hold up what the others sign, such as that they are to go.
  auto* shared = request.charter.empty() ? &at->circle->append_bucket : nullptr;
  if (const auto limited = limiter_.append(at->circle->append_buckets.of(at->login->handle), shared, now))
    return refuse(reply, *limited, now);
  bundle->author = at->login->handle;
  bundle->by = at->login->by;
  load_parts(bundle, now);
}

/// Reads the staged parts one after the other; then the bundle waits for its turn.
void Engine::load_parts(const std::shared_ptr<Bundle>& bundle, Time now) {
  if (bundle->missing.empty()) {
    bundle->named = places_named(bundle->request, bundle->parts);
    return take_turn(bundle, now);
  }
  const auto part = bundle->missing.back();
  bundle->missing.pop_back();
  const store::ReadBlob wanted{.circle = bundle->request.circle, .hash = part.hash};
  read(wanted, [this, bundle, part](store::ReadResult result, Time later) {
    auto* blob = result ? std::get_if<store::Blob>(&*result) : nullptr;
    if (blob == nullptr || blob->bytes.size() != part.size || blob->uploader != bundle->author) {
      return refuse_bundle(bundle, {.code = ErrorCode::staged_missing}, later);
    }
    bundle->parts.emplace(part.hash, std::move(blob->bytes));
    load_parts(bundle, later);
  });
}

/// Takes down which places the bundle names that memory has no more. What memory has differs from node to
/// node, and the store compares heads alone: if one node refused what another may still be writing, its
/// author would take for lost what then comes.
bool Engine::lacks_places(Bundle& bundle, const Circle& circle) {
  std::erase_if(bundle.named, [&](const auto& named) {
    const auto [channel, number] = named;
    const auto found = circle.channels.find(channel);
    if (found == circle.channels.end() || !found->second.hashes.is_forgotten(number)) return false;
    if (number != channels::Sequence{}) bundle.unread.insert(named);
    return true;
  });
  return !bundle.unread.empty();
}

/// Reads the running hashes at places in logs: a log never changes what it has, so they hold whenever the
/// bundle's turn comes.
void Engine::load_places(const std::shared_ptr<Bundle>& bundle, Time now) {
  if (bundle->unread.empty()) return take_turn(bundle, now);
  const auto [channel, number] = *bundle->unread.begin();
  bundle->unread.erase(bundle->unread.begin());
  const store::ReadLog wanted{.circle = bundle->request.circle,
                              .channel = channel,
                              .after = static_cast<channels::Sequence>(std::to_underlying(number) - 1),
                              .count_max = 1,
                              .bytes_max = limits::log_page_bytes_max};
  read(wanted, [this, bundle, channel, number](store::ReadResult result, Time later) {
    if (!result) return refuse_bundle(bundle, error_of(result.error()), later);
    const auto& rows = std::get<store::LogPage>(*result).entries;
    if (!rows.empty() && rows.front().seq == number)
      bundle->places.insert_or_assign(channel, rules::LogHead{.number = number, .hash = rows.front().hash});
    load_places(bundle, later);
  });
}

void Engine::take_turn(const std::shared_ptr<Bundle>& bundle, Time now) {
  auto* circle = find_circle(bundle->request.circle);
  if (circle == nullptr) return refuse(bundle->reply, ErrorCode::internal, now);
  if (!circle->writing) return decide_bundle(bundle, now);
  if (circle->waiting.size() >= limits::waiting_per_circle_max)
    return refuse(bundle->reply, ErrorCode::overloaded, now);
  circle->waiting.emplace_back([this, bundle](Circle&, Time later) { decide_bundle(bundle, later); });
}

void Engine::decide_bundle(const std::shared_ptr<Bundle>& bundle, Time now) {
  auto* circle = find_circle(bundle->request.circle);
  if (!bundle->founds && circle == nullptr) return refuse(bundle->reply, ErrorCode::internal, now);
  if (!bundle->founds && lacks_places(*bundle, *circle)) {
    load_places(bundle, now);
    return next_waiting(bundle->request.circle, now);
  }
  const BundleInput input{.request = bundle->request,
                          .author = bundle->author,
                          .by = bundle->by,
                          .parts = bundle->parts,
                          .circle = bundle->founds ? nullptr : circle,
                          .places = bundle->places,
                          .hub_key = options_.hub_public_key,
                          .now = now};
  auto decided = judge_bundle(input);
  if (!decided) {
    refuse_bundle(bundle, std::move(decided.error()), now);
    return next_waiting(bundle->request.circle, now);
  }
  bundle->decided = std::move(*decided);
  auto& request = bundle->decided->write;
  if (auto refused = check_resume(bundle->request, circle, request)) {
    refuse_bundle(bundle, std::move(*refused), now);
    return next_waiting(bundle->request.circle, now);
  }
  request.request_hash = bundle->request_hash;
  ++bundle->tries;
  if (circle != nullptr) circle->writing = true;
  auto copy = request;
  write(std::move(copy), [this, bundle](store::WriteResult result, Time later) {
    bundle_answered(bundle, std::move(result), later);
  });
}

/// A refusal stands only if the same bundle was not accepted before: whoever asks again after a lost answer
/// gets the first one, although the world has moved on since.
void Engine::refuse_bundle(const std::shared_ptr<Bundle>& bundle, wire::ErrorAnswer error, Time now) {
  if (bundle->founds) limiter_.founding_refused(now);
  const store::FindBundle question{
      .circle = bundle->request.circle, .author = bundle->author, .transaction = bundle->request.transaction};
  read(question, [this, bundle, error = std::move(error)](store::ReadResult result, Time later) mutable {
    // Only a store that has no such bundle says that it was not accepted.
    if (!result && result.error() == hub::Errc::not_found)
      return refuse(bundle->reply, std::move(error), later);
    if (!result) return refuse(bundle->reply, error_of(result.error()), later);
    auto first = std::get<store::FirstAnswer>(std::move(*result));
    if (first.request_hash != bundle->request_hash) return refuse(bundle->reply, ErrorCode::conflict, later);
    answer_bundle(*bundle, std::move(first.bundled.logs), later);
  });
}

/// Answers a bundle that is in the store, at a head that is not before it.
void Engine::answer_bundle(const Bundle& bundle, std::vector<store::LogPosition> logs, Time now) {
  // The circle may have to be read first: a bundle sent again after a restart, or to another node.
  with_fresh_circle(
      bundle.request.circle,
      [this, reply = bundle.reply, logs = std::move(logs)](FoundCircle found, Time later) {
        if (!found) return refuse(reply, error_of(found.error()), later);
        wire::BundleAnswer done{.head = (*found)->head};
        for (const auto& log : logs)
          done.logs.push_back({.channel = log.channel, .seq = log.seq, .time = log.time, .hash = log.hash});
        answer(reply, std::move(done), later);
      },
      now);
}

void Engine::bundle_answered(const std::shared_ptr<Bundle>& bundle, store::WriteResult result, Time now) {
  const auto id = bundle->request.circle;
  if (auto* circle = find_circle(id)) circle->writing = false;
  if (!result) {
    refuse(bundle->reply, error_of(result.error()), now);
    return next_waiting(id, now);
  }
  if (const auto* stale = std::get_if<store::Stale>(&*result)) {
    bundle_stale(bundle, *stale, now);
    return next_waiting(id, now);
  }
  const auto& bundled = std::get<store::Bundled>(*result);
  if (bundled.answered == store::Answered::first) {
    take_bundle(*bundle, bundled, now);
    auto& circle = *find_circle(id);
    answer_bundle(*bundle, bundled.logs, now);
    if (const auto& written = bundle->decided->write; written.ends_circle) {
      purge_ended();
    } else if (!written.ended.empty()) {
      purge_later(now);
    }
    pump_circle(circle);
    tell_newcomers(circle, bundle->decided->welcomed);
    offer_work(circle, now);
  } else {
    answer_bundle(*bundle, bundled.logs, now);
  }
  next_waiting(id, now);
}

/// Another node was first: the bundle is judged again at what is there now.
void Engine::bundle_stale(const std::shared_ptr<Bundle>& bundle, const store::Stale& stale, Time now) {
  auto* circle = find_circle(bundle->request.circle);
  if (circle == nullptr || bundle->tries >= limits::write_tries_max)
    return refuse(bundle->reply, stale_answer(stale), now);
  freshen(*circle, [this, bundle](FoundCircle fresh, Time later) {
    if (!fresh) return refuse(bundle->reply, error_of(fresh.error()), later);
    take_turn(bundle, later);
  });
}

/// Makes what the store has committed the state in memory, and its frames ready.
void Engine::take_bundle(Bundle& bundle, const store::Bundled& bundled, Time now) {
  auto& decided = *bundle.decided;
  const auto& id = bundle.request.circle;
  if (bundle.founds) circles_.try_emplace(id, id, decided.charter);
  auto& circle = *find_circle(id);
  circle.used = now;
  if (bundle.founds) {
    circle.incarnation = options_.incarnation;
    circle.head = sign_head(circle.charter.head());
  }
  if (decided.write.resumed) {
    circle.incarnation = *decided.write.resumed;
    circle.history.reset();
  }
  take_charter(circle, std::move(decided.charter), decided.write.entries);
  const auto number = bundled.head.number;
  for (std::size_t i = 0; i < decided.groups.size(); ++i) {
    const auto& place = bundled.logs[i];
    auto& written = decided.write.groups[i];
    take_commit(circle, written, std::move(decided.groups[i]), place);
    actions_.emplace_back(Announce{.circle = id,
                                   .channel = written.channel,
                                   .number = std::to_underlying(place.seq),
                                   .charter = number});
  }
}

void Engine::take_charter(Circle& circle, charter::Charter charter,
                          const std::vector<store::CharterEntryRow>& rows) {
  if (rows.empty()) return;
  // The store may have been read since, with this and more in it: memory only moves forward.
  const auto last = rows.back().number;
  if (last > circle.charter.number() || rows.front().number == channels::EntryNumber{1}) {
    circle.charter = std::move(charter);
    circle.head = sign_head(circle.charter.head());
    for (const auto& row : rows) {
      const wire::CharterEvent event{
          .circle = circle.id, .number = row.number, .entry = row.bytes, .head = circle.head};
      circle.charter_tail.push(std::to_underlying(row.number), make_frame(event));
    }
  }
  const auto number = std::to_underlying(last);
  actions_.emplace_back(Announce{.circle = circle.id, .channel = {}, .number = number, .charter = last});
}

void Engine::take_commit(Circle& circle, store::GroupWrite& written, DecidedGroup group,
                         const store::LogPosition& place) {
  auto found = circle.channels.find(written.channel);
  if (found == circle.channels.end()) {
    // Its first entry follows on no other.
    const store::ChannelHead before{
        .channel = written.channel, .seq = {}, .hash = {}, .epoch = 0, .time = place.time};
    found = circle.channels
                .emplace(written.channel, Channel{.mode = written.opening->mode,
                                                  .group_id = written.opening->group,
                                                  .head = before,
                                                  .group = group.after,
                                                  .state = group.state,
                                                  .hashes = RecentHashes(place.seq, place.hash)})
                .first;
  }
  auto& channel = found->second;
  if (place.seq <= channel.head.seq) return;
  if (written.opening) channel.group_id = written.opening->group;
  channel.head.epoch = written.new_epoch;
  channel.group = std::move(group.after);
  channel.lease.reset();
  advance(channel, place, std::move(group.state));
  wire::EntryEvent event{.circle = circle.id,
                         .channel = written.channel,
                         .seq = place.seq,
                         .kind = channels::LogKind::commit,
                         .time = place.time};
  if (written.commit_payload.size() > store::inline_payload_bytes_max) {
    event.payload = wire::StagedPart{.hash = primitives::sha256(written.commit_payload),
                                     .size = written.commit_payload.size()};
  } else {
    event.payload = std::move(written.commit_payload);
  }
  channel.tail.push(std::to_underlying(place.seq), make_frame(event));
}

void Engine::next_waiting(const CircleId& id, Time now) {
  auto* circle = find_circle(id);
  if (circle == nullptr || circle->writing || circle->waiting.empty()) return;
  auto next = std::move(circle->waiting.front());
  circle->waiting.erase(circle->waiting.begin());
  next(*circle, now);
}

}  // namespace kring::engine
