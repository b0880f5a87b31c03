#include "store/cancellation.h"

#include <utility>

namespace luft::store {
namespace {

constexpr std::chrono::milliseconds kStopAgain{20};

}  // namespace

// A request that had not reached its socket yet when it was stopped goes on: so it is stopped again
// and again, until it has ended.
bool Cancellation::cancel(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  std::unique_lock lock{mutex_};
  cancelled_ = true;
  while (!stops_.empty() && std::chrono::steady_clock::now() < until) {
    for (const auto& stop : stops_) stop();
    ended_.wait_for(lock, kStopAgain);
  }
  return stops_.empty();
}

Cancellation::Request::Request(std::shared_ptr<Cancellation> cancellation,
                               std::function<void()> stop)
    : cancellation_(std::move(cancellation)) {
  if (!cancellation_) return;
  const std::lock_guard lock{cancellation_->mutex_};
  place_ = cancellation_->stops_.insert(cancellation_->stops_.end(), std::move(stop));
}

Cancellation::Request::~Request() {
  if (!cancellation_) return;
  {
    const std::lock_guard lock{cancellation_->mutex_};
    cancellation_->stops_.erase(place_);
  }
  cancellation_->ended_.notify_all();
}

bool Cancellation::Request::cancelled() const {
  if (!cancellation_) return false;
  const std::lock_guard lock{cancellation_->mutex_};
  return cancellation_->cancelled_;
}

}  // namespace luft::store
