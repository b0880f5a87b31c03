// Rules a person would write: what the model has to beat. Each is a family with a few numbers that
// are tuned (training/rule_tuning.h), so that the model is compared with the best of its kind.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "contract/inference.h"
#include "ml/training/kit.h"

namespace luft::ml {

// From a request to a position, 0..100.
using Policy = std::function<double(const contract::InferenceRequest&)>;

inline constexpr std::size_t kMostParameters = 8;
using Parameters = std::array<double, kMostParameters>;

struct ParameterRange {
  std::string_view name;  // with its unit
  double low;
  double high;
};

struct RuleFamily {
  std::string_view name;
  std::span<const ParameterRange> ranges;  // at most kMostParameters
  Policy (*policy)(const Parameters&);
};

// Always closed; always ajar; three airings a day and a gap; hysteresis on temperature; the same
// with humidity and sound; proportional to the distance from the comfort band, with caps while it
// is loud, cold or rainy.
[[nodiscard]] std::span<const RuleFamily> rule_families();

struct Rule {
  std::string_view name;
  Policy policy;
};

// Each family at its best for rooms with such a kit (three or outdoors; `all` counts as outdoors).
[[nodiscard]] std::vector<Rule> tuned_rules(KitKind kit);

}  // namespace luft::ml
