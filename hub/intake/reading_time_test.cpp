#include "hub/intake/reading_time.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using store::TimeSource;

constexpr SystemTime kNow{1'800'000'000'000ms};
constexpr std::chrono::milliseconds kForEver{0};

std::uint64_t unix_ms(SystemTime time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

TEST(ReadingTime, ADevicesOwnClockCounts) {
  const auto time = reading_time(unix_ms(kNow - 1h), kNow - 10s, 5'000, kNow, kForEver);
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time, kNow - 1h);
  EXPECT_EQ(time->source, TimeSource::clock);
}

TEST(ReadingTime, AnAbsurdClockDoesNotCount) {
  for (const std::uint64_t absurd : {std::uint64_t{1000}, unix_ms(kNow + 25h)}) {
    const auto time = reading_time(absurd, kNow - 10s, 5'000, kNow, kForEver);
    ASSERT_TRUE(time);
    EXPECT_EQ(time->time, kNow - 5s);
    EXPECT_EQ(time->source, TimeSource::anchored);
  }
}

TEST(ReadingTime, WithoutClockOrAnchorItIsTheArrivalAndSaysSo) {
  const auto time = reading_time({}, {}, 5'000, kNow, kForEver);
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time, kNow);
  EXPECT_EQ(time->source, TimeSource::unanchored);
}

TEST(ReadingTime, AnUptimeThatLeadsFarAheadHasNoPlausibleTime) {
  EXPECT_FALSE(reading_time({}, kNow, 90'000'000, kNow, kForEver));  // 25 h
}

TEST(ReadingTime, WhatIsOlderThanTheRetentionIsNotKept) {
  EXPECT_FALSE(is_plausible(kNow - 25h, kNow, 24h));
  EXPECT_TRUE(is_plausible(kNow - 25h, kNow, kForEver));
}

TEST(ReadingTime, TheYear2000IsTheOldest) {
  using std::chrono::sys_days;
  const SystemTime start{sys_days{std::chrono::year{2000} / 1 / 1}};
  EXPECT_TRUE(is_plausible(start, kNow, kForEver));
  EXPECT_FALSE(is_plausible(start - 1ms, kNow, kForEver));
}

}  // namespace
}  // namespace luft::hub
