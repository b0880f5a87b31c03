// The teacher: sees the simulator's truth and its future, and plans the window three hours ahead.
//
// Receding horizon in blocks of 1, 1, 2, 4 and 4 quarter-hours over the six positions; for each
// first position the rest is improved block by block (coordinate descent, one sweep) from the
// best of a few plans: the last one shifted, constant, closed, ajar. At the horizon, terms for
// stored heat, stale air and overheating stand for what comes after. Costs are those of
// rooms/comfort.h.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "ml/positions.h"
#include "ml/training/episode.h"
#include "rooms/comfort_terms.h"

namespace luft::ml {

struct Advice {
  std::array<double, kPositionCount> cost_to_go{};  // of each first position, best continuation
  std::size_t best = 0;

  [[nodiscard]] double regret(std::size_t position) const {
    return cost_to_go[position] - cost_to_go[best];
  }
};

// What a state at the horizon will go on to cost: heat to be bought back, stale air, heat stored
// above the comfort band.
// `Number`: double or Dual (training/response.cpp).
template <class Number>
[[nodiscard]] Number cost_after(const rooms::ComfortWeights& weights, const rooms::Home& home,
                                const rooms::StateOf<Number>& state, const rooms::Moment& moment);

inline constexpr std::size_t kHorizonDecisions = 12;  // three hours

class Teacher {
 public:
  explicit Teacher(const Episode& episode) : episode_(episode) {}

  // Advice for the walk's present state. Keeps the plan for the next decision's start.
  Advice advise(const Walk& walk);

  // By how much going on from `opening` (0..1) would cost more than the best of `advice`, which was
  // just given for this walk; never negative.
  [[nodiscard]] double regret(const Walk& walk, const Advice& advice, double opening) const;

 private:
  static constexpr std::array<std::size_t, 5> kBlocks{1, 1, 2, 4, 4};  // quarter-hours
  using Plan = std::array<std::size_t, kBlocks.size()>;                // position of each block

  // The first block of a plan stands open by `first`, whatever position it names.
  [[nodiscard]] double cost_of(const Plan& plan, double first, const Walk& walk) const;
  double improve(Plan& plan, double cost, double first, const Walk& walk) const;
  double plan_from(double first, std::size_t nearest, const Plan& shifted, const Walk& walk,
                   Plan& plan) const;

  const Episode& episode_;
  Plan plan_{};
  Plan shifted_{};  // the plan before, moved on to the decision last advised on
};

template <class Number>
Number cost_after(const rooms::ComfortWeights& weights, const rooms::Home& home,
                  const rooms::StateOf<Number>& state, const rooms::Moment& moment) {
  constexpr double kHoursAfter = 2;   // for which a bad state at the horizon goes on costing
  constexpr double kMassShare = 0.3;  // of the mass's missing heat that heating will replace
  const auto& room = home.room;
  const Number cold_mass_k = std::max(Number(0), moment.setpoint_c - state.mass_temp_c);
  const Number cold_air_k = std::max(Number(0), moment.setpoint_c - state.air_temp_c);
  Number cost = weights.heating / rooms::kJoulePerKwh *
                (kMassShare * room.mass_capacity_j_per_k * cold_mass_k +
                 room.air_capacity_j_per_k * cold_air_k);
  const auto band = rooms::comfort_band(moment.outdoors.running_mean_temp_c);
  const bool occupied = moment.presence.people > 0;
  const double weight = occupied ? weights.temperature : weights.temperature_empty;
  const double high_c = band.high_c + home.people.taste_k;
  cost += weight * kHoursAfter * std::max(Number(0), rooms::operative_temp_c(state) - high_c);
  if (occupied) {
    cost += weights.air / 500 * kHoursAfter / 2 *
            std::max(Number(0), state.co2_ppm - rooms::kStaleAirPpm);
  }
  return cost;
}

}  // namespace luft::ml
