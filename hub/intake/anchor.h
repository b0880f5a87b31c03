// When a device without a clock sampled its readings. Per boot, the smallest recent
// `received - now_ms` is when its uptime was zero: a message that waited in a queue can only make
// that difference larger, so one that came through quickly sets all others right. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "hub/moment.h"

namespace luft::hub {

class Anchor {
 public:
  // Differences older than one to two periods are forgotten: crystals drift by up to 50 ppm (data
  // sheets of common 40 MHz parts), which is 0.4 s in two hours.
  static constexpr std::chrono::milliseconds kPeriod = std::chrono::hours{1};

  Anchor() = default;
  // As it was kept on disk.
  explicit Anchor(std::optional<SystemTime> boot_time)
      : smallest_(boot_time.value_or(kNever)), smallest_before_(smallest_) {}

  // A message sent at uptime `now_ms` arrived at `received`.
  void observe(SystemTime received, std::uint64_t now_ms);

  // When the device's uptime was zero; empty before the first observation.
  [[nodiscard]] std::optional<SystemTime> boot_time() const;

 private:
  // Not optional: there is one for each boot of each device.
  static constexpr SystemTime kNever = SystemTime::max();
  static constexpr std::uint64_t kNoPeriod = UINT64_MAX;

  SystemTime smallest_ = kNever;               // of this period
  SystemTime smallest_before_ = kNever;        // of the one before
  std::uint64_t period_start_ms_ = kNoPeriod;  // uptime; none: no observation since restart
};

}  // namespace luft::hub
