// A chip that measures the climate of a room, whichever it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "firmware/core/uptime.h"

namespace luft::firmware {

// What one measurement said; empty what the chip cannot measure, or could not this time.
struct Climate {
  std::optional<double> temperature_c{};
  std::optional<double> humidity_pct{};
  std::optional<double> pressure_hpa{};
  Uptime measured = kNever;
};

enum class SensorTrouble : std::uint8_t {
  none,
  no_answer,   // nothing on the wire
  other_chip,  // something else answers at this address
  bad_timing,  // pulses that are no bits
  bad_checksum,
  implausible,  // all well on the wire, but no room is like that
};
inline constexpr std::size_t kSensorTroubles = 6;

// For people, who find it in docs/hardware.md; empty when there is none.
[[nodiscard]] std::string_view name(SensorTrouble trouble);

class ClimateSensor {
 public:
  virtual ~ClimateSensor() = default;
  // Starts and ends measurements by itself; never waits. Called every few milliseconds.
  virtual void on_tick(Uptime now) = 0;
  // The latest measurement that came out well.
  [[nodiscard]] virtual const Climate& latest() const = 0;
  // Of the latest measurement.
  [[nodiscard]] virtual SensorTrouble trouble() const = 0;
};

}  // namespace luft::firmware
