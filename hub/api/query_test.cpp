#include "hub/api/query.h"

#include <gtest/gtest.h>

namespace luft::hub::api {
namespace {

using namespace std::chrono_literals;

std::int64_t ms(std::string_view text) {
  const auto time = parse_time(text);
  return time ? time->time_since_epoch().count() : -1;
}

TEST(ParseTime, TakesUnixMillisecondsAndIso8601) {
  EXPECT_EQ(ms("1772359200000"), 1772359200000);
  EXPECT_EQ(ms("2026-03-01"), 1772323200000);
  EXPECT_EQ(ms("2026-03-01T10:00Z"), 1772359200000);
  EXPECT_EQ(ms("2026-03-01T10:00:00Z"), 1772359200000);
  EXPECT_EQ(ms("2026-03-01T10:00:00.123Z"), 1772359200123);
  EXPECT_EQ(ms("2026-03-01T10:00:00.123456Z"), 1772359200123);
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const auto* text : {"", "yesterday", "2026-13-01", "2026-02-30", "2026-03-01T25:00Z",
                           "2026-03-01T10:00:00+01:00", "2026-03-01 10:00", "-1-1-1"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(ParseTime, RefusesSignsWithinATime) {
  for (const auto* text : {"2026-03-01T-0:00Z", "2026-03-01T10:-0", "-000-03-01", "-001-03-01"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

// Ranges are computed from times; the difference of two must not overflow.
TEST(ParseTime, RefusesMillisecondsBeyondTheYearsThatItCanWrite) {
  for (const auto* text : {"9223372036854775807", "-9223372036854775808", "253402300800000"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
  EXPECT_EQ(ms("253402300799999"), 253402300799999);  // 9999-12-31
}

TEST(ParseStep, KnowsItsFiveNames) {
  EXPECT_EQ(parse_step("auto").value(), std::nullopt);
  EXPECT_EQ(parse_step("raw").value(), 0s);
  EXPECT_EQ(parse_step("1h").value(), 3600s);
  EXPECT_FALSE(parse_step("7m"));
}

TEST(ParseLimit, TakesAWholeNumberUpToTheMostOrTheUsualOne) {
  constexpr Limits kLimits{.usual = 50, .max = 1000};
  EXPECT_EQ(parse_limit("7", kLimits), 7U);
  EXPECT_EQ(parse_limit({}, kLimits), 50U);
  for (const auto* text : {"0", "1001", "-1", "5x", ""}) {
    const auto limit = parse_limit(text, kLimits);
    ASSERT_FALSE(limit) << text;
    EXPECT_EQ(limit.error(), "limit is a whole number from 1 to 1000");
  }
}

TEST(ParseRange, TakesBothEndsOrTheUsualTimeBeforeNow) {
  constexpr SystemTime kNow{1772359200000ms};
  const auto day = parse_range({}, {}, kNow, 24h);
  ASSERT_TRUE(day);
  EXPECT_EQ(day->from, kNow - 24h);
  EXPECT_GT(day->to, kNow);  // what happened in this millisecond is in it
  const auto said = parse_range("2026-03-01", "1772359200000", kNow, 24h);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->from, SystemTime{1772323200000ms});
  EXPECT_EQ(said->to, kNow);
}

TEST(ParseRange, RefusesAnEmptyEnd) {
  constexpr SystemTime kNow{1772359200000ms};
  EXPECT_FALSE(parse_range("", {}, kNow, 24h));
  EXPECT_FALSE(parse_range({}, "", kNow, 24h));
  EXPECT_FALSE(parse_range("yesterday", {}, kNow, 24h));
}

TEST(ParseCause, TakesTheNamesOfMovements) {
  EXPECT_EQ(parse_cause({}), std::nullopt);
  EXPECT_EQ(parse_cause("guard"), contract::MoveCause::guard);
  EXPECT_EQ(parse_cause("calibration"), contract::MoveCause::calibration);
  EXPECT_FALSE(parse_cause(""));
  EXPECT_FALSE(parse_cause("wind"));
}

TEST(ParseWindowWish, TakesAPositionAndAHold) {
  const auto wish = parse_window_wish(R"({"position":50,"hold_s":3600})");
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->position_pct, 50);
  EXPECT_EQ(wish->hold_s, 3600U);
}

TEST(ParseWindowWish, SaysWhatIsWrong) {
  for (const auto* body : {"", "50", "OPEN", "{}", R"({"position":101})", R"({"position":"x"})",
                           R"({"position":50,"hold_s":-1})"}) {
    EXPECT_FALSE(parse_window_wish(body)) << body;
  }
}

TEST(ParseHold, TakesSecondsOrTheUsualTime) {
  EXPECT_EQ(parse_hold(R"({"hold_s":60})"), 60U);
  EXPECT_EQ(parse_hold("{}"), contract::kDefaultHoldSeconds);
  for (const auto* body :
       {"", "60", "[]", R"({"hold_s":-1})", R"({"hold_s":1.5})", R"({"hold_s":604801})"}) {
    EXPECT_FALSE(parse_hold(body)) << body;
  }
}

TEST(ParseNothing, TakesNothingElse) {
  EXPECT_TRUE(parse_nothing(" {} "));
  for (const auto* body : {"", "null", "[]", R"({"position":5})"}) {
    EXPECT_FALSE(parse_nothing(body)) << body;
  }
}

}  // namespace
}  // namespace luft::hub::api
