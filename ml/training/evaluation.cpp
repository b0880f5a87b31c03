// Lives through each home-week once per policy, with the teacher looking on at the model's.
#include "ml/training/evaluation.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <thread>

#include "ml/training/living.h"
#include "ml/training/trainer.h"

namespace luft::ml {
namespace {

constexpr std::size_t kResamples = 1000;
constexpr double kWorstShare = 0.05;

constexpr auto kModel = "model";
constexpr auto kTeacher = "teacher";

rooms::CostTerms scaled(rooms::CostTerms terms, double factor) {
  for (auto* term : {&terms.temperature, &terms.air, &terms.humidity, &terms.noise, &terms.heating,
                     &terms.motor, &terms.rain}) {
    *term *= factor;
  }
  return terms;
}

// One home in one setting: each policy's cost per day, and the model's honesty.
struct Week {
  std::size_t home = 0;
  Setting setting{};
  std::vector<rooms::CostTerms> policies{};
  Honesty honesty{};
};

Episode episode_of(const Week& week, const EvaluationOptions& options) {
  const auto seed = kEvaluationHomes + options.seed * kHomesPerSeed + week.home;
  return options.places.empty() ? make_episode(seed, options.days, week.setting)
                                : make_episode(seed, options.days, week.setting,
                                               options.places[week.setting.climate].weather);
}

void live(Week& week, Predictor& predictor, const std::vector<Rule>& rules,
          const EvaluationOptions& options) {
  const Kit kit = kit_of(options.kit);
  Episode episode = episode_of(week, options);
  set_taste(episode, options.taste);
  episode.errors.temp_c += options.temp_bias_k;
  episode.errors.sound_scatter_db += options.sound_noise_db;
  const double closed_heating = heating_when_closed(episode);
  const auto add = [&](rooms::CostTerms terms) {
    terms.heating -= closed_heating;
    week.policies.push_back(scaled(terms, 1 / double(options.days)));
  };
  for (const auto& rule : rules) add(live_by_rule(episode, rule.policy, kit));
  Teacher judge(episode);
  add(live_by_model(episode, predictor, kit, [&](const Walk& walk, const Decision& decision) {
    if (walk.decision() % options.judged_every != 0) return;
    const Advice advice = judge.advise(walk);
    week.honesty.add(decision, advice, judge.regret(walk, advice, decision.position_pct / 100));
  }));
  add(live_as_teacher(episode));
}

std::vector<Week> all_weeks(const EvaluationOptions& options) {
  const std::size_t climates = options.climate ? 1 : climate_names(options).size();
  const std::size_t settings = climates * kSeasonCount;
  const auto setting = [&](std::size_t i) {
    return Setting{.climate = options.climate.value_or(i % climates),
                   .season = i / climates % kSeasonCount};
  };
  std::vector<Week> weeks;
  for (std::size_t home = 0; home < options.homes; ++home) {
    if (options.settings == Settings::one_each) {
      weeks.push_back({.home = home, .setting = setting(home)});
      continue;
    }
    for (std::size_t i = 0; i < settings; ++i) {
      weeks.push_back({.home = home, .setting = setting(i)});
    }
  }
  return weeks;
}

void live_through(std::vector<Week>& weeks, const Model& model, const std::vector<Rule>& rules,
                  const EvaluationOptions& options) {
  const auto some = [&](std::size_t first) {
    Predictor predictor(model);
    for (std::size_t i = first; i < weeks.size(); i += options.threads) {
      live(weeks[i], predictor, rules, options);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < options.threads; ++i) others.emplace_back(some, i);
  some(0);
}

// Each home's mean over its weeks, of one policy.
std::vector<double> by_home(const std::vector<Week>& weeks, std::size_t policy, std::size_t homes) {
  std::vector<double> sum(homes);
  std::vector<double> number(homes);
  for (const auto& week : weeks) {
    sum[week.home] += week.policies[policy].total();
    number[week.home] += 1;
  }
  for (std::size_t i = 0; i < homes; ++i) sum[i] /= number[i];
  return sum;
}

// The 95 % interval of `statistic` over homes drawn again and again.
template <class Statistic>
std::pair<double, double> bootstrap(std::size_t homes, const Statistic& statistic) {
  rooms::Chance chance(rooms::mix(homes));
  std::vector<double> values(kResamples);
  std::vector<std::size_t> drawn(homes);
  for (double& value : values) {
    for (auto& home : drawn) home = static_cast<std::size_t>(chance.between(0, double(homes)));
    value = statistic(drawn);
  }
  std::ranges::sort(values);
  return {values[kResamples / 40], values[kResamples - kResamples / 40]};
}

double mean_of(const std::vector<double>& values, const std::vector<std::size_t>& homes) {
  double sum = 0;
  for (const auto home : homes) sum += values[home];
  return sum / double(homes.size());
}

PolicyFigures summarise(std::string name, const std::vector<Week>& weeks, std::size_t policy,
                        std::size_t homes) {
  PolicyFigures figures{.name = std::move(name), .terms = {}};
  std::vector<double> totals;
  for (const auto& week : weeks) {
    figures.terms += week.policies[policy];
    totals.push_back(week.policies[policy].total());
  }
  figures.terms = scaled(figures.terms, 1 / double(weeks.size()));
  figures.total = figures.terms.total();
  figures.travel_pct_per_day = 100 * figures.terms.motor / rooms::ComfortWeights{}.motor;
  const auto costs = by_home(weeks, policy, homes);
  std::tie(figures.low, figures.high) =
      bootstrap(homes, [&costs](const auto& drawn) { return mean_of(costs, drawn); });
  std::ranges::sort(totals, std::greater{});
  const auto worst =
      std::max<std::size_t>(1, static_cast<std::size_t>(kWorstShare * double(totals.size())));
  figures.worst =
      std::accumulate(totals.begin(), totals.begin() + std::ptrdiff_t(worst), 0.0) / double(worst);
  return figures;
}

double closed_share(double rule, double model, double teacher) {
  return (rule - model) / (rule - teacher);
}

void summarise_gap(Evaluation& evaluation, const std::vector<Week>& weeks, std::size_t homes) {
  const std::size_t rules = evaluation.policies.size() - 2;
  const auto best = std::ranges::min_element(evaluation.policies.begin(),
                                             evaluation.policies.begin() + std::ptrdiff_t(rules),
                                             {}, &PolicyFigures::total);
  const auto rule = static_cast<std::size_t>(best - evaluation.policies.begin());
  const auto of_rule = by_home(weeks, rule, homes);
  const auto of_model = by_home(weeks, rules, homes);
  const auto of_teacher = by_home(weeks, rules + 1, homes);
  evaluation.gap.rule = best->name;
  evaluation.gap.closed =
      closed_share(best->total, evaluation.of(kModel).total, evaluation.of(kTeacher).total);
  std::tie(evaluation.gap.low, evaluation.gap.high) = bootstrap(homes, [&](const auto& drawn) {
    return closed_share(mean_of(of_rule, drawn), mean_of(of_model, drawn),
                        mean_of(of_teacher, drawn));
  });
  for (std::size_t climate = 0; climate < evaluation.climates.size(); ++climate) {
    std::array<double, 3> sums{};
    for (const auto& week : weeks) {
      if (week.setting.climate != climate) continue;
      sums[0] += week.policies[rule].total();
      sums[1] += week.policies[rules].total();
      sums[2] += week.policies[rules + 1].total();
    }
    evaluation.climates[climate].gap_closed = closed_share(sums[0], sums[1], sums[2]);
  }
}

void summarise_honesty(Evaluation& evaluation, const std::vector<Week>& weeks, std::size_t homes) {
  Honesty all;
  std::vector<Honesty> climates(evaluation.climates.size());
  std::array<Honesty, kSeasonCount> seasons;
  std::vector<Honesty> of_homes(homes);
  for (const auto& week : weeks) {
    all.add(week.honesty);
    climates[week.setting.climate].add(week.honesty);
    seasons[week.setting.season].add(week.honesty);
    of_homes[week.home].add(week.honesty);
  }
  evaluation.honesty = all.figures();
  for (std::size_t i = 0; i < climates.size(); ++i) {
    evaluation.climates[i].honesty = climates[i].figures();
  }
  std::ranges::transform(seasons, evaluation.honesty_in_season.begin(), &Honesty::figures);
  for (const auto& home : of_homes) {
    evaluation.coverage_of_homes.push_back(home.figures().coverage);
  }
  std::ranges::sort(evaluation.coverage_of_homes);
}

}  // namespace

const PolicyFigures& Evaluation::of(std::string_view name) const {
  const auto found = std::ranges::find(policies, name, &PolicyFigures::name);
  assert(found != policies.end());
  return *found;
}

std::vector<std::string> climate_names(const EvaluationOptions& options) {
  std::vector<std::string> names;
  for (const auto& place : options.places) names.push_back(place.name);
  if (!names.empty()) return names;
  for (const auto& climate : rooms::climates()) names.emplace_back(climate.name);
  return names;
}

Evaluation evaluate(const Model& model, const EvaluationOptions& options) {
  assert(options.homes > 0 && options.days > 0 && options.threads > 0);
  const auto rules = tuned_rules(options.kit);
  auto weeks = all_weeks(options);
  live_through(weeks, model, rules, options);

  Evaluation evaluation;
  const auto names = climate_names(options);
  for (const auto& name : names) {
    evaluation.climates.push_back({.name = name, .gap_closed = 0, .honesty = {}});
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    evaluation.policies.push_back(summarise(std::string(rules[i].name), weeks, i, options.homes));
  }
  evaluation.policies.push_back(summarise(kModel, weeks, rules.size(), options.homes));
  evaluation.policies.push_back(summarise(kTeacher, weeks, rules.size() + 1, options.homes));
  summarise_gap(evaluation, weeks, options.homes);
  summarise_honesty(evaluation, weeks, options.homes);
  if (options.climate) evaluation.climates = {evaluation.climates[*options.climate]};
  return evaluation;
}

}  // namespace luft::ml
