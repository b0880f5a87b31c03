// Whether a model's confidence and intervals mean what they say, counted decision by decision.
#pragma once

#include <array>
#include <cstddef>

#include "ml/predictor.h"
#include "ml/training/teacher.h"

namespace luft::ml {

// About decisions in the situations that the model got itself into.
struct HonestyFigures {
  std::size_t decisions = 0;
  double accepted = 0;  // share of decisions with regret <= kNoticeableRegret
  double mean_confidence = 0;
  double reliability_error = 0;  // mean distance of confidence and frequency over ten bins
  double coverage = 0;           // share of the teacher's positions within low..high
  double mean_width_pct = 0;
};

class Honesty {
 public:
  // `regret`: of the position taken, against the teacher's best.
  void add(const Decision& decision, const Advice& advice, double regret);
  void add(const Honesty& other);

  [[nodiscard]] HonestyFigures figures() const;

 private:
  static constexpr std::size_t kBins = 10;
  HonestyFigures sums_;
  std::array<double, kBins> confidence_{};
  std::array<double, kBins> accepted_{};
};

}  // namespace luft::ml
