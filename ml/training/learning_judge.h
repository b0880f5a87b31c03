// Simulated people who like it otherwise than most, and say so by hand: how much less they have to
// after the model has learned their taste.
//
// A person looks at the window every quarter of an hour while awake and there. When, by their own
// taste, going on from the model's position costs clearly more than from the best one, they move
// the window there and hold it for two hours. Every night the model learns from that, exactly as
// luft-ml does (learning/increment.h). A twin in the same home is decided for by the same model
// without learning; an average person lives there too.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ml/model/model.h"
#include "ml/taste.h"
#include "ml/training/kit.h"

namespace luft::ml {

struct LearningOptions {
  std::size_t homes = 48;
  std::size_t days_before = 5;  // in which the model gets to know the person
  std::size_t days = 7;         // that are counted
  std::uint64_t seed = 0;
  KitKind kit = KitKind::three;
};

struct LearningFigures {
  std::string_view people;        // "cooler", "warmer", "more air", "quieter"
  std::size_t homes_counted = 0;  // where the twin overrides at least 3 times a week more often
  double average_per_day = 0;     // overrides of an average person there
  double twin_per_day = 0;        // of the person whom nobody learns from
  double learned_per_day = 0;
  double told_per_day = 0;  // by a model that knew the taste from the start
  double excess_gone = 0;   // share of the twin's excess over the average person; 95 % over homes:
  double low = 0;
  double high = 0;
  double twin_cost_per_day = 0;  // by their own taste, where the model decides
  double learned_cost_per_day = 0;
};

// People like most, who also take the window by the dice, to anywhere, about once a day: how much
// is wrongly learned from them, and what it costs them.
struct RandomFigures {
  std::size_t homes = 0;
  double nights_with_taste = 0;  // share of all nights that left a taste in force
  double twin_cost_per_day = 0;  // in the days that are counted; nobody learns from the twin
  double learned_cost_per_day = 0;
};

struct LearningJudgement {
  std::vector<LearningFigures> people;
  RandomFigures at_random;
};

// Deterministic by model and options.
[[nodiscard]] LearningJudgement judge_learning(const Model& model, const LearningOptions& options);

}  // namespace luft::ml
