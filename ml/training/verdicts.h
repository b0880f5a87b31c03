// The goals that the policy is held to, one by one, with what was measured.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ml/training/evaluation.h"
#include "ml/training/learning_judge.h"

namespace luft::ml {

struct Verdict {
  std::string name{};
  double value = 0;
  std::optional<std::pair<double, double>> interval{};  // 95 %, where there is one
  std::string unit{};
  std::optional<double> least{};  // the goal: not less, not more
  std::optional<double> most{};
};

[[nodiscard]] bool holds(const Verdict& verdict);

// What counts as the same in a single term of the cost, a day: the rain of the best rule with
// outdoor values is 0.00, and ten percent of that is nothing.
inline constexpr double kSameTerm = 0.03;

// The goals for these inputs. Where sensors are made worse than usual, or homes stand in one
// climate or a recorded one, the coverage's goal is the one that is set for each climate and each
// shift.
[[nodiscard]] std::vector<Verdict> verdicts_on(const Evaluation& evaluation,
                                               const EvaluationOptions& options);

// The goals of learning from people.
[[nodiscard]] std::vector<Verdict> verdicts_on(const LearningJudgement& judgement);

// A line each: name, value with its interval, goal, holds or missed.
[[nodiscard]] std::string verdict_table(std::span<const Verdict> verdicts);
// A list of objects.
[[nodiscard]] nlohmann::ordered_json verdicts_json(std::span<const Verdict> verdicts);

}  // namespace luft::ml
