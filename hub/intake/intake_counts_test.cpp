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

TEST_F(IntakeTest, AReadingThatIsNotUnderstoodIsReceiptedOnceAndNotSentForEver) {
  read("kitchen", "temperature", 21, 1, 1);
  for (int i = 0; i < 2; ++i) read("kitchen", "temperature", 900, 2, 1);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 2, 2}));
  EXPECT_EQ(device("kitchen").counts.quarantined, 1U);
  EXPECT_EQ(device("kitchen").counts.duplicate, 1U);
  EXPECT_EQ(rows(TableNumber::quarantine), 1U);
  expect_balance();

  admission = Admission::closed;
  read("kitchen", "temperature", 900, 3, 1);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 2, 2})) << "it comes again";
  EXPECT_EQ(rows(TableNumber::quarantine), 1U);
  expect_balance();
}

TEST_F(IntakeTest, WhatWasDroppedOfARemovedDeviceDoesNotBringItBack) {
  say("sensor/kitchen/temperature", "21");
  const auto kitchen = contract::DeviceId::cut("kitchen");
  ASSERT_TRUE(intake->take(Order{.device = kitchen, .change = Removal{}}, now, outcome));
  intake->take(DroppedReadings{.device = kitchen, .count = 7}, now, outcome);
  EXPECT_TRUE(device("kitchen").removed);
  EXPECT_EQ(device("kitchen").counts.dropped, 7U);
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
