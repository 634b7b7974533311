#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace kring::support {

/// Tasks that other threads post for this one, as a hub's event loop takes them.
class TaskQueue {
 public:
  using Task = std::move_only_function<void()>;

  /// Any thread.
  void post(Task task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    waits_.notify_one();
  }
  /// Runs the next one; waits for it if need be.
  void run_one() {
    std::unique_lock lock(mutex_);
    waits_.wait(lock, [this] { return !tasks_.empty(); });
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }
  [[nodiscard]] std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return tasks_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable waits_;
  std::deque<Task> tasks_;
};

}  // namespace kring::support
