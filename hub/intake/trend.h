// How fast a quantity changes, per hour, from two remembered readings. Pure.
#pragma once

#include <optional>

#include "hub/moment.h"

namespace luft::hub {

class Trend {
 public:
  // The baseline is this long to twice this long ago, once there is that much history.
  static constexpr std::chrono::minutes kBaseline{10};

  void add(double value, SteadyTime sampled);

  // Empty until the history spans half a baseline.
  [[nodiscard]] std::optional<double> per_hour() const;

 private:
  // Not optional: there are some for each window.
  struct Sample {
    double value = 0;
    SteadyTime sampled = SteadyTime::min();  // min: none yet
    [[nodiscard]] bool any() const { return sampled != SteadyTime::min(); }
  };
  Sample baseline_;       // what the newest is compared with
  Sample next_baseline_;  // takes over when it is a kBaseline old
  Sample newest_;
};

}  // namespace luft::hub
