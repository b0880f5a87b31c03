#include "hub/journal/balance_desk.h"

#include <algorithm>
#include <utility>

namespace luft::hub {
namespace {

BalanceResult stopping() {
  return std::unexpected{"the hub is stopping"};
}

}  // namespace

BalanceResult BalanceDesk::ask(std::chrono::milliseconds patience) {
  std::future<BalanceResult> answer;
  {
    const std::lock_guard lock{mutex_};
    if (closed_) return stopping();
    if (waiting_.size() >= kMaxWaiting) return std::unexpected{"too many balances at once"};
    answer = waiting_.emplace_back(Request{.answer = {}, .since = std::chrono::steady_clock::now()})
                 .answer.get_future();
  }
  came_.notify_one();
  if (answer.wait_for(patience) != std::future_status::ready) {
    return std::unexpected{"the store is busy; is the database reachable?"};
  }
  return answer.get();
}

void BalanceDesk::close() {
  const std::lock_guard lock{mutex_};
  closed_ = true;
  for (Request& request : waiting_) request.answer.set_value(stopping());
  waiting_.clear();
}

void BalanceDesk::wait_for(std::chrono::nanoseconds timeout) {
  std::unique_lock lock{mutex_};
  came_.wait_for(lock, timeout);
}

BalanceDesk::Waiting BalanceDesk::waiting() {
  const std::lock_guard lock{mutex_};
  if (waiting_.empty()) return {};
  return {.count = waiting_.size(), .since = waiting_.front().since};
}

void BalanceDesk::answer(std::size_t count, const BalanceResult& result) {
  const std::lock_guard lock{mutex_};
  for (count = std::min(count, waiting_.size()); count > 0; --count) {
    waiting_.front().answer.set_value(result);
    waiting_.pop_front();
  }
}

}  // namespace luft::hub
