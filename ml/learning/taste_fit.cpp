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
constexpr TasteNumbers kDeviation{0.7, 0.7, 0.5, 0.5, 1.4, 0.25};
constexpr TasteNumbers kTried{0.7, 0.7, 0.5, 0.5, 1, 0};
constexpr TasteNumbers kFarthest{1.5, 1.5, 1.2, 1.2, 3, 2};
constexpr std::size_t kWider = kTasteCount - 1;  // which the net does not read
// By how much wishes lie beside what the taste alone would do. Between 0.6 and 1 simulated people
// have about equally little left to do; beyond, more.
constexpr double kScatter = 0.8;
constexpr double kFarthestLevel = 2.2;  // open or shut, as far as it matters
constexpr double kUnexplained = 0.2;    // share of wishes that follow nothing
constexpr double kChance = 1.0 / kPositionCount;
constexpr int kSettlingTicks = 6;  // an hour and a half
constexpr int kRounds = 15;        // of Newton's method; it has settled by then

using Probabilities = std::array<double, kPositionCount>;

// The inverse of opening_of() (model/net.h): what the net decides in.
double level_of(double position_pct) {
  const double root = std::sqrt(std::clamp(position_pct, 0.0, 100.0) / 100);
  return std::clamp(std::log(root / (1 - root)), -kFarthestLevel, kFarthestLevel);
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

// How far the net would open there, as a level.
double settled_level(const contract::InferenceRequest& room, const Taste& taste,
                     Predictor& predictor) {
  double level = 0;
  settle(room, taste, [&](const Question& question) {
    level = static_cast<double>(predictor.raw(question).output.choice);
  });
  return level;
}

// How the net's level changes with each number of the taste.
TasteNumbers slopes_of_level(const contract::InferenceRequest& room, const Taste& household,
                             Predictor& predictor) {
  TasteNumbers slopes{};
  for (std::size_t i = 0; i < kWider; ++i) {
    TasteNumbers more{};
    more[i] = kTried[i];
    TasteNumbers less{};
    less[i] = -kTried[i];
    slopes[i] = (settled_level(room, household + taste_from(more), predictor) -
                 settled_level(room, household + taste_from(less), predictor)) /
                (2 * kTried[i]);
  }
  slopes[kWider] = 1;  // which is added to the level as it is
  return slopes;
}

double product(const TasteNumbers& a, const TasteNumbers& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Where the net has the window for people like most, as a level: where it stood, without what the
// taste in force had moved; or what the net says now where another hand had already moved it.
double usual_level(const contract::InferenceRequest& room, const Taste& household,
                   const TasteNumbers& slopes, const Taste& learned, Predictor& predictor) {
  const bool held = room.hold_s.value_or(0) > 0;
  if (held || !room.position_pct) return settled_level(room, household, predictor);
  return level_of(*room.position_pct) - product(slopes, numbers_of(learned));
}

Probabilities probabilities_with(const HeardWish& wish, const TasteNumbers& taste) {
  Probabilities logits = wish.logits;
  for (std::size_t k = 0; k < kPositionCount; ++k) {
    logits[k] += product(taste, wish.slopes[k]);
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

// Levels are wanted with a normal density around the net's own, of which the positions are six
// samples: its logarithm is linear in where it is centred, but for what all positions share.
HeardWish hear(const Wish& wish, const Taste& household, const Taste& learned,
               Predictor& predictor) {
  constexpr double kPrecision = 1 / (kScatter * kScatter);
  HeardWish heard{.wanted = nearest_position(wish.position_pct)};
  const auto& room = wish.room;
  const TasteNumbers slopes = slopes_of_level(room, household, predictor);
  const double usual = usual_level(room, household, slopes, learned, predictor);
  for (std::size_t k = 0; k < kPositionCount; ++k) {
    const double level = level_of(kPositionsPct[k]);
    heard.logits[k] = kPrecision * level * (usual - level / 2);
    for (std::size_t i = 0; i < kTasteCount; ++i) {
      heard.slopes[k][i] = kPrecision * level * slopes[i];
    }
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
