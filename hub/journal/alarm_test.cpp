#include "hub/journal/alarm.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr Moment kNow{.wall = SystemTime{1'800'000'000'000ms}, .steady = SteadyTime{1h}};

TEST(Alarm, IsRaisedOnceAndEndedOnce) {
  Alarm alarm{"journal_full"};
  const auto raised = alarm.trouble("1 GB", kNow);
  ASSERT_TRUE(raised);
  EXPECT_TRUE(alarm.raised());
  EXPECT_EQ(raised->level, "alarm");
  EXPECT_EQ(raised->event, "journal_full");
  EXPECT_EQ(raised->message, "raised: 1 GB");
  EXPECT_FALSE(alarm.trouble("1 GB", kNow + 1min));
  const auto ended = alarm.no_trouble(kNow + 2min);
  ASSERT_TRUE(ended);
  EXPECT_FALSE(alarm.raised());
  EXPECT_EQ(ended->level, "info");
  EXPECT_EQ(ended->message, "ended after 120 s");
  EXPECT_FALSE(alarm.no_trouble(kNow + 3min));
}

TEST(Alarm, WaitsUntilTheTroubleHasLasted) {
  Alarm alarm{"database_away", 10s};
  EXPECT_FALSE(alarm.trouble("refused", kNow));
  EXPECT_FALSE(alarm.trouble("refused", kNow + 9s));
  EXPECT_FALSE(alarm.no_trouble(kNow + 9s));  // a restart is no alarm
  EXPECT_FALSE(alarm.trouble("refused", kNow + 11s));
  EXPECT_FALSE(alarm.raised());
  EXPECT_TRUE(alarm.trouble("refused", kNow + 21s));
  EXPECT_TRUE(alarm.raised());
}

TEST(Alarm, CountsTheTimeThatWasWaitedInVain) {
  Alarm alarm{"database_away", 10s};
  EXPECT_FALSE(alarm.trouble("no answer", kNow.steady - 9s, kNow));
  EXPECT_FALSE(alarm.no_trouble(kNow));
  EXPECT_TRUE(alarm.trouble("no answer", kNow.steady - 30s, kNow));
}

}  // namespace
}  // namespace luft::hub
