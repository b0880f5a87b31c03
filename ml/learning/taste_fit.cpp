#include "ml/learning/taste_fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ml/learning/linear_system.h"

namespace luft::ml {
namespace {

// How far households differ (as standard deviations), by how much each number is tried, and how far
// the net was trained to follow.
constexpr TasteNumbers kDeviation{1, 1, 0.7, 0.7, 2, 1};
constexpr TasteNumbers kTried{0.7, 0.7, 0.5, 0.5, 1, 0};
constexpr TasteNumbers kFarthest{1.5, 1.5, 1.2, 1.2, 3, 2};
constexpr std::size_t kWider = kTasteCount - 1;  // which the net does not read
// One more of `wider` moves the logit of the opening's root by one, and so the root by up to a
// quarter: as much as a distribution over the positions is moved by this slope over the root.
constexpr double kWiderSlope = 4;
constexpr double kMostTilt = 12;
// Where people take the window into their hands, the net had misjudged them: it was surer of the
// position found there than it should have been. Of 1 to 8, this left simulated people least to do.
constexpr double kTooSure = 5;
constexpr double kUnexplained = 0.2;  // share of wishes that follow nothing
constexpr double kChance = 1.0 / kPositionCount;
constexpr int kSettlingTicks = 6;  // an hour and a half
constexpr int kRounds = 15;        // of Newton's method; it has settled by then
constexpr int kHalvings = 30;

using Probabilities = std::array<double, kPositionCount>;

double root_of(std::size_t position) {
  return std::sqrt(kPositionsPct[position] / 100);
}

Probabilities probabilities(const Probabilities& logits) {
  const double most = *std::ranges::max_element(logits);
  Probabilities result{};
  for (std::size_t k = 0; k < kPositionCount; ++k) result[k] = std::exp(logits[k] - most);
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  for (double& share : result) share /= sum;
  return result;
}

// Asks about a room that has been like that for some hours, quarter by quarter; the last answer
// counts.
template <class Ask>
void settle(const contract::InferenceRequest& room, const Taste& taste, const Ask& ask) {
  Memory memory;
  for (int tick = 0; tick < kSettlingTicks; ++tick) {
    Question question{
        .request = room, .memory = &memory, .now_ms = (tick + 1) * kTickMs, .taste = taste};
    if (room.time_ms) {
      question.request.time_ms =
          *room.time_ms - static_cast<std::uint64_t>((kSettlingTicks - 1 - tick) * kTickMs);
    }
    ask(question);
  }
}

// The net's logits of the positions there.
Probabilities settled_logits(const contract::InferenceRequest& room, const Taste& taste,
                             Predictor& predictor) {
  Probabilities logits{};
  settle(room, taste, [&](const Question& question) {
    std::ranges::copy(predictor.raw(question).output.likely, logits.begin());
  });
  return logits;
}

Probabilities tilted(Probabilities logits, double by) {
  for (std::size_t k = 0; k < kPositionCount; ++k) logits[k] += by * root_of(k);
  return logits;
}

double mean_root(const Probabilities& logits) {
  double mean = 0;
  const auto shares = probabilities(logits);
  for (std::size_t k = 0; k < kPositionCount; ++k) mean += shares[k] * root_of(k);
  return mean;
}

// The logits moved so that on average they stand where the window stood.
Probabilities around(const Probabilities& logits, double position_pct) {
  const double root = std::sqrt(std::clamp(position_pct, 0.0, 100.0) / 100);
  double low = -kMostTilt;
  double high = kMostTilt;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (mean_root(tilted(logits, middle)) < root ? low : high) = middle;
  }
  return tilted(logits, (low + high) / 2);
}

Probabilities probabilities_with(const HeardWish& wish, const TasteNumbers& taste) {
  Probabilities logits = wish.logits;
  for (std::size_t k = 0; k < kPositionCount; ++k) {
    logits[k] += std::inner_product(taste.begin(), taste.end(), wish.slopes[k].begin(), 0.0);
  }
  return probabilities(logits);
}

double explained(const HeardWish& wish, const Probabilities& shares) {
  return (1 - kUnexplained) * shares[wish.wanted];
}

// Less that of chance.
double log_likelihood(const HeardWish& wish, const TasteNumbers& taste) {
  return std::log((explained(wish, probabilities_with(wish, taste)) + kUnexplained * kChance) /
                  kChance);
}

// Gradient and negative Hessian of the logarithm of the posterior.
struct Slope {
  std::vector<double> gradient = std::vector<double>(kTasteCount);
  std::vector<double> curvature = std::vector<double>(kTasteCount * kTasteCount);
};

void add_prior(Slope& slope, const TasteNumbers& taste) {
  for (std::size_t i = 0; i < kTasteCount; ++i) {
    const double precision = 1 / (kDeviation[i] * kDeviation[i]);
    slope.gradient[i] -= precision * taste[i];
    slope.curvature[i * kTasteCount + i] += precision;
  }
}

void add_wish(Slope& slope, const HeardWish& wish, const TasteNumbers& taste) {
  const auto shares = probabilities_with(wish, taste);
  const double follows = explained(wish, shares);
  const double weight = wish.weight * follows / (follows + kUnexplained * kChance);
  TasteNumbers mean{};
  for (std::size_t k = 0; k < kPositionCount; ++k) {
    for (std::size_t i = 0; i < kTasteCount; ++i) mean[i] += shares[k] * wish.slopes[k][i];
  }
  for (std::size_t i = 0; i < kTasteCount; ++i) {
    slope.gradient[i] += weight * (wish.slopes[wish.wanted][i] - mean[i]);
    for (std::size_t j = 0; j < kTasteCount; ++j) {
      double covariance = 0;
      for (std::size_t k = 0; k < kPositionCount; ++k) {
        covariance += shares[k] * (wish.slopes[k][i] - mean[i]) * (wish.slopes[k][j] - mean[j]);
      }
      slope.curvature[i * kTasteCount + j] += weight * covariance;
    }
  }
}

}  // namespace

HeardWish hear(const Wish& wish, const Taste& household, Predictor& predictor) {
  HeardWish heard;
  heard.wanted = nearest_position(wish.position_pct);
  const auto& room = wish.room;
  heard.logits = settled_logits(room, household, predictor);
  for (double& logit : heard.logits) logit /= kTooSure;
  if (room.position_pct) heard.logits = around(heard.logits, *room.position_pct);
  for (std::size_t i = 0; i < kWider; ++i) {
    TasteNumbers more{};
    more[i] = kTried[i];
    TasteNumbers less{};
    less[i] = -kTried[i];
    const auto with_more = settled_logits(room, household + taste_from(more), predictor);
    const auto with_less = settled_logits(room, household + taste_from(less), predictor);
    for (std::size_t k = 0; k < kPositionCount; ++k) {
      heard.slopes[k][i] = (with_more[k] - with_less[k]) / (2 * kTried[i]);
    }
  }
  for (std::size_t k = 0; k < kPositionCount; ++k) {
    heard.slopes[k][kWider] = kWiderSlope * root_of(k);
  }
  return heard;
}

bool is_within_interval(const Wish& wish, const Taste& household, Predictor& predictor) {
  Decision decision;
  settle(wish.room, household,
         [&](const Question& question) { decision = predictor.decide(question); });
  return decision.low_pct <= wish.position_pct && wish.position_pct <= decision.high_pct;
}

Taste fit_taste(std::span<const HeardWish> wishes) {
  TasteNumbers numbers{};
  for (int round = 0; round < kRounds; ++round) {
    Slope slope;
    add_prior(slope, numbers);
    for (const auto& wish : wishes) add_wish(slope, wish, numbers);
    const auto step = solve_positive_definite(slope.curvature, slope.gradient);
    for (std::size_t i = 0; i < kTasteCount; ++i) {
      const double moved = std::clamp(step[i], -kDeviation[i], kDeviation[i]);
      numbers[i] = std::clamp(numbers[i] + moved, -kFarthest[i], kFarthest[i]);
    }
  }
  return taste_from(numbers);
}

Evidence evidence_for(const Taste& taste, std::span<const HeardWish> wishes) {
  Evidence evidence;
  const auto numbers = numbers_of(taste);
  for (std::size_t i = 0; i < kTasteCount; ++i) {
    evidence.over_model -= std::pow(numbers[i] / kDeviation[i], 2) / 2;
  }
  double weights = 0;
  for (const auto& wish : wishes) {
    const double nats = wish.weight * log_likelihood(wish, numbers);
    evidence.over_model += nats - wish.weight * log_likelihood(wish, {});
    evidence.over_chance += nats;
    weights += wish.weight;
  }
  if (weights > 0) evidence.over_chance /= weights;
  return evidence;
}

}  // namespace luft::ml
