#include "hub/intake/recent_values.h"

#include <gtest/gtest.h>

#include <utility>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;

constexpr SteadyTime kStart{1h};

TEST(RecentValues, AreNoneAtFirst) {
  const RecentValues values;
  EXPECT_FALSE(values.any());
  EXPECT_FALSE(values.fresh(kStart, 24h));
}

TEST(RecentValues, AreFreshAsLongAsTheNewestIs) {
  RecentValues values;
  values.add(20, kStart);
  EXPECT_TRUE(values.fresh(kStart + 10s, 10s));
  EXPECT_FALSE(values.fresh(kStart + 10s + 1ms, 10s));
}

TEST(RecentValues, AverageWhatCameWithinHalfAMinuteOfTheNewest) {
  RecentValues values;
  values.add(10, kStart);
  values.add(20, kStart + 1s);
  values.add(30, kStart + 30s);
  EXPECT_DOUBLE_EQ(values.average(Metric::temperature), 20);
  values.add(40, kStart + 31s);
  EXPECT_DOUBLE_EQ(values.average(Metric::temperature), 30) << "the first is 31 s old";
}

TEST(RecentValues, AverageToNoDigitsThatNobodyMeasured) {
  RecentValues values;
  for (const double each : {21.43, 21.44, 21.45}) values.add(each, kStart);
  EXPECT_EQ(values.average(Metric::temperature), 21.44) << "not 21.439999999999998";
}

TEST(RecentValues, AreTheNewestAloneAfterAPause) {
  RecentValues values;
  values.add(10, kStart);
  values.add(20, kStart + 5s);
  values.add(30, kStart + 36s);
  EXPECT_DOUBLE_EQ(values.average(Metric::temperature), 30);
  values.add(50, kStart + 40s);
  EXPECT_DOUBLE_EQ(values.average(Metric::temperature), 40);
}

TEST(RecentValues, KeepTheSixNewestOfMany) {
  RecentValues values;
  for (int i = 0; i < 20; ++i) values.add(i, kStart + i * 100ms);
  EXPECT_DOUBLE_EQ(values.average(Metric::temperature), (14 + 19) / 2.0);
}

TEST(RecentValues, IgnoreWhatIsOlderThanTheNewest) {
  RecentValues values;
  values.add(20, kStart + 2s);
  values.add(90, kStart + 1s);
  EXPECT_DOUBLE_EQ(values.average(Metric::temperature), 20);
  EXPECT_FALSE(values.fresh(kStart + 2s + 1ms, 0ms));
}

TEST(RecentValues, AverageSoundAsEnergy) {
  RecentValues values;
  values.add(40, kStart);
  values.add(70, kStart + 1s);
  EXPECT_NEAR(values.average(Metric::sound_volume), 67, 0.05);
}

TEST(RecentValues, TakeLittleMemoryPerWindow) {
  EXPECT_LE(sizeof(RecentValues), 24U);
}

}  // namespace
}  // namespace luft::hub
