#pragma once

#include "channels/wire/blob_path.hpp"
#include "clients/core/circle_data.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/time.hpp"

#include <string>

namespace kring::core {

/// A request about a blob, signed by our handle.
struct BlobAccess {
  std::string method;
  std::string path;
  std::string authorization;
};

/// What a signature needs besides a key.
struct SigningMoment {
  Time now{};
  Random& random;
};

[[nodiscard]] BlobAccess sign_blob_request(const CircleData& circle, const wire::BlobPath& path,
                                           ByteView body, const SigningMoment& moment);

}  // namespace kring::core
