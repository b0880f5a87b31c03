// Some days of a simulated home, ready to be lived through again and again: what acts on it is
// computed once, the window decides the rest. Physics every 5 minutes, a decision every 15.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "contract/inference.h"
#include "ml/taste.h"
#include "ml/truths.h"
#include "rooms/comfort.h"
#include "rooms/home.h"

namespace luft::ml {

inline constexpr double kStepSeconds = 300;
inline constexpr std::size_t kStepsPerDecision = 3;
inline constexpr std::size_t kDecisionsPerDay = 96;
inline constexpr std::size_t kForesightSteps = 48;  // kept beyond the last decision

// Errors of a home's sensors: constant ones, and how much each reading scatters.
struct SensorErrors {
  double temp_c = 0;
  double humidity_pct = 0;
  double sound_db = 0;
  double temp_scatter_c = 0.05;
  double humidity_scatter_pct = 0.3;
  double sound_scatter_db = 0.5;
};

struct Episode {
  rooms::Home home;
  Taste taste;
  rooms::ComfortWeights weights;       // of that taste
  std::vector<rooms::Moment> moments;  // one per step, and kForesightSteps more
  std::size_t decisions = 0;
  rooms::RoomState start;
  SensorErrors errors;
  std::uint64_t seed = 0;

  [[nodiscard]] std::span<const rooms::Moment> from_decision(std::size_t decision) const {
    return std::span(moments).subspan(decision * kStepsPerDecision);
  }
};

// Where and when an episode is: a climate and a season (0 winter .. 3 autumn).
struct Setting {
  std::size_t climate;
  std::size_t season;
};

// A random home, season and weather; the same seed gives the same episode. Days before the first
// decision are lived through with a little airing, so that it starts in a settled state.
[[nodiscard]] Episode make_episode(std::uint64_t seed, std::size_t days);
[[nodiscard]] Episode make_episode(std::uint64_t seed, std::size_t days, const Setting& setting);
// In any climate but this one; none: in any.
[[nodiscard]] Episode make_episode_outside(std::optional<std::size_t> climate, std::uint64_t seed,
                                           std::size_t days);

// The same under a weather that was made before; the year is what takes longest to make.
[[nodiscard]] Episode make_episode(std::uint64_t seed, std::size_t days, const Setting& setting,
                                   const rooms::Weather& weather);

// Gives the episode's people a taste.
void set_taste(Episode& episode, const Taste& taste);

// A home being lived in, decision by decision. The episode must outlive it; copies try what might
// be.
class Walk {
 public:
  explicit Walk(const Episode& episode, std::size_t first_decision = 0);

  [[nodiscard]] bool done() const { return decision_ == episode_->decisions; }
  [[nodiscard]] std::size_t decision() const { return decision_; }
  [[nodiscard]] const rooms::RoomState& state() const { return state_; }
  [[nodiscard]] double opening() const { return opening_; }

  // What the hub would ask now, with everything a well-equipped room measures.
  [[nodiscard]] contract::InferenceRequest request() const;
  // What no sensor shows.
  [[nodiscard]] Truths truths() const;

  // Moves the window and goes on for one decision's time; returns what that cost.
  rooms::CostTerms go_on(double opening);

 private:
  const Episode* episode_;  // a pointer, so that a walk can be copied and gone on with
  std::size_t decision_;
  rooms::RoomState state_;
  double opening_ = 0;
  // What the sensors showed now, and one and two decisions ago: for trends.
  std::array<rooms::Observation, 3> seen_{};
};

}  // namespace luft::ml
