// Some days of a simulated home, ready to be lived through again and again: what acts on it is
// computed once, the window decides the rest. Physics every 5 minutes, a decision every 15.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "contract/inference.h"
#include "rooms/comfort.h"
#include "rooms/home.h"

namespace luft::ml {

inline constexpr double kStepSeconds = 300;
inline constexpr std::size_t kStepsPerDecision = 3;
inline constexpr std::size_t kDecisionsPerDay = 96;

struct Episode {
  rooms::Home home;
  std::vector<rooms::Moment> moments;  // one per step, some hours more than there are decisions
  std::size_t decisions = 0;
  rooms::RoomState start;
  // Errors of the home's sensors, constant over the episode.
  double temp_error_c = 0;
  double humidity_error_pct = 0;
  double sound_error_db = 0;

  [[nodiscard]] std::span<const rooms::Moment> from_decision(std::size_t decision) const {
    return std::span(moments).subspan(decision * kStepsPerDecision);
  }
};

// A random home, season and weather; the same seed gives the same episode. Days before the first
// decision are lived through with a little airing, so that it starts in a settled state.
[[nodiscard]] Episode make_episode(std::uint64_t seed, std::size_t days);

// The same, in a given climate and season (0 winter .. 3 autumn).
struct Setting {
  std::size_t climate;
  std::size_t season;
};
[[nodiscard]] Episode make_episode(std::uint64_t seed, std::size_t days, const Setting& setting);

// A home being lived in, decision by decision. The episode must outlive it; copies try what might
// be.
class Walk {
 public:
  explicit Walk(const Episode& episode);

  [[nodiscard]] bool done() const { return decision_ == episode_->decisions; }
  [[nodiscard]] std::size_t decision() const { return decision_; }
  [[nodiscard]] const rooms::RoomState& state() const { return state_; }
  [[nodiscard]] double opening() const { return opening_; }

  // What the hub would ask now, with everything a well-equipped room measures.
  [[nodiscard]] contract::InferenceRequest request() const;

  // Moves the window and goes on for one decision's time; returns what that cost.
  rooms::CostTerms go_on(double opening);

 private:
  const Episode* episode_;  // a pointer, so that a walk can be copied and gone on with
  std::size_t decision_ = 0;
  rooms::RoomState state_;
  double opening_ = 0;
  // What the sensors showed now, and one and two decisions ago: for trends.
  std::array<rooms::Observation, 3> seen_{};
};

}  // namespace luft::ml
