#include "channels/wire/login.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/store_error.hpp"

namespace kring::engine {

using channels::CircleId;

void Engine::handle(const Reply& reply, Session& session, const wire::LoginRequest& request, Time now) {
  if (draining_) return refuse(reply, wire::ErrorCode::draining, now);
  if (!session.use_nonce(request.client_nonce)) return refuse(reply, wire::ErrorCode::nonce_used, now);
  if (session.logins().size() >= limits::logins_max && session.find_login(request.circle) == nullptr) {
    return refuse(reply, {.code = wire::ErrorCode::limit, .name = "logins_max"}, now);
  }
  if (const auto limited = limiter_.try_login(session.client(), now)) return refuse(reply, *limited, now);
  // Whoever comes from another node may know more than this one does.
  with_fresh_circle(
      request.circle,
      [this, reply, request](FoundCircle found, Time later) {
        auto* still = find_session(reply.session);
        if (still == nullptr) return;
        const auto refuse_stranger = [&](wire::ErrorCode code) {
          limiter_.login_failed(still->client(), later);
          refuse(reply, code, later);
        };
        // A circle that is not there is answered, and counted, as a handle that is not in it.
        const auto failure = found ? wire::ErrorCode::not_admitted : code_of(found.error());
        if (failure != wire::ErrorCode::not_admitted) return refuse(reply, error_of(found.error()), later);
        auto* circle = found ? *found : nullptr;
        const auto key = circle == nullptr ? std::nullopt : find_key(circle->charter, request.handle);
        if (!key) return refuse_stranger(wire::ErrorCode::not_admitted);
        const wire::LoginChallenge challenge{.origin = options_.origin, .nonce = still->nonce()};
        if (!wire::verify_login(challenge, request, key->bytes)) {
          return refuse_stranger(wire::ErrorCode::bad_signature);
        }
        const auto access = access_of(circle->charter, request.handle, later);
        if (!access) return refuse_stranger(wire::ErrorCode::not_admitted);
        still->logins()[request.circle] = Login{.handle = request.handle, .by = key->by};
        circle->sessions.insert(reply.session);
        answer(reply, wire::LoginAnswer{.access = *access, .head = circle->head}, later);
      },
      now);
}

std::optional<Engine::Known> Engine::known(const Reply& reply, Session& session, const CircleId& id,
                                           Time now) {
  auto* login = session.find_login(id);
  auto* circle = find_circle(id);
  if (login == nullptr || circle == nullptr) {
    refuse(reply, wire::ErrorCode::not_logged_in, now);
    return std::nullopt;
  }
  const auto access = access_of(circle->charter, login->handle, now);
  if (!access) {
    refuse(reply, wire::ErrorCode::not_admitted, now);
    return std::nullopt;
  }
  circle->used = now;
  return Known{.circle = circle, .login = login, .access = *access};
}

std::optional<Engine::Known> Engine::known_member(const Reply& reply, Session& session, const CircleId& id,
                                                  Time now) {
  auto found = known(reply, session, id, now);
  if (found && found->access != wire::Access::member) {
    refuse(reply, wire::ErrorCode::not_live, now);
    return std::nullopt;
  }
  return found;
}

}  // namespace kring::engine
