// Where a device is, as far as its clock is concerned: a POSIX TZ text (IEEE Std 1003.1, "TZ"),
// which the C library of every chip understands. For quiet hours; readings are in UTC whatever it
// says.
#pragma once

#include <span>
#include <string_view>

namespace luft::firmware {

inline constexpr std::size_t kMaxTimeZoneLength = 64;

struct TimeZone {
  std::string_view posix;  // "CET-1CEST,M3.5.0,M10.5.0/3"; nothing that HTML would mistake
  std::string_view place;  // for people
};

// From west to east, of most people; others are typed in.
[[nodiscard]] std::span<const TimeZone> common_time_zones();
inline constexpr std::string_view kDefaultTimeZone = "CET-1CEST,M3.5.0,M10.5.0/3";

// A name and an offset; with summer time also its name, its offset where it is not an hour, and the
// rule of when it begins and ends as days of weeks (",M3.5.0/2,M10.5.0/3"): without a rule each C
// library has its own. Hours are 0..24, with minutes.
[[nodiscard]] bool is_time_zone(std::string_view text);

}  // namespace luft::firmware
