// While the store is held back, every reading is in exactly one of journal and database.
#include "hub/journal/store_hold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/testing/temp_folder.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class StoreHoldTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::open(path_);
    ASSERT_TRUE(opened) << opened.error();
    journal_.emplace(*std::move(opened));
  }
  void commit_one() {
    JournalBatch batch;
    batch.rows.add({.device = "kitchen",
                    .metric = "temperature",
                    .time = {},
                    .received = {},
                    .value = 20.5,
                    .boot = 7},
                   1);
    batch.devices.push_back({.number = 1,
                             .id = contract::DeviceId::cut("kitchen"),
                             .first_seen = {},
                             .counts = {.received = ++received_, .accepted = received_},
                             .state = "state",
                             .receipts = "receipts"});
    const auto done = journal_->commit({&batch, 1});
    ASSERT_TRUE(done) << done.error();
  }
  StoreHold take(std::chrono::seconds lapses_after = 60s) {
    auto hold = StoreHold::take(path_, lapses_after);
    if (!hold) throw std::runtime_error{hold.error()};
    return *std::move(hold);
  }
  std::optional<JournalRange> next() { return journal_->next_range().value(); }

  runtime::testing::TempFolder folder_;
  std::string path_ = folder_.file("hub.sqlite");
  std::optional<Journal> journal_;
  std::uint64_t received_ = 0;
};

TEST_F(StoreHoldTest, FixesNoNewRangeUntilItEndsButTakesReadings) {
  commit_one();
  {
    auto hold = take();
    EXPECT_FALSE(hold.something_is_sent().value());
    EXPECT_FALSE(next());
    commit_one();
    EXPECT_EQ(journal_->backlog().readings, 2U);
  }
  ASSERT_TRUE(next());
  EXPECT_EQ(next()->last, 2) << "both, at once";
}

TEST_F(StoreHoldTest, LetsTheRangeThatIsOnItsWayArrive) {
  commit_one();
  const auto fixed = next();
  ASSERT_TRUE(fixed);
  auto hold = take();
  EXPECT_TRUE(hold.something_is_sent().value());
  EXPECT_EQ(next(), fixed) << "its token may be in the database already";
  ASSERT_TRUE(journal_->release(*fixed, {{1, 1}}));
  EXPECT_FALSE(hold.something_is_sent().value());
}

TEST_F(StoreHoldTest, LapsesWhenWhoeverTookItIsGone) {
  commit_one();
  auto hold = take(-1s);
  EXPECT_TRUE(next());
  const auto renewed = hold.renew(60s);
  ASSERT_FALSE(renewed);
  EXPECT_THAT(renewed.error(), HasSubstr("lapsed"));
}

TEST_F(StoreHoldTest, IsOneAtATime) {
  const auto hold = take();
  const auto second = StoreHold::take(path_, 60s);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("another backup"));
}

TEST_F(StoreHoldTest, CopiesTheJournalAsItIsAndTheCopyIsNotHeld) {
  commit_one();
  const std::string copy = folder_.file("copy.sqlite");
  {
    auto hold = take();
    ASSERT_TRUE(hold.copy_to(copy));
    commit_one();
  }
  auto restored = Journal::open(copy);
  ASSERT_TRUE(restored) << restored.error();
  EXPECT_EQ(restored->backlog().readings, 1U);
  EXPECT_EQ(restored->devices()->front().receipts, "receipts");
  EXPECT_TRUE(restored->next_range().value());
}

}  // namespace
}  // namespace luft::hub
