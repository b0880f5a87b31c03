#include "hub/intake/trend.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{1h};

TEST(Trend, IsUnknownUntilThereIsEnoughHistory) {
  Trend trend;
  EXPECT_FALSE(trend.per_hour());
  trend.add(20, kStart);
  trend.add(25, kStart + 4min);
  EXPECT_FALSE(trend.per_hour());
}

TEST(Trend, FollowsASteadyRise) {
  Trend trend;
  for (auto at = 0s; at <= 2h; at += 10s) {
    trend.add(20 + 3 * static_cast<double>(at.count()) / 3600, kStart + at);
  }
  ASSERT_TRUE(trend.per_hour());
  EXPECT_NEAR(*trend.per_hour(), 3, 1e-6);
}

TEST(Trend, ForgetsWhatIsOlderThanTwoBaselines) {
  Trend trend;
  trend.add(0, kStart);
  for (auto at = 1min; at <= 40min; at += 1min) trend.add(20, kStart + at);
  EXPECT_NEAR(trend.per_hour().value_or(-1), 0, 1e-9);
}

TEST(Trend, IgnoresReadingsOutOfOrder) {
  Trend trend;
  trend.add(20, kStart);
  trend.add(20, kStart + 8min);
  trend.add(90, kStart + 2min);
  EXPECT_NEAR(trend.per_hour().value_or(-1), 0, 1e-9);
}

}  // namespace
}  // namespace luft::hub
