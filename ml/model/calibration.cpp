// Isotonic regression and conformal intervals over six positions.
#include "ml/model/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace luft::ml {
namespace {

constexpr std::size_t kMostKnots = 12;

struct Pool {
  double probability_sum;
  double happened;
  double weight;

  [[nodiscard]] double rate() const { return happened / weight; }
};

// Equal-weight bins in order of probability, then merged until their rates ascend.
std::vector<Pool> pool(const std::vector<Outcome>& outcomes) {
  std::vector<Pool> pools;
  const std::size_t bins = std::min(kMostKnots, std::max<std::size_t>(1, outcomes.size() / 50));
  for (std::size_t bin = 0; bin < bins; ++bin) {
    Pool next{};
    const std::size_t end = (bin + 1) * outcomes.size() / bins;
    for (std::size_t i = bin * outcomes.size() / bins; i < end; ++i) {
      next.probability_sum += outcomes[i].probability;
      next.happened += outcomes[i].happened ? 1 : 0;
      next.weight += 1;
    }
    pools.push_back(next);
    while (pools.size() > 1 && pools[pools.size() - 2].rate() >= pools.back().rate()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().probability_sum += last.probability_sum;
      pools.back().happened += last.happened;
      pools.back().weight += last.weight;
    }
  }
  return pools;
}

}  // namespace

CalibrationGroup calibration_group_of(const contract::InferenceRequest& request) {
  using enum CalibrationGroup;
  if (request.temp_c >= kWarmRoomC) {
    return request.outdoor_temp_c ? outdoors_too_warm : indoors_only_warm;
  }
  return request.outdoor_temp_c ? outdoors_too : indoors_only;
}

CalibrationGroup not_warm(CalibrationGroup group) {
  using enum CalibrationGroup;
  return group == indoors_only || group == indoors_only_warm ? indoors_only : outdoors_too;
}

double ConfidenceTable::at(double probability) const {
  if (raw.empty()) return probability;
  const auto above = std::ranges::upper_bound(raw, probability);
  if (above == raw.begin()) return calibrated.front();
  if (above == raw.end()) return calibrated.back();
  const auto i = static_cast<std::size_t>(above - raw.begin());
  const double share = (probability - raw[i - 1]) / (raw[i] - raw[i - 1]);
  return calibrated[i - 1] + share * (calibrated[i] - calibrated[i - 1]);
}

ConfidenceTable fit_confidence(std::vector<Outcome> outcomes) {
  assert(!outcomes.empty());
  std::ranges::sort(outcomes, {}, &Outcome::probability);
  ConfidenceTable table;
  for (const Pool& pool : pool(outcomes)) {
    const double probability = pool.probability_sum / pool.weight;
    if (!table.raw.empty() && probability <= table.raw.back()) continue;
    table.raw.push_back(probability);
    table.calibrated.push_back(pool.rate());
  }
  return table;
}

Distribution softmax(const std::array<float, kPositionCount>& logits) {
  const float largest = *std::ranges::max_element(logits);
  Distribution distribution{};
  double sum = 0;
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    distribution[i] = std::exp(static_cast<double>(logits[i] - largest));
    sum += distribution[i];
  }
  for (double& share : distribution) share /= sum;
  return distribution;
}

PositionInterval central_interval(const Distribution& distribution, double mass) {
  PositionInterval interval{0, kPositionCount - 1};
  double below = 0;  // mass of all positions before this one
  bool low_found = false;
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    const double through = below + distribution[i];
    if (!low_found && 1 - 2 * through <= mass) {
      interval.low = i;
      low_found = true;
    }
    if (2 * below - 1 <= mass) interval.high = i;
    below = through;
  }
  return interval;
}

double mass_to_hold(const Distribution& distribution, std::size_t position) {
  double below = 0;
  for (std::size_t i = 0; i < position; ++i) below += distribution[i];
  return std::max({0.0, 1 - 2 * (below + distribution[position]), 2 * below - 1});
}

double conformal_mass(std::vector<double> scores, double coverage) {
  assert(!scores.empty());
  std::ranges::sort(scores);
  const auto rank =
      static_cast<std::size_t>(std::ceil(coverage * static_cast<double>(scores.size() + 1)));
  return rank > scores.size() ? 1.0 : scores[rank - 1];
}

}  // namespace luft::ml
