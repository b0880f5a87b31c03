// Loops over a walk.
#include "ml/training/living.h"

namespace luft::ml {

Setting setting(std::size_t i) {
  const std::size_t climates = rooms::climates().size();
  return {.climate = i % climates, .season = i / climates % 4};
}

rooms::CostTerms live_by_rule(const Episode& episode, const Policy& policy, const Kit& kit) {
  rooms::CostTerms terms;
  for (Walk walk(episode); !walk.done();) {
    terms += walk.go_on(policy(with_kit(walk.request(), kit)) / 100);
  }
  return terms;
}

rooms::CostTerms live_as_teacher(const Episode& episode) {
  rooms::CostTerms terms;
  Teacher teacher(episode);
  for (Walk walk(episode); !walk.done();) {
    terms += walk.go_on(kPositionsPct[teacher.advise(walk).best] / 100);
  }
  return terms;
}

double heating_when_closed(const Episode& episode) {
  double heating = 0;
  for (Walk walk(episode); !walk.done();) heating += walk.go_on(0).heating;
  return heating;
}

rooms::CostTerms live_by_model(const Episode& episode, Predictor& predictor, const Kit& kit,
                               const Watch& watch) {
  rooms::CostTerms terms;
  Memory memory;
  for (Walk walk(episode); !walk.done();) {
    const auto decision = predictor.decide(
        Question{.request = with_kit(walk.request(), kit),
                 .memory = &memory,
                 .now_ms = static_cast<std::int64_t>(walk.decision() + 1) * kTickMs,
                 .taste = episode.taste});
    if (watch) watch(walk, decision);
    terms += walk.go_on(decision.position_pct / 100);
  }
  return terms;
}

}  // namespace luft::ml
