#pragma once

#include "hub/store/store.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kring::store {

/// How much a `StoreRunner` does at a time and lets wait.
struct StoreRunnerOptions {
  /// Reading threads, each with a reader of its own. A read is short and mostly out of the page cache.
  std::size_t readers = 2;
  /// Writes that wait while a batch is on its way to the disk: half a second's worth of a busy hub.
  std::size_t waiting_writes_max = 4096;
  /// What those writes hold in memory together: 16 of the largest bundles with their states.
  std::size_t waiting_write_bytes_max = std::size_t{256} * 1024 * 1024;
  std::size_t waiting_reads_max = 4096;
  /// One batch, so that the first of a long queue does not wait for all of it.
  std::size_t batch_requests_max = 512;
  /// Bytes of one batch; a single larger request is a batch of its own.
  std::size_t batch_bytes_max = std::size_t{16} * 1024 * 1024;
};

/// Lets a blocking `Store` serve a thread that must not block: one thread writes, others read.
///
/// While a batch is being made durable, further writes gather; they are the next batch. So there is no timer,
/// a lone write goes at once, and a busy store syncs once for many. Answers come through `post`, a batch's
/// all in one task and in order, and never before `write` or `read` has returned to its caller, if `post`
/// keeps that promise.
class StoreRunner {
 public:
  using Task = std::move_only_function<void()>;
  /// Runs a task on the thread that wants the answers. Called from the runner's threads and from the
  /// caller's.
  using Post = std::function<void(Task)>;
  using WriteDone = std::move_only_function<void(WriteResult)>;
  using ReadDone = std::move_only_function<void(ReadResult)>;

  /// `store` outlives the runner. Errors: those of `Store::open_reader`.
  [[nodiscard]] static Result<std::unique_ptr<StoreRunner>> start(Store& store, StoreRunnerOptions options,
                                                                  Post post);
  StoreRunner(const StoreRunner&) = delete;
  StoreRunner& operator=(const StoreRunner&) = delete;
  StoreRunner(StoreRunner&&) = delete;
  StoreRunner& operator=(StoreRunner&&) = delete;
  ~StoreRunner();

  struct Write {
    WriteRequest request;
    WriteDone done;
  };
  /// Any thread. Those that are written together come into as few batches as they fit. Each `done` is called
  /// once. Errors besides the store's: `overloaded`, `stopping`.
  void write(std::vector<Write> writes);
  /// The same for one alone.
  void write(WriteRequest request, WriteDone done);
  /// Any thread. `done` is called once. Errors besides the store's: `overloaded`, `stopping`.
  void read(ReadRequest request, ReadDone done);

  /// Takes no more calls, finishes those that wait, posts their answers and ends the threads. Blocks; a
  /// second call does nothing. Not on one of the runner's threads.
  void stop();

 private:
  struct WaitingWrite {
    Write write;
    std::size_t size = 0;
  };
  struct WaitingRead {
    ReadRequest request;
    ReadDone done;
  };
  struct Batch {
    std::vector<WriteRequest> requests;
    std::vector<WriteDone> dones;
  };

  StoreRunner(Store& store, StoreRunnerOptions options, Post post);
  /// Takes in a write, or says why not. Under the lock.
  [[nodiscard]] Status enqueue(Write& write);
  void run_writer();
  void run_reader(StoreReader& reader);
  /// The next batch; empty when the runner stops and nothing waits any more.
  [[nodiscard]] Batch take_batch();

  Store& store_;
  const StoreRunnerOptions options_;
  const Post post_;

  std::mutex mutex_;
  std::condition_variable write_waits_;
  std::condition_variable read_waits_;
  std::deque<WaitingWrite> writes_;
  std::size_t write_bytes_ = 0;
  std::deque<WaitingRead> reads_;
  bool stopping_ = false;

  std::vector<std::unique_ptr<StoreReader>> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace kring::store
