#include "ml/learning/taste.h"

#include <algorithm>
#include <cmath>

#include "ml/learning/logistic.h"
#include "ml/model/calibration.h"

namespace luft::ml {
namespace {

using Terms = std::array<double, kTasteTermCount>;

constexpr double kMiddleTempC = 23;
constexpr double kMiddleSoundDba = 40;
// How far a taste may be expected to lean: some times what parts the best from hardly ever.
constexpr std::array<double, kTasteTermCount> kDeviation{15, 25, 6, 6};
constexpr float kHardlyEver = 3;      // below the best score: e^-3 as probable, one in twenty
constexpr double kUnexplained = 0.2;  // share of wishes that follow nothing

Terms terms(const contract::InferenceRequest& room, std::size_t position) {
  const double open = static_cast<double>(position) / (kPositionCount - 1);
  const double warmth = std::clamp((room.temp_c - kMiddleTempC) / 4, -2.0, 2.0);
  const double noise =
      room.volume_dba ? std::clamp((*room.volume_dba - kMiddleSoundDba) / 10, -2.0, 2.0) : 0;
  return {open, open * open, open * warmth, open * noise};
}

// The net's scores, none further below the best than counts.
std::array<float, kPositionCount> counting(const std::array<float, kPositionCount>& choice) {
  const float least = *std::ranges::max_element(choice) - kHardlyEver;
  std::array<float, kPositionCount> scores = choice;
  for (float& score : scores) score = std::max(score, least);
  return scores;
}

}  // namespace

void lean(NetOutput& output, const contract::InferenceRequest& room, const Taste& taste) {
  output.choice = counting(output.choice);
  for (std::size_t k = 0; k < kPositionCount; ++k) {
    const Terms of_position = terms(room, k);
    double leaning = 0;
    for (std::size_t j = 0; j < kTasteTermCount; ++j) leaning += taste.own[j] * of_position[j];
    output.choice[k] += static_cast<float>(leaning);
  }
}

Taste fit_taste(std::span<const HeardWish> wishes) {
  LogisticData data{
      .width = kTasteTermCount, .inputs = {}, .target = {}, .weight = {}, .offset = {}, .city = {}};
  for (const auto& wish : wishes) {
    const Terms wanted = terms(wish.room, wish.position);
    const auto scores = counting(wish.output.choice);
    for (std::size_t k = 0; k < kPositionCount; ++k) {
      if (k == wish.position) continue;
      Terms difference = terms(wish.room, k);
      for (std::size_t j = 0; j < kTasteTermCount; ++j) difference[j] = wanted[j] - difference[j];
      const double offset = scores[wish.position] - scores[k];
      data.add(difference, 1, wish.weight, offset, 0);
    }
  }
  Taste taste;
  std::ranges::copy(fit_own(data, kDeviation), taste.own.begin());
  return taste;
}

double log_likelihood(const HeardWish& wish, const Taste& taste) {
  NetOutput output = wish.output;
  lean(output, wish.room, taste);
  const double explained = softmax(output.choice)[wish.position];
  return std::log((1 - kUnexplained) * explained + kUnexplained / kPositionCount);
}

double log_likelihood_at_random() {
  return -std::log(static_cast<double>(kPositionCount));
}

}  // namespace luft::ml
