// A table a screen wide, and JSON.
#include "ml/training/learning_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace luft::ml {

std::string learning_table(const LearningJudgement& judgement, std::span<const Verdict> verdicts) {
  std::string text = fmt::format(
      "{:<12}{:>6}{:>10}{:>8}{:>9}{:>8}{:>13}{:>16}{:>28}\n{:<12}{:>33}{:>57}\n", "people who",
      "cases", "average", "twin", "learned", "told", "excess gone", "95 %", "twin, learned, told",
      "like it", "overrides a day", "cost a day, left alone");
  for (const auto& line : judgement.people) {
    text += fmt::format(
        "{:<12}{:>6}{:>10.2f}{:>8.2f}{:>9.2f}{:>8.2f}{:>11.0f} %{:>16}{:>12.2f}{:>8.2f}{:>8.2f}\n",
        line.people, line.cases, line.average_per_day, line.twin_per_day, line.learned_per_day,
        line.told_per_day, 100 * line.excess_gone,
        fmt::format("{:.0f}..{:.0f} %", 100 * line.low, 100 * line.high), line.twin_cost_per_day,
        line.learned_cost_per_day, line.told_cost_per_day);
  }
  const RandomFigures& random = judgement.at_random;
  text += fmt::format(
      "by the dice: a taste in force in {:.0f} % of the nights; left alone, {:.2f} a day, {:.2f} "
      "after learning from them\n",
      100 * random.nights_with_taste, random.twin_cost_per_day, random.learned_cost_per_day);
  return text + "\n" + verdict_table(verdicts);
}

std::string learning_json(const LearningJudgement& judgement, std::span<const Verdict> verdicts) {
  auto people = nlohmann::ordered_json::array();
  for (const auto& line : judgement.people) {
    people.push_back({{"people", line.people},
                      {"cases", line.cases},
                      {"average_per_day", line.average_per_day},
                      {"twin_per_day", line.twin_per_day},
                      {"learned_per_day", line.learned_per_day},
                      {"told_per_day", line.told_per_day},
                      {"excess_gone", line.excess_gone},
                      {"excess_gone_low", line.low},
                      {"excess_gone_high", line.high},
                      {"twin_cost_per_day", line.twin_cost_per_day},
                      {"learned_cost_per_day", line.learned_cost_per_day},
                      {"told_cost_per_day", line.told_cost_per_day}});
  }
  const auto& random = judgement.at_random;
  const nlohmann::ordered_json json{{"people", people},
                                    {"at_random",
                                     {{"homes", random.homes},
                                      {"nights_with_taste", random.nights_with_taste},
                                      {"twin_cost_per_day", random.twin_cost_per_day},
                                      {"learned_cost_per_day", random.learned_cost_per_day}}},
                                    {"verdicts", verdicts_json(verdicts)}};
  return json.dump();
}

}  // namespace luft::ml
