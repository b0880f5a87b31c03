#include "ml/behaviour/window_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "ml/learning/logistic.h"

namespace luft::ml {
namespace {

// A city's own level and slopes, for adapting: wider than in training, since what a city has of its
// own is all that matters there.
constexpr WindowTerms kOwnDeviation{2, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7};

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// The logit whose probability is the mean over what an unseen city may have of its own (MacKay
// 1992). Shrinking it further, by a fixed share or one chosen by leaving out training cities, was
// tried and did worse. So did a level at which the mean over all training rows is their base rate:
// the next city is one more city, not one more row of the largest.
double unseen_logit(const WindowTerms& shared, const Quantities& measured) {
  const WindowTerms terms = window_terms(measured);
  double variance = 0;
  for (std::size_t i = 0; i < kWindowTermCount; ++i) {
    const double spread = terms[i] * kWindowPrior.city_deviation[i];
    variance += spread * spread;
  }
  return dot(terms, shared) / std::sqrt(1 + std::numbers::pi / 8 * variance);
}

WindowTerms fit_shared(std::span<const Vote> votes) {
  std::map<std::size_t, std::size_t> numbers;  // city -> 0, 1, 2, …
  LogisticData data{.width = kWindowTermCount,
                    .inputs = {},
                    .target = {},
                    .weight = {},
                    .offset = {},
                    .city = {}};
  for (const auto& vote : votes) {
    const std::size_t city = numbers.try_emplace(vote.city, numbers.size()).first->second;
    data.add(window_terms(vote.measured), vote.open ? 1 : 0, 1, 0, city);
  }
  LogisticPrior prior;
  prior.mean.assign(kWindowPrior.mean.begin(), kWindowPrior.mean.end());
  prior.city_deviation.assign(kWindowPrior.city_deviation.begin(),
                              kWindowPrior.city_deviation.end());
  for (const double deviation : kWindowPrior.deviation) {
    prior.precision.push_back(1 / (deviation * deviation));
  }
  const LogisticFit fit = fit_logistic(data, prior);
  WindowTerms shared{};
  std::ranges::copy(fit.shared, shared.begin());
  return shared;
}

bool holds_both(std::span<const Vote> votes) {
  const auto open = std::ranges::count(votes, true, &Vote::open);
  return open > 0 && open < std::ranges::ssize(votes);
}

}  // namespace

double WindowModel::logit(const Quantities& measured) const {
  return unseen_logit(shared, measured);
}

double WindowModel::probability(const Quantities& measured) const {
  return logistic(logit(measured));
}

std::expected<WindowModel, std::string> fit_window_model(std::span<const Vote> votes) {
  if (!holds_both(votes)) {
    return std::unexpected(votes.empty() ? "no rows to train on"
                                         : "all windows to train on are in the same state");
  }
  return WindowModel{.shared = fit_shared(votes)};
}

AdaptedWindowModel adapt(const WindowModel& model, std::span<const Vote> votes) {
  LogisticData data{.width = kWindowTermCount,
                    .inputs = {},
                    .target = {},
                    .weight = {},
                    .offset = {},
                    .city = {}};
  for (const auto& vote : votes) {
    data.add(window_terms(vote.measured), vote.open ? 1 : 0, 1, model.logit(vote.measured), 0);
  }
  return {model, fit_own(data, kOwnDeviation)};
}

double AdaptedWindowModel::probability(const Quantities& measured) const {
  return logistic(model.logit(measured) + dot(window_terms(measured), own));
}

}  // namespace luft::ml
