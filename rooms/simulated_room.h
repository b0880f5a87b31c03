// A home in motion: its time, weather and state, advanced with the window somewhere.
#pragma once

#include <memory>

#include "rooms/home.h"

namespace luft::rooms {

// One thread; the weather is only read and may be shared between rooms and threads.
class SimulatedRoom {
 public:
  // Starts settled at `start_s` (seconds since 1 January, 00:00 local standard time).
  SimulatedRoom(const Home& home, std::shared_ptr<const Weather> weather, double start_s);
  // Starts in `state`.
  SimulatedRoom(const Home& home, std::shared_ptr<const Weather> weather, double start_s,
                const RoomState& state);

  // Goes on by `seconds` with the window at `opening` (0..1), in steps of at most 60 s.
  void advance(double seconds, double opening);

  [[nodiscard]] Observation observe() const;
  [[nodiscard]] Moment moment() const { return moment_at(home_, *weather_, time_s_); }
  [[nodiscard]] const RoomState& state() const { return state_; }
  [[nodiscard]] const Home& home() const { return home_; }
  [[nodiscard]] double time_s() const { return time_s_; }
  [[nodiscard]] double heating_kwh() const { return heating_j_ / 3.6e6; }  // since the start

 private:
  Home home_;
  std::shared_ptr<const Weather> weather_;
  double time_s_;
  double opening_ = 0;
  double heating_j_ = 0;
  RoomState state_;
};

}  // namespace luft::rooms
