// The same days again and again; then shares over homes.
#include "ml/training/learning_judge.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <thread>
#include <vector>

#include "ml/training/living.h"
#include "ml/training/trainer.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

constexpr std::size_t kLeastExcess = 3;  // overrides in the days that count
constexpr std::size_t kResamples = 1000;
constexpr std::uint64_t kSeedsOfLearning = 500;  // apart from the homes of the other judge

struct People {
  std::string_view name;
  Taste taste;
};
// Who cares more for one thing cares less for the others, or would only be more irritable in all.
constexpr std::array<People, 4> kPeople{
    {{"2 K cooler", {.warmer_k = -2}},
     {"2 K warmer", {.warmer_k = 2}},
     {"more air", {.quiet = -0.5, .fresh = 1, .warm = -0.5, .thrift = -0.5}},
     {"quieter", {.quiet = 1, .fresh = -0.5, .warm = -0.5, .thrift = -0.5}}}};

// People of one taste in one home.
struct Case {
  Lived average, twin, learned, told;           // with their hands
  Lived twin_alone, learned_alone, told_alone;  // which they use no more in the days that count
};

struct HomeResult {
  std::array<std::optional<Case>, kPeople.size()> people;  // none: too little excess to judge by
  Lived random_twin, random_learned;  // who leave it to the model in the days that count
  double random_nights_with_taste = 0;
};

HomeResult live_in(std::size_t home, Predictor& predictor, const LearningOptions& options) {
  const auto seed = kEvaluationHomes + (kSeedsOfLearning + options.seed) * kHomesPerSeed + home;
  Episode episode = make_episode(seed, options.days_before + options.days, setting(home));
  const auto lived = [&](Learns learns, Hand hand, Hand hand_counted) {
    return live_with_people(episode, predictor,
                            {.learns = learns,
                             .days_before = options.days_before,
                             .hand = hand,
                             .hand_counted = hand_counted,
                             .kit = options.kit});
  };
  const auto by_hand = [&](Learns learns) { return lived(learns, Hand::by_taste, Hand::by_taste); };
  const auto alone = [&](Learns learns, Hand before) { return lived(learns, before, Hand::none); };
  HomeResult result;
  const Lived average = by_hand(Learns::no);
  result.random_twin = alone(Learns::no, Hand::at_random);
  result.random_learned = alone(Learns::nightly, Hand::at_random);
  result.random_nights_with_taste =
      lived(Learns::nightly, Hand::at_random, Hand::at_random).nights_with_taste;
  for (std::size_t i = 0; i < kPeople.size(); ++i) {
    set_taste(episode, kPeople[i].taste);
    const Lived twin = by_hand(Learns::no);
    if (twin.overrides < average.overrides + kLeastExcess) continue;
    result.people[i] = Case{average,
                            twin,
                            by_hand(Learns::nightly),
                            by_hand(Learns::told),
                            alone(Learns::no, Hand::by_taste),
                            alone(Learns::nightly, Hand::by_taste),
                            alone(Learns::told, Hand::by_taste)};
  }
  return result;
}

std::vector<HomeResult> live_in_all(const Model& model, const LearningOptions& options) {
  std::vector<HomeResult> homes(options.homes);
  const auto some = [&](std::size_t first) {
    Predictor predictor(model);
    for (std::size_t i = first; i < homes.size(); i += options.threads) {
      homes[i] = live_in(i, predictor, options);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < options.threads; ++i) others.emplace_back(some, i);
  some(0);
  others.clear();
  return homes;
}

// The cases of each home in which there are any.
using Homes = std::vector<std::vector<Case>>;

// Share of the excess that is gone, over homes drawn again.
double excess_gone(const Homes& homes, std::span<const std::size_t> drawn) {
  double before = 0;
  double after = 0;
  for (const auto i : drawn) {
    for (const auto& one : homes[i]) {
      before += one.twin.overrides - one.average.overrides;
      after += one.learned.overrides - one.average.overrides;
    }
  }
  return before > 0 ? 1 - after / before : 0;
}

void set_excess_gone(LearningFigures& figures, const Homes& homes) {
  std::vector<std::size_t> drawn(homes.size());
  std::iota(drawn.begin(), drawn.end(), 0);
  figures.excess_gone = excess_gone(homes, drawn);
  rooms::Chance chance(rooms::mix(homes.size()));
  std::vector<double> shares(kResamples);
  for (double& share : shares) {
    for (auto& home : drawn) {
      home = static_cast<std::size_t>(chance.between(0, double(homes.size())));
    }
    share = excess_gone(homes, drawn);
  }
  std::ranges::sort(shares);
  figures.low = shares[kResamples / 40];
  figures.high = shares[kResamples - kResamples / 40];
}

LearningFigures summarise(std::string_view people, const Homes& homes, std::size_t days) {
  LearningFigures figures{.people = people};
  if (homes.empty()) return figures;
  for (const auto& cases : homes) figures.cases += cases.size();
  const double per_day = 1 / double(figures.cases * days);
  for (const auto& one : homes | std::views::join) {
    figures.average_per_day += per_day * one.average.overrides;
    figures.twin_per_day += per_day * one.twin.overrides;
    figures.learned_per_day += per_day * one.learned.overrides;
    figures.told_per_day += per_day * one.told.overrides;
    figures.twin_cost_per_day += per_day * one.twin_alone.cost;
    figures.learned_cost_per_day += per_day * one.learned_alone.cost;
    figures.told_cost_per_day += per_day * one.told_alone.cost;
  }
  set_excess_gone(figures, homes);
  return figures;
}

RandomFigures summarise_random(std::span<const HomeResult> homes, const LearningOptions& options) {
  RandomFigures figures{.homes = homes.size()};
  const double per_day = 1 / double(homes.size() * options.days);
  const auto nights = double(homes.size() * (options.days_before + options.days - 1));
  for (const auto& home : homes) {
    figures.nights_with_taste += home.random_nights_with_taste / nights;
    figures.twin_cost_per_day += per_day * home.random_twin.cost;
    figures.learned_cost_per_day += per_day * home.random_learned.cost;
  }
  return figures;
}

}  // namespace

LearningJudgement judge_learning(const Model& model, const LearningOptions& options) {
  const auto homes = live_in_all(model, options);
  LearningJudgement judgement{.people = {}, .at_random = summarise_random(homes, options)};
  Homes all(homes.size());
  for (std::size_t i = 0; i < kPeople.size(); ++i) {
    Homes own;
    for (std::size_t home = 0; home < homes.size(); ++home) {
      const auto& one = homes[home].people[i];
      if (!one) continue;
      own.push_back({*one});
      all[home].push_back(*one);
    }
    judgement.people.push_back(summarise(kPeople[i].name, own, options.days));
  }
  std::erase_if(all, &std::vector<Case>::empty);
  judgement.people.push_back(summarise("all", all, options.days));
  return judgement;
}

}  // namespace luft::ml
