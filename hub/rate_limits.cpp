#include "hub/rate_limits.h"

#include <algorithm>
#include <utility>

namespace luft::hub {
namespace {

constexpr int kForgottenAtOnce = 2;  // more than one message can add

}  // namespace

RateLimits::RateLimits(double rate, double burst)
    : rate_(rate),
      burst_(burst),
      full_after_(std::chrono::ceil<std::chrono::nanoseconds>(
          std::chrono::duration<double>{burst / rate})) {}

bool RateLimits::admit(const contract::DeviceId& device, SteadyTime now) {
  Bucket& bucket = bucket_of(device, now);
  const std::chrono::duration<double> since = now - bucket.filled;
  bucket.tokens = std::min(burst_, bucket.tokens + since.count() * rate_);
  bucket.filled = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

std::vector<DroppedReadings> RateLimits::take_dropped() {
  std::vector<DroppedReadings> all;
  all.reserve(dropped_.size());
  for (const auto& [device, count] : dropped_) all.push_back({.device = device, .count = count});
  dropped_.clear();
  return all;
}

RateLimits::Bucket& RateLimits::bucket_of(const contract::DeviceId& device, SteadyTime now) {
  forget_full(now);
  if (Bucket* known = find(device)) return *known;
  const bool has_room = lately_.size() + before_.size() < kMaxDevices;
  const contract::DeviceId key = has_room ? device : contract::DeviceId{};
  if (Bucket* shared = has_room ? nullptr : find(key)) return *shared;
  return lately_.try_emplace(key, Bucket{.tokens = burst_, .filled = now}).first->second;
}

RateLimits::Bucket* RateLimits::find(const contract::DeviceId& device) {
  if (const auto known = lately_.find(device); known != lately_.end()) return &known->second;
  auto node = before_.extract(device);
  return node ? &lately_.insert(std::move(node)).position->second : nullptr;
}

void RateLimits::forget_full(SteadyTime now) {
  for (int i = 0; i < kForgottenAtOnce && !full_.empty(); ++i) full_.erase(full_.begin());
  const auto since = now - turned_at_;
  if (since < full_after_) return;
  turned_at_ = now;
  full_ = std::exchange(before_, std::exchange(lately_, {}));
  if (since >= 2 * full_after_) full_ = std::exchange(before_, {});
}

}  // namespace luft::hub
