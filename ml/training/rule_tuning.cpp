// Every try is lived through in the same homes.
#include "ml/training/rule_tuning.h"

#include <algorithm>

#include "ml/training/living.h"
#include "ml/training/trainer.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

constexpr double kFirstReach = 0.3;  // of a parameter's range, around the best one
constexpr double kLastReach = 0.05;

class Tuning {
 public:
  explicit Tuning(const TuningOptions& options) : options_(options), kit_(kit_of(options.kit)) {
    for (std::size_t i = 0; i < options.homes; ++i) {
      episodes_.push_back(
          make_episode(kTuningHomes + options.seed * kHomesPerSeed + i, options.days, setting(i)));
      closed_heating_ += heating_when_closed(episodes_.back());
    }
  }

  [[nodiscard]] TunedRule tune(const RuleFamily& family) const {
    rooms::Chance chance(rooms::mix(options_.seed));
    TunedRule best{.family = &family};
    best.cost_per_day = 1e9;
    for (std::size_t i = 0; i < options_.tries; ++i) {
      const double done = double(i) / double(options_.tries);
      const double reach =
          done < 0.5 ? 1 : kFirstReach + (kLastReach - kFirstReach) * (2 * done - 1);
      Parameters tried{};
      for (std::size_t k = 0; k < family.ranges.size(); ++k) {
        const auto& [name, low, high] = family.ranges[k];
        const double around = best.parameters[k] + (high - low) * reach * chance.between(-1, 1);
        tried[k] = done < 0.5 ? chance.between(low, high) : std::clamp(around, low, high);
      }
      const double cost = cost_per_day(family.policy(tried));
      if (cost < best.cost_per_day) {
        best.cost_per_day = cost;
        best.parameters = tried;
      }
      if (family.ranges.empty()) break;
    }
    return best;
  }

 private:
  [[nodiscard]] double cost_per_day(const Policy& policy) const {
    double cost = -closed_heating_;
    for (const auto& episode : episodes_) cost += live_by_rule(episode, policy, kit_).total();
    return cost / double(options_.homes * options_.days);
  }

  const TuningOptions& options_;
  Kit kit_;
  std::vector<Episode> episodes_;
  double closed_heating_ = 0;
};

}  // namespace

std::vector<TunedRule> tune_rules(const TuningOptions& options) {
  const Tuning tuning(options);
  std::vector<TunedRule> tuned;
  for (const auto& family : rule_families()) tuned.push_back(tuning.tune(family));
  return tuned;
}

}  // namespace luft::ml
