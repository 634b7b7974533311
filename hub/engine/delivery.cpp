#include "channels/charter/head.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/frames.hpp"
#include "hub/engine/key_packages.hpp"

namespace kring::engine {

using channels::ChannelId;
using channels::CircleId;
using channels::Right;

namespace {

Frame charter_frame(const CircleId& circle, const store::CharterEntryRow& row, const wire::SignedHead& head) {
  return make_frame(
      wire::CharterEvent{.circle = circle, .number = row.number, .entry = row.bytes, .head = head});
}

wire::WelcomeEvent welcome_event(const CircleId& circle, store::WelcomeRow row) {
  wire::WelcomeEvent event{.circle = circle,
                           .channel = row.channel,
                           .welcome_id = wire::WelcomeId{row.id},
                           .epoch = wire::EpochId{row.epoch}};
  if (row.tree) event.tree = wire::StagedPart{.hash = row.tree->hash, .size = row.tree->size};
  if (row.welcome_part.size > store::inline_payload_bytes_max) {
    event.welcome = wire::StagedPart{.hash = row.welcome_part.hash, .size = row.welcome_part.size};
  } else {
    event.welcome = std::move(row.welcome);
  }
  return event;
}

/// A pause from before the clock went back is over too.
bool is_out_of_packages(const Circle& circle, const channels::HandleId& handle, Time now) {
  const auto found = circle.out_of_packages.find(handle);
  if (found == circle.out_of_packages.end()) return false;
  const auto& stock = found->second;
  return stock.found <= now && now < stock.found + stock.pause;
}

/// Whether one gathered write takes no more.
bool is_full(const std::vector<Frame>& frames, std::size_t bytes) {
  return bytes >= limits::gather_bytes_max || frames.size() >= limits::gather_frames_max;
}

}  // namespace

wire::SignedHead Engine::sign_head(const charter::Head& head) const {
  const auto signed_head = charter::sign_head(head, options_.hub_seed);
  KRING_ASSERT(signed_head);  // The hub's own key was read and checked at the start.
  wire::SignedHead sent{.number = head.number, .hash = head.hash.bytes()};
  std::ranges::copy(signed_head->signature, sent.signature.begin());
  return sent;
}

/// Sends what there is: answers first, then for each circle its charter, then its channels.
void Engine::pump(Session& session, Time now) {
  // What there is goes out when the writer is done.
  session.set_behind(!session.writer_idle());
  if (session.is_behind()) return;
  std::vector<Frame> frames;
  std::size_t bytes = 0;
  session.take_queued(frames, bytes);
  for (auto& [id, login] : session.logins()) {
    auto* circle = find_circle(id);
    if (circle == nullptr) continue;
    // An entry may name a charter head: the charter up to it goes first.
    if (!gather_charter(session, id, *circle, login, frames, bytes, now)) continue;
    for (auto& [channel, cursor] : login.cursors) {
      if (is_full(frames, bytes)) break;
      gather_channel(session, *circle, login, channel, frames, bytes, now);
    }
  }
  if (frames.empty()) return;
  session.set_behind(is_full(frames, bytes));
  session.set_writer_idle(false);
  session.sent(now);
  actions_.emplace_back(SendFrames{.session = session.id(), .frames = std::move(frames)});
}

bool Engine::gather_charter(Session& session, const CircleId& id, Circle& circle, Login& login,
                            std::vector<Frame>& frames, std::size_t& bytes, Time now) {
  if (!login.charter_sent) return true;
  const auto bound = charter_bound(circle.charter, login.handle, now);
  if (bound.before && login.charter_over) return true;
  const auto last = std::min(bound.last.value_or(circle.head.number), circle.head.number);
  // The time of a ready-made frame is not known.
  while (!bound.before && *login.charter_sent < last) {
    if (is_full(frames, bytes)) return false;
    const auto number = channels::next(*login.charter_sent);
    const auto* frame = circle.charter_tail.find(std::to_underlying(number));
    if (frame == nullptr) break;
    bytes += (*frame)->size();
    frames.push_back(*frame);
    login.charter_sent = number;
  }
  if (*login.charter_sent >= last) return true;
  if (session.is_reading()) return false;
  session.set_reading(true);
  const auto from = channels::next(*login.charter_sent);
  read(store::ReadCharter{.circle = id, .from = from, .bytes_max = limits::charter_page_bytes_max},
       [this, session_id = session.id(), id, from, last, bound](store::ReadResult result, Time later) {
         auto* reader = find_session(session_id);
         if (reader == nullptr) return;
         reader->set_reading(false);
         auto* login_now = reader->find_login(id);
         auto* circle_now = find_circle(id);
         if (!result || login_now == nullptr || circle_now == nullptr) return;
         if (login_now->charter_sent && channels::next(*login_now->charter_sent) == from) {
           for (const auto& row : std::get<store::CharterPage>(*result).entries) {
             if (row.number > last || row.number > circle_now->head.number) break;
             login_now->charter_over = !bound.allows(row);
             if (login_now->charter_over) break;
             if (!reader->queue(charter_frame(id, row, circle_now->head)))
               return close(session_id, CloseReason::too_slow);
             login_now->charter_sent = row.number;
           }
         }
         pump(*reader, later);
       });
  return false;
}

void Engine::gather_channel(Session& session, Circle& circle, Login& login, const ChannelId& channel_id,
                            std::vector<Frame>& frames, std::size_t& bytes, Time now) {
  const auto found = circle.channels.find(channel_id);
  if (found == circle.channels.end() || !circle.charter.can(login.handle, channel_id, Right::read, now))
    return;
  auto& channel = found->second;
  auto& cursor = login.cursors[channel_id];
  while (cursor.sent < channel.head.seq) {
    if (is_full(frames, bytes)) return;
    const auto seq = channels::next(cursor.sent);
    const auto* frame = channel.tail.find(std::to_underlying(seq));
    if (frame == nullptr) break;
    bytes += (*frame)->size();
    frames.push_back(*frame);
    cursor.sent = seq;
  }
  if (cursor.sent >= channel.head.seq || session.is_reading()) return;
  session.set_reading(true);
  const auto after = cursor.sent;
  read(store::ReadLog{.circle = circle.id,
                      .channel = channel_id,
                      .after = after,
                      .count_max = limits::log_page_entries_max,
                      .bytes_max = limits::log_page_bytes_max},
       [this, session_id = session.id(), id = circle.id, channel_id, after](store::ReadResult result,
                                                                            Time later) {
         auto* reader = find_session(session_id);
         if (reader == nullptr) return;
         reader->set_reading(false);
         auto* login_now = reader->find_login(id);
         auto* circle_now = find_circle(id);
         if (!result || login_now == nullptr || circle_now == nullptr) return;
         const auto cursor_now = login_now->cursors.find(channel_id);
         const bool may = circle_now->charter.can(login_now->handle, channel_id, Right::read, later);
         if (may && cursor_now != login_now->cursors.end() && cursor_now->second.sent == after) {
           // What lies beyond may name a charter head that is not here yet.
           const auto last = circle_now->channels.at(channel_id).head.seq;
           for (auto& row : std::get<store::LogPage>(*result).entries) {
             if (row.seq > last) break;
             cursor_now->second.sent = row.seq;
             if (!reader->queue(entry_frame(id, channel_id, std::move(row))))
               return close(session_id, CloseReason::too_slow);
           }
         }
         pump(*reader, later);
       });
}

void Engine::pump_circle(const Circle& circle) {
  for (const auto id : circle.sessions) {
    if (auto* session = find_session(id)) become_due(*session);
  }
  // Not now: what else the same commit of the store has given goes along in one write.
  ask_turn();
}

void Engine::ask_turn() {
  if (turn_asked_ || due_.empty()) return;
  turn_asked_ = true;
  actions_.emplace_back(TurnAsked{});
}

void Engine::become_due(Session& session) {
  // Whose writer is busy becomes due when it is done.
  session.set_behind(true);
  if (session.is_due() || !session.writer_idle()) return;
  session.set_due(true);
  due_.push_back(session.id());
}

void Engine::serve_due(Time now) {
  for (std::size_t served = 0; !due_.empty() && served < limits::served_per_turn_max; ++served) {
    auto* session = find_session(due_.front());
    due_.pop_front();
    if (session == nullptr) continue;
    session->set_due(false);
    pump(*session, now);
  }
  ask_turn();
}

void Engine::send_welcomes(Session& session, const CircleId& id,
                           std::move_only_function<void(const Status&, Time)> then) {
  const auto* login = session.find_login(id);
  KRING_ASSERT(login != nullptr);
  read(store::ReadWelcomes{.circle = id, .handle = login->handle},
       [this, session_id = session.id(), id, then = std::move(then)](store::ReadResult result,
                                                                     Time later) mutable {
         if (!result) return then(fail(result.error()), later);
         auto mailbox = std::get<store::Mailbox>(std::move(*result));
         if (mailbox.welcomes.empty()) return then({}, later);
         // Whoever joins by one goes on from its commit, which must be here by then.
         with_fresh_circle(
             id,
             [this, session_id, id, mailbox = std::move(mailbox), then = std::move(then)](
                 FoundCircle found, Time fresh) mutable {
               if (!found) return then(fail(found.error()), fresh);
               deliver_welcomes(session_id, id, std::move(mailbox), fresh);
               then({}, fresh);
             },
             later);
       });
}

void Engine::deliver_welcomes(SessionId session_id, const CircleId& id, store::Mailbox mailbox, Time now) {
  for (auto& row : mailbox.welcomes) {
    auto* session = find_session(session_id);
    auto* login = session == nullptr ? nullptr : session->find_login(id);
    if (login == nullptr) return;
    if (!login->welcomes_sent.insert(row.id).second) continue;
    queue(*session, make_frame(welcome_event(id, std::move(row))), now);
  }
}

/// Asks one client for each channel whose group is not yet what the charter says.
void Engine::offer_work(Circle& circle, Time now) {
  if (draining_ || is_read_only(circle)) return;
  for (auto& [channel_id, channel] : circle.channels) {
    auto work = channel.known_work.of(circle.charter, channel_id, channel.group, now);
    std::erase_if(work.adds, [&](const auto& handle) { return is_out_of_packages(circle, handle, now); });
    if (work.adds.empty() && work.removes.empty()) {
      channel.lease.reset();
      continue;
    }
    // A lease from before the clock went back is over too.
    const bool is_leased = channel.lease && channel.lease->until > now &&
                           channel.lease->until <= now + limits::work_lease &&
                           circle.sessions.contains(channel.lease->session);
    if (is_leased) continue;
    // In turn: after the one who was asked last, so that one who cannot do it does not block the others.
    const auto last = channel.lease ? channel.lease->session : SessionId{};
    channel.lease.reset();
    const auto can_do = [&](SessionId id) {
      auto* session = find_session(id);
      const auto* login = session == nullptr ? nullptr : session->find_login(circle.id);
      return login != nullptr && login->charter_sent &&
             circle.charter.can(login->handle, channel_id, Right::read, now) &&
             has_leaf(channel.group, login->handle);
    };
    std::vector<SessionId> order(circle.sessions.upper_bound(last), circle.sessions.end());
    order.insert(order.end(), circle.sessions.begin(), circle.sessions.upper_bound(last));
    for (const auto id : order) {
      if (!can_do(id)) continue;
      channel.lease = Lease{.session = id, .until = now + limits::work_lease};
      const wire::WorkEvent event{.circle = circle.id,
                                  .channel = channel_id,
                                  .epoch = wire::EpochId{channel.head.epoch},
                                  .lease = limits::work_lease};
      auto& session = *find_session(id);
      // Not now: whoever is being answered is sent what their answer begins after it, not before.
      if (session.queue(make_frame(event))) {
        become_due(session);
      } else {
        close(id, CloseReason::too_slow);
      }
      break;
    }
  }
  ask_turn();
}

}  // namespace kring::engine
