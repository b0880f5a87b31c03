// Why the model is asked about a window.
#pragma once

#include <cstdint>
#include <string>

#include "contract/metric.h"

namespace luft::hub {

struct Cause {
  enum class Kind : std::uint8_t {
    first_readings,
    not_answered,      // the last request
    came_in_addition,  // `metric`, which was not known when it was asked last
    moved,             // `metric`, by `amount` of its unit
    hazard_began,      // `metric`, with `amount` of its unit
    longest_interval,  // `amount` seconds since it was asked last
  };
  Kind kind{};
  contract::Metric metric{};
  double amount = 0;
};

[[nodiscard]] std::string text(const Cause& cause);  // "temperature moved by 0.4 °C"

}  // namespace luft::hub
