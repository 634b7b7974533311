#include "channels/model/limits.hpp"
#include "channels/wire/http_request.hpp"
#include "channels/wire/mailbox_path.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/engine/access.hpp"
#include "hub/engine/blob_right.hpp"
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
    case ErrorCode::bad_field:
      return 400;
    case ErrorCode::may_not_post:
      return 403;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::limit:
      return 507;
    case ErrorCode::overloaded:
    case ErrorCode::draining:
    case ErrorCode::read_only:
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

void Engine::http_refuse(ExchangeId exchange, const wire::ErrorAnswer& error) {
  std::string body(name_of(error.code));
  if (!error.name.empty()) body += ' ' + error.name;
  http_reply(exchange, status_of(error.code), body);
}

void Engine::http_refuse(ExchangeId exchange, const Limited& limited) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limited.retry_after);
  std::string body(name_of(ErrorCode::limit));
  body.append(" ").append(name_of(limited.limit)).append(" ").append(std::to_string(seconds.count()));
  http_reply(exchange, 429, body);
}

Actions Engine::on(const UploadAsked& event, Time now) {
  if (draining_) {
    http_reply(event.exchange, 503, name_of(ErrorCode::draining));
    return take_actions();
  }
  if (wire::parse_mail_path(event.path)) {
    http_reply(event.exchange, 200, "");
    return take_actions();
  }
  HttpClaim claim{.exchange = event.exchange,
                  .method = HttpMethod::put,
                  .path = event.path,
                  .authorization = event.authorization,
                  .circle = {},
                  .body_hash = {},
                  .client = event.client};
  std::optional<wire::BlobPath> blob;
  if (auto path = wire::parse_blob_path("PUT", event.path)) {
    claim.circle = wire::place_of(*path).circle;
    claim.body_hash = std::get<wire::BlobPiecePath>(*path).hash;
    blob = std::move(*path);
  } else if (const auto name = wire::parse_staged_path(event.path)) {
    claim.circle = name->circle;
    claim.body_hash = name->hash;
  } else {
    http_reply(event.exchange, 404, name_of(ErrorCode::not_found));
    return take_actions();
  }
  authorize(
      std::move(claim),
      [this, exchange = event.exchange, blob](Circle& circle, const wire::HttpSigner& signer, Time later) {
        if (blob) {
          const BlobRight right{.handle = signer.handle, .is_read_only = is_read_only(circle), .now = later};
          if (const auto refused = refuse_blob(circle, *blob, right))
            return http_refuse(exchange, {.code = *refused});
        }
        http_reply(exchange, 200, "");
      },
      now);
  return take_actions();
}

Actions Engine::on(HttpAsked event, Time now) {
  if (ask_mailbox(event, now) || ask_charter(event, now)) return take_actions();
  if (const auto blob = wire::parse_blob_path(name_of(event.method), event.path)) {
    ask_blob(std::move(event), *blob, now);
    return take_actions();
  }
  const auto name = wire::parse_staged_path(event.path);
  if (!name || event.method == HttpMethod::post) {
    http_reply(event.exchange, 404, name_of(ErrorCode::not_found));
    return take_actions();
  }
  HttpClaim claim{.exchange = event.exchange,
                  .method = event.method,
                  .path = event.path,
                  .authorization = event.authorization,
                  .circle = name->circle,
                  .body_hash = primitives::sha256(event.body),
                  .client = event.client};
  authorize(
      std::move(claim),
      [this, event = std::move(event), part = *name](Circle&, const wire::HttpSigner& signer, Time later) {
        if (!use_nonce(event.exchange, signer.nonce, later)) return;
        if (event.method == HttpMethod::put)
          return put_part(event, part.circle, part.hash, signer.handle, later);
        get_part(event, part.circle, part.hash, signer.handle);
      },
      now);
  return take_actions();
}

void Engine::authorize(HttpClaim claim, Authorized then, Time now) {
  const auto authorization = wire::parse_authorization(claim.authorization);
  if (!authorization) return http_reply(claim.exchange, 401, name_of(ErrorCode::bad_signature));
  // Whoever is known there proves it: others at the same address do not keep them out.
  const auto* there = find_circle(claim.circle);
  const bool is_known =
      there != nullptr && find_key(there->charter, authorization->signer.handle).has_value();
  const auto limited = is_known ? std::nullopt : limiter_.try_login(claim.client, now);
  if (limited) return http_refuse(claim.exchange, *limited);
  const auto id = claim.circle;
  with_circle(
      id,
      [this, claim = std::move(claim), sent = *authorization, then = std::move(then)](FoundCircle found,
                                                                                      Time later) mutable {
        const auto refuse = [&](unsigned status, ErrorCode code) {
          http_reply(claim.exchange, status, name_of(code));
        };
        const auto refuse_stranger = [&](ErrorCode code) {
          limiter_.login_failed(claim.client, later);
          refuse(401, code);
        };
        const auto failure = found ? ErrorCode::not_admitted : code_of(found.error());
        if (failure != ErrorCode::not_admitted) return refuse(status_of(failure), failure);
        auto* circle = found ? *found : nullptr;
        const auto key = circle == nullptr ? std::nullopt : find_key(circle->charter, sent.signer.handle);
        if (!key) return refuse_stranger(ErrorCode::not_admitted);
        const auto age = std::max(later, sent.signer.time) - std::min(later, sent.signer.time);
        if (age > channels::limits::clock_skew_max) return refuse(401, ErrorCode::clock_off);
        const wire::HttpTarget target{.origin = options_.origin,
                                      .method = std::string(name_of(claim.method)),
                                      .path = claim.path,
                                      .circle = claim.circle,
                                      .body_hash = claim.body_hash};
        if (!wire::verify_http(target, sent, channels::HandleKey(key->bytes)))
          return refuse_stranger(ErrorCode::bad_signature);
        if (access_of(circle->charter, sent.signer.handle, later) != wire::Access::member)
          return refuse(403, ErrorCode::not_live);
        then(*circle, sent.signer, later);
      },
      now);
}

/// Only members come here: nobody else can fill the memory of nonces.
bool Engine::use_nonce(ExchangeId exchange, const FixedBytes<16>& nonce, Time now) {
  switch (http_nonces_.use(nonce, now + 2 * channels::limits::clock_skew_max)) {
    case HttpNonces::Use::full:
      http_reply(exchange, 503, name_of(ErrorCode::overloaded));
      return false;
    case HttpNonces::Use::again:
      http_reply(exchange, 401, name_of(ErrorCode::nonce_used));
      return false;
    case HttpNonces::Use::first:
      return true;
  }
  return false;
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
