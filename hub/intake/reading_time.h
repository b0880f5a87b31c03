// When a reading was taken: by the device's own clock when that is set and not absurd, else by its
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

// `boot_time` is when `up_ms` was zero, if that is known. An absurd `time_ms` does not count. Empty
// when there is no plausible time at all.
[[nodiscard]] std::optional<ReadingTime> reading_time(std::optional<std::uint64_t> time_ms,
                                                      std::optional<SystemTime> boot_time,
                                                      std::uint64_t up_ms, SystemTime received,
                                                      std::chrono::milliseconds retention);

}  // namespace luft::hub
