// How a home answers to one decision, and how that answer would change with the state it starts
// from and with the opening: what the training follows backwards through the days.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ml/training/episode.h"

namespace luft::ml {

// What a response has slopes in: the four numbers of the state, then the opening.
inline constexpr std::size_t kStateCount = 4;
inline constexpr std::size_t kVariableCount = kStateCount + 1;

enum class Effect : std::uint8_t {
  air_temp_c,  // the state a quarter of an hour later
  mass_temp_c,
  vapour_kg_m3,
  co2_ppm,
  cost,         // of that time, without the motor's
  cost_after,   // what that state will go on to cost (training/teacher.h)
  seen_temp_c,  // what the sensors show then
  seen_humidity_pct,
  seen_vapour_g_m3,
  seen_sound_dba,
};
inline constexpr std::size_t kEffectCount = 10;
inline constexpr std::size_t kSeenCount = 4;  // the last ones

struct Response {
  std::array<float, kEffectCount> values{};
  std::array<std::array<float, kVariableCount>, kEffectCount> slopes{};
};

// `decision` < episode.decisions; `opening` 0..1.
[[nodiscard]] Response respond(const Episode& episode, std::size_t decision,
                               const rooms::RoomState& state, double opening);

}  // namespace luft::ml
