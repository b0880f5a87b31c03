// The time outside, by SNTP.
#pragma once

#include <string_view>

#include "firmware/core/ports.h"

namespace luft::firmware::esp32 {

class SntpClock final : public WallClock {
 public:
  // Asks as soon as there is a network, and again every hour. `time_zone` is one that
  // is_time_zone() knows.
  explicit SntpClock(std::string_view time_zone);
  std::optional<std::uint64_t> unix_ms() const override;
  std::optional<std::uint16_t> minute_of_day() const override;
};

}  // namespace luft::firmware::esp32
