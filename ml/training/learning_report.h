// What the judge of learning found, for people and for programs.
#pragma once

#include <span>
#include <string>

#include "ml/training/learning_judge.h"
#include "ml/training/verdicts.h"

namespace luft::ml {

[[nodiscard]] std::string learning_table(const LearningJudgement& judgement,
                                         std::span<const Verdict> verdicts);
// One object, one line.
[[nodiscard]] std::string learning_json(const LearningJudgement& judgement,
                                        std::span<const Verdict> verdicts);

}  // namespace luft::ml
