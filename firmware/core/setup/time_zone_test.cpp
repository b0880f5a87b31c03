#include "firmware/core/setup/time_zone.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <string>

namespace luft::firmware {
namespace {

// As the C library of this machine reads it.
int hour_at(std::string_view zone, std::time_t utc) {
  setenv("TZ", std::string{zone}.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  tzset();
  std::tm local{};
  localtime_r(&utc, &local);
  unsetenv("TZ");  // NOLINT(concurrency-mt-unsafe): one thread
  tzset();
  return local.tm_hour;
}

TEST(TimeZone, IsKnownForEveryPlaceOnThePage) {
  bool has_default = false;
  for (const TimeZone& zone : common_time_zones()) {
    EXPECT_TRUE(is_time_zone(zone.posix)) << zone.place;
    EXPECT_EQ(zone.posix.find_first_of("<>\"'= &"), std::string_view::npos) << zone.place;
    has_default = has_default || zone.posix == kDefaultTimeZone;
  }
  EXPECT_TRUE(has_default);
}

TEST(TimeZone, MeansToTheClockWhatThePageSays) {
  constexpr std::time_t kWinterNoon = 1'768'478'400;  // 2026-01-15 12:00 UTC
  constexpr std::time_t kSummerNoon = 1'784'116'800;  // 2026-07-15 12:00 UTC
  EXPECT_EQ(hour_at(kDefaultTimeZone, kWinterNoon), 13);
  EXPECT_EQ(hour_at(kDefaultTimeZone, kSummerNoon), 14);
  const auto of = [](std::string_view place) {
    for (const TimeZone& zone : common_time_zones()) {
      if (zone.place == place) return zone.posix;
    }
    return std::string_view{};
  };
  EXPECT_EQ(hour_at(of("New York"), kWinterNoon), 7);
  EXPECT_EQ(hour_at(of("Sydney"), kWinterNoon), 23);
  EXPECT_EQ(hour_at(of("Sydney"), kSummerNoon), 22);
  EXPECT_EQ(hour_at(of("S\u00E3o Paulo"), kSummerNoon), 9);
}

TEST(TimeZone, MayBeAnyThatPosixDescribes) {
  for (const char* text :
       {"UTC0", "<+0330>-3:30", "<-03>3", "CHAST-12:45CHADT,M9.5.0/2:45,M4.1.0/3:45",
        "EST+5EDT+4,M3.2.0,M11.1.0", "IST-1GMT0,M10.5.0,M3.5.0/1", "AAA0BBB,M1.1.1/0,M12.5.6/24"}) {
    EXPECT_TRUE(is_time_zone(text)) << text;
  }
}

TEST(TimeZone, IsRefusedWhenACLibraryWouldTakeItForAnother) {
  for (const char* text :
       {"", "CET", "Europe/Berlin", "CE-1", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1:60",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0 ", "<+03-3", "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0/,M10.5.0",
        "CET--1", "CET-1CEST,M3.5.0,M10.5.0/3,M1.1.1",
        "CESTCESTCESTCESTCESTCESTCESTCESTCESTCESTCESTCESTCESTCESTCESTCES-1"}) {
    EXPECT_FALSE(is_time_zone(text)) << text;
  }
}

}  // namespace
}  // namespace luft::firmware
