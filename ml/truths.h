// What the simulator knows of a room and a device does not: the net is taught to estimate it from
// what it remembers, which gives its memory something to hold on to and its reasons their words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace luft::ml {

enum class Truth : std::uint8_t {
  occupied,            // probabilities, 0..1: somebody is there
  asleep,              // they sleep
  occupied_next_hour,  // share of the next hour that somebody is there
  occupied_next_three_hours,
  co2,           // (ppm - 1000) / 500
  street_sound,  // (dB(A) in front of the window - 50) / 10
  mass_temp,     // (°C of walls and floor - 22) / 4
  outdoor_temp,  // (°C - 15) / 10
  running_mean,  // (°C outdoors, running mean of EN 16798-1 - 15) / 10
};
inline constexpr std::size_t kTruthCount = 9;
inline constexpr std::size_t kProbabilityCount = 4;  // the first ones

using Truths = std::array<float, kTruthCount>;

inline double co2_ppm_of(float truth) {
  return 1000 + 500 * static_cast<double>(truth);
}

}  // namespace luft::ml
