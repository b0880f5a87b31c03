// What `luft model …` does, each returning the program's exit code.
#pragma once

#include <cstdint>
#include <string>

#include "ml/training/evaluation.h"
#include "ml/training/rule_tuning.h"
#include "ml/training/trainer.h"
#include "runtime/settings.h"

namespace luft::ml {

struct TrainCommand {
  TrainingOptions options;
  std::string out;  // folder; empty: <data>/models/<version>
};
int train_model(const TrainCommand& command, const runtime::Settings& settings);

struct EvaluateCommand {
  EvaluationOptions options;
  std::string model;  // folder or version; empty: the one in force
  bool json = false;
};
int evaluate_model(const EvaluateCommand& command, const runtime::Settings& settings);

int print_tuned_rules(const TuningOptions& options);

int show_model(const std::string& model, const runtime::Settings& settings);
int list_models(const runtime::Settings& settings);

// Makes a trained version the one in force (after validating it); luft-ml loads it at its start.
int use_model(const std::string& version, const runtime::Settings& settings);

}  // namespace luft::ml
