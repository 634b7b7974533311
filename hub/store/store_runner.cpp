#include "hub/store/store_runner.hpp"

#include "hub/store/request_size.hpp"

#include <optional>
#include <utility>

namespace kring::store {

using hub::Errc;

Result<std::unique_ptr<StoreRunner>> StoreRunner::start(Store& store, StoreRunnerOptions options, Post post) {
  std::unique_ptr<StoreRunner> runner(new StoreRunner(store, options, std::move(post)));
  for (std::size_t i = 0; i < options.readers; ++i) {
    auto reader = store.open_reader();
    if (!reader) return fail(reader.error());
    runner->readers_.push_back(std::move(*reader));
  }
  runner->threads_.emplace_back([&it = *runner] { it.run_writer(); });
  for (const auto& reader : runner->readers_) {
    runner->threads_.emplace_back([&it = *runner, &own = *reader] { it.run_reader(own); });
  }
  return runner;
}

StoreRunner::StoreRunner(Store& store, StoreRunnerOptions options, Post post)
    : store_(store), options_(options), post_(std::move(post)) {}

StoreRunner::~StoreRunner() {
  stop();
}

void StoreRunner::write(std::vector<Write> writes) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& write : writes) {
      const auto taken = enqueue(write);
      if (taken) continue;
      post_([error = taken.error(), done = std::move(write.done)]() mutable { done(fail(error)); });
    }
  }
  write_waits_.notify_one();
}

void StoreRunner::write(WriteRequest request, WriteDone done) {
  std::vector<Write> writes;
  writes.push_back({.request = std::move(request), .done = std::move(done)});
  write(std::move(writes));
}

Status StoreRunner::enqueue(Write& write) {
  if (stopping_) return fail(Errc::stopping, "write");
  const std::size_t size = size_of_request(write.request);
  if (writes_.size() >= options_.waiting_writes_max ||
      (!writes_.empty() && write_bytes_ + size > options_.waiting_write_bytes_max))
    return fail(Errc::overloaded, "write");
  write_bytes_ += size;
  writes_.push_back({std::move(write), size});
  return {};
}

void StoreRunner::read(ReadRequest request, ReadDone done) {
  std::optional<Error> refused;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = Error(Errc::stopping, "read");
    } else if (reads_.size() >= options_.waiting_reads_max) {
      refused = Error(Errc::overloaded, "read");
    } else {
      reads_.push_back({std::move(request), std::move(done)});
      read_waits_.notify_one();
      return;
    }
  }
  post_([error = *refused, done = std::move(done)]() mutable { done(fail(error)); });
}

void StoreRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  write_waits_.notify_all();
  read_waits_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void StoreRunner::run_writer() {
  while (true) {
    Batch batch = take_batch();
    if (batch.requests.empty()) return;
    auto results = store_.write(batch.requests);
    post_([dones = std::move(batch.dones), results = std::move(results)]() mutable {
      for (std::size_t i = 0; i < dones.size(); ++i) dones[i](std::move(results[i]));
    });
  }
}

StoreRunner::Batch StoreRunner::take_batch() {
  std::unique_lock lock(mutex_);
  write_waits_.wait(lock, [this] { return stopping_ || !writes_.empty(); });
  Batch batch;
  std::size_t bytes = 0;
  while (!writes_.empty() && batch.requests.size() < options_.batch_requests_max) {
    WaitingWrite& next = writes_.front();
    if (!batch.requests.empty() && bytes + next.size > options_.batch_bytes_max) break;
    bytes += next.size;
    batch.requests.push_back(std::move(next.write.request));
    batch.dones.push_back(std::move(next.write.done));
    writes_.pop_front();
  }
  write_bytes_ -= bytes;
  return batch;
}

void StoreRunner::run_reader(StoreReader& reader) {
  while (true) {
    WaitingRead next;
    {
      std::unique_lock lock(mutex_);
      read_waits_.wait(lock, [this] { return stopping_ || !reads_.empty(); });
      if (reads_.empty()) return;
      next = std::move(reads_.front());
      reads_.pop_front();
    }
    post_([result = reader.read(next.request), done = std::move(next.done)]() mutable {
      done(std::move(result));
    });
  }
}

}  // namespace kring::store
