// A walk through the episode, a person beside it, and a night's learning at midnight.
#include "ml/training/simulated_people.h"

#include <optional>
#include <string>
#include <vector>

#include "ml/learning/increment.h"
#include "ml/training/teacher.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

// As much as one degree too warm for half an hour, or 10 dB too loud.
constexpr double kClearlyWorse = 5 * kNoticeableRegret;
constexpr std::size_t kHoldDecisions = 8;  // two hours
constexpr double kRandomOverride = 0.025;  // a decision: about once a day
constexpr auto kDevice = "room";

class Household {
 public:
  Household(const Episode& episode, Predictor& predictor, const Stay& stay)
      : episode_(episode),
        stay_(stay),
        kit_(kit_of(stay.kit)),
        champion_{.predictor = predictor, .version = "judged"} {
    if (stay.learns == Learns::told) book_.tastes[kDevice].taste = episode.taste;
  }

  Lived live() {
    for (Walk walk(episode_); !walk.done();) {
      const std::size_t day = walk.decision() / kDecisionsPerDay;
      const bool midnight = walk.decision() % kDecisionsPerDay == 0 && day > 0;
      if (midnight && stay_.learns == Learns::nightly) {
        book_ = learn(book_, wishes_, champion_, now_ms(walk));
        lived_.nights_with_taste += book_.tastes.empty() ? 0 : 1;
      }
      const bool counts = day >= stay_.days_before;
      const double position_pct = decide(walk, counts);
      const double cost = walk.go_on(position_pct / 100).total();
      if (counts) lived_.cost += cost;
    }
    return lived_;
  }

 private:
  [[nodiscard]] static std::uint64_t now_ms(const Walk& walk) {
    return (walk.decision() + 1) * static_cast<std::uint64_t>(kTickMs);
  }

  // The model's position, unless the person holds or takes the window.
  double decide(const Walk& walk, bool counts) {
    auto request = with_kit(walk.request(), kit_);
    const double position_pct = ask(request, walk);
    if (walk.decision() < held_until_) return held_pct_;
    const auto& presence = episode_.from_decision(walk.decision()).front().presence;
    if (presence.people <= 0 || presence.asleep) return position_pct;
    const Hand hand = counts ? stay_.hand_counted : stay_.hand;
    const auto wish = wish_of(hand, walk, position_pct);
    if (!wish) return position_pct;
    held_pct_ = *wish;
    held_until_ = walk.decision() + kHoldDecisions;
    if (request.position_pct) request.position_pct = position_pct;  // where they found it
    wishes_.push_back({.id = std::to_string(wishes_.size()),
                       .device = kDevice,
                       .time_ms = now_ms(walk),
                       .position_pct = held_pct_,
                       .room = request});
    if (counts) lived_.overrides += 1;
    return held_pct_;
  }

  double ask(const contract::InferenceRequest& request, const Walk& walk) {
    const auto taste = book_.tastes.find(kDevice);
    const Question question{.request = request,
                            .memory = &memory_,
                            .now_ms = static_cast<std::int64_t>(now_ms(walk)),
                            .taste = taste == book_.tastes.end() ? Taste{} : taste->second.taste};
    return champion_.predictor.decide(question).position_pct;
  }

  [[nodiscard]] std::optional<double> wish_of(Hand hand, const Walk& walk,
                                              double position_pct) const {
    switch (hand) {
      case Hand::by_taste:
        return clearly_better(walk, position_pct);
      case Hand::at_random: {
        rooms::Chance chance(rooms::mix(episode_.seed) ^ walk.decision());
        if (!chance.happens(kRandomOverride)) return std::nullopt;
        return kPositionsPct[static_cast<std::size_t>(chance.between(0, kPositionCount))];
      }
      case Hand::none:
        break;
    }
    return std::nullopt;
  }

  // The best position for the time of a hold, when this one is clearly worse.
  [[nodiscard]] std::optional<double> clearly_better(const Walk& walk, double position_pct) const {
    double best_pct = position_pct;
    double least = cost_of_holding(walk, position_pct) - kClearlyWorse;
    for (const double candidate_pct : kPositionsPct) {
      const double cost = cost_of_holding(walk, candidate_pct);
      if (cost >= least) continue;
      least = cost;
      best_pct = candidate_pct;
    }
    return best_pct == position_pct ? std::nullopt : std::optional(best_pct);
  }

  // With what the room will be like afterwards goes on to cost.
  [[nodiscard]] double cost_of_holding(Walk walk, double position_pct) const {
    double cost = 0;
    for (std::size_t i = 0; i < kHoldDecisions && !walk.done(); ++i) {
      cost += walk.go_on(position_pct / 100).total();
    }
    const auto& then = episode_.from_decision(walk.decision()).front();
    return cost + cost_after(episode_.weights, episode_.home, walk.state(), then);
  }

  const Episode& episode_;
  const Stay stay_;
  const Kit kit_;
  Champion champion_;
  Memory memory_;
  TasteBook book_;
  std::vector<Wish> wishes_;
  double held_pct_ = 0;
  std::size_t held_until_ = 0;  // decision
  Lived lived_;
};

}  // namespace

Lived live_with_people(const Episode& episode, Predictor& predictor, const Stay& stay) {
  return Household(episode, predictor, stay).live();
}

}  // namespace luft::ml
