// Where threads that want a balance wait for the store thread, which takes it. Closed, it answers
// everybody at once: the store thread may hang in the database when the hub stops.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <expected>
#include <future>
#include <mutex>
#include <optional>
#include <string>

#include "hub/journal/balance.h"
#include "runtime/clock.h"

namespace luft::hub {

using BalanceResult = std::expected<Balance, std::string>;

class BalanceDesk {
 public:
  static constexpr std::size_t kMaxWaiting = 16;

  // Any thread; waits at most `patience`.
  [[nodiscard]] BalanceResult ask(std::chrono::milliseconds patience);
  // Any thread: everybody who waits, or comes later, is told that the hub is stopping.
  void close();

  // The store thread. Waits until somebody is there, or the time is over.
  void wait_for(std::chrono::nanoseconds timeout);
  struct Waiting {
    std::size_t count = 0;
    runtime::SteadyTime since;  // when the first of them came
  };
  [[nodiscard]] Waiting waiting();
  // Answers the first `count` of those who wait.
  void answer(std::size_t count, const BalanceResult& result);

 private:
  struct Request {
    std::promise<BalanceResult> answer;
    runtime::SteadyTime since;
  };
  std::mutex mutex_;  // guards all below
  std::condition_variable came_;
  std::deque<Request> waiting_;
  bool closed_ = false;
};

}  // namespace luft::hub
