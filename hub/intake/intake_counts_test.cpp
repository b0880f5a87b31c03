// What the intake counts of readings that others tell it of: stored by the journal, dropped before.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ranges>
#include <tuple>

#include "hub/intake/intake_fixture.h"

namespace luft::hub {
namespace {

TEST_F(IntakeTest, WhatTheJournalSaysItStoredIsNotWrittenToItAgain) {
  read("kitchen", "temperature", 21.5, 1, 1);
  intake->complete(now, outcome);
  outcome = {};
  intake->take(StoredReadings{.counts = {{device("kitchen").number, 1}}});
  intake->count_stored();
  intake->complete(now, outcome);
  EXPECT_TRUE(outcome.journal.empty());
  EXPECT_TRUE(intake->registry().has_changes_to_show());
}

TEST_F(IntakeTest, DroppedAndStoredReadingsComeIntoTheCounts) {
  say("sensor/kitchen/temperature", "21");
  intake->take(DroppedReadings{.device = contract::DeviceId::cut("kitchen"), .count = 7}, now,
               outcome);
  intake->take(StoredReadings{.counts = {{device("kitchen").number, 1}}});
  intake->count_stored();
  EXPECT_EQ(device("kitchen").counts.dropped, 7U);
  EXPECT_EQ(device("kitchen").counts.stored, 1U);
  expect_balance();
}

TEST_F(IntakeTest, WhatIsStoredOfACrowdIsCountedForAFewOfItsDevicesAtATime) {
  constexpr std::size_t kCrowd = 3 * Intake::kStoredAtOnce;
  StoredReadings stored;
  for (std::size_t i = 0; i < kCrowd; ++i) {
    const std::string id = fmt::format("sensor-{}", i);
    say("sensor/" + id + "/temperature", "21");
    stored.counts.emplace_back(device(id).number, 1);
  }
  const std::vector<StoredReadings::Count> again = stored.counts;  // as readings come by turns
  stored.counts.insert(stored.counts.end(), again.begin(), again.end());
  std::ignore = intake->registry().hand_out();
  intake->take(stored);
  std::size_t counted = 0;
  for (int turn = 0; turn < 3; ++turn) {
    intake->count_stored();
    const std::size_t renewed = intake->registry().hand_out().size();
    EXPECT_EQ(renewed, Intake::kStoredAtOnce);
    counted += renewed;
  }
  EXPECT_EQ(counted, kCrowd);
  for (const Device& each : intake->registry().all() | std::views::drop(1)) {
    EXPECT_EQ(each.counts.stored, 2U) << each.id.view();
  }
}

}  // namespace
}  // namespace luft::hub
