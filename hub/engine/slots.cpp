#include "channels/wire/slot.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/store_error.hpp"

#include <algorithm>

/// Vault slots: what devices seal for their person, who alone asks for it.
namespace kring::engine {

using wire::ErrorCode;

/// Whoever is in no circle has nothing to keep: strangers do not fill the store.
bool Engine::is_live_anywhere(Session& session, Time now) {
  return std::ranges::any_of(session.logins(), [&](const auto& item) {
    const auto* circle = find_circle(item.first);
    return circle != nullptr && access_of(circle->charter, item.second.handle, now) == wire::Access::member;
  });
}

void Engine::handle(const Reply& reply, Session& session, const wire::SlotPutRequest& request, Time now) {
  if (draining_) return refuse(reply, ErrorCode::draining, now);
  if (session.logins().empty()) return refuse(reply, ErrorCode::not_logged_in, now);
  if (!is_live_anywhere(session, now)) return refuse(reply, ErrorCode::not_live, now);
  if (request.number == 0) return refuse(reply, {.code = ErrorCode::bad_field, .name = "number"}, now);
  if (!wire::verify_slot_put(options_.origin, request)) return refuse(reply, ErrorCode::bad_signature, now);
  const auto slot = wire::id_of(request.slot);
  if (!session.may_put_slot(slot))
    return refuse(reply, {.code = ErrorCode::limit, .name = "slots_put_max"}, now);
  // Taken as if it were new; only the store knows whether it is.
  const auto limited = limiter_.put_new_slot(session.client(), now);
  write(store::PutSlot{.slot = slot,
                       .number = request.number,
                       .sealed = request.sealed,
                       .may_be_new = !limited.has_value()},
        [this, reply, limited, client = session.client()](const store::WriteResult& result, Time later) {
          if (!result && result.error() == hub::Errc::slots_full && limited)
            return refuse(reply, *limited, later);
          const auto* kept = result ? std::get_if<store::SlotKept>(&*result) : nullptr;
          if (kept == nullptr || !kept->is_new) limiter_.slot_was_not_new(client, limited, later);
          if (!result) return refuse(reply, error_of(result.error()), later);
          answer(reply, wire::SlotPutAnswer{}, later);
        });
}

void Engine::handle(const Reply& reply, Session& session, const wire::SlotReadRequest& request, Time now) {
  // First: what is refused for now takes nothing from what a connection may ask at all.
  if (const auto limited = limiter_.read(session.client(), now)) return refuse(reply, *limited, now);
  if (!session.may_read_slot())
    return refuse(reply, {.code = ErrorCode::limit, .name = "slot_reads_max"}, now);
  const wire::LoginChallenge challenge{.origin = options_.origin, .nonce = session.nonce()};
  if (!wire::verify_slot_read(challenge, request)) return refuse(reply, ErrorCode::bad_signature, now);
  read(store::ReadSlot{.slot = wire::id_of(request.slot)},
       [this, reply](store::ReadResult result, Time later) {
         if (!result) return refuse(reply, error_of(result.error()), later);
         auto& slot = std::get<store::Slot>(*result);
         answer(reply, wire::SlotReadAnswer{.number = slot.number, .sealed = std::move(slot.sealed)}, later);
       });
}

}  // namespace kring::engine
