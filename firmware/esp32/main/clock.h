// The time outside, by SNTP.
#pragma once

#include "firmware/core/ports.h"

namespace luft::firmware::esp32 {

class SntpClock final : public WallClock {
 public:
  SntpClock();  // asks as soon as there is a network, and again every hour
  std::optional<std::uint64_t> unix_ms() const override;
  std::optional<std::uint16_t> minute_of_day() const override;
};

}  // namespace luft::firmware::esp32
