// From what the net says to what can be promised: probabilities and intervals that were checked on
// homes of their own, never trained on.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "contract/inference.h"
#include "ml/model/net.h"

namespace luft::ml {

// Rooms are calibrated apart by what they know (with the outdoor temperature, or without), and warm
// ones apart from the others: where it is warm, the model errs more about the outdoors it does not
// see, and a climate that is always warm would be promised what holds in mild ones.
enum class CalibrationGroup : std::uint8_t {
  indoors_only,
  outdoors_too,
  indoors_only_warm,
  outdoors_too_warm,
};
inline constexpr std::size_t kCalibrationGroupCount = 4;
inline constexpr double kWarmRoomC = 25;  // and warmer

[[nodiscard]] CalibrationGroup calibration_group_of(const contract::InferenceRequest& request);

// The group of rooms that know the same and are not warm.
[[nodiscard]] CalibrationGroup not_warm(CalibrationGroup group);

// A step-free map from a raw probability to how often it came true: monotone, linear between knots.
struct ConfidenceTable {
  std::vector<double> raw;         // ascending
  std::vector<double> calibrated;  // as many, not descending; empty: raw is kept

  [[nodiscard]] double at(double probability) const;
};

struct Calibration {
  struct Group {
    ConfidenceTable confidence;
    double interval_mass = 0.9;  // of the teacher's distribution that low..high must hold
  };
  std::array<Group, kCalibrationGroupCount> groups;

  [[nodiscard]] const Group& of(const contract::InferenceRequest& request) const {
    return groups[static_cast<std::size_t>(calibration_group_of(request))];
  }
};

// Isotonic regression (pool adjacent violators), thinned to at most 12 knots of equal weight.
struct Outcome {
  double probability;  // what the net said
  bool happened;
};
[[nodiscard]] ConfidenceTable fit_confidence(std::vector<Outcome> outcomes);

using Distribution = std::array<double, kPositionCount>;

[[nodiscard]] Distribution softmax(const std::array<float, kPositionCount>& logits);

// The central interval of positions that holds `mass` of the distribution, as indices.
struct PositionInterval {
  std::size_t low;
  std::size_t high;
};
[[nodiscard]] PositionInterval central_interval(const Distribution& distribution, double mass);

// The smallest mass whose central interval holds `position`: the conformity score.
[[nodiscard]] double mass_to_hold(const Distribution& distribution, std::size_t position);

// Split-conformal: the mass that holds the truth in `coverage` of cases (with the finite-sample
// correction). `scores` must not be empty.
[[nodiscard]] double conformal_mass(std::vector<double> scores, double coverage);

}  // namespace luft::ml
