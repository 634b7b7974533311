#include "channels/model/limits.hpp"
#include "channels/wire/http_request.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/store_error.hpp"

#include <algorithm>
#include <string_view>

namespace kring::engine {

using channels::CircleId;
using channels::HandleId;
using channels::Right;
using wire::ErrorCode;

namespace {

unsigned status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::limit:
      return 507;
    case ErrorCode::overloaded:
    case ErrorCode::draining:
      return 503;
    case ErrorCode::not_found:
    case ErrorCode::not_admitted:
      return 404;
    default:
      return 500;
  }
}

}  // namespace

void Engine::http_reply(ExchangeId exchange, unsigned status, std::string_view body) {
  actions_.emplace_back(
      HttpReply{.exchange = exchange, .status = status, .body = copy_bytes(view_bytes(body))});
}

Actions Engine::on(HttpAsked event, Time now) {
  const auto path = wire::parse_staged_path(event.path);
  if (!path) {
    http_reply(event.exchange, 404, name_of(ErrorCode::not_found));
    return take_actions();
  }
  const auto authorization = wire::parse_authorization(event.authorization);
  if (!authorization) {
    http_reply(event.exchange, 401, name_of(ErrorCode::bad_signature));
    return take_actions();
  }
  with_circle(
      path->circle,
      [this, event = std::move(event), path = *path, sent = *authorization](FoundCircle found, Time later) {
        const auto failure = found ? ErrorCode::not_admitted : code_of(found.error());
        if (failure != ErrorCode::not_admitted)
          return http_reply(event.exchange, status_of(failure), name_of(failure));
        auto* circle = found ? *found : nullptr;
        const auto key = circle == nullptr ? std::nullopt : find_key(circle->charter, sent.signer.handle);
        const auto age = std::max(later, sent.signer.time) - std::min(later, sent.signer.time);
        if (!key) return http_reply(event.exchange, 401, name_of(ErrorCode::not_admitted));
        if (age > channels::limits::clock_skew_max)
          return http_reply(event.exchange, 401, name_of(ErrorCode::clock_off));
        const wire::HttpTarget target{.origin = options_.origin,
                                      .method = event.method == HttpMethod::get ? "GET" : "PUT",
                                      .path = event.path,
                                      .circle = path.circle,
                                      .body_hash = primitives::sha256(event.body)};
        if (!wire::verify_http(target, sent, channels::HandleKey(key->bytes))) {
          return http_reply(event.exchange, 401, name_of(ErrorCode::bad_signature));
        }
        // Only members' nonces are remembered: nobody else can fill the memory of them.
        const auto access = access_of(circle->charter, sent.signer.handle, later);
        if (access != wire::Access::member)
          return http_reply(event.exchange, 403, name_of(ErrorCode::not_live));
        switch (http_nonces_.use(sent.signer.nonce, later + 2 * channels::limits::clock_skew_max)) {
          case HttpNonces::Use::full:
            return http_reply(event.exchange, 503, name_of(ErrorCode::overloaded));
          case HttpNonces::Use::again:
            return http_reply(event.exchange, 401, name_of(ErrorCode::nonce_used));
          case HttpNonces::Use::first:
            break;
        }
        if (event.method == HttpMethod::put)
          return put_part(event, path.circle, path.hash, sent.signer.handle, later);
        get_part(event, path.circle, path.hash, sent.signer.handle);
      },
      now);
  return take_actions();
}

void Engine::put_part(const HttpAsked& asked, const CircleId& circle, const Hash& hash,
                      const HandleId& handle, Time now) {
  if (draining_) return http_reply(asked.exchange, 503, name_of(ErrorCode::draining));
  if (primitives::sha256(asked.body) != hash)
    return http_reply(asked.exchange, 400, name_of(ErrorCode::bad_field));
  write(
      store::PutStaged{.circle = circle, .uploader = handle, .hash = hash, .time = now, .bytes = asked.body},
      [this, exchange = asked.exchange](const store::WriteResult& result, Time) {
        if (result) return http_reply(exchange, 201, "");
        const auto code = code_of(result.error());
        http_reply(exchange, status_of(code), name_of(code));
      });
}

void Engine::get_part(const HttpAsked& asked, const CircleId& circle, const Hash& hash,
                      const HandleId& handle) {
  read(store::ReadBlob{.circle = circle, .hash = hash},
       [this, exchange = asked.exchange, circle, handle](store::ReadResult result, Time later) {
         auto* found = find_circle(circle);
         if (!result || found == nullptr) return http_reply(exchange, 404, name_of(ErrorCode::not_found));
         auto& blob = std::get<store::Blob>(*result);
         const bool may = blob.uploader == handle ||
                          (std::ranges::find(blob.recipients, handle) != blob.recipients.end()) ||
                          std::ranges::any_of(blob.channels, [&](const auto& channel) {
                            return found->charter.can(handle, channel, Right::read, later);
                          });
         // What one may not have is answered exactly as what does not exist.
         if (!may) return http_reply(exchange, 404, name_of(ErrorCode::not_found));
         actions_.emplace_back(HttpReply{.exchange = exchange, .status = 200, .body = std::move(blob.bytes)});
       });
}

}  // namespace kring::engine
