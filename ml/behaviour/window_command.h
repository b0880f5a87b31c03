// `luft model evaluate --window-state`: judges the model of people's windows on survey files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ml/behaviour/window_judge.h"

namespace luft::ml {

struct WindowCommand {
  std::string judged;                 // file
  std::vector<std::string> training;  // files; none: the judged one, each city left out in turn
  std::uint64_t seed = 1;
  bool adapt = false;  // how it does after seeing a few rows of a city, instead
  bool json = false;   // one object, else a table
};

// Prints; returns the program's exit code: 1 when a file cannot be read or used, with the reason.
int evaluate_windows(const WindowCommand& command);

// {"n":…,"base_rate":…,"auc":…,"auc_low":…,"auc_high":…,…}; a figure that cannot be told is null.
[[nodiscard]] std::string to_json(const WindowEvaluation& evaluation);
[[nodiscard]] std::string to_json(const AdaptationEvaluation& evaluation);

}  // namespace luft::ml
