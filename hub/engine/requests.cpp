#include "channels/charter/rules.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/judge_record.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/frames.hpp"
#include "hub/engine/key_packages.hpp"
#include "hub/engine/store_error.hpp"

namespace kring::engine {

using channels::Right;
using wire::ErrorCode;

void Engine::handle(const Reply& reply, Session& /*session*/, const wire::PingRequest& /*request*/,
                    Time now) {
  answer(reply, wire::PingAnswer{.time = now}, now);
}

void Engine::handle(const Reply& reply, Session& session, const wire::CharterRequest& request, Time now) {
  auto at = known(reply, session, request.circle, now);
  if (!at) return;
  const auto bound = charter_bound(at->circle->charter, at->login->handle, now);
  read(
      store::ReadCharter{
          .circle = request.circle, .from = request.from, .bytes_max = limits::charter_page_bytes_max},
      [this, reply, bound, id = request.circle](store::ReadResult result, Time later) {
        if (!result) return refuse(reply, error_of(result.error()), later);
        auto* circle = find_circle(id);
        if (circle == nullptr) return refuse(reply, ErrorCode::internal, later);
        wire::CharterAnswer page{.head = circle->head};
        for (auto& row : std::get<store::CharterPage>(*result).entries) {
          if (!bound.allows(row) || row.number > circle->head.number) break;
          page.entries.push_back(std::move(row.bytes));
        }
        page.entries.resize(wire::charter_entries_that_fit(page.entries));
        answer(reply, std::move(page), later);
      });
}

// Appending.

namespace {

/// Whether a payload is what its request says, and its id if it is a record. Epoch and generation are only
/// compared where the request names the epoch in force: an older one is `stale`, which only the store can
/// say, after looking for a repetition.
Result<std::optional<channels::RecordId>> check_payload(channels::LogKind kind, mls::EpochId epoch,
                                                        ByteView payload, const Channel& channel) {
  auto state = channel.state;
  const bool is_current = epoch == state.epoch;
  if (!is_current) state.epoch = epoch;
  if (kind == channels::LogKind::heal) {
    const auto asked = rules::judge_heal(state, payload);
    if (!asked) return fail(asked.error());
    return rules::heal_id(asked->content);
  }
  if (kind == channels::LogKind::sealed) {
    const auto sealed = rules::judge_sealed_payload(state, payload);
    if (!sealed) return fail(sealed.error());
    return std::nullopt;
  }
  if (kind != channels::LogKind::record) return fail(channels::Errc::record_wrong_mode, "append");
  if (!is_current) {
    const auto old = rules::RecordPayload::decode(payload);
    if (!old || old->epoch != state.epoch) return fail(channels::Errc::record_wrong_epoch, "append");
    return old->record;
  }
  const auto record = rules::judge_record_payload(state, payload);
  if (!record) return fail(record.error());
  return record->record;
}

/// Whether a payload was made in a group that the channel had before it was restarted: two groups have epochs
/// of one number.
bool is_of_old_group(const Circle& circle, const channels::ChannelId& channel, const Error& error) {
  const auto* known = circle.charter.channel(channel);
  return known != nullptr && !known->restarts.empty() &&
         (error == channels::Errc::channel_wrong_group || error == channels::Errc::record_wrong_generation);
}

/// What it takes to write an entry of this kind: whoever reads may ask to be healed.
Right right_to_append(channels::LogKind kind) {
  return kind == channels::LogKind::heal ? Right::read : Right::post;
}

/// Why a request to be healed, which is of the channel's epoch, is not taken from `handle`; none: it is.
std::optional<wire::ErrorAnswer> refuse_heal(const rules::AskedHeal& asked, const Channel& channel,
                                             const channels::HandleId& handle, Time now) {
  if (asked.content.handle != handle) return wire::ErrorAnswer{.code = ErrorCode::bad_signature};
  if (!charter::check_clock(asked.content.time, now)) return wire::ErrorAnswer{.code = ErrorCode::clock_off};
  if (!mls::validate_key_package(asked.package, channel.group.context().extensions, now))
    return wire::ErrorAnswer{.code = ErrorCode::bad_field, .name = "payload"};
  // Whoever has no leaf is added by the charter, and needs no request.
  if (!has_leaf(channel.group, handle)) return wire::ErrorAnswer{.code = ErrorCode::not_found};
  return std::nullopt;
}

store::Stale stale_of(const Circle& circle, const Channel& channel) {
  return {.head = {.number = circle.charter.number(), .hash = circle.charter.head().hash.bytes()},
          .channels = {channel.head}};
}

}  // namespace

void Engine::handle(const Reply& reply, Session& session, const wire::AppendRequest& request, Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  auto at = known_member(reply, session, request.circle, now);
  if (!at) return;
  if (is_read_only(*at->circle)) return refuse(reply, ErrorCode::read_only, now);
  const auto channel = at->circle->channels.find(request.channel);
  const auto& handle_id = at->login->handle;
  if (channel == at->circle->channels.end() ||
      !at->circle->charter.can(handle_id, request.channel, Right::read, now)) {
    return refuse(reply, ErrorCode::unknown_channel, now);
  }
  const auto time = entry_time(channel->second, now);
  if (!at->circle->charter.can(handle_id, request.channel, right_to_append(request.kind), time)) {
    return refuse(reply, ErrorCode::may_not_post, now);
  }
  const auto epoch = mls::EpochId{std::to_underlying(request.epoch)};
  const auto record = check_payload(request.kind, epoch, request.payload, channel->second);
  if (!record && is_of_old_group(*at->circle, request.channel, record.error()))
    return refuse(reply, stale_answer(stale_of(*at->circle, channel->second)), now);
  if (!record) return refuse(reply, {.code = ErrorCode::bad_field, .name = "payload"}, now);
  if (request.kind == channels::LogKind::heal && epoch == channel->second.state.epoch) {
    const auto asked = rules::judge_heal(channel->second.state, request.payload);
    if (auto refused = refuse_heal(*asked, channel->second, handle_id, now))
      return refuse(reply, std::move(*refused), now);
  }
  if (const auto limited = count_append(*at->circle, handle_id, now)) return refuse(reply, *limited, now);
  const auto kind = static_cast<std::uint8_t>(request.kind);
  store::Append append{
      .circle = request.circle,
      .channel = request.channel,
      .author = handle_id,
      .message = request.message,
      .request_hash = primitives::sha256({request.channel.view(), ByteView(&kind, 1), request.payload}),
      .charter_number = at->circle->head.number,
      .epoch = std::to_underlying(request.epoch),
      .kind = request.kind,
      .time = time,
      .record = *record,
      .payload = request.payload};
  channel->second.stamped = time;
  try_append(reply, std::move(append), 1);
}

std::optional<Limited> Engine::count_append(Circle& circle, const channels::HandleId& handle, Time now) {
  return limiter_.append(circle.append_buckets.of(handle), &circle.append_bucket, now);
}

void Engine::try_append(const Reply& reply, store::Append append, int tries) {
  auto copy = append;
  write(std::move(copy),
        [this, reply, append = std::move(append), tries](store::WriteResult result, Time later) mutable {
          append_answered(reply, std::move(append), tries, std::move(result), later);
        });
}

void Engine::append_answered(const Reply& reply, store::Append append, int tries, store::WriteResult result,
                             Time now) {
  if (!result) return refuse(reply, error_of(result.error()), now);
  if (const auto* stale = std::get_if<store::Stale>(&*result))
    return append_stale(reply, std::move(append), tries, *stale, now);
  const auto& appended = std::get<store::Appended>(*result);
  const auto& place = appended.position;
  if (appended.answered == store::Answered::first) take_append(std::move(append), place);
  // After it: whoever wrote and reads gets both in one write.
  answer(reply, wire::AppendAnswer{.seq = place.seq, .time = place.time, .hash = place.hash}, now);
}

/// Makes an append that the store has taken the state in memory.
void Engine::take_append(store::Append append, const store::LogPosition& place) {
  auto frame = make_frame(wire::EntryEvent{.circle = append.circle,
                                           .channel = append.channel,
                                           .seq = place.seq,
                                           .kind = append.kind,
                                           .time = place.time,
                                           .payload = std::move(append.payload)});
  if (auto* circle = find_circle(append.circle)) {
    const auto found = circle->channels.find(append.channel);
    const auto head = found == circle->channels.end() ? store::ChannelHead{} : found->second.head;
    if (place.seq == channels::next(head.seq) && append.epoch == head.epoch) {
      advance(found->second, place, found->second.state);
      found->second.tail.push(std::to_underlying(place.seq), frame);
      pump_circle(*circle);
    } else if (place.seq > head.seq) {
      // Another node's entries lie between.
      freshen(*circle);
    }
  }
  actions_.emplace_back(Announce{.circle = append.circle,
                                 .channel = append.channel,
                                 .number = std::to_underlying(place.seq),
                                 .charter = append.charter_number,
                                 .frames = {std::move(frame)}});
}

/// Something else came first. If it was only the charter, or an entry of a node whose clock is ahead, what it
/// decided is looked at again, and the message goes on.
void Engine::append_stale(const Reply& reply, store::Append append, int tries, const store::Stale& stale,
                          Time now) {
  auto* circle = find_circle(append.circle);
  const auto found = circle == nullptr ? Circle::Channels::iterator() : circle->channels.find(append.channel);
  if (circle == nullptr || found == circle->channels.end())
    return refuse(reply, ErrorCode::unknown_channel, now);
  auto& channel = found->second;
  const auto& head = stale.channels.front();
  const bool same_epoch = head.epoch == append.epoch;
  const bool is_behind = circle->head.number < stale.head.number || channel.head.seq < head.seq;
  if (is_behind && tries < limits::write_tries_max) {
    return freshen(*circle, [this, reply, append = std::move(append), tries, stale](FoundCircle fresh,
                                                                                    Time later) mutable {
      if (!fresh) return refuse(reply, error_of(fresh.error()), later);
      append_stale(reply, std::move(append), tries + 1, stale, later);
    });
  }
  const auto time = entry_time(channel, now);
  const bool may_still =
      circle->charter.can(append.author, append.channel, right_to_append(append.kind), time);
  if (same_epoch && !may_still) return refuse(reply, ErrorCode::may_not_post, now);
  // Another group may have come, whose epoch has this number too.
  const bool still_fits =
      check_payload(append.kind, mls::EpochId{append.epoch}, append.payload, channel).has_value();
  if (is_behind || !same_epoch || !still_fits || tries >= limits::write_tries_max)
    return refuse(reply, stale_answer(stale), now);
  append.charter_number = circle->head.number;
  append.time = time;
  channel.stamped = time;
  try_append(reply, std::move(append), tries + 1);
}

// Attaching.

void Engine::handle(const Reply& reply, Session& session, const wire::AttachRequest& request, Time now) {
  auto at = known(reply, session, request.circle, now);
  if (!at) return;
  for (const auto& cursor : request.channels) {
    // After a restore the log of a channel may be lost: it stands at 0. Whoever resumes the circle is told
    // where all of them stand.
    const bool waits = is_read_only(*at->circle);
    const bool is_there = at->circle->channels.contains(cursor.channel) ||
                          (waits && at->circle->charter.channel(cursor.channel) != nullptr);
    const bool may = at->circle->charter.can(at->login->handle, cursor.channel, Right::read, now) ||
                     (waits && at->circle->charter.is_owner(at->login->handle, now));
    if (!is_there || !may) {
      return refuse(reply, ErrorCode::unknown_channel, now);
    }
  }
  if (at->access != wire::Access::member) return attach(reply, request, now);
  // The mailbox first: whoever has the answer knows that no Welcome of before is still to come.
  send_welcomes(session, request.circle, [this, reply, request](const Status& read, Time later) {
    if (!read) return refuse(reply, error_of(read.error()), later);
    attach(reply, request, later);
  });
}

void Engine::attach(const Reply& reply, const wire::AttachRequest& request, Time now) {
  auto* session = find_session(reply.session);
  auto* login = session == nullptr ? nullptr : session->find_login(request.circle);
  auto* circle = find_circle(request.circle);
  if (login == nullptr || circle == nullptr) return refuse(reply, ErrorCode::not_logged_in, now);
  wire::AttachAnswer attached{.head = circle->head};
  for (const auto& cursor : request.channels) {
    const auto found = circle->channels.find(cursor.channel);
    const auto head = found == circle->channels.end() ? store::ChannelHead{} : found->second.head;
    attached.channels.push_back(
        {.channel = cursor.channel, .seq = head.seq, .hash = head.hash, .epoch = wire::EpochId{head.epoch}});
    login->cursors[cursor.channel] = {.sent = cursor.after};
  }
  login->charter_sent = request.charter_after;
  // Whoever has the answer knows whether they are asked for work: a program that has nothing else to do may
  // end then.
  offer_work(*circle, now);
  answer(reply, std::move(attached), now);
}

// Key packages, introductions, the mailbox.

void Engine::handle(const Reply& reply, Session& session, const wire::KeyPackagesRequest& request, Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  auto at = known(reply, session, request.circle, now);
  if (!at) return;
  if (at->access != wire::Access::member && at->access != wire::Access::waiting)
    return refuse(reply, ErrorCode::not_live, now);
  if (is_read_only(*at->circle)) return refuse(reply, ErrorCode::read_only, now);
  store::PutKeyPackages put{.circle = request.circle, .handle = at->login->handle, .packages = {}};
  for (const auto& bytes : request.packages) {
    auto row = check_key_package(bytes, at->circle->charter, at->login->handle, now);
    if (!row) return refuse(reply, {.code = ErrorCode::bad_field, .name = "packages"}, now);
    put.packages.push_back(std::move(*row));
  }
  write(std::move(put), [this, reply, id = request.circle, handle_id = at->login->handle](
                            const store::WriteResult& result, Time later) {
    if (!result) return refuse(reply, error_of(result.error()), later);
    answer(reply, wire::KeyPackagesAnswer{.stock = std::get<store::Stock>(*result).count}, later);
    if (auto* circle = find_circle(id)) {
      circle->out_of_packages.erase(handle_id);
      offer_work(*circle, later);
    }
  });
}

void Engine::handle(const Reply& reply, Session& session, const wire::ClaimRequest& request, Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  auto at = known_member(reply, session, request.circle, now);
  if (!at) return;
  if (is_read_only(*at->circle)) return refuse(reply, ErrorCode::read_only, now);
  const auto& charter = at->circle->charter;
  const auto channel = at->circle->channels.find(request.channel);
  if (channel == at->circle->channels.end() ||
      !charter.can(at->login->handle, request.channel, Right::read, now)) {
    return refuse(reply, ErrorCode::unknown_channel, now);
  }
  // Only an admission that is decided and not done: a live handle that may read and has no leaf. A handle
  // that this member is about to admit counts too: its acceptance waits, and nobody else may spend its
  // packages.
  const bool admitted = charter.can(request.handle, request.channel, Right::read, now) &&
                        !has_leaf(channel->second.group, request.handle);
  if (!admitted && !waits_for(charter, request.handle, request.channel, at->login->handle, now)) {
    return refuse(reply, ErrorCode::not_found, now);
  }
  write(
      store::ClaimKeyPackage{.circle = request.circle, .channel = request.channel, .handle = request.handle},
      [this, reply, request](const store::WriteResult& result, Time later) {
        if (result)
          return answer(reply, wire::ClaimAnswer{.package = std::get<store::Claimed>(*result).package.bytes},
                        later);
        if (result.error() == hub::Errc::no_key_package) {
          if (auto* circle = find_circle(request.circle)) {
            note_empty_stock(*circle, request.handle, later);
            // Whoever was asked for nothing else is not waited for: once there is a package, somebody is
            // asked at once.
            offer_work(*circle, later);
          }
        }
        refuse(reply, error_of(result.error()), later);
      });
}

void Engine::handle(const Reply& reply, Session& session, const wire::IntroductionRequest& request,
                    Time now) {
  auto at = known_member(reply, session, request.circle, now);
  if (!at) return;
  if (!may_open_introduction(at->circle->charter, request.invitation, at->login->handle, now)) {
    return refuse(reply, ErrorCode::not_found, now);
  }
  read(store::ReadIntroduction{.circle = request.circle, .invitation = request.invitation},
       [this, reply](store::ReadResult result, Time later) {
         if (!result) return refuse(reply, error_of(result.error()), later);
         answer(reply, wire::IntroductionAnswer{.introduction = std::get<Bytes>(std::move(*result))}, later);
       });
}

void Engine::handle(const Reply& reply, Session& session, const wire::WelcomedRequest& request, Time now) {
  auto at = known_member(reply, session, request.circle, now);
  if (!at) return;
  if (is_read_only(*at->circle)) return refuse(reply, ErrorCode::read_only, now);
  store::AckWelcomes ack{.circle = request.circle, .handle = at->login->handle, .ids = {}};
  for (const auto id : request.welcome_ids) ack.ids.push_back(std::to_underlying(id));
  write(std::move(ack), [this, reply](const store::WriteResult& result, Time later) {
    if (!result) return refuse(reply, error_of(result.error()), later);
    answer(reply, wire::WelcomedAnswer{}, later);
  });
}

}  // namespace kring::engine
