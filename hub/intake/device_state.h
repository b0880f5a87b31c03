// A device's state as bytes for the journal's file, and back. Counts, numbers and receipts are kept
// beside it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/intake/device.h"
#include "hub/intake/trigger.h"

namespace luft::hub {

// What the trigger of a device's window asked last, on the wall clock.
struct KeptAsking {
  SystemTime at;
  std::array<std::optional<double>, Trigger::kWatched> values;  // by metric
};

[[nodiscard]] std::string write_device_state(const Device& device,
                                             const std::optional<KeptAsking>& asked);

// Fills in what write_device_state() wrote; false, with `device` half filled, when the bytes are
// damaged or from a later version.
[[nodiscard]] bool read_device_state(std::string_view bytes, Device& device,
                                     std::optional<KeptAsking>& asked);

}  // namespace luft::hub
