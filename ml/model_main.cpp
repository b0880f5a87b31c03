// luft-model: trains, judges and manages models (`luft model …`).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "ml/model_commands.h"
#include "runtime/settings.h"

namespace luft::ml {
namespace {

const std::map<std::string, KitKind> kKits{
    {"three", KitKind::three}, {"outdoors", KitKind::outdoors}, {"all", KitKind::all}};

void add_train(CLI::App& app, TrainCommand& train) {
  auto* command = app.add_subcommand("train", "Train on simulated rooms: some minutes");
  command->add_option("--seed", train.options.seed, "Same seed, same model")->capture_default_str();
  command->add_option("--out", train.out, "Folder to make; else <data>/models/<version>");
  command->add_option("--version", train.options.version, "Semantic version")
      ->capture_default_str();
  command->add_option("--updates", train.options.updates, "Steps that the policy learns in")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--homes", train.options.homes, "Homes lived in at a time")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--without-climate", train.options.without_climate, "Leave one of four out")
      ->check(CLI::Range(0, 3));
}

void add_evaluate(CLI::App& app, EvaluateCommand& evaluate) {
  auto* command = app.add_subcommand("evaluate", "Judge in homes never trained on");
  command->add_flag("--simulated")
      ->description("In simulated homes (the only way so far)")
      ->required();
  command->add_option("--homes", evaluate.options.homes, "Homes, over all climates and seasons")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->add_option("--days", evaluate.options.days, "Days in each")
      ->check(CLI::Range(1, 60))
      ->capture_default_str();
  command->add_option("--inputs", evaluate.options.kit, "What rooms measure: three, outdoors, all")
      ->transform(CLI::CheckedTransformer(kKits));
  command->add_flag_function(
      "--all-settings", [&evaluate](auto) { evaluate.options.settings = Settings::all; },
      "Each home in all climates and seasons");
  command->add_option("--temp-bias", evaluate.options.temp_bias_k, "K that thermometers are wrong");
  command->add_option("--sound-noise", evaluate.options.sound_noise_db, "dB, as a deviation");
  command->add_option("--threads", evaluate.options.threads, "That share the work")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_option("--seed", evaluate.options.seed, "Which homes")->capture_default_str();
  command->add_option("--model", evaluate.model, "Version or folder; else the one in force");
  command->add_flag("--json", evaluate.json, "One JSON object");
}

int run(int argc, const char* const* argv) {
  CLI::App app{"Luft's models", "luft model"};
  app.require_subcommand(1);
  app.set_version_flag("--version", LUFT_VERSION);
  TrainCommand train;
  EvaluateCommand evaluate;
  std::string shown;
  std::string used;
  add_train(app, train);
  add_evaluate(app, evaluate);
  TuningOptions tuning;
  auto* tune = app.add_subcommand("tune-rules", "Find the numbers with which each rule does best");
  tune->add_option("--inputs", tuning.kit, "What rooms measure: three, outdoors")
      ->transform(CLI::CheckedTransformer(kKits));
  tune->add_option("--tries", tuning.tries, "For each rule")->capture_default_str();
  tune->add_option("--homes", tuning.homes, "To try them in")->capture_default_str();
  auto* show = app.add_subcommand("show", "What a model is and how good");
  show->add_option("model", shown, "Version or folder; else the one in force");
  auto* list = app.add_subcommand("list", "All models there are");
  auto* use = app.add_subcommand("use", "Make a trained version the one in force");
  use->add_option("version", used, "As in `luft model list`")->required();
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
  if (app.got_subcommand("train")) return train_model(train, *settings);
  if (app.got_subcommand("evaluate")) return evaluate_model(evaluate, *settings);
  if (tune->parsed()) return print_tuned_rules(tuning);
  if (show->parsed()) return show_model(shown, *settings);
  if (list->parsed()) return list_models(*settings);
  return use_model(used, *settings);
}

}  // namespace
}  // namespace luft::ml

int main(int argc, char** argv) {
  return luft::ml::run(argc, argv);
}
