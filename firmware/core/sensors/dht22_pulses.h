// What a DHT22 (AM2302) says, from the lengths of its pulses. Pure.
//
// It answers 80 us low, 80 us high, then 40 bits: 50 us low, and high for 26-28 us (0) or 70 us
// (1). Whether a bit is long is judged against the low that precedes it, so that a clock that is a
// fifth off, a slow edge or a clone's own idea of a microsecond do not matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

#include "firmware/core/sensors/climate_sensor.h"

namespace luft::firmware {

enum class LineLevel : std::uint8_t { low, high };

// How long the line stayed at a level. 0 us ends a recording.
struct Pulse {
  LineLevel level{};
  std::uint16_t length_us = 0;
};

// Room for all that one answer can be: release, response, 40 bits, the end.
inline constexpr std::size_t kMostDht22Pulses = 96;

struct Dht22Reading {
  std::int16_t temperature_deci_c = 0;
  std::uint16_t humidity_deci_pct = 0;

  friend bool operator==(const Dht22Reading&, const Dht22Reading&) = default;
};

// Whatever was recorded before the bits and after them is skipped; of clones that send negative
// temperatures as two's complement both forms are understood.
[[nodiscard]] std::expected<Dht22Reading, SensorTrouble> decode_dht22(
    std::span<const Pulse> pulses);

}  // namespace luft::firmware
