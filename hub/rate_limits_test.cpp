#include "hub/rate_limits.h"

#include <gtest/gtest.h>

#include <string>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kNow{1h};
const auto kNoisy = contract::DeviceId::cut("noisy");
const auto kCalm = contract::DeviceId::cut("calm");

TEST(RateLimits, LetsABurstThroughAndThenTheRate) {
  RateLimits limits{10, 50};
  int admitted = 0;
  for (int i = 0; i < 1000; ++i) admitted += limits.admit(kNoisy, kNow) ? 1 : 0;
  EXPECT_EQ(admitted, 50);
  for (int i = 0; i < 1000; ++i) admitted += limits.admit(kNoisy, kNow + i * 1ms) ? 1 : 0;
  EXPECT_NEAR(admitted, 60, 1);
}

TEST(RateLimits, ANoisyDeviceTakesNothingFromACalmOne) {
  RateLimits limits{10, 50};
  for (int i = 0; i < 1000; ++i) limits.admit(kNoisy, kNow);
  EXPECT_TRUE(limits.admit(kCalm, kNow));
}

TEST(RateLimits, CountsWhatItDroppedPerDevice) {
  RateLimits limits{10, 50};
  limits.drop(kNoisy);
  limits.drop(kNoisy);
  const auto dropped = limits.take_dropped();
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].count, 2U);
  EXPECT_FALSE(limits.has_dropped());
  limits.give_back(dropped[0]);
  EXPECT_TRUE(limits.has_dropped());
}

TEST(RateLimits, ForgetNoDeviceBeforeItsBucketIsFullAgain) {
  RateLimits limits{10, 50};
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(limits.admit(kNoisy, kNow));
  int admitted = 0;
  for (auto now = kNow; now < kNow + 100s; now += 4s) {  // 40 more each time
    limits.admit(kCalm, now);
    int at_once = 0;
    while (limits.admit(kNoisy, now)) ++at_once;
    admitted += at_once;
  }
  EXPECT_NEAR(admitted, 10 * 96, 1);
}

TEST(RateLimits, MakeRoomForOthersAsSoonAsBucketsAreFullAgain) {
  RateLimits limits{1, 2};
  for (std::size_t i = 0; i < RateLimits::kMaxDevices; ++i) {
    EXPECT_TRUE(limits.admit(contract::DeviceId::cut("d" + std::to_string(i)), kNow));
  }
  EXPECT_TRUE(limits.admit(kCalm, kNow + 2s));
  for (int i = 0; i < 9; ++i) {  // each with a bucket of its own
    const auto device = contract::DeviceId::cut("x" + std::to_string(i));
    EXPECT_TRUE(limits.admit(device, kNow + 4s));
    EXPECT_TRUE(limits.admit(device, kNow + 4s));
    EXPECT_FALSE(limits.admit(device, kNow + 4s));
  }
}

TEST(RateLimits, DevicesBeyondItsBoundShareOneBucket) {
  RateLimits limits{1, 1};
  for (std::size_t i = 0; i < RateLimits::kMaxDevices; ++i) {
    EXPECT_TRUE(limits.admit(contract::DeviceId::cut("d" + std::to_string(i)), kNow));
  }
  EXPECT_TRUE(limits.admit(contract::DeviceId::cut("x1"), kNow));
  EXPECT_FALSE(limits.admit(contract::DeviceId::cut("x2"), kNow));
  const auto later = kNow + 11min;
  EXPECT_TRUE(limits.admit(contract::DeviceId::cut("x3"), later));
  EXPECT_TRUE(limits.admit(contract::DeviceId::cut("x4"), later));
}

}  // namespace
}  // namespace luft::hub
