// Regression against truths it was not told.
#include "ml/learning/logistic.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "ml/learning/linear_system.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

LogisticData empty(std::size_t width) {
  return {.width = width, .inputs = {}, .target = {}, .weight = {}, .offset = {}, .city = {}};
}

// Slope 1 within each city; warmer cities have their windows closed, for reasons of their own.
LogisticData cities_against_the_slope(std::size_t cities, std::size_t rows) {
  LogisticData data = empty(2);
  rooms::Chance chance(7);
  for (std::size_t city = 0; city < cities; ++city) {
    const double climate = static_cast<double>(city) - 0.5 * static_cast<double>(cities - 1);
    for (std::size_t i = 0; i < rows; ++i) {
      const double warmth = climate + chance.normal();
      const double logit = warmth - 2 * climate;
      data.add(std::array{1.0, warmth}, chance.happens(logistic(logit)) ? 1 : 0, 1, 0, city);
    }
  }
  return data;
}

TEST(Logistic, FindsTheOddsOfOneCoin) {
  LogisticData data = empty(1);
  for (int i = 0; i < 4; ++i) data.add(std::array{1.0}, i == 0 ? 1 : 0, 1, 0, 0);
  const auto fit = fit_logistic(data, {.mean = {0}, .precision = {1e-9}, .city_deviation = {}});
  EXPECT_NEAR(fit.shared[0], std::log(1.0 / 3), 1e-6);
}

TEST(Logistic, KeepsThePriorWhereThereIsNoData) {
  const auto fit =
      fit_logistic(empty(2), {.mean = {0.5, -1}, .precision = {1, 4}, .city_deviation = {}});
  EXPECT_EQ(fit.shared, (std::vector<double>{0.5, -1}));
}

TEST(Logistic, IsFiniteWhereAPerfectLineDividesTheRows) {
  LogisticData data = empty(1);
  for (const double x : {-2.0, -1.0, 1.0, 2.0}) data.add(std::array{x}, x > 0 ? 1 : 0, 1, 0, 0);
  const auto fit = fit_logistic(data, {.mean = {0}, .precision = {0.1}, .city_deviation = {}});
  EXPECT_GT(fit.shared[0], 1);
  EXPECT_LT(fit.shared[0], 10);
}

TEST(Logistic, TakesSlopesFromWithinCitiesWhenEachMayHaveALevelOfItsOwn) {
  const LogisticData data = cities_against_the_slope(8, 400);
  const std::vector<double> none;
  const auto pooled =
      fit_logistic(data, {.mean = {0, 0}, .precision = {1e-4, 1e-4}, .city_deviation = none});
  const auto within =
      fit_logistic(data, {.mean = {0, 0}, .precision = {1e-4, 1e-4}, .city_deviation = {10, 0.1}});
  EXPECT_LT(pooled.shared[1], 0);
  EXPECT_NEAR(within.shared[1], 1, 0.15);
}

TEST(Logistic, SolvesItsCitiesTogetherAsOneLargeRegressionWould) {
  const LogisticData data = cities_against_the_slope(3, 50);
  const LogisticPrior prior{.mean = {0, 0}, .precision = {0.5, 0.5}, .city_deviation = {1, 0.5}};
  LogisticData wide = empty(8);  // shared, then each city's own
  for (std::size_t i = 0; i < data.rows(); ++i) {
    std::array<double, 8> input{};
    for (std::size_t j = 0; j < 2; ++j) {
      input[j] = data.row(i)[j];
      input[2 + 2 * data.city[i] + j] = data.row(i)[j];
    }
    wide.add(input, data.target[i], 1, 0, 0);
  }
  const auto whole = fit_logistic(wide, {.mean = std::vector<double>(8),
                                         .precision = {0.5, 0.5, 1, 4, 1, 4, 1, 4},
                                         .city_deviation = {}});
  const auto parted = fit_logistic(data, prior);
  for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(parted.shared[j], whole.shared[j], 1e-6);
  for (std::size_t k = 0; k < 6; ++k) EXPECT_NEAR(parted.own[k], whole.shared[2 + k], 1e-6);
}

TEST(OwnPart, StaysNearZeroOnLittleAndFollowsMuch) {
  const auto own_level = [](int rows) {
    LogisticData data = empty(1);
    for (int i = 0; i < rows; ++i) data.add(std::array{1.0}, 1, 1, 0, 0);
    return fit_own(data, std::array{1.0})[0];
  };
  EXPECT_LT(own_level(1), 0.5);
  EXPECT_GT(own_level(200), 2);
}

TEST(OwnPart, TakesTheSharedPartFromTheOffsets) {
  LogisticData data = empty(1);  // half open where the shared part says 0.88
  for (int i = 0; i < 400; ++i) data.add(std::array{1.0}, i % 2, 1, 2, 0);
  EXPECT_NEAR(fit_own(data, std::array{10.0})[0], -2, 0.01);
}

TEST(LinearSystem, IsSolved) {
  const auto x = solve_positive_definite({4, 2, 2, 3}, {8, 7});
  EXPECT_NEAR(x[0], 1.25, 1e-12);
  EXPECT_NEAR(x[1], 1.5, 1e-12);
}

}  // namespace
}  // namespace luft::ml
