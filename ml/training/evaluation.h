// The judge: closed-loop cost in homes never trained on, and whether confidence means what it says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ml/model/model.h"
#include "ml/training/practice.h"
#include "rooms/comfort.h"

namespace luft::ml {

struct EvaluationOptions {
  std::size_t homes = 40;  // spread evenly over climates and seasons
  std::size_t days = 7;
  std::uint64_t seed = 0;
  KitKind kit = KitKind::outdoors;
};

// Cost per day; 95 % interval over homes by bootstrap.
struct PolicyFigures {
  std::string name;
  rooms::CostTerms terms;
  double total = 0;
  double low = 0;
  double high = 0;
};

// How honest the model was about its own decisions, in the situations it got itself into.
struct HonestyFigures {
  std::size_t decisions = 0;
  double accepted = 0;  // share of decisions with regret <= kNoticeableRegret
  double mean_confidence = 0;
  double reliability_error = 0;  // mean distance of confidence and frequency over ten bins
  double coverage = 0;           // share of the teacher's positions within low..high
  double mean_width_pct = 0;
};

struct Evaluation {
  std::vector<PolicyFigures> policies;  // the rules, the model, the teacher
  HonestyFigures honesty;

  [[nodiscard]] const PolicyFigures& of(std::string_view name) const;
};

// Deterministic by options. The teacher takes most of the time: about 0.06 s for a home and day.
[[nodiscard]] Evaluation evaluate(const Model& model, const EvaluationOptions& options);

}  // namespace luft::ml
