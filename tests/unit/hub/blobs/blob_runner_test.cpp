#include "hub/blobs/blob_runner.hpp"

#include "hub/blobs/memory_blobs.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace kring::blobs {
namespace {

using hub::Errc;

/// Blobs whose work waits until they are let go.
class HeldBlobs final : public Blobs {
 public:
  [[nodiscard]] BlobResult perform(const BlobRequest& request) override {
    std::unique_lock lock(mutex_);
    ++begun_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return free_; });
    return blobs_.perform(request);
  }
  void wait_until_begun() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return begun_ > 0; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    free_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int begun_ = 0;
  bool free_ = false;
  MemoryBlobs blobs_;
};

class BlobRunnerTest : public testing::Test {
 protected:
  static PutPiece piece(std::size_t size) {
    return {.blob = channels::BlobId(FixedBytes<16>{1}), .offset = 0, .bytes = Bytes(size)};
  }
  /// Starts a request; its answer is known after `stop`.
  std::optional<BlobResult>& begin(BlobRequest request) {
    auto& result = results_.emplace_back();
    runner_.perform(std::move(request), [&result](BlobResult answer) { result = std::move(answer); });
    return result;
  }

  HeldBlobs blobs_;
  std::deque<std::optional<BlobResult>> results_;
  std::mutex posting_;
  BlobRunner runner_{
      blobs_, {.threads = 1, .waiting_max = 2, .waiting_bytes_max = 10}, [this](BlobRunner::Task task) {
        const std::lock_guard lock(posting_);
        task();
      }};
};

TEST_F(BlobRunnerTest, LetsSoManyWaitAndNotOneMore) {
  auto& running = begin(piece(1));
  blobs_.wait_until_begun();
  auto& first = begin(piece(5));
  auto& second = begin(piece(5));
  auto& third = begin(piece(0));
  blobs_.let_go();
  runner_.stop();

  EXPECT_TRUE(running->has_value() && first->has_value() && second->has_value());
  EXPECT_EQ(third->error(), Errc::overloaded);
}

TEST_F(BlobRunnerTest, LetsSoManyBytesWaitAndNotOneMore) {
  (void)begin(piece(1));
  blobs_.wait_until_begun();
  auto& first = begin(piece(6));
  auto& second = begin(piece(5));
  blobs_.let_go();
  runner_.stop();

  EXPECT_TRUE(first->has_value());
  EXPECT_EQ(second->error(), Errc::overloaded);
}

TEST_F(BlobRunnerTest, TakesNothingMoreOnceItHasStopped) {
  blobs_.let_go();
  runner_.stop();

  EXPECT_EQ(begin(piece(1))->error(), Errc::stopping);
}

}  // namespace
}  // namespace kring::blobs
