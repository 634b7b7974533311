#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/blob_right.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/limits.hpp"
#include "hub/engine/store_error.hpp"

#include <memory>
#include <utility>

namespace kring::engine {

using channels::BlobId;
using channels::Right;
using wire::ErrorCode;

std::optional<ErrorCode> refuse_blob(const Circle& circle, const wire::BlobPath& path,
                                     const BlobRight& right) {
  const auto& channel = wire::place_of(path).channel;
  if (!circle.channels.contains(channel) ||
      !circle.charter.can(right.handle, channel, Right::read, right.now)) {
    return ErrorCode::not_found;
  }
  const bool writes = !std::holds_alternative<wire::BlobRangePath>(path);
  if (writes && !circle.charter.can(right.handle, channel, Right::post, right.now))
    return ErrorCode::may_not_post;
  if (writes && right.is_read_only) return ErrorCode::read_only;
  return std::nullopt;
}

void Engine::ask_blob(HttpAsked event, const wire::BlobPath& path, Time now) {
  const bool writes = event.method != HttpMethod::get;
  if (draining_ && writes) return http_refuse(event.exchange, {.code = ErrorCode::draining});
  HttpClaim claim{.exchange = event.exchange,
                  .method = event.method,
                  .path = event.path,
                  .authorization = event.authorization,
                  .circle = wire::place_of(path).circle,
                  .body_hash = primitives::sha256(event.body)};
  authorize(
      std::move(claim),
      [this, event = std::move(event), path](Circle& circle, const wire::HttpSigner& signer,
                                             Time later) mutable {
        if (!use_nonce(event.exchange, signer.nonce, later)) return;
        const BlobRight right{.handle = signer.handle, .is_read_only = is_read_only(circle), .now = later};
        if (const auto refused = refuse_blob(circle, path, right))
          return http_refuse(event.exchange, {.code = *refused});
        BlobAsk ask{
            .exchange = event.exchange, .handle = signer.handle, .body = std::move(event.body), .now = later};
        std::visit([&](const auto& one) { serve_blob(std::move(ask), one); }, path);
      },
      now);
}

// By value, like its fellows that keep it.
// NOLINTNEXTLINE(performance-unnecessary-value-param): as said.
void Engine::serve_blob(BlobAsk ask, const wire::NewBlobPath& path) {
  if (path.size == 0) return http_refuse(ask.exchange, {.code = ErrorCode::bad_field, .name = "size"});
  if (path.size > blobs::blob_bytes_max) return http_refuse(ask.exchange, {.code = ErrorCode::too_large});
  const auto blob = random_.id<BlobId>();
  write(store::CreateBlobFile{.circle = path.place.circle,
                              .channel = path.place.channel,
                              .uploader = ask.handle,
                              .blob = blob,
                              .size = path.size,
                              .time = ask.now,
                              .circle_bytes_max = options_.blob_circle_bytes_max},
        [this, exchange = ask.exchange, blob](const store::WriteResult& result, Time) {
          if (!result) return http_refuse(exchange, error_of(result.error()));
          http_reply(exchange, 201, to_hex(blob.view()));
        });
}

void Engine::serve_blob(BlobAsk ask, const wire::BlobPiecePath& path) {
  if (ask.body.size() > blobs::piece_bytes_max)
    return http_refuse(ask.exchange, {.code = ErrorCode::too_large});
  if (primitives::sha256(ask.body) != path.hash)
    return http_refuse(ask.exchange, {.code = ErrorCode::bad_field, .name = "hash"});
  const auto exchange = ask.exchange;
  find_blob(exchange, path.place, path.blob,
            [this, ask = std::move(ask), path](const store::BlobFile& file, Time) mutable {
              if (file.uploader != ask.handle)
                return http_refuse(ask.exchange, {.code = ErrorCode::not_found});
              if (file.hash) return http_reply(ask.exchange, 200, std::to_string(file.size));
              if (path.offset > file.size || ask.body.size() > file.size - path.offset)
                return http_refuse(ask.exchange, {.code = ErrorCode::too_large});
              work(blobs::PutPiece{.blob = path.blob, .offset = path.offset, .bytes = std::move(ask.body)},
                   [this, path, exchange = ask.exchange](const blobs::BlobResult& result, Time) {
                     piece_answered(exchange, path, result);
                   });
            });
}

void Engine::piece_answered(ExchangeId exchange, const wire::BlobPiecePath& path,
                            const blobs::BlobResult& result) {
  if (result) {
    const auto& extent = std::get<blobs::Extent>(*result);
    return http_reply(exchange, extent.taken ? 200 : 409, std::to_string(extent.size));
  }
  http_refuse(exchange, error_of(result.error()));
  if (result.error() != hub::Errc::store_full) return;
  // What has come of it is in the way of everything else. The file goes first, as the store may be full too.
  work(blobs::RemoveBlob{path.blob}, [this, path](const blobs::BlobResult&, Time) {
    drop_blobs({.circle = path.place.circle, .which = path.blob});
  });
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): as above.
void Engine::serve_blob(BlobAsk ask, const wire::BlobDonePath& path) {
  find_blob(ask.exchange, path.place, path.blob,
            [this, exchange = ask.exchange, handle = ask.handle, path](const store::BlobFile& file, Time) {
              if (file.uploader != handle) return http_refuse(exchange, {.code = ErrorCode::not_found});
              if (file.hash) {
                if (*file.hash != path.hash) return http_refuse(exchange, {.code = ErrorCode::conflict});
                return http_reply(exchange, 200, "");
              }
              work(blobs::SealBlob{.blob = path.blob, .size = file.size, .hash = path.hash},
                   [this, exchange, path](const blobs::BlobResult& result, Time) {
                     blob_sealed(exchange, path, result);
                   });
            });
}

void Engine::blob_sealed(ExchangeId exchange, const wire::BlobDonePath& path,
                         const blobs::BlobResult& result) {
  if (!result) {
    http_refuse(exchange, error_of(result.error()));
    // Bytes that are not those that were meant are of no use to anybody.
    if (result.error() == hub::Errc::conflict) drop_blobs({.circle = path.place.circle, .which = path.blob});
    return;
  }
  write(store::FinishBlobFile{.circle = path.place.circle, .blob = path.blob, .hash = path.hash},
        [this, exchange](const store::WriteResult& finished, Time) {
          if (!finished) return http_refuse(exchange, error_of(finished.error()));
          http_reply(exchange, 200, "");
        });
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): as above.
void Engine::serve_blob(BlobAsk ask, const wire::BlobRangePath& path) {
  if (path.size > blobs::piece_bytes_max) return http_refuse(ask.exchange, {.code = ErrorCode::too_large});
  find_blob(ask.exchange, path.place, path.blob,
            [this, exchange = ask.exchange, path](const store::BlobFile& file, Time) {
              if (!file.hash) return http_refuse(exchange, {.code = ErrorCode::not_found});
              if (path.size == 0 || path.offset >= file.size)
                return http_refuse(exchange, {.code = ErrorCode::bad_field, .name = "range"});
              work(
                  blobs::GetPiece{
                      .blob = path.blob, .offset = path.offset, .size = static_cast<std::size_t>(path.size)},
                  [this, exchange](blobs::BlobResult result, Time) {
                    if (!result) return http_refuse(exchange, error_of(result.error()));
                    actions_.emplace_back(HttpReply{
                        .exchange = exchange, .status = 200, .body = std::move(std::get<Bytes>(*result))});
                  });
            });
}

void Engine::find_blob(ExchangeId exchange, const wire::BlobPlace& place, const BlobId& blob,
                       FoundBlob then) {
  read(store::FindBlobFile{.circle = place.circle, .blob = blob},
       [this, exchange, channel = place.channel, then = std::move(then)](const store::ReadResult& result,
                                                                         Time later) mutable {
         if (!result) return http_refuse(exchange, error_of(result.error()));
         const auto& file = std::get<store::BlobFile>(*result);
         // Of another channel: as if it did not exist.
         if (file.channel != channel) return http_refuse(exchange, {.code = ErrorCode::not_found});
         then(file, later);
       });
}

// Calls to the blobs.

void Engine::work(blobs::BlobRequest request, OnBlob then) {
  const CallId call{next_call_++};
  works_.emplace(call, std::move(then));
  actions_.emplace_back(BlobWork{.call = call, .request = std::move(request)});
}

Actions Engine::on(BlobAnswered event, Time now) {
  auto call = works_.extract(event.call);
  KRING_ASSERT(!call.empty());
  call.mapped()(std::move(event.result), now);
  return take_actions();
}

// Removing.

Actions Engine::on(const ChannelGone& event, Time /*now*/) {
  drop_blobs({.circle = event.circle, .which = event.channel});
  return take_actions();
}

void Engine::drop_blobs(store::DropBlobFiles drop) {
  write(std::move(drop), [this](const store::WriteResult&, Time) { reap_blobs(); });
}

void Engine::reap_blobs() {
  // What is dropped meanwhile is found by the next one, at the latest by the hourly sweep.
  if (std::exchange(reaping_, true)) return;
  read(store::ReadDropped{.count_max = limits::reaped_blobs_max},
       [this](const store::ReadResult& result, Time) {
         auto dropped = result ? std::get<store::Dropped>(*result).blobs : std::vector<BlobId>();
         if (dropped.empty()) {
           reaping_ = false;
           return;
         }
         reap(dropped);
       });
}

void Engine::reap(const std::vector<BlobId>& dropped) {
  struct Round {
    std::size_t left = 0;
    std::vector<BlobId> gone;
  };
  auto round = std::make_shared<Round>(Round{.left = dropped.size(), .gone = {}});
  for (const auto& blob : dropped) {
    work(blobs::RemoveBlob{blob}, [this, round, blob](const blobs::BlobResult& result, Time) {
      if (result) round->gone.push_back(blob);
      if (--round->left > 0) return;
      const bool some = !round->gone.empty();
      write(store::ForgetBlobFiles{std::move(round->gone)},
            [this, some](const store::WriteResult& forgotten, Time) {
              reaping_ = false;
              // There may be more; where nothing could be removed it waits for the next sweep.
              if (some && forgotten) reap_blobs();
            });
    });
  }
}

}  // namespace kring::engine
