// What the hub's own gate costs for one message. It runs on the thread of the MQTT library, whose
// CPU says nothing of it.
#pragma once

#include <vector>

namespace luft::bench {

// Microseconds of CPU a message, each over many messages of `devices` devices.
[[nodiscard]] std::vector<double> gate_us(std::size_t devices, int rounds);

}  // namespace luft::bench
