// When a quarter of an hour is over, and when a room begins again.
#include "ml/memory.h"

#include <gtest/gtest.h>

namespace luft::ml {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kNow = 1'800'000'000'000;

Memory remembered(std::int64_t updated_ms) {
  Memory memory{.state = {}, .updated_ms = updated_ms};
  memory.state.fill(0.5F);
  return memory;
}

TEST(Memory, BeginsWithOneTick) {
  Memory memory;
  EXPECT_EQ(ticks_due(memory, kNow), 1);
}

TEST(Memory, StaysAsItIsBetweenTwoQuartersOfAnHour) {
  Memory memory = remembered(kNow - 5 * kMinuteMs);
  EXPECT_EQ(ticks_due(memory, kNow), 0);
  EXPECT_EQ(memory, remembered(kNow - 5 * kMinuteMs));
}

TEST(Memory, IsBroughtForwardEveryQuarterOfAnHourThoughRequestsAreALittleEarly) {
  Memory memory = remembered(kNow - 15 * kMinuteMs);
  EXPECT_EQ(ticks_due(memory, kNow), 1);
  EXPECT_EQ(ticks_due(memory, kNow - 20'000), 1);
  EXPECT_EQ(ticks_due(memory, kNow + 10 * kMinuteMs), 1);
}

TEST(Memory, CatchesUpWithWhatItMissed) {
  Memory memory = remembered(kNow - 60 * kMinuteMs);
  EXPECT_EQ(ticks_due(memory, kNow), 4);
}

TEST(Memory, BeginsAgainAfterALongGapOrAClockThatJumpedBack) {
  for (const std::int64_t updated_ms : {kNow - 4 * 60 * kMinuteMs, kNow + kMinuteMs}) {
    Memory memory = remembered(updated_ms);
    EXPECT_EQ(ticks_due(memory, kNow), 1);
    EXPECT_EQ(memory, Memory{});
  }
}

}  // namespace
}  // namespace luft::ml
