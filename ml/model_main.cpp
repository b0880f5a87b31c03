// luft-model: trains, judges and manages models (`luft model …`).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "ml/behaviour/window_command.h"
#include "ml/model_commands.h"
#include "ml/versions/version_commands.h"
#include "ml/versions/versions.h"
#include "runtime/settings.h"

namespace luft::ml {
namespace {

const std::map<std::string, KitKind> kKits{
    {"three", KitKind::three}, {"outdoors", KitKind::outdoors}, {"all", KitKind::all}};

void add_train(CLI::App& app, TrainCommand& train, bool& increment) {
  auto* command = app.add_subcommand("train", "Train on simulated rooms: some minutes");
  command->add_flag("--increment", increment,
                    "Instead, learn from what people chose by hand since the last time: seconds");
  command->add_option("--seed", train.options.seed, "Same seed, same model")->capture_default_str();
  command->add_option("--out", train.out, "Folder to make; else <data>/models/<version>");
  command
      ->add_option("--version", train.options.version,
                   "Semantic version; else the next that is free")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return is_semantic_version(text) ? "" : "\"" + text + "\" is not like 1.2.0";
          },
          "X.Y.Z"));
  command->add_option("--updates", train.options.updates, "Steps that the policy learns in")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--homes", train.options.homes, "Homes lived in at a time")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--without-climate", train.without_climate,
                      "Leave one of the four out, to see how it is missed");
}

// Two judges: simulated homes, and what people were seen doing.
void add_evaluate(CLI::App& app, EvaluateCommand& evaluate, WindowCommand& windows) {
  auto* command = app.add_subcommand("evaluate", "Judge in homes or cities never trained on");
  auto* judge = command->add_option_group("judge")->require_option(1);
  auto* simulated = judge->add_flag("--simulated")->description("The policy, in simulated homes");
  judge->add_flag("--learning", evaluate.learning)
      ->description("How well it learns from simulated people: fewer overrides");
  auto* file =
      judge
          ->add_option("--window-state", windows.judged,
                       "The model of people's windows, on this survey (CSV, plain or gzip)")
          ->check(CLI::ExistingFile);
  command
      ->add_option("--train", windows.training,
                   "Surveys to train on; else the judged one, each city left out in turn")
      ->check(CLI::ExistingFile)
      ->needs(file);
  command->add_flag("--adapt", windows.adapt, "After it has seen 200 rows of a city: 20 draws")
      ->needs(file);
  command->add_option("--homes", evaluate.options.homes, "Homes, over all climates and seasons")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->add_option("--days", evaluate.options.days, "Days in each")
      ->check(CLI::Range(1, 60))
      ->capture_default_str()
      ->needs(simulated);
  command->add_option("--inputs", evaluate.options.kit, "What rooms measure: three, outdoors, all")
      ->transform(CLI::CheckedTransformer(kKits));
  command
      ->add_flag_function(
          "--all-settings", [&evaluate](auto) { evaluate.options.settings = Settings::all; },
          "Each home in all climates and seasons")
      ->needs(simulated);
  command
      ->add_option("--weather", evaluate.weather,
                   "Folder of recorded years (CSV) to live in, instead of made up ones")
      ->needs(simulated);
  command->add_option("--climate", evaluate.climate, "In this climate, or file of them, alone")
      ->needs(simulated);
  command->add_option("--temp-bias", evaluate.options.temp_bias_k, "K that thermometers are wrong")
      ->needs(simulated);
  command->add_option("--sound-noise", evaluate.options.sound_noise_db, "dB, as a deviation")
      ->needs(simulated);
  command->add_option("--threads", evaluate.options.threads, "That share the work")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_option("--seed", evaluate.options.seed, "Which homes, or draws")
      ->capture_default_str();
  command->add_option("--model", evaluate.model, "Version or folder; else the one in force");
  command->add_flag("--json", evaluate.json, "One JSON object");
}

void add_tune_rules(CLI::App& app, TuningOptions& tuning) {
  auto* command =
      app.add_subcommand("tune-rules", "Find the numbers with which each simple rule does best");
  command->add_option("--inputs", tuning.kit, "What rooms measure: three, outdoors")
      ->transform(CLI::CheckedTransformer(kKits));
  command->add_option("--tries", tuning.tries, "For each rule")->capture_default_str();
  command->add_option("--homes", tuning.homes, "To try them in")->capture_default_str();
}

int run_evaluate(const EvaluateCommand& evaluate, WindowCommand windows,
                 const runtime::Settings& settings) {
  if (evaluate.learning) {
    const auto& options = evaluate.options;
    return evaluate_learning({.options = {.homes = options.homes,
                                          .seed = options.seed,
                                          .kit = options.kit,
                                          .threads = options.threads},
                              .model = evaluate.model,
                              .json = evaluate.json},
                             settings);
  }
  if (windows.judged.empty()) return evaluate_model(evaluate, settings);
  windows.seed = evaluate.options.seed;
  windows.json = evaluate.json;
  return evaluate_windows(windows);
}

// What the commands about versions are told.
struct VersionArguments {
  std::string shown;
  std::string used;
  bool if_better = false;
  std::string shadow;
  std::string exported;
  std::string target;
};

void add_versions(CLI::App& app, VersionArguments& arguments) {
  app.add_subcommand("list", "All models there are, and what was put in force when");
  app.add_subcommand("show", "What a model is and how good")
      ->add_option("model", arguments.shown, "Version or folder; else the one in force");
  auto* use = app.add_subcommand("use", "Check a model and put it in force");
  use->add_option("version", arguments.used, "As in `luft model list`, or a folder")->required();
  use->add_flag("--if-better", arguments.if_better, "Only if it is measured to be better");
  app.add_subcommand("rollback", "Put the model that was in force before in force again");
  app.add_subcommand("shadow",
                     "Let a model decide beside the one in force, without moving anything")
      ->add_option("version", arguments.shadow, "As in `luft model list`, a folder, or off")
      ->required();
  auto* exported = app.add_subcommand("export", "Copy a model, checked, to a folder");
  exported->add_option("version", arguments.exported, "As in `luft model list`")->required();
  exported->add_option("folder", arguments.target, "Made, or replaced")->required();
}

int run_versions(const CLI::App& app, const VersionArguments& arguments,
                 const runtime::Settings& settings) {
  if (app.got_subcommand("list")) return list_models(settings);
  if (app.got_subcommand("show")) return show_model(arguments.shown, settings);
  if (app.got_subcommand("use")) {
    const auto condition = arguments.if_better ? Condition::if_better : Condition::none;
    return use_model(arguments.used, condition, settings);
  }
  if (app.got_subcommand("rollback")) return roll_back_model(settings);
  if (app.got_subcommand("shadow")) return shadow_model_with(arguments.shadow, settings);
  return export_model(arguments.exported, arguments.target, settings);
}

int run(int argc, const char* const* argv) {
  CLI::App app{"Luft's models", "luft model"};
  app.require_subcommand(1);
  app.set_version_flag("--version", LUFT_VERSION);
  TrainCommand train;
  EvaluateCommand evaluate;
  WindowCommand windows;
  VersionArguments versions;
  TuningOptions tuning;
  bool increment = false;
  add_train(app, train, increment);
  add_evaluate(app, evaluate, windows);
  add_tune_rules(app, tuning);
  add_versions(app, versions);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {  // also how CLI11 says that --help was printed
    return app.exit(answer) == 0 ? 0 : 2;
  }

  const auto environment = runtime::process_environment();
  const auto settings =
      runtime::load_settings(runtime::find_settings_file({}, environment), environment);
  if (!settings) {
    for (const auto& [where, what] : settings.error()) fmt::print(stderr, "{}: {}\n", where, what);
    return 2;
  }
  if (increment) return train_increment(*settings);
  if (app.got_subcommand("train")) return train_model(train, *settings);
  if (app.got_subcommand("evaluate")) return run_evaluate(evaluate, windows, *settings);
  if (app.got_subcommand("tune-rules")) return print_tuned_rules(tuning);
  return run_versions(app, versions, *settings);
}

}  // namespace
}  // namespace luft::ml

int main(int argc, char** argv) {
  return luft::ml::run(argc, argv);
}
