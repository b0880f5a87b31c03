// Hierarchical logistic regression: what all cities share, and how each departs from it.
//
//   logit = offset + input . (shared + own[city])
//   shared ~ N(mean, 1 / precision),  own ~ N(0, city_deviation^2)
//
// What cities have of their own is not mistaken for what people do when it is warm, and a city of
// thousands of rows does not outvote the others. Adapting to a home or a city that came later is
// the same regression with the shared part given, as offset: fit_own().
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace luft::ml {

struct LogisticData {
  std::size_t width = 0;       // inputs of a row
  std::vector<double> inputs;  // row by row
  std::vector<double> target;  // 0..1, one a row
  std::vector<double> weight;  // one a row
  std::vector<double> offset;  // added to the logit, one a row
  std::vector<std::size_t> city;
  std::size_t cities = 0;

  [[nodiscard]] std::size_t rows() const { return target.size(); }
  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return std::span(inputs).subspan(i * width, width);
  }
  void add(std::span<const double> input, double target_share, double row_weight,
           double logit_offset, std::size_t row_city);
};

struct LogisticPrior {
  std::vector<double> mean;            // of each shared coefficient
  std::vector<double> precision;       // 1 / variance of each; > 0
  std::vector<double> city_deviation;  // of each coefficient's own part; > 0. Empty: no own parts
};

struct LogisticFit {
  std::vector<double> shared;
  std::vector<double> own;  // city by city, as wide as `shared`; empty without own parts
};

// The most probable coefficients: Newton's method with halved steps until the gradient is below
// 1e-8 of a row's. Deterministic.
[[nodiscard]] LogisticFit fit_logistic(const LogisticData& data, const LogisticPrior& prior);

// What one home or city has of its own, the shared part being in the offsets: as fit_logistic()
// with `deviation` as the prior's. With little data it stays near zero: what was learned from
// everybody is forgotten only as far as there is evidence. `data.city` is not looked at.
[[nodiscard]] std::vector<double> fit_own(const LogisticData& data,
                                          std::span<const double> deviation);

[[nodiscard]] double logistic(double logit);

}  // namespace luft::ml
