// Planning by trying: every plan is lived through in the simulator.
#include "ml/training/teacher.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "rooms/room_physics.h"

namespace luft::ml {

double Teacher::cost_of(const Plan& plan, double first, const Walk& walk) const {
  const auto& home = episode_.home;
  const auto& weights = episode_.weights;
  const auto future = episode_.from_decision(walk.decision());
  rooms::RoomState state = walk.state();
  double opening = walk.opening();
  double cost = 0;
  std::size_t step = 0;
  for (std::size_t block = 0; block < kBlocks.size(); ++block) {
    const double wanted = block == 0 ? first : kPositionsPct[plan[block]] / 100;
    cost += rooms::cost_of_move(weights, opening, wanted).total();
    opening = wanted;
    const std::size_t end = step + kBlocks[block] * kStepsPerDecision;
    for (; step < end; ++step) {
      const auto& moment = future[step];
      const auto result = rooms::physics_step(state, home.room, moment.outdoors, moment.presence,
                                              moment.setpoint_c, opening, kStepSeconds);
      state = result.state;
      cost += rooms::cost_terms(weights, home, state, moment, opening, result.flows.heating_j,
                                kStepSeconds)
                  .total();
    }
  }
  assert(step == kHorizonDecisions * kStepsPerDecision);
  return cost + cost_after(weights, home, state, future[step]);
}

double Teacher::improve(Plan& plan, double cost, double first, const Walk& walk) const {
  for (std::size_t block = 1; block < kBlocks.size(); ++block) {
    for (std::size_t position = 0; position < kPositionCount; ++position) {
      if (position == plan[block]) continue;
      Plan other = plan;
      other[block] = position;
      const double other_cost = cost_of(other, first, walk);
      if (other_cost < cost) {
        cost = other_cost;
        plan = other;
      }
    }
  }
  return cost;
}

// The best continuation of a first opening, into `plan`; returns its cost.
double Teacher::plan_from(double first, std::size_t nearest, const Plan& shifted, const Walk& walk,
                          Plan& plan) const {
  const std::array<Plan, 4> starts{shifted, Plan{0, nearest, nearest, nearest, nearest}, Plan{},
                                   Plan{0, 1, 1, 1, 1}};
  double best = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const double cost = cost_of(starts[i], first, walk);
    if (i == 0 || cost < best) {
      best = cost;
      plan = starts[i];
    }
  }
  plan[0] = nearest;
  return improve(plan, best, first, walk);
}

Advice Teacher::advise(const Walk& walk) {
  Advice advice;
  std::array<Plan, kPositionCount> plans{};
  shifted_ = {0, plan_[2], plan_[2], plan_[3], plan_[4]};
  for (std::size_t first = 0; first < kPositionCount; ++first) {
    advice.cost_to_go[first] =
        plan_from(kPositionsPct[first] / 100, first, shifted_, walk, plans[first]);
  }
  const auto best = std::ranges::min_element(advice.cost_to_go);
  advice.best = static_cast<std::size_t>(best - advice.cost_to_go.begin());
  plan_ = plans[advice.best];
  return advice;
}

double Teacher::regret(const Walk& walk, const Advice& advice, double opening) const {
  const std::size_t nearest = nearest_position(100 * opening);
  if (std::abs(kPositionsPct[nearest] / 100 - opening) < 1e-9) return advice.regret(nearest);
  Plan plan{};
  const double cost = plan_from(opening, nearest, shifted_, walk, plan);
  return std::max(0.0, cost - advice.cost_to_go[advice.best]);
}

}  // namespace luft::ml
