#include "firmware/core/spike_filter.h"

#include <gtest/gtest.h>

namespace luft::firmware {
namespace {

using contract::Metric;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(SpikeFilter, LetsOrdinaryChangesThroughAtOnce) {
  SpikeFilter filter(Metric::temperature);
  EXPECT_EQ(filter.filter(20, seconds{0}), 20);
  EXPECT_EQ(filter.filter(16, seconds{10}), 16);
}

TEST(SpikeFilter, DropsASingleWildValue) {
  SpikeFilter filter(Metric::temperature);
  ASSERT_TRUE(filter.filter(20, seconds{0}));
  EXPECT_FALSE(filter.filter(-40, seconds{10}));
  EXPECT_EQ(filter.filter(20.2, seconds{20}), 20.2);
  EXPECT_FALSE(filter.filter(80, seconds{30})) << "the next one is single again";
}

TEST(SpikeFilter, BelievesAJumpThatTheNextProbeConfirms) {
  SpikeFilter filter(Metric::humidity);
  ASSERT_TRUE(filter.filter(40, seconds{0}));
  EXPECT_FALSE(filter.filter(75, seconds{10}));
  EXPECT_EQ(filter.filter(78, seconds{20}), 75) << "the median of 40, 75 and 78";
  EXPECT_EQ(filter.filter(79, seconds{30}), 79);
}

TEST(SpikeFilter, TakesTheMedianOfThreeThatDisagree) {
  SpikeFilter filter(Metric::temperature);
  ASSERT_TRUE(filter.filter(20, seconds{0}));
  EXPECT_FALSE(filter.filter(-30, seconds{10}));
  EXPECT_EQ(filter.filter(70, seconds{20}), 20);
}

TEST(SpikeFilter, ComparesWithNothingAfterALongSilence) {
  SpikeFilter filter(Metric::temperature);
  ASSERT_TRUE(filter.filter(20, seconds{0}));
  EXPECT_EQ(filter.filter(5, minutes{6}), 5);
}

TEST(SpikeFilter, LeavesAloneWhatMayJump) {
  SpikeFilter filter(Metric::sound_volume);
  ASSERT_TRUE(filter.filter(30, seconds{0}));
  EXPECT_EQ(filter.filter(95, seconds{2}), 95);
}

}  // namespace
}  // namespace luft::firmware
