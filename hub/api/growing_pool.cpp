#include "hub/api/growing_pool.h"

#include <pthread.h>

#include <thread>
#include <utility>

namespace luft::hub::api {

void GrowingPool::enqueue(std::function<void()> task) {
  const std::lock_guard lock{mutex_};
  tasks_.push_back(std::move(task));
  if (idle_ < tasks_.size() && threads_ < max_threads_) {
    std::thread{[this] { work(); }}.detach();  // shutdown() waits for it
    ++threads_;
  }
  has_task_.notify_one();
}

void GrowingPool::shutdown() {
  std::unique_lock lock{mutex_};
  ending_ = true;
  has_task_.notify_all();
  ended_.wait(lock, [this] { return threads_ == 0; });
}

std::size_t GrowingPool::threads() const {
  const std::lock_guard lock{mutex_};
  return threads_;
}

std::size_t GrowingPool::idle() const {
  const std::lock_guard lock{mutex_};
  return idle_;
}

void GrowingPool::work() {
  pthread_setname_np(pthread_self(), "http");
  std::unique_lock lock{mutex_};
  while (true) {
    ++idle_;
    const bool woken =
        has_task_.wait_for(lock, idle_for_, [this] { return ending_ || !tasks_.empty(); });
    --idle_;
    if (!woken || tasks_.empty()) break;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
  }
  --threads_;
  ended_.notify_all();
}

}  // namespace luft::hub::api
