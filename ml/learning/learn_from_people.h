// One night's learning, from the hub to the files that luft-ml takes over: asks for new wishes,
// keeps them, learns, writes the tastes, and goes back to the model before when people override the
// one in force more often.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "ml/learning/increment.h"
#include "runtime/settings.h"

namespace luft::ml {

struct LearningReport {
  std::size_t new_wishes = 0;
  std::size_t kept_wishes = 0;
  std::size_t within_interval = 0;  // of the new ones: within the model's low..high
  double overrides_per_day = 0;     // in all rooms, over the last week
  std::size_t tastes = 0;
  std::vector<LearningEvent> events;       // of this time
  std::optional<std::string> rolled_back;  // version in force again, with the reason
};

inline constexpr std::size_t kMostWishes = 20'000;  // kept, the newest
inline constexpr std::size_t kMostKeptOfADevice = 200;

// The error says what could not be read, asked or written; then nothing has changed.
[[nodiscard]] std::expected<LearningReport, std::string> learn_from_people(
    const runtime::Settings& settings, std::uint64_t now_ms);

// The kept wishes with new ones at their end, within the limits above. Pure.
[[nodiscard]] std::vector<Wish> kept_wishes(std::vector<Wish> before, std::vector<Wish> fresh);

}  // namespace luft::ml
