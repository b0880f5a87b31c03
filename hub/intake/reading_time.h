// When a reading was taken: by the device's own clock when that is set and not wrong, else by its
// boot's anchor, else when it arrived. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "hub/moment.h"
#include "store/rows.h"

namespace luft::hub {

struct ReadingTime {
  SystemTime time;
  store::TimeSource source{};
};

// Times before 2000, more than a day ahead, or older than what is kept do not fit the schema.
// `retention` of zero: kept for ever.
[[nodiscard]] bool is_plausible(SystemTime time, SystemTime received,
                                std::chrono::milliseconds retention);

// What is known of the time of a reading.
struct SaidTime {
  std::optional<std::uint64_t> time_ms{};  // by the device's clock
  std::uint64_t up_ms = 0;
  std::optional<SystemTime> boot_time{};         // when `up_ms` was zero, by the boot's anchor
  std::optional<SystemTime> latest_boot_time{};  // by this message alone, which may have waited
};

// A device's clock may be so far from where the hub's puts the reading.
inline constexpr std::chrono::minutes kClockMayBeOff{5};

// Whether `time_ms` is there, and not plausible or too far from what the boot times say, where
// those are known.
[[nodiscard]] bool is_wrong_clock(const SaidTime& said, SystemTime received,
                                  std::chrono::milliseconds retention);

// A wrong `time_ms` does not count. Empty when there is no plausible time at all.
[[nodiscard]] std::optional<ReadingTime> reading_time(const SaidTime& said, SystemTime received,
                                                      std::chrono::milliseconds retention);

}  // namespace luft::hub
