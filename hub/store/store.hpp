#pragma once

#include "hub/base/errc.hpp"
#include "hub/store/requests.hpp"

#include <memory>
#include <span>
#include <vector>

namespace kring::store {

/// Reads what was committed. Blocking; used by one thread at a time.
class StoreReader {
 public:
  StoreReader() = default;
  StoreReader(const StoreReader&) = delete;
  StoreReader& operator=(const StoreReader&) = delete;
  StoreReader(StoreReader&&) = delete;
  StoreReader& operator=(StoreReader&&) = delete;
  virtual ~StoreReader() = default;

  /// Answers from one moment's state. The answer's type and the request's errors stand with each request;
  /// besides them `store_failed` and `store_corrupt`.
  [[nodiscard]] virtual ReadResult read(const ReadRequest& request) = 0;
};

/// Where the hub keeps everything. Blocking: one thread writes while others read, each through its own
/// reader.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;
  virtual ~Store() = default;

  /// Applies the requests in order, each whole or not at all and seeing what those before it did, and makes
  /// all of them durable together before it returns: one result a request, in the same order. Writing thread
  /// only.
  ///
  /// Besides each request's own errors: `store_full` (no room; nothing of this request was kept, and later
  /// ones may succeed), `store_failed` or `store_corrupt` (nothing says what reached the disk: every later
  /// write fails too, and the process should end).
  [[nodiscard]] virtual std::vector<WriteResult> write(std::span<const WriteRequest> requests) = 0;

  /// A reader for one thread; it may not outlive the store. Any thread. Errors: `store_failed`,
  /// `store_corrupt`.
  [[nodiscard]] virtual Result<std::unique_ptr<StoreReader>> open_reader() = 0;

  /// Made at random with the store; another one means another history.
  [[nodiscard]] virtual channels::Incarnation incarnation() const = 0;
};

}  // namespace kring::store
