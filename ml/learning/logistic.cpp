// A city's own part touches only its own rows: the Newton system is a block for the shared part,
// one for each city, and their borders, solved by the Schur complement of the cities' blocks.
#include "ml/learning/logistic.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ml/learning/linear_system.h"

namespace luft::ml {
namespace {

constexpr std::size_t kMaxSteps = 100;
constexpr std::size_t kMaxHalvings = 30;
constexpr double kSmallGradient = 1e-8;  // for each row

// ln(1 + e^x) without overflow.
double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

// First and second derivatives. A row adds the same to its city's block as to the shared one.
struct Derivatives {
  std::vector<double> gradient;       // of the shared part, with its prior
  std::vector<double> hessian;        // width x width, with its prior
  std::vector<double> own_gradient;   // city by city, with the prior
  std::vector<double> city_hessians;  // city by city, width x width, of the rows alone
};

class Problem {
 public:
  Problem(const LogisticData& data, const LogisticPrior& prior)
      : data_(data), prior_(prior), width_(data.width) {
    assert(prior.mean.size() == width_ && prior.precision.size() == width_);
    assert(data.inputs.size() == data.rows() * width_);
    if (prior.city_deviation.empty()) return;
    assert(prior.city_deviation.size() == width_);
    cities_ = data.cities;
    for (const double deviation : prior.city_deviation) {
      own_precision_.push_back(1 / (deviation * deviation));
    }
  }

  [[nodiscard]] LogisticFit start() const {
    return {prior_.mean, std::vector<double>(cities_ * width_)};
  }

  // Minus the logarithm of the posterior.
  [[nodiscard]] double loss(const LogisticFit& fit) const {
    double sum = 0;
    for (std::size_t i = 0; i < data_.rows(); ++i) {
      const double logit = logit_of(fit, i);
      sum += data_.weight[i] * (softplus(logit) - data_.target[i] * logit);
    }
    for (std::size_t j = 0; j < width_; ++j) {
      const double off = fit.shared[j] - prior_.mean[j];
      sum += 0.5 * prior_.precision[j] * off * off;
    }
    for (std::size_t k = 0; k < fit.own.size(); ++k) {
      sum += 0.5 * own_precision_[k % width_] * fit.own[k] * fit.own[k];
    }
    return sum;
  }

  [[nodiscard]] Derivatives derivatives(const LogisticFit& fit) const {
    Derivatives all{.gradient = std::vector<double>(width_),
                    .hessian = std::vector<double>(width_ * width_),
                    .own_gradient = std::vector<double>(cities_ * width_),
                    .city_hessians = std::vector<double>(cities_ * width_ * width_)};
    for (std::size_t i = 0; i < data_.rows(); ++i) add_row(fit, i, all);
    for (std::size_t j = 0; j < width_; ++j) {
      all.gradient[j] += prior_.precision[j] * (fit.shared[j] - prior_.mean[j]);
      all.hessian[j * width_ + j] += prior_.precision[j];
    }
    for (std::size_t k = 0; k < fit.own.size(); ++k) {
      all.own_gradient[k] += own_precision_[k % width_] * fit.own[k];
    }
    return all;
  }

  // How far to go against the gradient. With C a city's block of rows and P the precision of own
  // parts, its own step is (C + P)^-1 (own gradient - C shared step).
  [[nodiscard]] LogisticFit step(const Derivatives& at) const {
    auto gradient = at.gradient;
    auto hessian = at.hessian;
    std::vector<std::vector<double>> solved(cities_);  // (C + P)^-1 C, by columns
    std::vector<std::vector<double>> own(cities_);     // (C + P)^-1 own gradient
    for (std::size_t city = 0; city < cities_; ++city) {
      const double* const rows = at.city_hessians.data() + city * width_ * width_;
      own[city] = solve_city(at, city, at.own_gradient.data() + city * width_);
      for (std::size_t j = 0; j < width_; ++j) {
        const auto column = solve_city(at, city, rows + j * width_);  // symmetric: row j
        for (std::size_t k = 0; k < width_; ++k) {
          for (std::size_t m = 0; m < width_; ++m) {
            hessian[k * width_ + j] -= rows[k * width_ + m] * column[m];
          }
          gradient[j] -= rows[j * width_ + k] * own[city][k];
        }
        solved[city].insert(solved[city].end(), column.begin(), column.end());
      }
    }
    LogisticFit step{solve_positive_definite(std::move(hessian), std::move(gradient)), {}};
    for (std::size_t city = 0; city < cities_; ++city) {
      for (std::size_t k = 0; k < width_; ++k) {
        double value = own[city][k];
        for (std::size_t j = 0; j < width_; ++j) {
          value -= solved[city][j * width_ + k] * step.shared[j];
        }
        step.own.push_back(value);
      }
    }
    return step;
  }

 private:
  [[nodiscard]] double logit_of(const LogisticFit& fit, std::size_t i) const {
    double logit = data_.offset[i];
    const auto row = data_.row(i);
    const double* const own = cities_ > 0 ? fit.own.data() + data_.city[i] * width_ : nullptr;
    for (std::size_t j = 0; j < width_; ++j) {
      logit += row[j] * (fit.shared[j] + (own != nullptr ? own[j] : 0));
    }
    return logit;
  }

  void add_row(const LogisticFit& fit, std::size_t i, Derivatives& all) const {
    const auto row = data_.row(i);
    const double probability = logistic(logit_of(fit, i));
    const double missed = data_.weight[i] * (probability - data_.target[i]);
    const double curvature = data_.weight[i] * probability * (1 - probability);
    double* const own_gradient =
        cities_ > 0 ? all.own_gradient.data() + data_.city[i] * width_ : nullptr;
    double* const city =
        cities_ > 0 ? all.city_hessians.data() + data_.city[i] * width_ * width_ : nullptr;
    for (std::size_t j = 0; j < width_; ++j) {
      all.gradient[j] += missed * row[j];
      if (own_gradient != nullptr) own_gradient[j] += missed * row[j];
      for (std::size_t k = 0; k < width_; ++k) {
        const double value = curvature * row[j] * row[k];
        all.hessian[j * width_ + k] += value;
        if (city != nullptr) city[j * width_ + k] += value;
      }
    }
  }

  [[nodiscard]] std::vector<double> solve_city(const Derivatives& at, std::size_t city,
                                               const double* right) const {
    const double* const rows = at.city_hessians.data() + city * width_ * width_;
    std::vector<double> block(rows, rows + width_ * width_);
    for (std::size_t j = 0; j < width_; ++j) block[j * width_ + j] += own_precision_[j];
    return solve_positive_definite(std::move(block), {right, right + width_});
  }

  const LogisticData& data_;
  const LogisticPrior& prior_;
  std::size_t width_;
  std::size_t cities_ = 0;
  std::vector<double> own_precision_;
};

LogisticFit moved(const LogisticFit& from, const LogisticFit& step, double share) {
  LogisticFit to = from;
  for (std::size_t j = 0; j < to.shared.size(); ++j) to.shared[j] -= share * step.shared[j];
  for (std::size_t k = 0; k < to.own.size(); ++k) to.own[k] -= share * step.own[k];
  return to;
}

double largest_slope(const Derivatives& at) {
  double largest = 0;
  for (const double value : at.gradient) largest = std::max(largest, std::abs(value));
  for (const double value : at.own_gradient) largest = std::max(largest, std::abs(value));
  return largest;
}

}  // namespace

void LogisticData::add(std::span<const double> input, double target_share, double row_weight,
                       double logit_offset, std::size_t row_city) {
  assert(input.size() == width);
  inputs.insert(inputs.end(), input.begin(), input.end());
  target.push_back(target_share);
  weight.push_back(row_weight);
  offset.push_back(logit_offset);
  city.push_back(row_city);
  cities = std::max(cities, row_city + 1);
}

LogisticFit fit_logistic(const LogisticData& data, const LogisticPrior& prior) {
  const Problem problem(data, prior);
  LogisticFit fit = problem.start();
  double loss = problem.loss(fit);
  for (std::size_t i = 0; i < kMaxSteps; ++i) {
    const Derivatives here = problem.derivatives(fit);
    if (largest_slope(here) <= kSmallGradient * static_cast<double>(data.rows() + 1)) break;
    const LogisticFit step = problem.step(here);
    double share = 1;
    LogisticFit next = moved(fit, step, share);
    double next_loss = problem.loss(next);
    for (std::size_t half = 0; half < kMaxHalvings && !(next_loss < loss); ++half) {
      share /= 2;
      next = moved(fit, step, share);
      next_loss = problem.loss(next);
    }
    if (!(next_loss < loss)) break;  // as good as numbers allow
    fit = std::move(next);
    loss = next_loss;
  }
  return fit;
}

std::vector<double> fit_own(const LogisticData& data, std::span<const double> deviation) {
  LogisticPrior prior{
      .mean = std::vector<double>(data.width), .precision = {}, .city_deviation = {}};
  for (const double each : deviation) prior.precision.push_back(1 / (each * each));
  return fit_logistic(data, prior).shared;
}

double logistic(double logit) {
  return 1 / (1 + std::exp(-logit));
}

}  // namespace luft::ml
