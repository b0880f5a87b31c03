// Units that other people's devices use for our metrics, and how they become ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/metric.h"

namespace luft::runtime {

// ours = theirs * factor + offset
struct UnitScale {
  double factor = 1;
  double offset = 0;
};

// nullopt: not a unit of that metric. The metric's own unit is one, and so is an empty name.
[[nodiscard]] std::optional<UnitScale> scale_from(contract::Metric metric, std::string_view unit);

// The metric's own first.
[[nodiscard]] std::vector<std::string> units_of(contract::Metric metric);

}  // namespace luft::runtime
