// What rooms are like over months, one value each 10 minutes: how well readings compress depends on
// it. Recorded in a house where that recording is at hand, else simulated.
#pragma once

#include <vector>

namespace luft::bench {

struct Climate {
  double temp_c = 0;
  double humidity_pct = 0;
};

// A series for each of some rooms.
[[nodiscard]] std::vector<std::vector<Climate>> climate_series();

}  // namespace luft::bench
