// Start, restart and stop decisions; see the header for the rules.
#include "cli/supervision.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace luft::cli {

Supervision::Supervision(std::vector<Supervised> services) {
  for (auto& service : services) states_.emplace_back().plan = std::move(service);
}

std::vector<Instruction> Supervision::step(SteadyTime now) {
  std::vector<Instruction> out;
  if (stopping_) {
    stop_what_is_next(now, out);
  } else {
    start_what_is_due(now, out);
  }
  return out;
}

void Supervision::start_what_is_due(SteadyTime now, std::vector<Instruction>& out) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    if (state.runs || now < state.start_at) continue;
    state.runs = true;
    state.started = now;
    out.push_back({i, Order::start});
  }
}

void Supervision::stop_what_is_next(SteadyTime now, std::vector<Instruction>& out) {
  int stage = std::numeric_limits<int>::max();
  for (const State& state : states_) {
    if (state.runs) stage = std::min(stage, state.plan.stop_stage);
  }
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    if (!state.runs || state.plan.stop_stage != stage) continue;
    if (!state.asked) {
      state.asked = now;
      out.push_back({i, Order::ask_to_end});
    } else if (!state.was_killed && now - *state.asked >= state.plan.grace) {
      state.was_killed = true;
      out.push_back({i, Order::kill});
    }
  }
}

std::optional<std::chrono::milliseconds> Supervision::ended(std::size_t service, SteadyTime now) {
  assert(service < states_.size());
  State& state = states_[service];
  state.runs = false;
  if (stopping_) return std::nullopt;
  if (now - state.started >= kSettled) state.pause = kFirstPause;
  const auto pause = state.pause;
  state.start_at = now + pause;
  state.pause = std::min(state.pause * 2, kLongestPause);
  return pause;
}

void Supervision::stop() {
  stopping_ = true;
}

bool Supervision::is_finished() const {
  return stopping_ && std::ranges::none_of(states_, &State::runs);
}

}  // namespace luft::cli
