// The teacher: sees the simulator's truth and its future, and plans the window three hours ahead.
//
// Receding horizon in blocks of 1, 1, 2, 4 and 4 quarter-hours over the six positions; for each
// first position the rest is improved block by block (coordinate descent, one sweep) from the
// best of a few plans: the last one shifted, constant, closed, ajar. At the horizon, terms for
// stored heat, stale air and overheating stand for what comes after. Costs are those of
// rooms/comfort.h.
#pragma once

#include <array>
#include <cstddef>

#include "ml/positions.h"
#include "ml/training/episode.h"

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
[[nodiscard]] double cost_after(const rooms::Home& home, const rooms::RoomState& state,
                                const rooms::Moment& moment);

inline constexpr std::size_t kHorizonDecisions = 12;  // three hours

class Teacher {
 public:
  explicit Teacher(const Episode& episode) : episode_(episode) {}

  // Advice for the walk's present state. Keeps the plan for the next decision's start.
  Advice advise(const Walk& walk);

 private:
  static constexpr std::array<std::size_t, 5> kBlocks{1, 1, 2, 4, 4};  // quarter-hours
  using Plan = std::array<std::size_t, kBlocks.size()>;                // position of each block

  [[nodiscard]] double cost_of(const Plan& plan, const Walk& walk) const;
  double improve(Plan& plan, double cost, const Walk& walk) const;

  const Episode& episode_;
  Plan plan_{};
};

}  // namespace luft::ml
