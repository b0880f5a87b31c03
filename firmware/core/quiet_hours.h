// When a window keeps still so that nobody is woken: part of each local day.
#pragma once

#include <cstdint>
#include <optional>

namespace luft::firmware {

struct QuietHours {
  std::uint32_t from_min = 0;  // minutes of the day; equal: never
  std::uint32_t to_min = 0;

  // Over midnight when `from_min` is the later one. A device that does not know the time is not
  // quiet: stale air is worse than a sound.
  [[nodiscard]] bool hold_at(std::optional<std::uint16_t> minute_of_day) const {
    if (!minute_of_day) return false;
    if (from_min <= to_min) return from_min <= *minute_of_day && *minute_of_day < to_min;
    return *minute_of_day >= from_min || *minute_of_day < to_min;
  }
};

}  // namespace luft::firmware
