#include "hub/intake/latest_readings.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;

constexpr SystemTime kNow{1'800'000'000'000ms};

TEST(LatestReadings, AreNeverWhereNothingWasMeasured) {
  const LatestReadings readings;
  EXPECT_EQ(readings.of(Metric::temperature).time, SystemTime{});
  EXPECT_EQ(readings.metrics(), 0);
}

TEST(LatestReadings, AreToldApartByMetricInWhicheverOrderTheyCome) {
  LatestReadings readings;
  std::uint16_t bits = 0;
  for (std::size_t i = contract::kMetricCount; i > 0; --i) {
    const contract::MetricInfo& metric = contract::all_metrics()[i - 1];
    readings.put(metric.metric, {.value = static_cast<double>(i), .time = kNow});
    bits |= contract::sensor_bit(metric.metric);
    EXPECT_EQ(readings.metrics(), bits);
  }
  for (std::size_t i = contract::kMetricCount; i > 0; --i) {
    EXPECT_EQ(readings.of(contract::all_metrics()[i - 1].metric).value, static_cast<double>(i));
  }
}

TEST(LatestReadings, TakeTheNewOneForTheOldOne) {
  LatestReadings readings;
  readings.put(Metric::co2, {.value = 700, .time = kNow});
  readings.put(Metric::temperature, {.value = 21, .time = kNow});
  readings.put(Metric::co2, {.value = 800, .time = kNow + 1s});
  EXPECT_EQ(readings.of(Metric::co2).value, 800);
  EXPECT_EQ(readings.of(Metric::co2).time, kNow + 1s);
  EXPECT_EQ(readings.of(Metric::temperature).value, 21);
}

}  // namespace
}  // namespace luft::hub
