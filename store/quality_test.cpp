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

// Four decisions in the shadow and five hands: along with it, against it, where it would have left
// the window, one hand that chose where the window stood, and one long after the last decision.
TEST_F(QualityTest, TellsWhatAShadowWouldHaveDoneBesideWhatWasDone) {
  auto writer = server().client(DatabaseUser::writer);
  auto reader = server().client(DatabaseUser::reader);
  History history{reader};
  const TimeMs noon = kMidnight + days(40) + hours(12);
  const auto none = history.shadows(noon, noon + hours(24));
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_TRUE(none->empty());
  Batch<ShadowDecisionRow> decisions;
  Batch<WishRow> hands;
  const auto decide = [&](const char* device, minutes at, double position, double in_force,
                          std::optional<double> stood) {
    ShadowDecisionRow row;
    row.time = noon + at;
    row.device = device;
    row.model = "luft-2.0.0";
    row.position = position;
    row.in_force = in_force;
    row.stood = stood;
    decisions.add(row);
  };
  const auto choose = [&](const char* device, minutes at, double position,
                          std::optional<double> before) {
    WishRow row;
    row.id = std::string{device} + std::to_string(at.count());
    row.time = noon + at;
    row.device = device;
    row.position = position;
    row.position_before = before;
    hands.add(row);
  };
  decide("attic", minutes(0), 60, 30, 30);          // another choice, and no such position
  decide("cellar", minutes(0), 20, 24, 22);         // within the tolerance of both
  decide("loft", minutes(0), 0, 50, std::nullopt);  // nobody knows where it stood
  decide("loft", minutes(30), 50, 50, 80);          // the same choice
  choose("attic", minutes(10), 100, 30);            // along: it opens, too
  choose("loft", minutes(40), 100, 80);             // against: it would have closed further
  choose("cellar", minutes(5), 90, 22);             // it would have left the window
  choose("cellar", minutes(6), 92, 90);             // says nothing: where it stood
  choose("attic", minutes(90), 0, 100);             // nothing was decided for so long
  ASSERT_TRUE(insert_batch(writer, decisions, "shadow-decisions"));
  ASSERT_TRUE(insert_batch(writer, hands, "shadow-hands"));
  const auto shadows = history.shadows(noon, noon + hours(24));
  ASSERT_TRUE(shadows) << shadows.error().message;
  ASSERT_EQ(shadows->size(), 1U);
  const ShadowFigures& shadow = shadows->front();
  EXPECT_EQ(shadow.model, "luft-2.0.0");
  EXPECT_EQ(shadow.first, noon);
  EXPECT_EQ(shadow.last, noon + minutes(30));
  EXPECT_EQ(shadow.decisions, 4U);
  EXPECT_EQ(shadow.same, 2U);
  EXPECT_EQ(shadow.known, 3U);
  EXPECT_EQ(shadow.stood, 1U);
  EXPECT_EQ(shadow.hands, 3U);
  EXPECT_EQ(shadow.along, 1U);
  EXPECT_EQ(shadow.against, 1U);
  EXPECT_FALSE(history.shadows(noon, noon));
}

}  // namespace
}  // namespace luft::store
