// What must hold over a year of one device whose power, Wi-Fi, broker and hub come and go. The
// short form is 40 days; LUFT_TEST_LONG makes it the year.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include "firmware/core/kept_window.h"
#include "firmware/core/year/year_world.h"

namespace luft::firmware {
namespace {

using std::chrono::hours;
using testing::YearWorld;

constexpr hours kYear{24 * 365};

hours length_of_the_test() {
  // Nobody sets any. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* is_long = std::getenv("LUFT_TEST_LONG");
  return is_long != nullptr && std::strlen(is_long) > 0 ? kYear : hours{24 * 40};
}

void expect_nothing_wrong(const YearWorld& world) {
  for (const auto& wrong : world.account().wrongs) ADD_FAILURE() << wrong;
  EXPECT_EQ(world.account().came_after_counted_lost, 0U);
  EXPECT_GT(world.account().power_cuts, 3U);
  EXPECT_GT(world.account().orderly_restarts, 3U);
  EXPECT_GT(world.account().movements, 100U);
  EXPECT_GT(world.account().person_sets, 10U);
  EXPECT_GT(world.account().refused_for_a_hold, 10U);
  EXPECT_GT(world.account().hours_without_sensors, 3U);
  EXPECT_GT(world.account().broker_restarts, 3U);
  EXPECT_GT(world.account().hub_restarts, 3U);
}

TEST(Year, LosesOnlyWhatWasInRamWhenThePowerWent) {
  // No Wi-Fi loss is longer than what the flash holds.
  YearWorld world({.seed = 3, .longest_wifi_loss = hours{24}});
  world.run(length_of_the_test());
  world.calm_down();
  expect_nothing_wrong(world);
  const auto& account = world.account();
  EXPECT_GT(account.boots_without_clock, 0U);
  EXPECT_EQ(account.dropped_full, 0U);
  EXPECT_GT(account.taken, 100'000U);
  EXPECT_EQ(world.hub().received() + world.missing().size(), account.taken);
  for (const auto& [boot, seq] : world.missing()) {
    EXPECT_TRUE(account.in_ram_at_a_cut.contains({boot, seq})) << boot << " " << seq;
  }
}

TEST(Year, CountsWhatTheFlashCouldNotHold) {
  YearWorld world({.seed = 8,
                   .longest_wifi_loss = hours{24},
                   .outage_at = hours{24 * 10},
                   .mean_between_cuts = hours{24 * 3}});
  world.run(length_of_the_test());
  world.calm_down();
  expect_nothing_wrong(world);
  const auto& account = world.account();
  EXPECT_EQ(world.hub().received() + world.missing().size(), account.taken);
  EXPECT_GT(account.dropped_full, 0U);
  EXPECT_GT(world.hub().lost(), 0U);
  for (const auto& ref : world.missing()) {
    EXPECT_TRUE(account.in_ram_at_a_cut.contains({ref.boot, ref.seq}) ||
                world.hub().counts_as_lost(ref))
        << ref.boot << " " << ref.seq;
  }
  EXPECT_LE(world.missing().size(), account.dropped_full + account.in_ram_at_a_cut.size());
  EXPECT_LE(world.hub().lost(), world.missing().size());
}

TEST(Year, LosesNothingByRestartsThatWereAskedFor) {
  YearWorld world({.seed = 17,
                   .longest_wifi_loss = hours{24},
                   .mean_between_cuts = hours{24 * 10'000},
                   .mean_between_restarts = hours{5}});
  world.run(length_of_the_test());
  world.calm_down();
  for (const auto& wrong : world.account().wrongs) ADD_FAILURE() << wrong;
  EXPECT_EQ(world.account().power_cuts, 0U);
  EXPECT_GT(world.account().orderly_restarts, 50U);
  EXPECT_EQ(world.missing().size(), 0U);
  EXPECT_EQ(world.hub().lost(), 0U);
}

TEST(YearOfHands, AreObeyedWhateverModelAndRuleWant) {
  YearWorld world({.seed = 11, .mean_between_words = std::chrono::minutes{10}});
  world.run(length_of_the_test());
  for (const auto& wrong : world.account().wrongs) ADD_FAILURE() << wrong;
  EXPECT_GT(world.account().person_sets, 100U);
  EXPECT_GT(world.account().refused_for_a_hold, 300U);
  EXPECT_GT(world.account().moved_after_a_hold, 50U) << "it is a hold, not the end";
}

TEST(Year, WearsTheFlashUnderATenthOfWhatItStands) {
  // At the worst: the hub is never heard.
  YearWorld world({.seed = 5, .loss = 1});
  world.run(length_of_the_test());
  const double years = std::chrono::duration<double>(length_of_the_test()) / kYear;
  const auto most = *std::ranges::max_element(world.flash().erasures);
  EXPECT_GT(most, 5U);
  EXPECT_LT(static_cast<double>(most) / years, 10'000);
  RecordProperty("erasures_a_year", std::to_string(static_cast<double>(most) / years));
}

// NVS writes entries of 32 bytes one after another, 126 to a page, and erases a page once all of it
// is stale. Where the window is takes three: the blob's index, its head, and its bytes. Of the six
// pages at least two go round: the setup, settings and an update fill three, and one is kept free.
TEST(Year, WearsTheMemoryOfTheWindowUnderATenthOfWhatItStands) {
  constexpr double kEntriesOfAPage = 126;
  constexpr std::size_t kEntriesOfAWrite = 2 + (std::tuple_size_v<KeptWindowBytes> + 31) / 32;
  constexpr double kPages = 2;
  // At the worst: hands and model move it as often as they may, and every hold is written down.
  YearWorld world({.seed = 23, .mean_between_words = std::chrono::minutes{2}});
  world.run(length_of_the_test());
  const double years = std::chrono::duration<double>(length_of_the_test()) / kYear;
  const double writes = world.times_remembered() / years;
  EXPECT_GT(writes, 10'000);
  EXPECT_LT(writes * double{kEntriesOfAWrite} / (kEntriesOfAPage * kPages), 10'000);
  RecordProperty("window_writes_a_year", std::to_string(writes));
}

}  // namespace
}  // namespace luft::firmware
