// What the judge found, for people and for programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ml/training/evaluation.h"
#include "ml/training/rule_tuning.h"
#include "ml/training/verdicts.h"

namespace luft::ml {

[[nodiscard]] std::string evaluation_table(const Evaluation& evaluation,
                                           std::span<const Verdict> verdicts);
// One object, one line.
[[nodiscard]] std::string evaluation_json(const Evaluation& evaluation,
                                          std::span<const Verdict> verdicts);
[[nodiscard]] std::string tuning_table(const std::vector<TunedRule>& rules);

}  // namespace luft::ml
