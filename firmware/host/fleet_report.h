// What a fleet did, by the devices' own count: the last words of luft-device.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "firmware/core/device.h"

namespace luft::firmware::host {

struct DeviceAccount {
  std::string id;
  std::uint64_t sent = 0;  // distinct readings handed to the outbox
  std::uint64_t receipted = 0;
  std::uint64_t unreceipted = 0;  // still held
  std::uint64_t dropped = 0;      // no room, or passed over by the hub for good
  std::uint64_t resent = 0;
  std::uint64_t movements = 0;
  std::uint64_t moved_by_model = 0;
  std::uint64_t refused = 0;  // commands, by the guard
};

[[nodiscard]] DeviceAccount account_of(const Device& device);

struct FleetReport {
  double seconds = 0;
  std::uint64_t loop_count = 0;  // movements that began at once because of a named reading
  double loop_p50_ms = 0;
  double loop_p99_ms = 0;
  std::vector<DeviceAccount> devices;

  [[nodiscard]] DeviceAccount sums() const;
};

// One JSON object in one line.
[[nodiscard]] std::string to_json(const FleetReport& report);

}  // namespace luft::firmware::host
