// How well a virtual device hears its access point: a place of its own between next door and the
// far end of a house, wandering a little as people walk through it. Pure.
#pragma once

#include <cstdint>

#include "firmware/core/ports.h"

namespace luft::firmware::host {

// Whole dBm, as a chip says it; the same for the same seed and uptime.
[[nodiscard]] double virtual_rssi_dbm(std::uint32_t seed, Uptime now);

}  // namespace luft::firmware::host
