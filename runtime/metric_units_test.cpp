#include "runtime/metric_units.h"

#include <gtest/gtest.h>

namespace luft::runtime {
namespace {

using contract::Metric;

double ours(Metric metric, std::string_view unit, double theirs) {
  const auto scale = scale_from(metric, unit);
  return scale ? theirs * scale->factor + scale->offset : -1e9;
}

TEST(MetricUnits, BecomeOurs) {
  EXPECT_DOUBLE_EQ(ours(Metric::temperature, "°F", 212), 100);
  EXPECT_DOUBLE_EQ(ours(Metric::temperature, "F", -40), -40);
  EXPECT_DOUBLE_EQ(ours(Metric::temperature, "K", 273.15), 0);
  EXPECT_DOUBLE_EQ(ours(Metric::pressure, "Pa", 101'325), 1013.25);
  EXPECT_NEAR(ours(Metric::pressure, "inHg", 29.92126), 1013.25, 0.01);
  EXPECT_DOUBLE_EQ(ours(Metric::wind_speed, "km/h", 36), 10);
  EXPECT_DOUBLE_EQ(ours(Metric::wind_speed, "kn", 3600), 1852);
  EXPECT_DOUBLE_EQ(ours(Metric::rain, "in/h", 1), 25.4);
}

TEST(MetricUnits, ComeWithTheMetricsOwnWhichIsTheDefault) {
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    EXPECT_DOUBLE_EQ(ours(metric.metric, "", 7), 7);
    EXPECT_DOUBLE_EQ(ours(metric.metric, metric.unit, 7), 7);
    EXPECT_EQ(units_of(metric.metric).front(), metric.unit);
  }
}

TEST(MetricUnits, OfOneMetricAreNotThoseOfAnother) {
  EXPECT_FALSE(scale_from(Metric::humidity, "°F"));
  EXPECT_FALSE(scale_from(Metric::temperature, "hPa"));
  EXPECT_FALSE(scale_from(Metric::temperature, "celsius"));
}

}  // namespace
}  // namespace luft::runtime
