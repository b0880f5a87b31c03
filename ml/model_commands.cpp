// The commands print for people; evaluate also prints JSON.
#include "ml/model_commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "ml/model/artifact.h"
#include "ml/model/metadata.h"
#include "ml/model/place.h"
#include "ml/training/evaluation_report.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

int fail(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  return 1;
}

// A version that was trained here, else a folder; nothing named: the one in force.
std::string folder_of(const std::string& model, const runtime::Settings& settings) {
  if (model.empty()) return model_in_force(settings);
  const fs::path version = fs::path(models_folder(settings)) / model;
  return fs::exists(version) ? version.string() : model;
}

// Measured in the artifact itself, so that `ml/model` and `show` can tell its quality.
void measure(Model& model) {
  for (const auto& [name, kit] :
       {std::pair{"three_inputs", KitKind::three}, std::pair{"with_outdoors", KitKind::outdoors}}) {
    const auto evaluation = evaluate(model, {.homes = 16, .days = 4, .seed = 1, .kit = kit});
    const auto& honesty = evaluation.honesty;
    const auto put = [&](const char* what, double value) {
      model.metrics[fmt::format("{}_{}", name, what)] = value;
    };
    put("cost_per_day", evaluation.of("model").total);
    put("always_closed_cost_per_day", evaluation.of("always closed").total);
    put("teacher_cost_per_day", evaluation.of("teacher").total);
    put("gap_closed", evaluation.gap.closed);
    put("coverage", honesty.coverage);
    put("reliability_error", honesty.reliability_error);
  }
}

}  // namespace

int train_model(const TrainCommand& command, const runtime::Settings& settings) {
  const std::string folder = command.out.empty()
                                 ? fs::path(models_folder(settings)) / command.options.version
                                 : fs::path(command.out);
  Model model = train(command.options, [](const TrainingProgress& progress) {
    fmt::print(stderr, "{:<18} {:>9} decisions  {:.2f} a day  loss {:.3f}\n", progress.stage,
               progress.decisions, progress.cost_per_day, progress.loss);
  });
  measure(model);
  if (const auto saved = save_model(model, folder); !saved) return fail(saved.error());
  fmt::print("{}\n{}\n", folder, summary(model));
  return 0;
}

int evaluate_model(const EvaluateCommand& command, const runtime::Settings& settings) {
  const auto model = load_model(folder_of(command.model, settings));
  if (!model) return fail(model.error());
  const Evaluation evaluation = evaluate(*model, command.options);
  if (command.json) {
    fmt::print("{}\n", evaluation_json(evaluation));
  } else {
    fmt::print("{}", evaluation_table(evaluation));
  }
  return 0;
}

int print_tuned_rules(const TuningOptions& options) {
  fmt::print("{}", tuning_table(tune_rules(options)));
  return 0;
}

int show_model(const std::string& model, const runtime::Settings& settings) {
  const std::string folder = folder_of(model, settings);
  const auto loaded = load_model(folder);
  if (!loaded) return fail(loaded.error());
  fmt::print("{}\nversion {}, features {}, seed {}, data {:.12}…\n", folder, loaded->version,
             kFeatureSchema, loaded->seed, loaded->data_fingerprint);
  for (const auto& [name, value] : loaded->metrics) fmt::print("{:<44}{:>8.3f}\n", name, value);
  return 0;
}

int list_models(const runtime::Settings& settings) {
  const auto print = [](const std::string& name, const std::string& folder) {
    const auto model = load_model(folder);
    fmt::print("{:<12} {}\n", name, model ? folder : "refused: " + model.error());
  };
  print("default", default_model());
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(models_folder(settings), ignored)) {
    if (entry.is_directory() && !entry.is_symlink()) {
      print(entry.path().filename(), entry.path());
    }
  }
  fmt::print("in force: {}\n", model_in_force(settings));
  return 0;
}

int use_model(const std::string& version, const runtime::Settings& settings) {
  const fs::path models = models_folder(settings);
  const auto model = load_model(models / version);
  if (!model) return fail(model.error());
  const fs::path made = models / "current.new";
  std::error_code error;
  fs::remove(made, error);
  fs::create_directory_symlink(version, made, error);
  if (!error) fs::rename(made, models / "current", error);
  if (error) return fail(fmt::format("{}: {}", (models / "current").string(), error.message()));
  fmt::print("{} is in force from the next start of luft-ml\n", version);
  return 0;
}

}  // namespace luft::ml
