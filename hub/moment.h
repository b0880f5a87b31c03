// One instant on both clocks: the wall's for what is stored, the steady one for intervals.
#pragma once

#include "runtime/clock.h"

namespace luft::hub {

using runtime::SteadyTime;
using runtime::SystemTime;

struct Moment {
  SystemTime wall;
  SteadyTime steady;

  [[nodiscard]] static Moment of(const runtime::Clock& clock) {
    return {.wall = clock.system_now(), .steady = clock.steady_now()};
  }

  // The same instant on the steady clock; only the distance to now matters.
  [[nodiscard]] SteadyTime steady_at(SystemTime past) const { return steady - (wall - past); }

  friend Moment operator+(Moment at, std::chrono::milliseconds by) {
    return {.wall = at.wall + by, .steady = at.steady + by};
  }
};

}  // namespace luft::hub
