// Keeps one noisy device from starving the others: a token bucket per device, before any channel.
// Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "contract/device_id.h"
#include "hub/message.h"
#include "hub/moment.h"

namespace luft::hub {

class RateLimits {
 public:
  // Devices beyond this many share one bucket, until the buckets of others are full again.
  static constexpr std::size_t kMaxDevices = 150'000;

  // `rate` messages a second for long, `burst` at once.
  RateLimits(double rate, double burst);

  // Whether this device may send one message more now.
  bool admit(const contract::DeviceId& device, SteadyTime now);

  // A bare reading of this device goes no further; counted until take_dropped().
  void drop(const contract::DeviceId& device) { ++dropped_[device]; }
  [[nodiscard]] bool has_dropped() const { return !dropped_.empty(); }
  [[nodiscard]] std::vector<DroppedReadings> take_dropped();
  void give_back(const DroppedReadings& dropped) { dropped_[dropped.device] += dropped.count; }

 private:
  struct Bucket {
    double tokens = 0;
    SteadyTime filled;
  };
  using Buckets = std::unordered_map<contract::DeviceId, Bucket>;

  Bucket& bucket_of(const contract::DeviceId& device, SteadyTime now);
  [[nodiscard]] Bucket* find(const contract::DeviceId& device);
  void forget_full(SteadyTime now);

  double rate_;
  double burst_;
  std::chrono::nanoseconds full_after_;  // without a message; then a bucket is as good as none
  Buckets lately_;                       // of devices heard since turned_at_
  Buckets before_;                       // of those heard in the time before that, and not since
  Buckets full_;                         // dropped a few at a time: no message waits for all
  SteadyTime turned_at_;
  std::unordered_map<contract::DeviceId, std::uint64_t> dropped_;
};

}  // namespace luft::hub
