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
  command->add_option("--episodes", train.options.first_episodes, "Two-day episodes to begin with")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->add_option("--rounds", train.options.rounds, "Rounds of practice on its own")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_option("--epochs", train.options.epochs, "Passes over all examples in each round")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
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
  if (show->parsed()) return show_model(shown, *settings);
  if (list->parsed()) return list_models(*settings);
  return use_model(used, *settings);
}

}  // namespace
}  // namespace luft::ml

int main(int argc, char** argv) {
  return luft::ml::run(argc, argv);
}
