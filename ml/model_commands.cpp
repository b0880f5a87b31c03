// The commands print for people; evaluate also prints JSON.
#include "ml/model_commands.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "ml/learning/learn_from_people.h"
#include "ml/model/artifact.h"
#include "ml/model/metadata.h"
#include "ml/model/place.h"
#include "ml/training/evaluation_report.h"
#include "ml/training/learning_report.h"
#include "ml/training/verdicts.h"
#include "ml/training/weather_folder.h"
#include "ml/versions/version_commands.h"
#include "ml/versions/versions.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

int fail(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  return 1;
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
    put("best_rule_cost_per_day", evaluation.of(evaluation.gap.rule).total);
    put("teacher_cost_per_day", evaluation.of("teacher").total);
    put("coverage", honesty.coverage);
    put("reliability_error", honesty.reliability_error);
  }
}

}  // namespace

int train_model(const TrainCommand& command, const runtime::Settings& settings) {
  const Versions versions(models_folder(settings), default_model());
  TrainingOptions options = command.options;
  if (options.version.empty()) options.version = versions.next_free();
  if (!command.without_climate.empty()) {
    const auto climate = find_climate(command.without_climate, climate_names({}));
    if (!climate) return fail(climate.error());
    options.without_climate = *climate;
  }
  // Before a quarter of an hour is spent: what decides is never replaced by what was not compared.
  if (command.out.empty() && versions.is_taken(options.version)) {
    return fail("there is a model of version " + options.version +
                " already: choose another --version");
  }
  const std::string folder = command.out.empty()
                                 ? fs::path(models_folder(settings)) / options.version
                                 : fs::path(command.out);
  Model model = train(options, [](const TrainingProgress& progress) {
    fmt::print(stderr, "{:<18} {:>9} decisions  {:.2f} a day  loss {:.3f}\n", progress.stage,
               progress.decisions, progress.cost_per_day, progress.loss);
  });
  measure(model);
  if (const auto saved = save_model(model, folder); !saved) return fail(saved.error());
  fmt::print("{}\n{}\n", folder, summary(model));
  return 0;
}

int train_increment(const runtime::Settings& settings) {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  const auto report = learn_from_people(settings, static_cast<std::uint64_t>(now_ms));
  if (!report) return fail(report.error());
  for (const auto& [time_ms, device, what, reason] : report->events) {
    fmt::print("{:<20} {:<10} {}\n", device, what, reason);
  }
  if (report->rolled_back) fmt::print("went back to {}\n", *report->rolled_back);
  fmt::print("{} new wishes of people, {} kept; {} rooms with a taste of their own\n",
             report->new_wishes, report->kept_wishes, report->tastes);
  return 0;
}

int evaluate_model(const EvaluateCommand& command, const runtime::Settings& settings) {
  const auto model = load_model(folder_meant(command.model, settings));
  if (!model) return fail(model.error());
  EvaluationOptions options = command.options;
  if (!command.weather.empty()) {
    auto places = read_weather_folder(command.weather);
    if (!places) return fail(places.error());
    options.places = std::move(*places);
  }
  if (!command.climate.empty()) {
    const auto climate = find_climate(command.climate, climate_names(options));
    if (!climate) return fail(climate.error());
    options.climate = *climate;
  }
  const Evaluation evaluation = evaluate(*model, options);
  const auto verdicts = verdicts_on(evaluation, options);
  if (command.json) {
    fmt::print("{}\n", evaluation_json(evaluation, verdicts));
  } else {
    fmt::print("{}", evaluation_table(evaluation, verdicts));
  }
  return 0;
}

int evaluate_learning(const LearningCommand& command, const runtime::Settings& settings) {
  const auto model = load_model(folder_meant(command.model, settings));
  if (!model) return fail(model.error());
  const LearningJudgement judgement = judge_learning(*model, command.options);
  const auto verdicts = verdicts_on(judgement);
  if (command.json) {
    fmt::print("{}\n", learning_json(judgement, verdicts));
  } else {
    fmt::print("{}", learning_table(judgement, verdicts));
  }
  return 0;
}

int print_tuned_rules(const TuningOptions& options) {
  fmt::print("{}", tuning_table(tune_rules(options)));
  return 0;
}

}  // namespace luft::ml
