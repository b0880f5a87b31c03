// The probability that a person has the window open.
//
// What all cities share is fitted together with what each has of its own (hierarchical logistic
// regression), so that the slopes come from within cities; of a city never seen, nothing is known
// of its own, which draws the probability towards the middle.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "ml/behaviour/vote.h"
#include "ml/behaviour/window_inputs.h"

namespace luft::ml {

struct WindowModel {
  WindowTerms shared{};

  [[nodiscard]] double logit(const Quantities& measured) const;
  [[nodiscard]] double probability(const Quantities& measured) const;
};

// Deterministic. The error says why the votes do not suffice: none, or all in one state.
[[nodiscard]] std::expected<WindowModel, std::string> fit_window_model(std::span<const Vote> votes);

// A model that has seen some rows of a city that it was not trained on.
struct AdaptedWindowModel {
  WindowModel model;
  std::vector<double> own;  // coefficients of the city, besides the shared ones

  [[nodiscard]] double probability(const Quantities& measured) const;
};

// Takes milliseconds for some hundred rows.
[[nodiscard]] AdaptedWindowModel adapt(const WindowModel& model, std::span<const Vote> votes);

}  // namespace luft::ml
