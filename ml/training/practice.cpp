// Behaviours that visit situations, and kits that hide parts of them.
#include "ml/training/practice.h"

#include <algorithm>

namespace luft::ml {
namespace {

constexpr double kRandomMove = 0.03;   // per decision, while practising on its own
constexpr double kTeachersMove = 0.1;  // the same

Lesson lesson_of(const Advice& advice) {
  Lesson lesson{.regret = {}, .best = static_cast<std::int64_t>(advice.best)};
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    lesson.regret[i] = static_cast<float>(advice.regret(i));
  }
  lesson.own_regret = lesson.regret;
  return lesson;
}

double random_position(rooms::Chance& chance) {
  return kPositionsPct[static_cast<std::size_t>(chance.between(0, kPositionCount))];
}

// The cost of each first position when the learner goes on from it, above the least of them.
std::array<float, kPositionCount> own_regret(const Episode& episode, const Walk& now,
                                             const Kit& kit, Predictor& learner) {
  std::vector<Walk> walks(kPositionCount, now);
  std::vector<contract::InferenceRequest> requests(kPositionCount);
  std::array<double, kPositionCount> cost{};
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    cost[i] = walks[i].go_on(kPositionsPct[i] / 100).total();
  }
  for (std::size_t decision = 1; decision < kHorizonDecisions; ++decision) {
    for (std::size_t i = 0; i < kPositionCount; ++i) {
      requests[i] = with_kit(walks[i].request(), kit);
    }
    const auto decisions = learner.decide(requests);
    for (std::size_t i = 0; i < kPositionCount; ++i) {
      cost[i] += walks[i].go_on(decisions[i].position_pct / 100).total();
    }
  }
  const auto& then = episode.from_decision(walks[0].decision()).front();
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    cost[i] += cost_after(episode.home, walks[i].state(), then);
  }
  const double least = *std::ranges::min_element(cost);
  std::array<float, kPositionCount> regret{};
  for (std::size_t i = 0; i < kPositionCount; ++i) regret[i] = static_cast<float>(cost[i] - least);
  return regret;
}

using Behaviour = std::function<double(const contract::InferenceRequest&, const Advice&)>;

// `learner`: whose own regret is asked as well; null: only the teacher's.
std::vector<Example> live(const Episode& episode, const Kit& kit, Predictor* learner,
                          const Behaviour& behave) {
  std::vector<Example> examples;
  examples.reserve(episode.decisions);
  Teacher teacher(episode);
  for (Walk walk(episode); !walk.done();) {
    const auto request = walk.request();
    const Advice advice = teacher.advise(walk);
    Lesson lesson = lesson_of(advice);
    if (learner != nullptr) lesson.own_regret = own_regret(episode, walk, kit, *learner);
    examples.push_back({request, lesson, kit});
    walk.go_on(behave(with_kit(request, kit), advice) / 100);
  }
  return examples;
}

}  // namespace

Kit kit_of(KitKind kind) {
  switch (kind) {
    case KitKind::three:
      return {.outdoors = false, .rain_and_wind = false, .co2 = false};
    case KitKind::outdoors:
      return {.co2 = false};
    case KitKind::all:
      break;
  }
  return {};
}

Kit random_kit(rooms::Chance& chance) {
  Kit kit;
  kit.volume = chance.happens(0.8);
  kit.position = chance.happens(0.9);
  kit.trends = chance.happens(0.7);
  kit.time = chance.happens(0.85);
  kit.outdoors = chance.happens(0.6);
  kit.rain_and_wind = kit.outdoors && chance.happens(0.6);
  kit.co2 = chance.happens(0.25);
  return kit;
}

contract::InferenceRequest with_kit(contract::InferenceRequest request, const Kit& kit) {
  if (!kit.volume) request.volume_dba.reset();
  if (!kit.position) request.position_pct.reset();
  if (!kit.trends) {
    request.temp_trend_c_per_h.reset();
    request.humidity_trend_pct_per_h.reset();
  }
  if (!kit.time) request.time_ms.reset();
  if (!kit.outdoors) {
    request.outdoor_temp_c.reset();
    request.outdoor_humidity_pct.reset();
  }
  if (!kit.rain_and_wind) {
    request.rain_mm_per_h.reset();
    request.wind_speed_m_s.reset();
  }
  if (!kit.co2) request.co2_ppm.reset();
  return request;
}

std::vector<Example> practise_mixed(const Episode& episode, std::uint64_t seed) {
  rooms::Chance chance(rooms::mix(seed));
  const double teachers_share = chance.uniform();
  const auto& rule = rules()[static_cast<std::size_t>(chance.between(0, double(rules().size())))];
  double held = random_position(chance);
  return live(episode, Kit{}, nullptr,
              [&](const contract::InferenceRequest& request, const Advice& advice) {
                if (chance.happens(0.08)) held = random_position(chance);
                const double draw = chance.uniform();
                if (draw < teachers_share) return kPositionsPct[advice.best];
                return draw < 0.5 + 0.5 * teachers_share ? held : rule.policy(request);
              });
}

std::vector<Example> practise_own(const Episode& episode, std::uint64_t seed, Predictor& learner) {
  rooms::Chance chance(rooms::mix(seed));
  const Kit kit = random_kit(chance);
  return live(episode, kit, &learner,
              [&](const contract::InferenceRequest& request, const Advice& advice) {
                const double draw = chance.uniform();
                if (draw < kRandomMove) return random_position(chance);
                if (draw < kRandomMove + kTeachersMove) return kPositionsPct[advice.best];
                return learner.decide(request).position_pct;
              });
}

}  // namespace luft::ml
