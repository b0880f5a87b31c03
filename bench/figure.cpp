// Judging and printing figures.
#include "bench/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

namespace luft::bench {

namespace {

double median(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string goal_text(const Figure& figure) {
  return fmt::format("{} {}", figure.goal == Goal::at_least ? ">=" : "<=", figure.goal_ratio);
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  return {.median = median(values), .min = *min, .max = *max};
}

Figure against_limit(std::string name, double limit, std::string unit, Goal goal) {
  std::string against = fmt::format("{} {}", limit, unit);
  return {.name = std::move(name),
          .unit = std::move(unit),
          .against = std::move(against),
          .against_rounds = {limit},
          .goal = goal};
}

std::optional<double> ratio(const Figure& figure) {
  if (figure.rounds.empty() || figure.against_rounds.empty()) return std::nullopt;
  std::vector<double> ratios;
  for (std::size_t i = 0; i < figure.rounds.size(); ++i) {
    const auto peer = figure.against_rounds[std::min(i, figure.against_rounds.size() - 1)];
    ratios.push_back(figure.rounds[i] / peer);
  }
  return median(ratios);
}

bool holds(const Figure& figure) {
  const auto measured = ratio(figure);
  if (!measured) return false;
  return figure.goal == Goal::at_least ? *measured >= figure.goal_ratio
                                       : *measured <= figure.goal_ratio;
}

std::string to_json_line(const Figure& figure) {
  nlohmann::ordered_json line{{"name", figure.name}, {"unit", figure.unit}};
  if (const auto measured = ratio(figure)) {
    const auto value = spread_of(figure.rounds);
    const auto peer = spread_of(figure.against_rounds);
    line["value"] = value.median;
    line["against"] = {{"what", figure.against}, {"value", peer.median}};
    line["ratio"] = *measured;
    line["goal"] = goal_text(figure);
    line["holds"] = holds(figure);
    line["median"] = value.median;
    line["spread"] = {value.min, value.max};
    line["rounds"] = figure.rounds.size();
  } else {
    line["against"] = {{"what", figure.against}, {"value", nullptr}};
    line["goal"] = goal_text(figure);
    line["holds"] = false;
    line["could_not"] = figure.could_not;
  }
  return line.dump();
}

std::string to_text(const Figure& figure) {
  const auto measured = ratio(figure);
  if (!measured) return fmt::format("{:<38} not measured: {}", figure.name, figure.could_not);
  const auto value = spread_of(figure.rounds);
  return fmt::format(
      "{:<38} {:>10.4g} {:<10} [{:.4g}, {:.4g}]  ratio {:.3f} (goal {}) {}  against {}",
      figure.name, value.median, figure.unit, value.min, value.max, *measured, goal_text(figure),
      holds(figure) ? "holds" : "MISSED", figure.against);
}

}  // namespace luft::bench
