#include "hub/intake/anchor.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

const SystemTime kBoot{1'800'000'000'000ms};

TEST(Anchor, KnowsNothingBeforeTheFirstMessage) {
  EXPECT_FALSE(Anchor{}.boot_time());
}

TEST(Anchor, OnePromptMessageSetsTheTimeOfDelayedOnesRight) {
  Anchor anchor;
  anchor.observe(kBoot + 10s + 5s, 10'000);  // 5 s in a queue
  EXPECT_EQ(anchor.boot_time(), kBoot + 5s);
  anchor.observe(kBoot + 12s + 20ms, 12'000);
  EXPECT_EQ(anchor.boot_time(), kBoot + 20ms);
  anchor.observe(kBoot + 14s + 9s, 14'000);
  EXPECT_EQ(anchor.boot_time(), kBoot + 20ms);
}

TEST(Anchor, FollowsACrystalThatRunsSlow) {
  Anchor anchor;
  anchor.observe(kBoot + 1s, 1'000);
  const auto slow = [](std::chrono::seconds real) {  // loses 50 ms in each 1000 s
    return static_cast<std::uint64_t>((real - real / 20'000).count()) * 1000 -
           static_cast<std::uint64_t>(real.count() % 20'000) / 20;
  };
  for (std::chrono::seconds at = 60s; at <= 24h; at += 60s) anchor.observe(kBoot + at, slow(at));
  const auto drift = *anchor.boot_time() - kBoot;
  EXPECT_GT(drift, 3900ms);  // after a day the clock lags 4.3 s; at most two hours are forgotten
  EXPECT_LT(drift, 4330ms);
}

TEST(Anchor, GoesOnFromWhatWasKeptOnDisk) {
  Anchor anchor{kBoot};
  EXPECT_EQ(anchor.boot_time(), kBoot);
  anchor.observe(kBoot + 100s + 3s, 100'000);
  EXPECT_EQ(anchor.boot_time(), kBoot);
}

}  // namespace
}  // namespace luft::hub
