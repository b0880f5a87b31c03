#include "hub/intake/anchor.h"

#include <algorithm>
#include <utility>

namespace luft::hub {

void Anchor::observe(SystemTime received, std::uint64_t now_ms) {
  const SystemTime boot_time =
      received - std::chrono::milliseconds{static_cast<std::int64_t>(now_ms)};
  if (period_start_ms_ == kNoPeriod) period_start_ms_ = now_ms;
  if (now_ms >= period_start_ms_ + static_cast<std::uint64_t>(kPeriod.count())) {
    smallest_before_ = std::exchange(smallest_, kNever);
    period_start_ms_ = now_ms;
  }
  smallest_ = std::min(smallest_, boot_time);
}

std::optional<SystemTime> Anchor::boot_time() const {
  const SystemTime smallest = std::min(smallest_, smallest_before_);
  return smallest == kNever ? std::nullopt : std::optional{smallest};
}

}  // namespace luft::hub
