#include "runtime/read_pace.h"

#include <gtest/gtest.h>

namespace luft::runtime {
namespace {

using std::chrono::milliseconds;

// A packet every `gap` for `duration`, each read by itself. Returns the last rest.
milliseconds read_steadily(ReadPace& pace, SteadyTime& now, milliseconds gap, std::size_t packets,
                           milliseconds duration) {
  milliseconds rest{0};
  for (const auto end = now + duration; now < end; now += gap) rest = pace.on_read(packets, now);
  return rest;
}

TEST(ReadPace, NeverRestsUnderALightLoad) {
  ReadPace pace;
  SteadyTime now{milliseconds{1'000'000}};
  for (int i = 0; i < 1'000; ++i, now += milliseconds{20}) {
    EXPECT_EQ(pace.on_read(3, now), milliseconds{0});  // what a device says at a time
  }
}

TEST(ReadPace, RestsWhileThousandsOfPacketsASecondCome) {
  ReadPace pace;
  SteadyTime now{milliseconds{1'000'000}};
  EXPECT_EQ(read_steadily(pace, now, milliseconds{1}, 10, milliseconds{60}), ReadPace::kRest);
}

TEST(ReadPace, ReadsAtOnceAgainWhenTheLoadIsOver) {
  ReadPace pace;
  SteadyTime now{milliseconds{1'000'000}};
  read_steadily(pace, now, milliseconds{1}, 10, milliseconds{60});
  EXPECT_EQ(read_steadily(pace, now, milliseconds{1}, 1, milliseconds{60}), milliseconds{0});
}

TEST(ReadPace, AShortBurstAfterSilenceDoesNotMakeItRest) {
  ReadPace pace;
  SteadyTime now{milliseconds{1'000'000}};
  (void)pace.on_read(1, now);
  now += milliseconds{1'000};
  EXPECT_EQ(pace.on_read(64, now), milliseconds{0});
}

}  // namespace
}  // namespace luft::runtime
