// One measured figure, as every benchmark reports it: a value against its limit or a peer that was
// measured in the same run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luft::bench {

enum class Goal : std::uint8_t { at_least, at_most };

struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

// `values` holds one value a round, at least one.
[[nodiscard]] Spread spread_of(std::vector<double> values);

struct Figure {
  std::string name;     // "hub/throughput-100-devices"
  std::string unit;     // of `rounds` and `against_rounds`
  std::string against;  // what the peer or limit is, in words
  std::vector<double> rounds{};
  std::vector<double> against_rounds{};  // as many as `rounds`, or one for a fixed limit
  Goal goal{};
  double goal_ratio = 1;    // of the median value to the median of what it is against
  std::string could_not{};  // why it was not measured: then it does not hold
};

// A figure that a fixed limit is set for; its rounds are still to be measured.
[[nodiscard]] Figure against_limit(std::string name, double limit, std::string unit, Goal goal);

// The median over rounds of value / against in the same round; empty when not measured.
[[nodiscard]] std::optional<double> ratio(const Figure& figure);
[[nodiscard]] bool holds(const Figure& figure);

// One JSON object on one line: name, value, unit, against, ratio, goal, holds, median, spread.
[[nodiscard]] std::string to_json_line(const Figure& figure);
// The same for people.
[[nodiscard]] std::string to_text(const Figure& figure);

}  // namespace luft::bench
