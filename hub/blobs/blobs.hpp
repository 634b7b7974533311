#pragma once

#include "hub/base/errc.hpp"
#include "hub/blobs/requests.hpp"

namespace kring::blobs {

/// Where blobs are kept. Blocking; any thread, and several at a time.
///
/// Two pieces for one place at one time may both be written: they are the same bytes, or the blob's hash will
/// say that they were not.
class Blobs {
 public:
  Blobs() = default;
  Blobs(const Blobs&) = delete;
  Blobs& operator=(const Blobs&) = delete;
  Blobs(Blobs&&) = delete;
  Blobs& operator=(Blobs&&) = delete;
  virtual ~Blobs() = default;

  /// Besides each request's own errors: `store_full` (no room; what was there stays as it was),
  /// `store_failed` (nothing says what reached the disk), `overloaded` (too many files are open).
  [[nodiscard]] virtual BlobResult perform(const BlobRequest& request) = 0;
};

}  // namespace kring::blobs
