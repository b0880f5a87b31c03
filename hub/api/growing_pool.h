// The server's threads: as many as there are requests and streams at the same time, up to a bound.
// httplib's own pool makes all of them at the start and lets each take a turn, so that every one of
// them comes to hold memory though a household needs four.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace luft::hub::api {

class GrowingPool {
 public:
  // An idle thread goes after `idle_for`.
  explicit GrowingPool(std::size_t max_threads,
                       std::chrono::milliseconds idle_for = std::chrono::seconds{30})
      : max_threads_(max_threads), idle_for_(idle_for) {}
  GrowingPool(const GrowingPool&) = delete;
  GrowingPool& operator=(const GrowingPool&) = delete;
  ~GrowingPool() { shutdown(); }

  void enqueue(std::function<void()> task);
  // Carries out what waits and ends all threads.
  void shutdown();

  [[nodiscard]] std::size_t threads() const;  // any thread
  [[nodiscard]] std::size_t idle() const;     // any thread: of them, those that wait for a task

 private:
  void work();

  const std::size_t max_threads_;
  const std::chrono::milliseconds idle_for_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable has_task_;
  std::condition_variable ended_;
  std::deque<std::function<void()>> tasks_;
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

}  // namespace luft::hub::api
