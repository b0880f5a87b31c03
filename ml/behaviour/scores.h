// How good probabilities are, judged against what happened, with intervals over cities.
//
// auc: of a random open and a random closed window, how often the open one was given the higher
// probability (ties count half).
// within_city_auc: the same among windows of one city, averaged over the cities that can tell (at
// least 100 rows, 10 of them open and 10 closed; where none has as many, over all with both).
// brier: mean squared error. log_loss: mean -ln of the probability of what happened. ece:
// expected calibration error over ten equally wide bins.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace luft::ml {

struct Judged {
  double probability = 0;  // that the window is open
  bool open = false;
  std::size_t city = 0;
};

struct Scores {
  double auc = 0;  // NaN, as within_city_auc, where all windows are alike
  double within_city_auc = 0;
  double log_loss = 0;
  double brier = 0;
  double ece = 0;
};

[[nodiscard]] Scores score(std::span<const Judged> all);

// `times[city]`: as if each row of that city were there so many times.
[[nodiscard]] Scores score(std::span<const Judged> all, std::span<const double> times);

// 95 % intervals by bootstrap over cities, deterministic by seed.
struct ScoreIntervals {
  Scores low;
  Scores high;
};
[[nodiscard]] ScoreIntervals bootstrap(std::span<const Judged> all, std::uint64_t seed,
                                       std::size_t resamples = 1000);

}  // namespace luft::ml
