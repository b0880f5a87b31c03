// The same days again and again: with learning, without, and with somebody average.
#include "ml/training/learning_judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "ml/learning/increment.h"
#include "ml/predictor.h"
#include "ml/training/living.h"
#include "ml/training/teacher.h"
#include "ml/training/trainer.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

constexpr double kClearlyWorse = 2 * kNoticeableRegret;  // over the teacher's three hours
constexpr std::size_t kHoldDecisions = 8;                // two hours
constexpr std::size_t kLeastExcess = 3;                  // overrides in the days that are counted
constexpr double kRandomOverride = 0.025;                // a decision: about once a day
constexpr std::size_t kResamples = 1000;
constexpr auto kDevice = "room";

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

enum class Learns : std::uint8_t { no, nightly, told };  // told: knows the taste from the start
// When and where they move the window: as their taste has it, or by the dice.
enum class Hand : std::uint8_t { by_taste, at_random };

struct Lived {
  double overrides = 0;  // in the days that are counted
  // By their own taste, of the decisions in those days that the model made: what a person holds is
  // the best there is.
  double cost = 0;
  double decisions = 0;
  double nights_with_taste = 0;  // of all days

  [[nodiscard]] double cost_per_day() const {
    return decisions > 0 ? cost / decisions * kDecisionsPerDay : 0;
  }
};

// A home, its model, and somebody who may take the window into their hands.
class Household {
 public:
  Household(const Episode& episode, Predictor& predictor, const LearningOptions& options, Hand hand)
      : episode_(episode),
        options_(options),
        hand_(hand),
        kit_(kit_of(options.kit)),
        champion_{.predictor = predictor, .version = "judged"},
        teacher_(episode) {}

  Lived live(Learns learns) {
    if (learns == Learns::told) book_.tastes[kDevice].taste = episode_.taste;
    for (Walk walk(episode_); !walk.done();) {
      const std::size_t day = walk.decision() / kDecisionsPerDay;
      const bool midnight = walk.decision() % kDecisionsPerDay == 0 && day > 0;
      if (midnight && learns == Learns::nightly) {
        book_ = learn(book_, wishes_, champion_, now_ms(walk));
        lived_.nights_with_taste += book_.tastes.empty() ? 0 : 1;
      }
      const double position_pct = decide(walk);
      const bool is_held = walk.decision() < held_until_;
      const double cost = walk.go_on(position_pct / 100).total();
      if (day < options_.days_before || is_held) continue;
      lived_.cost += cost;
      lived_.decisions += 1;
    }
    return lived_;
  }

 private:
  [[nodiscard]] static std::uint64_t now_ms(const Walk& walk) {
    return (walk.decision() + 1) * static_cast<std::uint64_t>(kTickMs);
  }

  // The model's position, unless the person holds or takes the window.
  double decide(const Walk& walk) {
    const auto taste = book_.tastes.find(kDevice);
    auto request = with_kit(walk.request(), kit_);
    const double position_pct =
        champion_.predictor
            .decide(Question{.request = request,
                             .memory = &memory_,
                             .now_ms = static_cast<std::int64_t>(now_ms(walk)),
                             .taste = taste == book_.tastes.end() ? Taste{} : taste->second.taste})
            .position_pct;
    const Advice advice = teacher_.advise(walk);
    if (walk.decision() < held_until_) return held_pct_;
    const auto& presence = episode_.from_decision(walk.decision()).front().presence;
    if (presence.people <= 0 || presence.asleep) return position_pct;
    const auto wish =
        hand_ == Hand::at_random ? by_dice(walk) : by_taste(walk, advice, position_pct);
    if (!wish) return position_pct;
    held_pct_ = *wish;
    held_until_ = walk.decision() + kHoldDecisions;
    if (request.position_pct) request.position_pct = position_pct;  // where they found it
    wishes_.push_back({.id = std::to_string(wishes_.size()),
                       .device = kDevice,
                       .time_ms = now_ms(walk),
                       .position_pct = held_pct_,
                       .room = request});
    if (walk.decision() >= options_.days_before * kDecisionsPerDay) lived_.overrides += 1;
    return held_pct_;
  }

  [[nodiscard]] std::optional<double> by_taste(const Walk& walk, const Advice& advice,
                                               double position_pct) const {
    if (teacher_.regret(walk, advice, position_pct / 100) < kClearlyWorse) return std::nullopt;
    return kPositionsPct[advice.best];
  }

  [[nodiscard]] std::optional<double> by_dice(const Walk& walk) const {
    rooms::Chance chance(rooms::mix(episode_.seed) ^ walk.decision());
    if (!chance.happens(kRandomOverride)) return std::nullopt;
    return kPositionsPct[static_cast<std::size_t>(chance.between(0, kPositionCount))];
  }

  const Episode& episode_;
  const LearningOptions& options_;
  const Hand hand_;
  Kit kit_;
  Champion champion_;
  Teacher teacher_;
  Memory memory_;
  TasteBook book_;
  std::vector<Wish> wishes_;
  double held_pct_ = 0;
  std::size_t held_until_ = 0;  // decision
  Lived lived_;
};

struct HomeResult {
  Lived average, twin, learned, told;
};

// Share of the excess that is gone, over homes drawn again.
double excess_gone(const std::vector<HomeResult>& homes, const std::vector<std::size_t>& drawn) {
  double before = 0;
  double after = 0;
  for (const auto i : drawn) {
    before += homes[i].twin.overrides - homes[i].average.overrides;
    after += homes[i].learned.overrides - homes[i].average.overrides;
  }
  return before > 0 ? 1 - after / before : 0;
}

LearningFigures summarise(std::string_view people, const std::vector<HomeResult>& homes,
                          std::size_t days) {
  LearningFigures figures{.people = people, .homes_counted = homes.size()};
  if (homes.empty()) return figures;
  const double per_day = 1 / double(homes.size() * days);
  std::vector<std::size_t> drawn;
  for (const auto& [average, twin, learned, told] : homes) {
    figures.average_per_day += per_day * average.overrides;
    figures.twin_per_day += per_day * twin.overrides;
    figures.learned_per_day += per_day * learned.overrides;
    figures.told_per_day += per_day * told.overrides;
    figures.twin_cost_per_day += twin.cost_per_day() / double(homes.size());
    figures.learned_cost_per_day += learned.cost_per_day() / double(homes.size());
    drawn.push_back(drawn.size());
  }
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
  return figures;
}

void add(RandomFigures& to, const Lived& twin, const Lived& learned,
         const LearningOptions& options) {
  const auto homes = static_cast<double>(to.homes);
  const auto nights = static_cast<double>(options.days_before + options.days - 1);
  to.nights_with_taste += learned.nights_with_taste / nights / homes;
  to.twin_cost_per_day += twin.cost_per_day() / homes;
  to.learned_cost_per_day += learned.cost_per_day() / homes;
}

}  // namespace

LearningJudgement judge_learning(const Model& model, const LearningOptions& options) {
  Predictor predictor(model);
  const std::size_t days = options.days_before + options.days;
  std::array<std::vector<HomeResult>, kPeople.size()> results;
  RandomFigures at_random{.homes = options.homes};
  for (std::size_t home = 0; home < options.homes; ++home) {
    const auto seed = kEvaluationHomes + (500 + options.seed) * kHomesPerSeed + home;
    Episode episode = make_episode(seed, days, setting(home));
    const auto lived = [&](const Taste& taste, Learns learns, Hand hand = Hand::by_taste) {
      set_taste(episode, taste);
      return Household(episode, predictor, options, hand).live(learns);
    };
    const Lived average = lived({}, Learns::no);
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      const Lived twin = lived(kPeople[i].taste, Learns::no);
      if (twin.overrides < average.overrides + kLeastExcess) continue;
      results[i].push_back({average, twin, lived(kPeople[i].taste, Learns::nightly),
                            lived(kPeople[i].taste, Learns::told)});
    }
    add(at_random, lived({}, Learns::no, Hand::at_random),
        lived({}, Learns::nightly, Hand::at_random), options);
  }
  LearningJudgement judgement{.people = {}, .at_random = at_random};
  for (std::size_t i = 0; i < kPeople.size(); ++i) {
    judgement.people.push_back(summarise(kPeople[i].name, results[i], options.days));
  }
  return judgement;
}

}  // namespace luft::ml
