// How good decisions were, as history tells it.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "store/batch_insert.h"
#include "store/history.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr TimeMs kMidnight{days(20'500)};  // a day of 2026, UTC

class QualityTest : public testing::EngineFixture {};

// Two decisions of one day; a hand within the first, one outside of the second, and a movement.
TEST_F(QualityTest, JudgesDecisionsByTheHandsThatFollowedThem) {
  auto writer = server().client(DatabaseUser::writer);
  auto reader = server().client(DatabaseUser::reader);
  History history{reader};
  Batch<PredictionRow> decisions;
  Batch<WishRow> hands;
  Batch<WindowActionRow> movements;
  const TimeMs noon = kMidnight + hours(12);
  for (const int hour : {0, 1}) {
    PredictionRow decision;
    decision.time = noon + hours(hour);
    decision.device = "attic";
    decision.request_id = "q" + std::to_string(hour);
    decision.position = 50;
    decision.low = 40;
    decision.high = 60;
    decision.confidence = hour == 0 ? 0.6 : 0.8;
    decisions.add(decision);
    WishRow hand;
    hand.id = "hand-" + std::to_string(hour);
    hand.time = decision.time + minutes(10);
    hand.device = "attic";
    hand.position = hour == 0 ? 60 : 80;
    hands.add(hand);
  }
  WindowActionRow movement;
  movement.time = noon + minutes(10);
  movement.device = "attic";
  movement.cause = "person";
  movements.add(movement);
  ASSERT_TRUE(insert_batch(writer, decisions, "quality-decisions"));
  ASSERT_TRUE(insert_batch(writer, hands, "quality-hands"));
  ASSERT_TRUE(insert_batch(writer, movements, "quality-movements"));
  const auto points = history.quality(kMidnight, kMidnight + days(1), hours(24));
  ASSERT_TRUE(points) << points.error().message;
  ASSERT_EQ(points->size(), 1U);
  const QualityPoint& day = points->front();
  EXPECT_EQ(day.time, kMidnight);
  EXPECT_EQ(day.decisions, 2U);
  EXPECT_EQ(day.hands, 2U);
  EXPECT_EQ(day.covered, 1U);
  EXPECT_DOUBLE_EQ(day.distance_pct, 20);
  EXPECT_DOUBLE_EQ(day.confidence, 0.7);
  EXPECT_EQ(day.overrides, 1U);
  EXPECT_FALSE(history.quality(kMidnight, kMidnight, hours(24)));
}

}  // namespace
}  // namespace luft::store
