// How well the model of people's windows does in cities it has never seen, and after it has seen a
// little of them. Splits are by city, always: several rows share a measurement, so that a split by
// rows would let the model see its answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "ml/behaviour/scores.h"
#include "ml/behaviour/vote.h"

namespace luft::ml {

struct WindowEvaluation {
  std::size_t rows = 0;
  std::size_t cities = 0;
  double base_rate = 0;  // share of open windows among the rows judged
  Scores scores;
  ScoreIntervals intervals;
  Scores of_base_rate;  // of saying the training rows' base rate everywhere
};

// Each city of `judged` is judged by a model trained on the rows of `training` of all other cities;
// the two number their cities alike. Deterministic by seed, which is the bootstrap's.
[[nodiscard]] std::expected<WindowEvaluation, std::string> evaluate_window_model(
    const Votes& judged, const Votes& training, std::uint64_t seed);

// One city after the model has seen some of its rows, on its other rows; means over the draws.
struct AdaptedCity {
  std::string name;
  std::size_t rows = 0;
  std::size_t seen = 0;    // rows of each draw
  bool is_judged = false;  // large enough to count in the figures of all
  double improved = 0;     // share of draws in which the log loss became less
  Scores before;
  Scores after;
};

struct AdaptationEvaluation {
  std::vector<AdaptedCity> cities;
  std::size_t draws = 0;  // of each city
  double ece = 0;         // over all draws of all judged cities
  double improved = 0;
  double log_loss_before = 0;
  double log_loss_after = 0;
  double within_city_auc_before = 0;
  double within_city_auc_after = 0;
};

struct AdaptationOptions {
  std::size_t seen = 200;
  std::size_t draws = 20;
  std::size_t least_rows = 400;  // of a judged city; smaller ones from 100 rows on are reported
  std::uint64_t seed = 1;
};

// The error says that no city is large enough, or why a model could not be trained.
[[nodiscard]] std::expected<AdaptationEvaluation, std::string> evaluate_adaptation(
    const Votes& judged, const Votes& training, const AdaptationOptions& options);

}  // namespace luft::ml
