// When weather closes a window: the same on a device and in the hub, which guards windows whose
// firmware is not ours. Between the level that begins a hazard and the one that ends it nothing
// changes.
#pragma once

namespace luft::contract {

inline constexpr double kStormBegins_m_s = 14;  // Beaufort 7 begins at 13.9 m/s
inline constexpr double kStormEnds_m_s = 10;
inline constexpr double kRainBegins_mm_h = 0.2;
inline constexpr double kRainEnds_mm_h = 0.05;
inline constexpr double kFrostBegins_c = 4;  // in the room: pipes, not the garden
inline constexpr double kFrostEnds_c = 6;

}  // namespace luft::contract
