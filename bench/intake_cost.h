// What the hub's own gate and intake cost for one reading. They run on the thread of the MQTT
// library, whose CPU says nothing of them.
#pragma once

#include <vector>

namespace luft::bench {

// Microseconds of CPU a reading, each over many readings of `devices` devices.
[[nodiscard]] std::vector<double> taking_in_us(std::size_t devices, int rounds);

}  // namespace luft::bench
