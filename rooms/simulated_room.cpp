// A home in motion: the loop around step().
#include "rooms/simulated_room.h"

#include <algorithm>
#include <utility>

namespace luft::rooms {
namespace {

constexpr double kLongestStep = 60.0;

}  // namespace

SimulatedRoom::SimulatedRoom(const Home& home, std::shared_ptr<const Weather> weather,
                             double start_s)
    : home_(home),
      weather_(std::move(weather)),
      time_s_(start_s),
      state_(settled_state(home.room, weather_->at(start_s))) {}

SimulatedRoom::SimulatedRoom(const Home& home, std::shared_ptr<const Weather> weather,
                             double start_s, const RoomState& state)
    : home_(home), weather_(std::move(weather)), time_s_(start_s), state_(state) {}

void SimulatedRoom::advance(double seconds, double opening) {
  opening_ = opening;
  for (double left = seconds; left > 0;) {
    const double dt = std::min(left, kLongestStep);
    const Moment now = silent_moment_at(home_, *weather_, time_s_);
    const auto result =
        step(state_, home_.room, now.outdoors, now.presence, now.setpoint_c, opening, dt);
    state_ = result.state;
    heating_j_ += result.flows.heating_j;
    time_s_ += dt;
    left -= dt;
  }
}

Observation SimulatedRoom::observe() const {
  return rooms::observe(home_, state_, moment(), opening_);
}

}  // namespace luft::rooms
