// `luft model train` and `luft model evaluate`, each returning the program's exit code.
#pragma once

#include <cstdint>
#include <string>

#include "ml/training/evaluation.h"
#include "ml/training/learning_judge.h"
#include "ml/training/rule_tuning.h"
#include "ml/training/trainer.h"
#include "runtime/settings.h"

namespace luft::ml {

struct TrainCommand {
  TrainingOptions options;
  std::string out;              // folder; empty: <data>/models/<version>
  std::string without_climate;  // name; empty: trained in all
};
int train_model(const TrainCommand& command, const runtime::Settings& settings);

// Learns from what people chose by hand since the last time, as luft-ml does every night.
int train_increment(const runtime::Settings& settings);

struct EvaluateCommand {
  EvaluationOptions options;
  std::string model;    // folder or version; empty: the one in force
  std::string weather;  // folder; empty: weather is made up
  std::string climate;  // name; empty: all
  bool json = false;
  bool learning = false;  // evaluate_learning() instead
};
int evaluate_model(const EvaluateCommand& command, const runtime::Settings& settings);

// How much less simulated people override a model that learns from them.
struct LearningCommand {
  LearningOptions options;
  std::string model;  // folder or version; empty: the one in force
  bool json = false;
};
int evaluate_learning(const LearningCommand& command, const runtime::Settings& settings);

int print_tuned_rules(const TuningOptions& options);

}  // namespace luft::ml
