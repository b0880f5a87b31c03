#include "ml/behaviour/window_command.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "ml/behaviour/vote_file.h"

namespace luft::ml {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, double Scores::*>, 5> kFigures{
    {{"auc", &Scores::auc},
     {"within_city_auc", &Scores::within_city_auc},
     {"log_loss", &Scores::log_loss},
     {"brier", &Scores::brier},
     {"ece", &Scores::ece}}};

ordered_json figure(double value) {
  return std::isnan(value) ? ordered_json(nullptr) : ordered_json(value);
}

int fail(std::string_view why) {
  fmt::print(stderr, "{}\n", why);
  return 1;
}

void print_table(const WindowEvaluation& evaluation) {
  fmt::print("{} rows of {} cities never seen, {:.1f} % open\n\n", evaluation.rows,
             evaluation.cities, 100 * evaluation.base_rate);
  fmt::print("{:<18}{:>8}{:>18}{:>12}\n", "", "", "95 % over cities", "base rate");
  for (const auto& [name, member] : kFigures) {
    fmt::print("{:<18}{:>8.3f}{:>18}{:>12.3f}\n", name, evaluation.scores.*member,
               fmt::format("{:.3f}..{:.3f}", evaluation.intervals.low.*member,
                           evaluation.intervals.high.*member),
               evaluation.of_base_rate.*member);
  }
}

void print_table(const AdaptationEvaluation& evaluation) {
  fmt::print("{:<20}{:>6}{:>6}{:>10}{:>18}{:>16}{:>16}\n", "city", "rows", "seen", "improved",
             "log loss", "auc", "ece");
  for (const auto& city : evaluation.cities) {
    fmt::print("{:<20}{:>6}{:>6}{:>9.0f}%{:>10.3f} > {:.3f}{:>8.3f} > {:.3f}{:>8.3f} > {:.3f}{}\n",
               city.name, city.rows, city.seen, 100 * city.improved, city.before.log_loss,
               city.after.log_loss, city.before.auc, city.after.auc, city.before.ece,
               city.after.ece, city.is_judged ? "" : "  (not counted below)");
  }
  fmt::print(
      "\n{} draws a city: log loss less in {:.1f} % ({:.3f} > {:.3f}), within-city auc {:.3f} > "
      "{:.3f},\nece over all {:.3f}\n",
      evaluation.draws, 100 * evaluation.improved, evaluation.log_loss_before,
      evaluation.log_loss_after, evaluation.within_city_auc_before,
      evaluation.within_city_auc_after, evaluation.ece);
}

template <typename Evaluation>
int print(const std::expected<Evaluation, std::string>& evaluation, const WindowCommand& command) {
  if (!evaluation) return fail(fmt::format("{}: {}", command.judged, evaluation.error()));
  if (command.json) {
    fmt::print("{}\n", to_json(*evaluation));
  } else {
    print_table(*evaluation);
  }
  return 0;
}

}  // namespace

std::string to_json(const WindowEvaluation& evaluation) {
  ordered_json json{
      {"n", evaluation.rows}, {"cities", evaluation.cities}, {"base_rate", evaluation.base_rate}};
  for (const auto& [name, member] : kFigures) {
    json[std::string(name)] = figure(evaluation.scores.*member);
    json[fmt::format("{}_low", name)] = figure(evaluation.intervals.low.*member);
    json[fmt::format("{}_high", name)] = figure(evaluation.intervals.high.*member);
  }
  json["base_rate_log_loss"] = evaluation.of_base_rate.log_loss;
  json["base_rate_brier"] = evaluation.of_base_rate.brier;
  return json.dump();
}

std::string to_json(const AdaptationEvaluation& evaluation) {
  ordered_json json{{"draws", evaluation.draws},
                    {"ece", evaluation.ece},
                    {"log_loss_improved", evaluation.improved},
                    {"log_loss_before", evaluation.log_loss_before},
                    {"log_loss_after", evaluation.log_loss_after},
                    {"within_city_auc_before", evaluation.within_city_auc_before},
                    {"within_city_auc_after", evaluation.within_city_auc_after},
                    {"cities", ordered_json::array()}};
  for (const auto& city : evaluation.cities) {
    json["cities"].push_back({{"city", city.name},
                              {"n", city.rows},
                              {"seen", city.seen},
                              {"judged", city.is_judged},
                              {"log_loss_improved", city.improved},
                              {"log_loss_before", city.before.log_loss},
                              {"log_loss_after", city.after.log_loss},
                              {"auc_before", figure(city.before.auc)},
                              {"auc_after", figure(city.after.auc)},
                              {"ece_before", city.before.ece},
                              {"ece_after", city.after.ece}});
  }
  return json.dump();
}

int evaluate_windows(const WindowCommand& command) {
  Votes training;
  for (const auto& file : command.training) {
    if (const auto read = read_vote_file(file, training); !read) return fail(read.error());
  }
  Votes judged{.rows = {}, .cities = training.cities};  // numbered alike
  if (const auto read = read_vote_file(command.judged, judged); !read) return fail(read.error());
  const Votes& seen = command.training.empty() ? judged : training;
  if (command.adapt) {
    return print(evaluate_adaptation(judged, seen, {.seed = command.seed}), command);
  }
  return print(evaluate_window_model(judged, seen, command.seed), command);
}

}  // namespace luft::ml
