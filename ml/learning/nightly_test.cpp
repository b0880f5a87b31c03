// When a night's learning is due.
#include "ml/learning/nightly.h"

#include <gtest/gtest.h>

namespace luft::ml {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;

TEST(NightlyLearning, IsDueOnceEachNightAtThree) {
  EXPECT_FALSE(is_due(22h, 24h + 2h + 59min));
  EXPECT_TRUE(is_due(22h, 24h + 3h));
  EXPECT_FALSE(is_due(24h + 3h, 24h + 23h));
  EXPECT_TRUE(is_due(24h + 3h, 48h + 3h));
}

TEST(NightlyLearning, IsDueWhenTheMachineSleptThroughTheHour) {
  EXPECT_TRUE(is_due(22h, 24h + 9h));
}

TEST(NightlyLearning, IsNotDueAtOnceWhenTheServiceStartsAfterThree) {
  EXPECT_FALSE(is_due(4h, 4h + 1min));
}

}  // namespace
}  // namespace luft::ml
