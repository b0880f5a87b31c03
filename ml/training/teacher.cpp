// Planning by trying: every plan is lived through in the simulator.
#include "ml/training/teacher.h"

#include <algorithm>
#include <cassert>

namespace luft::ml {
namespace {

constexpr double kHoursAfter = 2;  // for which a bad state at the horizon goes on costing
constexpr double kStaleAirPpm = 1000;
constexpr double kJoulePerKwh = 3.6e6;
constexpr double kMassShare = 0.3;  // of the mass's missing heat that heating will replace

}  // namespace

double cost_after(const rooms::Home& home, const rooms::RoomState& state,
                  const rooms::Moment& moment) {
  const auto& room = home.room;
  const rooms::ComfortWeights weights;
  double cost = 0;
  const double cold_mass_k = std::max(0.0, moment.setpoint_c - state.mass_temp_c);
  const double cold_air_k = std::max(0.0, moment.setpoint_c - state.air_temp_c);
  cost += weights.heating *
          (kMassShare * room.mass_capacity_j_per_k * cold_mass_k +
           room.air_capacity_j_per_k * cold_air_k) /
          kJoulePerKwh;
  const auto band = rooms::comfort_band(moment.outdoors.running_mean_temp_c);
  const double operative_c = 0.5 * (state.air_temp_c + state.mass_temp_c);
  const bool occupied = moment.presence.people > 0;
  const double weight = occupied ? weights.temperature : weights.temperature_empty;
  cost += weight * std::max(0.0, operative_c - band.high_c) * kHoursAfter;
  if (occupied) {
    cost += weights.air * std::max(0.0, state.co2_ppm - kStaleAirPpm) / 500 * kHoursAfter / 2;
  }
  return cost;
}

double Teacher::cost_of(const Plan& plan, const Walk& walk) const {
  const auto& home = episode_.home;
  const auto future = episode_.from_decision(walk.decision());
  rooms::RoomState state = walk.state();
  double opening = walk.opening();
  double cost = 0;
  std::size_t step = 0;
  for (std::size_t block = 0; block < kBlocks.size(); ++block) {
    const double wanted = kPositionsPct[plan[block]] / 100;
    cost += rooms::cost_of_move({}, opening, wanted).total();
    opening = wanted;
    const std::size_t end = step + kBlocks[block] * kStepsPerDecision;
    for (; step < end; ++step) {
      const auto& moment = future[step];
      const auto result = rooms::step(state, home.room, moment.outdoors, moment.presence,
                                      moment.setpoint_c, opening, kStepSeconds);
      state = result.state;
      cost += rooms::cost_of({}, home, state, moment, opening, result.flows.heating_j, kStepSeconds)
                  .total();
    }
  }
  assert(step == kHorizonDecisions * kStepsPerDecision);
  return cost + cost_after(home, state, future[step]);
}

double Teacher::improve(Plan& plan, double cost, const Walk& walk) const {
  for (std::size_t block = 1; block < kBlocks.size(); ++block) {
    for (std::size_t position = 0; position < kPositionCount; ++position) {
      if (position == plan[block]) continue;
      Plan other = plan;
      other[block] = position;
      const double other_cost = cost_of(other, walk);
      if (other_cost < cost) {
        cost = other_cost;
        plan = other;
      }
    }
  }
  return cost;
}

Advice Teacher::advise(const Walk& walk) {
  Advice advice;
  std::array<Plan, kPositionCount> plans{};
  const Plan shifted{0, plan_[2], plan_[2], plan_[3], plan_[4]};
  for (std::size_t first = 0; first < kPositionCount; ++first) {
    const std::array<Plan, 4> starts{shifted, Plan{0, first, first, first, first}, Plan{},
                                     Plan{0, 1, 1, 1, 1}};
    double best = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      Plan start = starts[i];
      start[0] = first;
      const double cost = cost_of(start, walk);
      if (i == 0 || cost < best) {
        best = cost;
        plans[first] = start;
      }
    }
    advice.cost_to_go[first] = improve(plans[first], best, walk);
  }
  const auto best = std::ranges::min_element(advice.cost_to_go);
  advice.best = static_cast<std::size_t>(best - advice.cost_to_go.begin());
  plan_ = plans[advice.best];
  return advice;
}

}  // namespace luft::ml
