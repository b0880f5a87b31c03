// The holds that Home Assistant offers in a list.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace luft::contract {

struct OfferedHold {
  std::string_view name;  // as people there choose it
  std::uint32_t hold_s = 0;
};

inline constexpr std::string_view kNoHold = "automatic";

// Ascending; the last one is the longest that a window takes.
inline constexpr std::array<OfferedHold, 7> kHolds{{{"15 minutes", 900},
                                                    {"1 hour", 3'600},
                                                    {"2 hours", 7'200},
                                                    {"4 hours", 14'400},
                                                    {"8 hours", 28'800},
                                                    {"1 day", 86'400},
                                                    {"1 week", 604'800}}};

}  // namespace luft::contract
