// The small parts: backoff, request ids, health, nearest word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "runtime/backoff.h"
#include "runtime/health.h"
#include "runtime/manual_clock.h"
#include "runtime/nearest.h"
#include "runtime/uuid.h"

namespace luft::runtime {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, DoublesUpToItsLongest) {
  Backoff backoff{{.first = 200ms, .longest = 1'000ms}, 1};
  for (const auto most : {200ms, 400ms, 800ms, 1'000ms, 1'000ms}) {
    const auto wait = backoff.next();
    EXPECT_GE(wait, most / 2);
    EXPECT_LE(wait, most);
  }
  EXPECT_EQ(backoff.failures(), 5U);
}

TEST(Backoff, StartsAgainAfterAReset) {
  Backoff backoff{{.first = 200ms, .longest = 30'000ms}, 1};
  for (int i = 0; i < 1'000; ++i) EXPECT_LE(backoff.next(), 30'000ms);
  backoff.reset();
  EXPECT_LE(backoff.next(), 200ms);
}

TEST(Backoff, SpreadsClientsThatLostTheSameBroker) {
  std::vector<std::int64_t> waits;
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    Backoff backoff{{.first = 200ms, .longest = 30'000ms}, seed};
    static_cast<void>(backoff.next());
    static_cast<void>(backoff.next());
    waits.push_back(backoff.next().count());
  }
  const auto middle = std::ranges::count_if(waits, [](auto wait) { return wait < 600; });
  EXPECT_NEAR(static_cast<double>(middle), 500, 100);
}

TEST(Backoff, IsTheSameForTheSameSeed) {
  Backoff one{{}, 42};
  Backoff two{{}, 42};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(one.next(), two.next());
}

TEST(Uuid, IsOfVersionSevenAndHoldsTheTime) {
  UuidMaker maker;
  const SystemTime time{std::chrono::milliseconds{0x0189'0a5d'ac96}};
  EXPECT_THAT(maker.make(time),
              ::testing::MatchesRegex("01890a5d-ac96-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(Uuid, RisesWithinAMillisecondAndWhenTheClockStepsBack) {
  UuidMaker maker;
  ManualClock clock;
  std::string last;
  for (int i = 0; i < 10'000; ++i) {
    if (i == 5'000) clock.set_system(clock.system_now() - std::chrono::hours{1});
    const std::string next = maker.make(clock.system_now());
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(Uuid, RisesEvenWhenTheCounterStartsHigh) {
  UuidMaker maker{[] { return ~std::uint64_t{0}; }};
  const SystemTime now{std::chrono::milliseconds{1}};
  const std::string first = maker.make(now);
  EXPECT_LT(first, maker.make(now));
}

TEST(Health, IsDownUntilEveryPartHasReported) {
  ManualClock clock;
  Health health{clock, {"mqtt", "journal"}};
  health.report("mqtt", HealthState::ok);
  EXPECT_EQ(health.overall(), HealthState::down);
  EXPECT_EQ(health.snapshot()[1].detail, "starting");
  health.report("journal", HealthState::degraded, "nearly full");
  EXPECT_EQ(health.overall(), HealthState::degraded);
  health.report("journal", HealthState::ok);
  EXPECT_EQ(health.overall(), HealthState::ok);
}

TEST(Health, RemembersSinceWhenAPartIsInItsState) {
  ManualClock clock;
  Health health{clock, {}};
  health.report("store", HealthState::down, "refused");
  const SystemTime since = clock.system_now();
  clock.advance(std::chrono::seconds{5});
  health.report("store", HealthState::down, "timed out");
  EXPECT_EQ(health.snapshot()[0].since, since);
  EXPECT_EQ(health.snapshot()[0].detail, "timed out");
  health.report("store", HealthState::ok);
  EXPECT_EQ(health.snapshot()[0].since, clock.system_now());
}

TEST(Nearest, FindsTheWordThatWasMeant) {
  const std::vector<std::string> known{"demo", "doctor", "devices", "verify"};
  EXPECT_EQ(nearest("dmeo", known), "demo");
  EXPECT_EQ(nearest("device", known), "devices");
  EXPECT_EQ(nearest("", known), std::nullopt);
  EXPECT_EQ(nearest("entirely-different", known), std::nullopt);
}

}  // namespace
}  // namespace luft::runtime
