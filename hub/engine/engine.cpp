#include "hub/engine/engine.hpp"

#include "crypto/base/assert.hpp"
#include "hub/engine/frames.hpp"

#include <algorithm>
#include <utility>

namespace kring::engine {

using channels::CircleId;

Engine::Engine(EngineOptions options, Random& random)
    : options_(std::move(options)), random_(random), limiter_(options_.rates) {}

std::optional<Limited> Engine::connection_begins(const Client& client, Time now) {
  return limiter_.connection_begins(client, now);
}

void Engine::connection_ends(const Client& client) {
  limiter_.connection_ends(client);
}

Actions Engine::take_actions() {
  if (draining_ && writes_.empty() && reads_.empty() && works_.empty()) actions_.emplace_back(Drained{});
  return std::exchange(actions_, {});
}

// Sessions.

Actions Engine::on(const SessionOpened& event, Time now) {
  auto [place, is_new] =
      sessions_.try_emplace(event.session, event.session, random_.fixed<32>(), now, event.client);
  KRING_ASSERT(is_new);
  const wire::HelloEvent hello{.origin = options_.origin,
                               .hub_key = options_.hub_public_key,
                               .incarnation = options_.incarnation,
                               .nonce = place->second.nonce(),
                               .time = now};
  queue(place->second, make_frame(hello), now);
  return take_actions();
}

Actions Engine::on(const FrameReceived& event, Time now) {
  auto* session = find_session(event.session);
  if (session == nullptr) return take_actions();
  session->heard(now);
  auto decoded = wire::decode_request(event.text);
  if (!decoded) {
    queue(*session, make_frame(decoded.error()), now);
    return take_actions();
  }
  const Reply reply{event.session, decoded->id};
  if (session->calls() >= limits::calls_per_session_max) {
    queue(*session,
          make_frame(wire::AnswerFrame{.id = reply.id,
                                       .outcome = wire::ErrorAnswer{.code = wire::ErrorCode::overloaded}}),
          now);
    return take_actions();
  }
  session->call_begins();
  std::visit([&](const auto& request) { handle(reply, *session, request, now); }, decoded->request);
  return take_actions();
}

Actions Engine::on(const SessionHeard& event, Time now) {
  if (auto* session = find_session(event.session)) session->heard(now);
  return take_actions();
}

Actions Engine::on(const WriterReady& event, Time now) {
  if (auto* session = find_session(event.session)) {
    session->set_writer_idle(true);
    if (session->has_queued()) {
      pump(*session, now);
    } else if (session->is_behind()) {
      // Behind those who have not been served yet: what comes in meanwhile goes along in one write.
      become_due(*session);
      ask_turn();
    }
  }
  return take_actions();
}

Actions Engine::on(const TurnGiven& /*event*/, Time now) {
  turn_asked_ = false;
  serve_due(now);
  return take_actions();
}

Actions Engine::on(const SessionClosed& event, Time now) {
  auto found = sessions_.find(event.session);
  if (found == sessions_.end()) return take_actions();
  std::vector<CircleId> left;
  for (auto& [id, login] : found->second.logins()) left.push_back(id);
  sessions_.erase(found);
  for (const auto& id : left) {
    auto* circle = find_circle(id);
    if (circle == nullptr) continue;
    circle->sessions.erase(event.session);
    circle->used = now;
    offer_work(*circle, now);
  }
  return take_actions();
}

Actions Engine::on(const Ticked& /*event*/, Time now) {
  std::vector<std::pair<SessionId, CloseReason>> over;
  const auto heartbeat = make_frame(wire::HeartbeatEvent{.time = now});
  for (auto& [id, session] : sessions_) {
    session.clock_is(now);
    if (now - session.last_heard() >= limits::silent_after) {
      over.emplace_back(id, CloseReason::silent);
    } else if (!session.writer_idle() && now - session.last_sent() >= limits::write_within) {
      over.emplace_back(id, CloseReason::too_slow);
    } else if (session.logins().empty() && now - session.opened() >= limits::login_within) {
      over.emplace_back(id, CloseReason::not_logged_in);
    } else if (now - session.last_sent() >= limits::heartbeat_after && session.writer_idle()) {
      queue(session, heartbeat, now);
    }
  }
  for (const auto& [id, reason] : over) close(id, reason);

  for (auto it = circles_.begin(); it != circles_.end();) {
    auto& circle = it->second;
    circle.used = std::min(circle.used, now);
    const bool idle =
        circle.sessions.empty() && !circle.writing && circle.waiting.empty() && !circle.checking;
    if (idle && now - circle.used >= limits::circle_idle_after) {
      it = circles_.erase(it);
    } else {
      offer_work(circle, now);
      ++it;
    }
  }
  check_heads(now);
  http_nonces_.forget(now);
  limiter_.forget(now);
  // The clock may have gone back since.
  if (!swept_ || *swept_ > now || now - *swept_ >= limits::staged_life) {
    swept_ = now;
    write(store::DropStaged{.before = now - limits::staged_life}, [](const store::WriteResult&, Time) {});
    write(store::DropUploads{.before = now - limits::upload_life},
          [this](const store::WriteResult&, Time) { reap_blobs(); });
    write(store::DropMailboxes{.before = now - limits::mailbox_life}, [](const store::WriteResult&, Time) {});
    purge_ended();
  }
  // The clock may have gone back since.
  if (purge_due_ && (*purge_due_ <= now || *purge_due_ - now > limits::purge_after)) purge_ended();
  return take_actions();
}

void Engine::purge_ended() {
  // What ends meanwhile is found by the next round, at the latest by the hourly sweep.
  if (std::exchange(purging_, true)) return;
  purge_due_.reset();
  write(store::PurgeEnded{.rows_max = limits::purged_rows_max},
        [this](const store::WriteResult& result, Time) {
          purging_ = false;
          if (!result || draining_) return;
          if (!std::get<store::Purged>(*result).more) return reap_blobs();
          purge_ended();
        });
}

void Engine::purge_later(Time now) {
  if (!purge_due_) purge_due_ = now + limits::purge_after;
}

Actions Engine::on(const DrainAsked& /*event*/, Time now) {
  draining_ = true;
  const auto frame = make_frame(wire::DrainingEvent{.retry_after = limits::retry_after_drain});
  for (auto& [id, session] : sessions_) queue(session, frame, now);
  return take_actions();
}

EngineCounts Engine::counts() const {
  return {.sessions = sessions_.size(),
          .circles = circles_.size(),
          .calls = writes_.size() + reads_.size() + works_.size(),
          .dropped = limiter_.dropped()};
}

// Calls to the store.

void Engine::write(store::WriteRequest request, OnWrite then) {
  const CallId call{next_call_++};
  writes_.emplace(call, std::move(then));
  actions_.emplace_back(StoreWrite{.call = call, .request = std::move(request)});
}

void Engine::read(store::ReadRequest request, OnRead then) {
  const CallId call{next_call_++};
  reads_.emplace(call, std::move(then));
  actions_.emplace_back(StoreRead{.call = call, .request = std::move(request)});
}

Actions Engine::on(WriteAnswered event, Time now) {
  auto call = writes_.extract(event.call);
  KRING_ASSERT(!call.empty());
  call.mapped()(std::move(event.result), now);
  return take_actions();
}

Actions Engine::on(ReadAnswered event, Time now) {
  auto call = reads_.extract(event.call);
  KRING_ASSERT(!call.empty());
  call.mapped()(std::move(event.result), now);
  return take_actions();
}

void Engine::with_circle(const CircleId& id, OnCircle then, Time now) {
  if (auto* circle = find_circle(id)) {
    circle->used = now;
    return then(circle, now);
  }
  auto& waiting = loading_[id];
  waiting.push_back(std::move(then));
  if (waiting.size() > 1) return;
  read(store::LoadCircle{id},
       [this, id](store::ReadResult result, Time later) { circle_read(id, std::move(result), later); });
}

void Engine::circle_read(const CircleId& id, store::ReadResult result, Time now) {
  auto waiting = loading_.extract(id);
  auto restored = result ? restore_circle(id, std::get<store::StoredCircle>(*result))
                         : Result<Circle>(fail(result.error()));
  auto* circle = find_circle(id);
  // It may have come into memory meanwhile, by its founding.
  if (circle == nullptr && restored) {
    restored->head = sign_head(restored->charter.head());
    circle = &circles_.emplace(id, std::move(*restored)).first->second;
  }
  if (circle != nullptr) circle->used = now;
  for (auto& then : waiting.mapped()) {
    then(circle != nullptr ? FoundCircle(circle) : fail(restored.error()), now);
  }
}

// Answers.

void Engine::answer(const Reply& reply, wire::OkAnswer ok, Time now) {
  end_call(reply.session);
  if (auto* session = find_session(reply.session)) {
    queue(*session, make_frame(wire::AnswerFrame{.id = reply.id, .outcome = std::move(ok)}), now);
  }
}

void Engine::refuse(const Reply& reply, wire::ErrorAnswer error, Time now) {
  end_call(reply.session);
  if (auto* session = find_session(reply.session)) {
    queue(*session, make_frame(wire::AnswerFrame{.id = reply.id, .outcome = std::move(error)}), now);
  }
}

void Engine::refuse(const Reply& reply, wire::ErrorCode code, Time now) {
  refuse(reply, wire::ErrorAnswer{.code = code}, now);
}

void Engine::refuse(const Reply& reply, const Limited& limited, Time now) {
  refuse(reply, error_of(limited), now);
}

void Engine::end_call(SessionId id) {
  if (auto* session = find_session(id)) session->call_ends();
}

void Engine::queue(Session& session, Frame frame, Time now) {
  if (!session.queue(std::move(frame))) return close(session.id(), CloseReason::too_slow);
  pump(session, now);
}

void Engine::close(SessionId session, CloseReason reason) {
  actions_.emplace_back(CloseSession{session, reason});
}

Session* Engine::find_session(SessionId id) {
  auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

Circle* Engine::find_circle(const CircleId& id) {
  auto found = circles_.find(id);
  return found == circles_.end() ? nullptr : &found->second;
}

}  // namespace kring::engine
