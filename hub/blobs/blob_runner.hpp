#pragma once

#include "hub/blobs/blobs.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace kring::blobs {

struct BlobRunnerOptions {
  /// Threads: one may sync while another reads.
  std::size_t threads = 2;
  std::size_t waiting_max = 1024;
  /// What waiting pieces hold in memory together.
  std::size_t waiting_bytes_max = std::size_t{64} * 1024 * 1024;
};

/// Lets blocking `Blobs` serve a thread that must not block. Answers come through `post`.
class BlobRunner {
 public:
  using Task = std::move_only_function<void()>;
  /// Runs a task on the thread that wants the answers; called from any thread.
  using Post = std::function<void(Task)>;
  using BlobDone = std::move_only_function<void(BlobResult)>;

  /// `blobs` outlives the runner.
  BlobRunner(Blobs& blobs, BlobRunnerOptions options, Post post);
  BlobRunner(const BlobRunner&) = delete;
  BlobRunner& operator=(const BlobRunner&) = delete;
  BlobRunner(BlobRunner&&) = delete;
  BlobRunner& operator=(BlobRunner&&) = delete;
  ~BlobRunner();

  /// Any thread. `done` is called once. Errors besides those of `Blobs`: `overloaded`, `stopping`.
  void perform(BlobRequest request, BlobDone done);
  /// Takes no more, finishes what waits, posts the answers and ends the threads. Blocks; a second call does
  /// nothing.
  void stop();

 private:
  struct Waiting {
    BlobRequest request;
    std::size_t size = 0;
    BlobDone done;
  };
  /// Why a request of this size is not taken now, if so. Under the lock.
  [[nodiscard]] std::optional<Error> refusal(std::size_t size) const;
  void run();

  Blobs& blobs_;
  const BlobRunnerOptions options_;
  const Post post_;

  std::mutex mutex_;
  std::condition_variable waits_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kring::blobs
