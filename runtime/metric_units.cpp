#include "runtime/metric_units.h"

#include <array>

namespace luft::runtime {
namespace {

using contract::Metric;

struct Unit {
  Metric metric;
  std::string_view name;
  UnitScale scale;
};

// Exact by definition: the inch (25.4 mm), the mile (1609.344 m), the knot (1852 m/h), degrees
// Fahrenheit. The inch of mercury is NIST SP 811's conventional one, 3.386389 kPa.
constexpr std::array kUnits{
    Unit{Metric::temperature, "C", {}},
    Unit{Metric::temperature, "°F", {5.0 / 9, -32 * 5.0 / 9}},
    Unit{Metric::temperature, "F", {5.0 / 9, -32 * 5.0 / 9}},
    Unit{Metric::temperature, "K", {1, -273.15}},
    Unit{Metric::pressure, "Pa", {0.01, 0}},
    Unit{Metric::pressure, "kPa", {10, 0}},
    Unit{Metric::pressure, "mbar", {}},
    Unit{Metric::pressure, "bar", {1000, 0}},
    Unit{Metric::pressure, "inHg", {33.86389, 0}},
    Unit{Metric::rain, "in/h", {25.4, 0}},
    Unit{Metric::wind_speed, "km/h", {1 / 3.6, 0}},
    Unit{Metric::wind_speed, "mph", {0.44704, 0}},
    Unit{Metric::wind_speed, "kn", {1852.0 / 3600, 0}},
};

}  // namespace

std::optional<UnitScale> scale_from(Metric metric, std::string_view unit) {
  if (unit.empty() || unit == contract::info(metric).unit) return UnitScale{};
  for (const Unit& each : kUnits) {
    if (each.metric == metric && each.name == unit) return each.scale;
  }
  return std::nullopt;
}

std::vector<std::string> units_of(Metric metric) {
  std::vector<std::string> names{std::string{contract::info(metric).unit}};
  for (const Unit& each : kUnits) {
    if (each.metric == metric) names.emplace_back(each.name);
  }
  return names;
}

}  // namespace luft::runtime
