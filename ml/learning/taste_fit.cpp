#include "ml/learning/taste_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "ml/learning/linear_system.h"

namespace luft::ml {
namespace {

// How far households differ (as standard deviations), and by how much each number is tried.
constexpr TasteNumbers kDeviation{1, 1, 0.7, 0.7, 2};
constexpr TasteNumbers kTried{0.7, 0.7, 0.5, 0.5, 1};
constexpr double kLargestChoice = 3;  // beyond it an opening is as good as shut or wide open
constexpr double kScatterOfChoice = 1;
constexpr double kScatterOfRoot = 0.15;
constexpr double kUnexplained = 0.2;  // share of wishes that follow nothing
constexpr int kSettlingTicks = 12;    // three hours
constexpr int kRounds = 5;            // of weighing anew; it has settled by then

double root_of(double choice) {
  return 1 / (1 + std::exp(-choice));
}

double choice_of(double position_pct) {
  const double root = std::sqrt(std::clamp(position_pct, 0.0, 100.0) / 100);
  const double least = root_of(-kLargestChoice);
  const double within = std::clamp(root, least, 1 - least);
  return std::log(within / (1 - within));
}

// The model's choice in a room that has been like that for some hours.
double settled_choice(const contract::InferenceRequest& room, const Taste& taste,
                      Predictor& predictor) {
  Memory memory;
  double choice = 0;
  for (int tick = 0; tick < kSettlingTicks; ++tick) {
    Question question{
        .request = room, .memory = &memory, .now_ms = (tick + 1) * kTickMs, .taste = taste};
    if (room.time_ms) {
      question.request.time_ms =
          *room.time_ms - static_cast<std::uint64_t>((kSettlingTicks - 1 - tick) * kTickMs);
    }
    choice = predictor.raw(question).output.choice;
  }
  return std::clamp(choice, -kLargestChoice, kLargestChoice);
}

double choice_with(const HeardWish& wish, const TasteNumbers& taste) {
  double choice = wish.choice;
  for (std::size_t k = 0; k < kTasteCount; ++k) choice += wish.slopes[k] * taste[k];
  return choice;
}

// Ridge regression, each wish as important as `weights` says.
TasteNumbers ridge(std::span<const HeardWish> wishes, std::span<const double> weights) {
  std::vector<double> a(kTasteCount * kTasteCount);
  std::vector<double> b(kTasteCount);
  for (std::size_t k = 0; k < kTasteCount; ++k) {
    a[k * kTasteCount + k] = 1 / (kDeviation[k] * kDeviation[k]);
  }
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto& [choice, wanted, slopes, weight] = wishes[i];
    const double precision = weights[i] / (kScatterOfChoice * kScatterOfChoice);
    for (std::size_t j = 0; j < kTasteCount; ++j) {
      b[j] += precision * slopes[j] * (wanted - choice);
      for (std::size_t k = 0; k < kTasteCount; ++k) {
        a[j * kTasteCount + k] += precision * slopes[j] * slopes[k];
      }
    }
  }
  TasteNumbers numbers{};
  std::ranges::copy(solve_positive_definite(a, b), numbers.begin());
  return numbers;
}

}  // namespace

HeardWish hear(const Wish& wish, const Taste& household, Predictor& predictor) {
  HeardWish heard;
  const auto& room = wish.room;
  const double settled = settled_choice(room, household, predictor);
  // Where the window stood is what the model chose with all that it remembered.
  heard.choice = room.position_pct ? choice_of(*room.position_pct) : settled;
  heard.wanted = choice_of(wish.position_pct);
  for (std::size_t k = 0; k < kTasteCount; ++k) {
    TasteNumbers more{};
    more[k] = kTried[k];
    TasteNumbers less{};
    less[k] = -kTried[k];
    heard.slopes[k] = (settled_choice(room, household + taste_from(more), predictor) -
                       settled_choice(room, household + taste_from(less), predictor)) /
                      (2 * kTried[k]);
  }
  return heard;
}

Taste fit_taste(std::span<const HeardWish> wishes) {
  std::vector<double> weights;
  for (const auto& wish : wishes) weights.push_back(wish.weight);
  TasteNumbers numbers{};
  for (int round = 0; round < kRounds; ++round) {
    numbers = ridge(wishes, weights);
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      // Errors as if from Student's t with four degrees of freedom: what is far off counts less.
      const double off = (wishes[i].wanted - choice_with(wishes[i], numbers)) / kScatterOfChoice;
      weights[i] = wishes[i].weight * 5 / (4 + off * off);
    }
  }
  return taste_from(numbers);
}

double log_likelihood(const HeardWish& wish, const Taste& taste) {
  const double off =
      (root_of(wish.wanted) - root_of(choice_with(wish, numbers_of(taste)))) / kScatterOfRoot;
  const double explained =
      std::exp(-off * off / 2) / (kScatterOfRoot * std::sqrt(2 * std::numbers::pi));
  return std::log((1 - kUnexplained) * explained + kUnexplained);
}

}  // namespace luft::ml
