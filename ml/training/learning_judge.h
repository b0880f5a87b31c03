// How well the model learns from simulated people who like it otherwise than most: how much less
// they have to take the window into their hands, and how much better it does for them by itself.
//
// In each home the same days are lived in again and again: by an average person; by people of each
// taste with a model that learns from them every night, with one that never does (the twin), and
// with one that was told the taste.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ml/model/model.h"
#include "ml/training/simulated_people.h"

namespace luft::ml {

struct LearningOptions {
  std::size_t homes = 48;
  std::size_t days_before = 5;  // in which the model gets to know the person
  std::size_t days = 7;         // that count
  std::uint64_t seed = 0;
  KitKind kit = KitKind::three;
  std::size_t threads = 1;
};

struct LearningFigures {
  std::string_view people;     // "2 K cooler", …; "all" of them
  std::size_t cases = 0;       // homes in which the twin overrides at least 3 times more often
  double average_per_day = 0;  // overrides of an average person there
  double twin_per_day = 0;     // of the person whom nobody learns from
  double learned_per_day = 0;
  double told_per_day = 0;  // by a model that knew the taste from the start
  double excess_gone = 0;   // share of the twin's excess over the average person; 95 % over homes:
  double low = 0;
  double high = 0;
  // By their own taste, when they leave all to the model in the days that count.
  double twin_cost_per_day = 0;
  double learned_cost_per_day = 0;
  double told_cost_per_day = 0;
};

// People like most, who also take the window by the dice: how much is wrongly learned from them,
// and what it costs them.
struct RandomFigures {
  std::size_t homes = 0;
  double nights_with_taste = 0;  // share of all nights that left a taste in force
  double twin_cost_per_day = 0;  // left to the model in the days that count
  double learned_cost_per_day = 0;
};

struct LearningJudgement {
  std::vector<LearningFigures> people;  // the last are all of them together
  RandomFigures at_random;
};

// Deterministic by model and options, however many threads.
[[nodiscard]] LearningJudgement judge_learning(const Model& model, const LearningOptions& options);

}  // namespace luft::ml
