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
  const SaidTime said{.time_ms = unix_ms(kNow - 1h), .up_ms = 5'000, .boot_time = kNow - 1h};
  const auto time = reading_time(said, kNow, kForEver);
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time, kNow - 1h);
  EXPECT_EQ(time->source, TimeSource::clock);
}

TEST(ReadingTime, AnAbsurdClockDoesNotCount) {
  for (const std::uint64_t absurd : {std::uint64_t{1000}, unix_ms(kNow + 25h)}) {
    const SaidTime said{.time_ms = absurd, .up_ms = 5'000, .boot_time = kNow - 10s};
    EXPECT_TRUE(is_wrong_clock(said, kNow, kForEver));
    const auto time = reading_time(said, kNow, kForEver);
    ASSERT_TRUE(time);
    EXPECT_EQ(time->time, kNow - 5s);
    EXPECT_EQ(time->source, TimeSource::anchored);
  }
}

TEST(ReadingTime, AClockThatIsFarFromTheAnchorDoesNotCount) {
  for (const auto off : {-5h, 5h}) {
    const SaidTime said{
        .time_ms = unix_ms(kNow - 5s + off), .up_ms = 5'000, .boot_time = kNow - 10s};
    EXPECT_TRUE(is_wrong_clock(said, kNow, kForEver));
    EXPECT_EQ(reading_time(said, kNow, kForEver)->time, kNow - 5s);
  }
  const SaidTime near{.time_ms = unix_ms(kNow - 4min), .up_ms = 5'000, .boot_time = kNow - 10s};
  EXPECT_EQ(reading_time(near, kNow, kForEver)->source, TimeSource::clock);
}

TEST(ReadingTime, AClockIsNotWrongBecauseTheMessageOrTheAnchorWaited) {
  const SaidTime late{.time_ms = unix_ms(kNow - 20min),
                      .up_ms = 5'000,
                      .boot_time = kNow - 20min - 5s,
                      .latest_boot_time = kNow - 5s};
  EXPECT_FALSE(is_wrong_clock(late, kNow, kForEver));
  // A program that gives every reading the same uptime: its anchor stays where it was.
  const SaidTime still{.time_ms = unix_ms(kNow),
                       .up_ms = 1,
                       .boot_time = kNow - 24h,
                       .latest_boot_time = kNow - 1ms};
  EXPECT_FALSE(is_wrong_clock(still, kNow, kForEver));
}

TEST(ReadingTime, WithoutClockOrAnchorItIsTheArrivalAndSaysSo) {
  const auto time = reading_time({.up_ms = 5'000}, kNow, kForEver);
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time, kNow);
  EXPECT_EQ(time->source, TimeSource::unanchored);
}

TEST(ReadingTime, AnUptimeThatLeadsFarAheadHasNoPlausibleTime) {
  EXPECT_FALSE(reading_time({.up_ms = 90'000'000, .boot_time = kNow}, kNow, kForEver));  // 25 h
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
