// Rules a person would write: what the model has to beat. Untuned; thresholds are plausible ones.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "contract/inference.h"

namespace luft::ml {

// From a request to a position, 0..100.
using Policy = std::function<double(const contract::InferenceRequest&)>;

struct Rule {
  std::string_view name;
  Policy policy;
};

// Always closed; always ajar (10 %); hysteresis on temperature; proportional to the distance from
// the comfort band with a cap while it is loud.
[[nodiscard]] std::span<const Rule> rules();

}  // namespace luft::ml
