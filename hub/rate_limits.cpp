#include "hub/rate_limits.h"

#include <algorithm>

namespace luft::hub {

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
  if (const auto known = buckets_.find(device); known != buckets_.end()) return known->second;
  if (buckets_.size() >= kMaxDevices) forget_quiet(now);
  const contract::DeviceId key = buckets_.size() >= kMaxDevices ? contract::DeviceId{} : device;
  return buckets_.try_emplace(key, Bucket{.tokens = burst_, .filled = now}).first->second;
}

void RateLimits::forget_quiet(SteadyTime now) {
  if (now - forgotten_at_ < kForgetAfter) return;
  forgotten_at_ = now;
  std::erase_if(buckets_,
                [now](const auto& each) { return now - each.second.filled > kForgetAfter; });
}

}  // namespace luft::hub
