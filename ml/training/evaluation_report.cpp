// A table a screen wide, and JSON.
#include "ml/training/evaluation_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace luft::ml {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const HonestyFigures& honesty) {
  return {{"decisions", honesty.decisions},
          {"accepted", honesty.accepted},
          {"mean_confidence", honesty.mean_confidence},
          {"reliability_error", honesty.reliability_error},
          {"coverage", honesty.coverage},
          {"mean_width_pct", honesty.mean_width_pct}};
}

ordered_json json_of(const PolicyFigures& policy) {
  const auto& terms = policy.terms;
  return {{"name", policy.name},
          {"cost_per_day", policy.total},
          {"cost_low", policy.low},
          {"cost_high", policy.high},
          {"worst_weeks_cost_per_day", policy.worst},
          {"travel_pct_per_day", policy.travel_pct_per_day},
          {"temperature", terms.temperature},
          {"air", terms.air},
          {"humidity", terms.humidity},
          {"noise", terms.noise},
          {"heating", terms.heating},
          {"motor", terms.motor},
          {"rain", terms.rain}};
}

constexpr std::array<std::string_view, kSeasonCount> kSeasons{"winter", "spring", "summer",
                                                              "autumn"};

// Of homes, the share `quantile` of which had less.
double home_coverage(const Evaluation& evaluation, double quantile) {
  const auto& homes = evaluation.coverage_of_homes;
  return homes[static_cast<std::size_t>(quantile * static_cast<double>(homes.size() - 1))];
}

std::string honesty_line(std::string_view what, const HonestyFigures& honesty) {
  return fmt::format("{:<26}{:>9.1f} %{:>10.1f} %{:>12.3f}{:>10.1f} %{:>8.0f} points\n", what,
                     100 * honesty.accepted, 100 * honesty.mean_confidence,
                     honesty.reliability_error, 100 * honesty.coverage, honesty.mean_width_pct);
}

}  // namespace

std::string evaluation_json(const Evaluation& evaluation, std::span<const Verdict> verdicts) {
  ordered_json policies = ordered_json::array();
  for (const auto& policy : evaluation.policies) policies.push_back(json_of(policy));
  ordered_json climates = ordered_json::object();
  for (const auto& [name, gap_closed, honesty] : evaluation.climates) {
    climates[name] = {{"gap_closed", gap_closed}, {"confidence", json_of(honesty)}};
  }
  ordered_json seasons = ordered_json::object();
  for (std::size_t i = 0; i < kSeasonCount; ++i) {
    seasons[std::string(kSeasons[i])] = json_of(evaluation.honesty_in_season[i]);
  }
  const ordered_json json{{"policies", policies},
                          {"gap",
                           {{"rule", evaluation.gap.rule},
                            {"closed", evaluation.gap.closed},
                            {"closed_low", evaluation.gap.low},
                            {"closed_high", evaluation.gap.high}}},
                          {"climates", climates},
                          {"seasons", seasons},
                          {"confidence", json_of(evaluation.honesty)},
                          {"coverage_of_homes",
                           {{"p5", home_coverage(evaluation, 0.05)},
                            {"p50", home_coverage(evaluation, 0.5)},
                            {"p95", home_coverage(evaluation, 0.95)}}},
                          {"verdicts", verdicts_json(verdicts)}};
  return json.dump();
}

std::string evaluation_table(const Evaluation& evaluation, std::span<const Verdict> verdicts) {
  std::string text = fmt::format("{:<26}{:>7}{:>15}{:>7}{:>7}{:>6}{:>6}{:>6}{:>6}{:>6}{:>7}{:>8}\n",
                                 "cost per day", "total", "95 %", "warmth", "air", "damp", "noise",
                                 "heat", "motor", "rain", "worst", "travel");
  for (const auto& policy : evaluation.policies) {
    const auto& terms = policy.terms;
    text += fmt::format(
        "{:<26}{:>7.2f}{:>15}{:>7.2f}{:>7.2f}{:>6.2f}{:>6.2f}{:>6.2f}{:>6.2f}{:>6.2f}{:>7.1f}{:>6."
        "0f} "
        "%\n",
        policy.name, policy.total, fmt::format("{:.2f}..{:.2f}", policy.low, policy.high),
        terms.temperature, terms.air, terms.humidity, terms.noise, terms.heating, terms.motor,
        terms.rain, policy.worst, policy.travel_pct_per_day);
  }
  text += fmt::format(
      "\nThe model closes {:.1f} % ({:.1f}..{:.1f} %) of the gap between \"{}\" and the teacher:\n",
      100 * evaluation.gap.closed, 100 * evaluation.gap.low, 100 * evaluation.gap.high,
      evaluation.gap.rule);
  for (const auto& climate : evaluation.climates) {
    text += fmt::format("  {} {:.0f} %", climate.name, 100 * climate.gap_closed);
  }
  text += fmt::format("\n\n{:<26}{:>11}{:>12}{:>12}{:>12}{:>15}\n", "decisions", "nearly best",
                      "said", "error", "interval", "wide");
  text += honesty_line(fmt::format("all {}", evaluation.honesty.decisions), evaluation.honesty);
  for (const auto& climate : evaluation.climates) {
    text += honesty_line(climate.name, climate.honesty);
  }
  for (std::size_t i = 0; i < kSeasonCount; ++i) {
    text += honesty_line(kSeasons[i], evaluation.honesty_in_season[i]);
  }
  text += fmt::format(
      "By home, the interval held in {:.1f} % (5th percentile), {:.1f} % (median), {:.1f} % "
      "(95th)\n"
      "\n",
      100 * home_coverage(evaluation, 0.05), 100 * home_coverage(evaluation, 0.5),
      100 * home_coverage(evaluation, 0.95));
  return text + verdict_table(verdicts);
}

std::string tuning_table(const std::vector<TunedRule>& rules) {
  std::string text;
  for (const auto& [family, parameters, cost_per_day] : rules) {
    text += fmt::format("{:<26}{:>7.2f} a day ", family->name, cost_per_day);
    for (std::size_t i = 0; i < family->ranges.size(); ++i) {
      text += fmt::format(" {}={:.3g}", family->ranges[i].name, parameters[i]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace luft::ml
