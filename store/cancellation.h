// Ends requests to the database that other threads are waiting for, so that a program can stop
// while the database hangs. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace luft::store {

class Cancellation {
 public:
  // From now on requests fail at once, and those on their way fail now. Whether all of them had
  // ended after `patience`. May be called again.
  bool cancel(std::chrono::milliseconds patience);

  // One request, while it lives. `stop` makes it fail; called from another thread, maybe often.
  class Request {
   public:
    // `cancellation` may be null: then nothing stops it.
    Request(std::shared_ptr<Cancellation> cancellation, std::function<void()> stop);
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request();
    // Cancelled: it must not start, or was stopped.
    [[nodiscard]] bool cancelled() const;

   private:
    std::shared_ptr<Cancellation> cancellation_;
    std::list<std::function<void()>>::iterator place_;
  };

 private:
  std::mutex mutex_;  // guards all below
  std::condition_variable ended_;
  std::list<std::function<void()>> stops_;  // of the requests on their way
  bool cancelled_ = false;
};

}  // namespace luft::store
