#include "clients/core/blob_access.hpp"

#include "channels/wire/http_request.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"

#include <utility>

namespace kring::core {

BlobAccess sign_blob_request(const CircleData& circle, const wire::BlobPath& path, ByteView body,
                             const SigningMoment& moment) {
  auto line = wire::format_blob_path(path);
  const wire::HttpContent content{
      .target = {.origin = circle.hub,
                 .method = std::string(line.method),
                 .path = line.path,
                 .circle = circle.id,
                 .body_hash = primitives::sha256(body)},
      .signer = {.handle = circle.handle_id, .time = moment.now, .nonce = moment.random.fixed<16>()}};
  const auto authorization = wire::sign_http(content, circle.handle.private_key);
  KRING_ASSERT(authorization.has_value());
  return {.method = std::string(line.method),
          .path = std::move(line.path),
          .authorization = wire::format_authorization(*authorization)};
}

}  // namespace kring::core
