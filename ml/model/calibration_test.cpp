// Probabilities that mean what they say, and intervals that hold what they promise.
#include "ml/model/calibration.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rooms/chance.h"

namespace luft::ml {
namespace {

TEST(ConfidenceTable, MapsAnOverconfidentNetToHowOftenItWasRight) {
  rooms::Chance chance(1);
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 20'000; ++i) {
    const double said = chance.uniform();
    outcomes.push_back({said, chance.happens(0.5 * said)});
  }
  const auto table = fit_confidence(outcomes);
  for (const double said : {0.2, 0.5, 0.8}) EXPECT_NEAR(table.at(said), 0.5 * said, 0.03);
}

TEST(ConfidenceTable, NeverFallsAsTheNetGrowsSurer) {
  rooms::Chance chance(2);
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 3'000; ++i) outcomes.push_back({chance.uniform(), chance.happens(0.7)});
  const auto table = fit_confidence(outcomes);
  EXPECT_TRUE(std::ranges::is_sorted(table.raw));
  EXPECT_TRUE(std::ranges::is_sorted(table.calibrated));
  EXPECT_LE(table.raw.size(), 12U);
}

TEST(ConfidenceTable, StaysWithinItsEndsBeyondTheKnots) {
  const ConfidenceTable table{.raw = {0.3, 0.7}, .calibrated = {0.2, 0.9}};
  EXPECT_EQ(table.at(0), 0.2);
  EXPECT_EQ(table.at(1), 0.9);
  EXPECT_NEAR(table.at(0.5), 0.55, 1e-12);
}

TEST(CalibrationGroup, IsOfRoomsThatKnowAsMuchAndAreAsWarm) {
  using enum CalibrationGroup;
  contract::InferenceRequest room{.temp_c = 24.9, .humidity_pct = 50};
  EXPECT_EQ(calibration_group_of(room), indoors_only);
  room.outdoor_temp_c = 10;
  EXPECT_EQ(calibration_group_of(room), outdoors_too);
  room.temp_c = 25;
  EXPECT_EQ(calibration_group_of(room), outdoors_too_warm);
  EXPECT_EQ(not_warm(outdoors_too_warm), outdoors_too);
  room.outdoor_temp_c.reset();
  EXPECT_EQ(calibration_group_of(room), indoors_only_warm);
  EXPECT_EQ(not_warm(indoors_only_warm), indoors_only);
}

TEST(Interval, WidensWithTheMassItMustHold) {
  const Distribution distribution{0.05, 0.1, 0.4, 0.3, 0.1, 0.05};
  const auto narrow = central_interval(distribution, 0);
  EXPECT_EQ(narrow.low, 2U);
  EXPECT_EQ(narrow.high, 2U);
  const auto wide = central_interval(distribution, 0.95);
  EXPECT_EQ(wide.low, 0U);
  EXPECT_EQ(wide.high, 5U);
}

TEST(Interval, HoldsAPositionExactlyFromItsOwnMassOn) {
  const Distribution distribution{0.05, 0.1, 0.4, 0.3, 0.1, 0.05};
  for (std::size_t position = 0; position < kPositionCount; ++position) {
    const double mass = mass_to_hold(distribution, position);
    const auto held = central_interval(distribution, mass + 1e-9);
    EXPECT_TRUE(held.low <= position && position <= held.high) << position;
    if (mass < 1e-6) continue;
    const auto missed = central_interval(distribution, mass - 1e-6);
    EXPECT_TRUE(position < missed.low || missed.high < position) << position;
  }
}

TEST(ConformalMass, CoversTheShareItPromisesOnNewCases) {
  rooms::Chance chance(3);
  const auto draw = [&chance] { return chance.uniform() * chance.uniform(); };
  std::vector<double> scores;
  for (int i = 0; i < 2'000; ++i) scores.push_back(draw());
  const double mass = conformal_mass(scores, 0.9);
  int covered = 0;
  for (int i = 0; i < 10'000; ++i) covered += draw() <= mass ? 1 : 0;
  EXPECT_NEAR(covered / 1e4, 0.9, 0.02);
}

TEST(ConformalMass, PromisesEverythingWhenThereAreTooFewCasesToKnow) {
  EXPECT_EQ(conformal_mass({0.1, 0.2, 0.3}, 0.9), 1.0);
}

}  // namespace
}  // namespace luft::ml
