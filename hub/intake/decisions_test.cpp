#include "hub/intake/decisions.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::RequestId;

constexpr DeviceNumber kKitchen = 1;

class DecisionsTest : public testing::Test {
 protected:
  void ask(std::string_view request_id) {
    Decisions::Asked asked;
    asked.window = kKitchen;
    asked.id = contract::DeviceId::cut("kitchen");
    asked.request.temp_c = 24;
    asked.request.humidity_pct = 51;
    asked.request.position_pct = stands_at_pct;
    asked.request.request_id = RequestId::cut(request_id);
    asked.payload = "{}";
    asked.answer_timeout = answer_timeout;
    decisions.on_request(std::move(asked), now);
  }
  Decision answer(std::string_view request_id) {
    contract::WindowControl control;
    control.position_pct = 40;
    control.confidence = 0.8;
    control.request_id = RequestId::cut(request_id);
    return *decisions.on_control(kKitchen, control, now);
  }

  std::chrono::milliseconds answer_timeout = 5s;
  std::optional<double> stands_at_pct = 40;
  Decisions decisions;
  Moment now{.wall = SystemTime{1'800'000'000'000ms}, .steady = SteadyTime{1h}};
};

TEST_F(DecisionsTest, AnAnswerIsJoinedToItsRequest) {
  ask("r1");
  now = now + 12ms;
  const Decision decision = answer("r1");
  EXPECT_EQ(decision.latency_ms, 12);
  EXPECT_EQ(decision.temp_c, 24);
  EXPECT_EQ(decisions.confidence_of(kKitchen, RequestId::cut("r1")), 0.8);
}

TEST_F(DecisionsTest, AControlWithoutARequestOfOursHasNeitherLatencyNorInputs) {
  const Decision decision = answer("stranger");
  EXPECT_FALSE(decision.latency_ms);
  EXPECT_FALSE(decision.temp_c);
  EXPECT_FALSE(decision.humidity_pct);
  EXPECT_TRUE(decisions.tick(now).rows.empty());
}

TEST_F(DecisionsTest, AMovementClosesTheDecisionWithOneRow) {
  ask("r1");
  answer("r1");
  decisions.on_movement(kKitchen, RequestId::cut("r1"));
  decisions.on_movement(kKitchen, RequestId::cut("r1"));
  const auto closed = decisions.tick(now);
  ASSERT_EQ(closed.rows.size(), 1U);
  EXPECT_EQ(closed.rows[0].outcome, "moved");
  EXPECT_EQ(closed.rows[0].position, 40);
  EXPECT_EQ(closed.rows[0].trigger, "first readings");
  EXPECT_TRUE(decisions.tick(now + 10min).rows.empty());
}

TEST_F(DecisionsTest, ARefusalIsKeptWithItsReason) {
  ask("r1");
  answer("r1");
  decisions.on_refusal(kKitchen, RequestId::cut("r1"), "a person holds the window");
  EXPECT_EQ(decisions.tick(now).rows.at(0).outcome, "refused: a person holds the window");
}

TEST_F(DecisionsTest, AMovementClosesItsOwnDecisionAmongSeveralOpenOnes) {
  for (const auto* id : {"r1", "r2", "r3"}) ask(id);
  decisions.on_movement(kKitchen, RequestId::cut("r2"));
  decisions.on_refusal(kKitchen, RequestId::cut("r3"), "it rains");
  const auto rows = decisions.tick(now).rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].request_id, "r2");
  EXPECT_EQ(rows[1].request_id, "r3");
  const auto left = decisions.close_all();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].request_id, "r1");
}

TEST_F(DecisionsTest, ADecisionThatMovedNothingIsClosedAfterTwoMinutes) {
  ask("r1");
  answer("r1");
  EXPECT_TRUE(decisions.tick(now + 119s).rows.empty());
  EXPECT_EQ(decisions.tick(now + 120s).rows.at(0).outcome, "unmoved");
}

TEST_F(DecisionsTest, ADecisionThatAWindowDidNotFollowIsToldFromOneThatNeededNoMove) {
  stands_at_pct = 10;
  ask("r1");
  answer("r1");
  EXPECT_EQ(decisions.tick(now + 120s).rows.at(0).outcome, "no_effect");
  stands_at_pct.reset();
  ask("r2");
  answer("r2");
  EXPECT_EQ(decisions.tick(now + 120s).rows.at(0).outcome, "no_effect") << "it never said";
}

TEST_F(DecisionsTest, ARequestWithoutAnswerIsCountedOnceAndKept) {
  ask("r1");
  EXPECT_EQ(decisions.tick(now + 4s).unanswered, 0U);
  EXPECT_EQ(decisions.tick(now + 5s).unanswered, 1U);
  EXPECT_EQ(decisions.tick(now + 6s).unanswered, 0U);
  const auto rows = decisions.tick(now + 2min).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].outcome, "unanswered");
  EXPECT_FALSE(rows[0].position);
}

TEST_F(DecisionsTest, ALateAnswerCountsAsLongAsNothingElseWasAskedBefore) {
  ask("r1");
  EXPECT_EQ(decisions.tick(now + 6s).unanswered, 1U);
  answer("r1");
  ask("r2");
  decisions.on_movement(kKitchen, RequestId::cut("r1"));
  EXPECT_EQ(decisions.tick(now + 7s).rows.at(0).outcome, "moved");
}

TEST_F(DecisionsTest, ARequestWithoutAnswerIsClosedWhenTheNextIsSent) {
  ask("r1");
  now = now + 30s;
  ask("r2");
  const auto closed = decisions.tick(now);
  EXPECT_EQ(closed.unanswered, 1U);
  ASSERT_EQ(closed.rows.size(), 1U);
  EXPECT_EQ(closed.rows[0].request_id, "r1");
  EXPECT_EQ(closed.rows[0].outcome, "unanswered");
}

TEST_F(DecisionsTest, ARequestThatMayStillBeAnsweredStaysOpenWhenTheNextIsSent) {
  ask("r1");
  now = now + 2s;
  ask("r2");
  EXPECT_TRUE(decisions.tick(now).rows.empty());
  answer("r1");
  decisions.on_movement(kKitchen, RequestId::cut("r1"));
  EXPECT_EQ(decisions.tick(now).rows.at(0).request_id, "r1");
}

TEST_F(DecisionsTest, AnAnswerIsJoinedThatIsLateByLessThanItHadTimeThoughTheNextWasSent) {
  ask("r1");
  now = now + 6s;
  ask("r2");
  EXPECT_TRUE(decisions.tick(now).rows.empty());
  now = now + 3s;
  EXPECT_EQ(answer("r1").latency_ms, 9'000);
  decisions.on_movement(kKitchen, RequestId::cut("r1"));
  EXPECT_EQ(decisions.tick(now).rows.at(0).outcome, "moved");
}

TEST_F(DecisionsTest, AnAnswerMayBeWaitedForLongerThanAnOutcome) {
  answer_timeout = 200s;
  ask("r1");
  const auto early = decisions.tick(now + 2min);
  EXPECT_TRUE(early.rows.empty());
  EXPECT_EQ(early.unanswered, 0U);
  const auto late = decisions.tick(now + 200s);
  EXPECT_EQ(late.unanswered, 1U);
  EXPECT_EQ(late.rows.size(), 1U);
}

TEST_F(DecisionsTest, KeepsAFewOpenPerWindowAndClosesTheOldest) {
  for (const auto* id : {"r1", "r2", "r3", "r4", "r5"}) ask(id);
  const auto rows = decisions.tick(now).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].request_id, "r1");
}

TEST_F(DecisionsTest, WritesWhatIsOpenWhenItEnds) {
  ask("r1");
  EXPECT_EQ(decisions.close_all().size(), 1U);
  EXPECT_TRUE(decisions.close_all().empty());
}

}  // namespace
}  // namespace luft::hub
