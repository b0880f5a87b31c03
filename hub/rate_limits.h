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
  // Devices beyond this many share one bucket, until others have been quiet for kForgetAfter.
  static constexpr std::size_t kMaxDevices = 150'000;
  static constexpr std::chrono::minutes kForgetAfter{10};

  // `rate` messages a second for long, `burst` at once.
  RateLimits(double rate, double burst) : rate_(rate), burst_(burst) {}

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
  Bucket& bucket_of(const contract::DeviceId& device, SteadyTime now);
  void forget_quiet(SteadyTime now);

  double rate_;
  double burst_;
  std::unordered_map<contract::DeviceId, Bucket> buckets_;
  std::unordered_map<contract::DeviceId, std::uint64_t> dropped_;
  SteadyTime forgotten_at_;
};

}  // namespace luft::hub
