// The goals, as numbers.
#include "ml/training/verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace luft::ml {
namespace {

using rooms::CostTerms;

constexpr std::array<std::pair<std::string_view, double CostTerms::*>, 7> kTerms{
    {{"warmth", &CostTerms::temperature},
     {"air", &CostTerms::air},
     {"damp", &CostTerms::humidity},
     {"noise", &CostTerms::noise},
     {"heat", &CostTerms::heating},
     {"motor", &CostTerms::motor},
     {"rain", &CostTerms::rain}}};
constexpr double kWorseTerm = 1.1;

// The term that is furthest above what it may be.
Verdict worst_term(const PolicyFigures& model, const PolicyFigures& rule) {
  Verdict worst{.unit = "a day"};
  double most_above = -1e9;
  for (const auto& [name, term] : kTerms) {
    const double allowed = kWorseTerm * rule.terms.*term + kSameTerm;
    const double above = model.terms.*term - allowed;
    if (above <= most_above) continue;
    most_above = above;
    worst.name = fmt::format("worst term against the rule: {}", name);
    worst.value = model.terms.*term;
    worst.most = allowed;
  }
  return worst;
}

double least_coverage_of_a_climate(const Evaluation& evaluation) {
  double least = 1;
  for (const auto& climate : evaluation.climates) {
    if (climate.honesty.decisions > 0) least = std::min(least, climate.honesty.coverage);
  }
  return least;
}

bool is_shifted(const EvaluationOptions& options) {
  return options.temp_bias_k != 0 || options.sound_noise_db != 0 || options.climate.has_value() ||
         !options.places.empty();
}

void add_honesty(std::vector<Verdict>& verdicts, const Evaluation& evaluation,
                 const EvaluationOptions& options) {
  const auto& honesty = evaluation.honesty;
  Verdict coverage{.name = "interval holds the teacher's position",
                   .value = 100 * honesty.coverage,
                   .unit = "%",
                   .least = 88,
                   .most = 92};
  if (is_shifted(options)) {
    coverage.least = 82;
    coverage.most.reset();
  }
  verdicts.push_back(coverage);
  verdicts.push_back({.name = "the same, least in a climate",
                      .value = 100 * least_coverage_of_a_climate(evaluation),
                      .unit = "%",
                      .least = 82});
  verdicts.push_back({.name = "interval's mean width",
                      .value = honesty.mean_width_pct,
                      .unit = "points",
                      .most = 30});
  verdicts.push_back({.name = "confidence's reliability error",
                      .value = honesty.reliability_error,
                      .unit = "",
                      .most = 0.05});
}

nlohmann::ordered_json json_of(const Verdict& verdict) {
  nlohmann::ordered_json json{{"name", verdict.name}, {"value", verdict.value}};
  if (verdict.interval) {
    json["low"] = verdict.interval->first;
    json["high"] = verdict.interval->second;
  }
  json["unit"] = verdict.unit;
  if (verdict.least) json["at_least"] = *verdict.least;
  if (verdict.most) json["at_most"] = *verdict.most;
  json["holds"] = holds(verdict);
  return json;
}

std::string goal_of(const Verdict& verdict) {
  if (verdict.least && verdict.most) {
    return fmt::format("{:.2f} to {:.2f}", *verdict.least, *verdict.most);
  }
  return verdict.least ? fmt::format("at least {:.2f}", *verdict.least)
                       : fmt::format("at most {:.2f}", verdict.most.value_or(0));
}

}  // namespace

bool holds(const Verdict& verdict) {
  return (!verdict.least || verdict.value >= *verdict.least) &&
         (!verdict.most || verdict.value <= *verdict.most);
}

std::vector<Verdict> verdicts_on(const Evaluation& evaluation, const EvaluationOptions& options) {
  const bool three = options.kit == KitKind::three;
  const auto& gap = evaluation.gap;
  const auto& model = evaluation.of("model");
  const auto& rule = evaluation.of(gap.rule);
  std::vector<Verdict> verdicts{
      {.name = "gap closed",
       .value = 100 * gap.closed,
       .interval = std::pair{100 * gap.low, 100 * gap.high},
       .unit = "%",
       .least = three ? 40 : 45},
      {.name = "gap closed, lower bound",
       .value = 100 * gap.low,
       .unit = "%",
       .least = three ? 28 : 30},
      worst_term(model, rule),
      {.name = "worst twentieth of weeks",
       .value = model.worst,
       .unit = "a day",
       .most = rule.worst},
      {.name = "motor travel", .value = model.travel_pct_per_day, .unit = "% a day", .most = 200}};
  add_honesty(verdicts, evaluation, options);
  return verdicts;
}

std::vector<Verdict> verdicts_on(const LearningJudgement& judgement) {
  const LearningFigures& all = judgement.people.back();
  Verdict dearest{.name = "cost left alone, of the twin's", .unit = "%", .most = 100};
  for (const auto& people : judgement.people) {
    if (people.cases == 0) continue;
    const double share = 100 * people.learned_cost_per_day / people.twin_cost_per_day;
    if (share <= dearest.value) continue;
    dearest.value = share;
    dearest.name = fmt::format("cost left alone, of the twin's: {}", people.people);
  }
  return {{.name = "excess of overrides gone",
           .value = 100 * all.excess_gone,
           .interval = std::pair{100 * all.low, 100 * all.high},
           .unit = "%",
           .least = 55},
          dearest};
}

std::string verdict_table(std::span<const Verdict> verdicts) {
  std::string text;
  for (const auto& verdict : verdicts) {
    const auto interval =
        verdict.interval
            ? fmt::format(" [{:.1f}, {:.1f}]", verdict.interval->first, verdict.interval->second)
            : std::string();
    text += fmt::format("{:<40}{:>26}  goal {:<18} {}\n", verdict.name,
                        fmt::format("{:.2f}{} {}", verdict.value, interval, verdict.unit),
                        goal_of(verdict), holds(verdict) ? "holds" : "missed");
  }
  return text;
}

nlohmann::ordered_json verdicts_json(std::span<const Verdict> verdicts) {
  auto json = nlohmann::ordered_json::array();
  for (const auto& verdict : verdicts) json.push_back(json_of(verdict));
  return json;
}

}  // namespace luft::ml
