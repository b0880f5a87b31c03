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

TEST(ParseLimit, TakesWholeNumbersWithinItsBound) {
  EXPECT_EQ(parse_limit("50", 1000), 50U);
  for (const auto* text : {"0", "1001", "-1", "5x", ""}) EXPECT_FALSE(parse_limit(text, 1000));
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
