#include "hub/clock_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr SystemTime kBuilt{1'800'000'000'000ms};

TEST(ClockCheck, DistrustsAClockBeforeTheBuild) {
  const ClockCheck check{kBuilt, {}};
  const auto why = check.distrusts(SystemTime{});
  ASSERT_TRUE(why);
  EXPECT_THAT(*why, HasSubstr("1970-01-01 00:00:00 UTC, before this program was built"));
  EXPECT_FALSE(check.distrusts(kBuilt));
}

TEST(ClockCheck, DistrustsAClockBeforeTheNewestEntryOfTheJournal) {
  ClockCheck check{kBuilt, kBuilt + 48h};
  EXPECT_THAT(check.distrusts(kBuilt + 1h).value_or(""), HasSubstr("newest entry"));
  EXPECT_FALSE(check.distrusts(kBuilt + 48h));
  check.note(kBuilt + 72h);
  EXPECT_TRUE(check.distrusts(kBuilt + 48h));
}

TEST(ClockCheck, ASmallCorrectionIsNoReasonToWait) {
  const ClockCheck check{kBuilt, kBuilt + 48h};
  EXPECT_FALSE(check.distrusts(kBuilt + 48h - 4min));
}

TEST(ClockCheck, ThisProgramWasBuiltInThePast) {
  EXPECT_LT(build_time(), std::chrono::system_clock::now());
  EXPECT_FALSE(ClockCheck(build_time(), {})
                   .distrusts(std::chrono::floor<std::chrono::milliseconds>(
                       std::chrono::system_clock::now())));
}

}  // namespace
}  // namespace luft::hub
