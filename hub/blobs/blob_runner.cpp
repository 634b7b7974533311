#include "hub/blobs/blob_runner.hpp"

#include <optional>
#include <utility>

namespace kring::blobs {

using hub::Errc;

namespace {

std::size_t held_by(const BlobRequest& request) {
  if (const auto* put = std::get_if<PutPiece>(&request)) return put->bytes.size();
  // A piece that is read lies in memory from then on.
  if (const auto* get = std::get_if<GetPiece>(&request)) return get->size;
  return 0;
}

}  // namespace

BlobRunner::BlobRunner(Blobs& blobs, BlobRunnerOptions options, Post post)
    : blobs_(blobs), options_(options), post_(std::move(post)) {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { run(); });
}

BlobRunner::~BlobRunner() {
  stop();
}

std::optional<Error> BlobRunner::refusal(std::size_t size) const {
  if (stopping_) return Error(Errc::stopping, "blob");
  const bool is_full = waiting_.size() >= options_.waiting_max ||
                       (!waiting_.empty() && waiting_bytes_ + size > options_.waiting_bytes_max);
  if (is_full) return Error(Errc::overloaded, "blob");
  return std::nullopt;
}

void BlobRunner::perform(BlobRequest request, BlobDone done) {
  const auto size = held_by(request);
  std::unique_lock lock(mutex_);
  if (const auto refused = refusal(size)) {
    lock.unlock();
    return post_([error = *refused, done = std::move(done)]() mutable { done(fail(error)); });
  }
  waiting_bytes_ += size;
  waiting_.push_back({std::move(request), size, std::move(done)});
  lock.unlock();
  waits_.notify_one();
}

void BlobRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  waits_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void BlobRunner::run() {
  for (;;) {
    Waiting next;
    {
      std::unique_lock lock(mutex_);
      waits_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      waiting_bytes_ -= next.size;
    }
    post_([result = blobs_.perform(next.request), done = std::move(next.done)]() mutable {
      done(std::move(result));
    });
  }
}

}  // namespace kring::blobs
