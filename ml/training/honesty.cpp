// Sums, and what they come to.
#include "ml/training/honesty.h"

#include <algorithm>
#include <cmath>

namespace luft::ml {

void Honesty::add(const Decision& decision, const Advice& advice, double regret) {
  const double accepted = regret <= kNoticeableRegret ? 1 : 0;
  const auto bin = std::min(kBins - 1, static_cast<std::size_t>(decision.confidence * kBins));
  ++sums_.decisions;
  confidence_[bin] += decision.confidence;
  accepted_[bin] += accepted;
  sums_.accepted += accepted;
  sums_.mean_confidence += decision.confidence;
  const double best_pct = kPositionsPct[advice.best];
  sums_.coverage += decision.low_pct <= best_pct && best_pct <= decision.high_pct ? 1 : 0;
  sums_.mean_width_pct += decision.high_pct - decision.low_pct;
}

void Honesty::add(const Honesty& other) {
  sums_.decisions += other.sums_.decisions;
  sums_.accepted += other.sums_.accepted;
  sums_.mean_confidence += other.sums_.mean_confidence;
  sums_.coverage += other.sums_.coverage;
  sums_.mean_width_pct += other.sums_.mean_width_pct;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    confidence_[bin] += other.confidence_[bin];
    accepted_[bin] += other.accepted_[bin];
  }
}

HonestyFigures Honesty::figures() const {
  HonestyFigures figures = sums_;
  const auto count = static_cast<double>(std::max<std::size_t>(1, sums_.decisions));
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    figures.reliability_error += std::abs(confidence_[bin] - accepted_[bin]) / count;
  }
  figures.accepted /= count;
  figures.mean_confidence /= count;
  figures.coverage /= count;
  figures.mean_width_pct /= count;
  return figures;
}

}  // namespace luft::ml
