// Whether a model may take the place of the one in force: only if it is measured to be no worse in
// anything that was promised, and better in what it is for.
#pragma once

#include <string>

#include "ml/model/model.h"

namespace luft::ml {

struct Verdict {
  bool is_better = false;
  std::string reason;  // with the figures that decided
};

// By the metrics of both, which `luft model train` measures in the same homes for every model: for
// each way a room may be equipped, the cost of living must be no higher, in one of them lower by
// kLeastGain; confidence and intervals may become no worse than kLargestLoss. A figure that one of
// them lacks keeps the challenger back.
inline constexpr double kLeastGain = 0.02;    // share of the champion's cost
inline constexpr double kLargestLoss = 0.02;  // of reliability error and coverage
[[nodiscard]] Verdict judge_challenger(const Model& challenger, const Model& champion);

}  // namespace luft::ml
