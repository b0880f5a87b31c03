// One inference for a whole batch; with reasons, each request brings its ablated twins along.
#include "ml/predictor.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ml/comfort_limits.h"

namespace luft::ml {
namespace {

std::size_t best_of(const std::array<float, kPositionCount>& logits) {
  return static_cast<std::size_t>(std::ranges::max_element(logits) - logits.begin());
}

double probability(float logit) {
  return 1 / (1 + std::exp(-static_cast<double>(logit)));
}

// The cause without which the chosen position would lose most of its probability. `outputs`: the
// full input's, then one for each cause.
Cause dominant_cause(std::span<const NetOutput> outputs) {
  const std::size_t chosen = best_of(outputs[0].choice);
  std::size_t dominant = 0;
  double least = 2;
  for (std::size_t cause = 0; cause < kCauseCount; ++cause) {
    const double kept = softmax(outputs[1 + cause].choice)[chosen];
    if (kept < least) {
      least = kept;
      dominant = cause;
    }
  }
  return static_cast<Cause>(dominant);
}

// Why a position that the net did not choose is taken.
Cause limiting_cause(const contract::InferenceRequest& request, double position_pct) {
  const ComfortLimits limits = comfort_limits(request);
  const bool opened = position_pct <= limits.least_pct;
  return opened && limits.why_least == ComfortLimits::Why::humidity ? Cause::humidity
                                                                    : Cause::temperature;
}

}  // namespace

std::size_t chosen_position(const contract::InferenceRequest& request, const NetOutput& output) {
  const ComfortLimits limits = comfort_limits(request);
  return std::clamp(best_of(output.choice), nearest_position(limits.least_pct),
                    nearest_position(limits.most_pct));
}

Predictor::Predictor(const Model& model, std::size_t threads)
    : normalisation_(model.normalisation),
      calibration_(model.calibration),
      net_(model.weights, threads) {}

Decision Predictor::decision(const contract::InferenceRequest& request,
                             const NetOutput& output) const {
  const auto& calibration = calibration_.of(request);
  const std::size_t chosen = chosen_position(request, output);
  const auto [low, high] = central_interval(softmax(output.likely), calibration.interval_mass);
  return {.position_pct = kPositionsPct[chosen],
          .confidence = calibration.confidence.at(probability(output.acceptable[chosen])),
          .low_pct = kPositionsPct[std::min(low, chosen)],
          .high_pct = kPositionsPct[std::max(high, chosen)]};
}

std::vector<Decision> Predictor::decide(std::span<const contract::InferenceRequest> requests) {
  inputs_.clear();
  for (const auto& request : requests) {
    inputs_.push_back(normalise(extract_features(request), normalisation_));
  }
  outputs_.resize(inputs_.size());
  net_.infer(inputs_, outputs_);
  std::vector<Decision> decisions;
  decisions.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    decisions.push_back(decision(requests[i], outputs_[i]));
  }
  return decisions;
}

Decision Predictor::decide(const contract::InferenceRequest& request) {
  return decision(request, raw(request));
}

NetOutput Predictor::raw(const contract::InferenceRequest& request) {
  const NetInput input = normalise(extract_features(request), normalisation_);
  NetOutput output;
  net_.infer({&input, 1}, {&output, 1});
  return output;
}

std::vector<contract::WindowControl> Predictor::control(
    std::span<const contract::InferenceRequest> requests, std::string_view model_name,
    std::span<const Taste* const> tastes) {
  assert(tastes.empty() || tastes.size() == requests.size());
  constexpr std::size_t kRows = 1 + kCauseCount;  // of the net for each request
  inputs_.clear();
  for (const auto& request : requests) {
    const NetInput input = normalise(extract_features(request), normalisation_);
    inputs_.push_back(input);
    for (std::size_t cause = 0; cause < kCauseCount; ++cause) {
      inputs_.push_back(without(input, static_cast<Cause>(cause)));
    }
  }
  outputs_.resize(inputs_.size());
  net_.infer(inputs_, outputs_);

  std::vector<contract::WindowControl> controls;
  controls.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto rows = std::span(outputs_).subspan(i * kRows, kRows);
    const std::size_t untasted = chosen_position(requests[i], rows[0]);
    if (!tastes.empty() && tastes[i] != nullptr) {
      for (NetOutput& row : rows) lean(row, requests[i], *tastes[i]);
    }
    const Decision made = decision(requests[i], rows[0]);
    const Cause cause = made.position_pct != kPositionsPct[best_of(rows[0].choice)]
                            ? limiting_cause(requests[i], made.position_pct)
                            : dominant_cause(rows);
    auto reason = describe(requests[i], inputs_[i * kRows], cause, made.position_pct);
    if (made.position_pct != kPositionsPct[untasted]) reason += ", as people here like it";
    controls.push_back({.position_pct = made.position_pct,
                        .confidence = made.confidence,
                        .request_id = requests[i].request_id,
                        .as_of = requests[i].as_of,
                        .model = contract::Text<contract::kMaxModelNameLength>::cut(model_name),
                        .low_pct = made.low_pct,
                        .high_pct = made.high_pct,
                        .reason = contract::Text<contract::kMaxReasonLength>::cut(reason)});
  }
  return controls;
}

}  // namespace luft::ml
