#include "hub/foreign/cover_fixture.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::MoveCause;
using contract::SetPosition;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(CoverTest, FollowsADecisionAndSaysSoLikeAnyWindow) {
  rest_at(0);
  const auto asked = decision(40);
  EXPECT_THAT(control(asked), ElementsAre("pos,40"));
  EXPECT_TRUE(state.moving);
  EXPECT_EQ(state.target_pct, 40);
  EXPECT_EQ(state.position_pct, 0);
  EXPECT_EQ(state.cause, MoveCause::control);
  EXPECT_EQ(state.request_id, asked.request_id);
  now = now + 10s;
  reports(40);
  EXPECT_FALSE(state.moving);
  EXPECT_EQ(state.position_pct, 40);
  EXPECT_EQ(state.request_id, asked.request_id);
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(CoverTest, SaysNothingBeforeItsPositionIsKnown) {
  wait(10s);
  EXPECT_EQ(said, 0);
  reports(-1);  // a Shelly that is not calibrated
  EXPECT_EQ(said, 0);
  reports(30);
  EXPECT_EQ(said, 1);
}

TEST_F(CoverTest, APersonsHoldRefusesTheModelUntilItEnds) {
  rest_at(0);
  EXPECT_THAT(set(SetPosition{.position_pct = 70, .hold_s = 600}), ElementsAre("pos,70"));
  EXPECT_EQ(state.cause, MoveCause::person);
  EXPECT_EQ(state.hold_s, 600U);
  reports(70);
  wait(300s);
  const auto refused = decision(0);
  EXPECT_THAT(control(refused), IsEmpty());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event.view(), "refused");
  EXPECT_EQ(events[0].request_id, refused.request_id);
  EXPECT_EQ(events[0].reason->view(), "a person's hold has not ended");
  wait(301s);
  EXPECT_EQ(state.hold_s, std::nullopt);
  EXPECT_THAT(control(decision(0)), ElementsAre("pos,0"));
}

TEST_F(CoverTest, AutoGivesItBackAtOnce) {
  rest_at(0);
  set(SetPosition{.position_pct = 70, .hold_s = 600});
  reports(70);
  wait(61s);
  set(contract::ReleaseHold{});
  EXPECT_EQ(state.hold_s, std::nullopt);
  EXPECT_THAT(control(decision(0)), ElementsAre("pos,0"));
}

TEST_F(CoverTest, AHandAtTheWindowHoldsItForTwoHours) {
  rest_at(0);
  reports(55);  // the wall switch
  EXPECT_EQ(state.cause, MoveCause::person);
  EXPECT_EQ(state.hold_s, 7200U);
  EXPECT_THAT(control(decision(0)), IsEmpty());
}

TEST_F(CoverTest, StopHaltsItAndHolds) {
  rest_at(0);
  set(SetPosition{.position_pct = 100, .hold_s = 60});
  now = now + 5s;
  reports(30);
  EXPECT_THAT(set(contract::StopMoving{}), ElementsAre("stop"));
  EXPECT_FALSE(state.moving);
  EXPECT_EQ(state.target_pct, 30);
  EXPECT_EQ(state.hold_s, 7200U);
}

TEST_F(CoverTest, ADecisionWaitsForTheRestBetweenMovementsAndANewerOneReplacesIt) {
  rest_at(0);
  control(decision(40));
  now = now + 10s;
  reports(40);
  now = now + 20s;
  EXPECT_THAT(control(decision(60)), IsEmpty());
  EXPECT_THAT(control(decision(80)), IsEmpty());
  EXPECT_THAT(wait(39s), IsEmpty());
  EXPECT_THAT(wait(1s), ElementsAre("pos,80"));
}

TEST_F(CoverTest, SmallChangesDoNotStartAMotorButClosingDoes) {
  rest_at(50);
  EXPECT_THAT(control(decision(53)), IsEmpty());
  EXPECT_THAT(control(decision(56)), ElementsAre("pos,56"));
  reports(56);
  Cover other{shelly()};
  cover = other;
  rest_at(3);
  EXPECT_THAT(control(decision(0)), ElementsAre("pos,0"));
}

TEST_F(CoverTest, StaleDecisionsAreRefused) {
  rest_at(0);
  const auto old = decision(40);
  now = now + Cover::kOldestDecision + 1s;
  EXPECT_THAT(control(old), IsEmpty());
  EXPECT_EQ(events.back().reason->view(), "the decision is older than 5 minutes");
  const auto first = decision(40);
  const auto second = decision(60);
  EXPECT_THAT(control(second), ElementsAre("pos,60"));
  EXPECT_THAT(control(first), IsEmpty());
  EXPECT_EQ(events.back().reason->view(), "the decision is older than the last one accepted");
}

TEST_F(CoverTest, APlainControlIsTakenWhenItArrives) {
  rest_at(0);
  contract::WindowControl plain;
  plain.position_pct = 30;
  EXPECT_THAT(control(plain), ElementsAre("pos,30"));
}

TEST_F(CoverTest, AWindowThatDoesNotMoveSaysSoAndIsFreeAgain) {
  rest_at(0);
  const auto asked = decision(40);
  control(asked);
  wait(61s);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event.view(), "unanswered");
  EXPECT_EQ(events[0].request_id, asked.request_id);
  EXPECT_FALSE(state.moving);
  EXPECT_EQ(state.target_pct, 0);
  wait(60s);
  EXPECT_THAT(control(decision(40)), ElementsAre("pos,40"));
}

TEST_F(CoverTest, ADecisionDatedAheadKeepsNoOtherFromBeingHeard) {
  rest_at(0);
  auto ahead = decision(40);
  ahead.request_id = contract::RequestId::cut(ids.make(now.wall + 24h));
  EXPECT_THAT(control(ahead), IsEmpty());
  EXPECT_EQ(events.back().event.view(), "refused");
  runtime::UuidMaker clock_is_right_again;
  auto now_asked = decision(40);
  now_asked.request_id = contract::RequestId::cut(clock_is_right_again.make(now.wall));
  EXPECT_THAT(control(now_asked), ElementsAre("pos,40"));
}

// What was known of a window that a person held, half an hour before the end.
contract::WindowState held_at_70() {
  return {.position_pct = 70, .target_pct = 70, .cause = MoveCause::person, .hold_s = 1800};
}

TEST_F(CoverTest, KnowsItsHoldAgainAfterARestart) {
  const contract::WindowState kept = held_at_70();
  cover.on_kept_state(kept, now);
  reports(70);
  EXPECT_THAT(control(decision(0)), IsEmpty());
  wait(1800s);
  EXPECT_THAT(control(decision(0)), ElementsAre("pos,0"));
}

TEST_F(CoverTest, KnowsItsHoldAgainThoughTheBrokerKeptNothing) {
  const contract::WindowState known = held_at_70();
  cover.recall(known, now);
  reports(70);
  EXPECT_THAT(control(decision(0)), IsEmpty());
  reports(60);  // whatever it does next, the hold is said with it
  EXPECT_EQ(state.cause, MoveCause::person);
  EXPECT_GE(state.hold_s, 1800U);
}

TEST_F(CoverTest, WhatTheBrokerKeptIsNewerThanWhatTheHubKnew) {
  contract::WindowState known;
  known.position_pct = known.target_pct = 70;
  known.hold_s = 1800;
  cover.recall(known, now);
  known.hold_s.reset();  // a person let it go just before the end
  cover.on_kept_state(known, now);
  reports(70);
  EXPECT_THAT(control(decision(0)), ElementsAre("pos,0"));
}

TEST_F(CoverTest, KnowsItsHoldAgainThoughTheCoverReportedFirst) {
  const contract::WindowState kept = held_at_70();
  reports(70);
  EXPECT_EQ(state.hold_s, std::nullopt);
  cover.on_kept_state(kept, now);
  tick();
  EXPECT_EQ(state.hold_s, 1800U);
  EXPECT_THAT(control(decision(0)), IsEmpty());
}

TEST_F(CoverTest, WhatWasKeptNoLongerCountsAfterAPersonSpoke) {
  reports(70);
  set(contract::ReleaseHold{});
  contract::WindowState kept;
  kept.position_pct = kept.target_pct = 70;
  kept.hold_s = 1800;
  cover.on_kept_state(kept, now);
  EXPECT_THAT(control(decision(0)), ElementsAre("pos,0"));
}

TEST_F(CoverTest, SaysItsHoldOftenEnoughToBeKnownAgain) {
  rest_at(0);
  set(SetPosition{.position_pct = 0, .hold_s = 3600});
  const int before = said;
  wait(300s);
  EXPECT_EQ(said - before, 5);
  EXPECT_EQ(state.hold_s, 3300U);
}

TEST_F(CoverTest, DoesNotFloodWhileItMoves) {
  rest_at(0);
  control(decision(100));
  const int before = said;
  for (int i = 1; i <= 50; ++i) {
    now = now + 100ms;
    reports(i);
  }
  EXPECT_LE(said - before, 6);
}

TEST_F(CoverTest, AnInvertedOneIsTurnedRoundBothWays) {
  auto settings = shelly();
  settings.inverted = true;
  cover = Cover{settings};
  rest_at(100);
  EXPECT_EQ(state.position_pct, 0);
  EXPECT_THAT(control(decision(30)), ElementsAre("pos,70"));
  reports(70);
  EXPECT_EQ(state.position_pct, 30);
}

TEST_F(CoverTest, OneWithoutPositionsIsOpenedOrClosed) {
  runtime::CoverSettings settings;
  settings.open = {.topic = "shed/set", .payload = "OPEN"};
  settings.close = {.topic = "shed/set", .payload = "CLOSE"};
  cover = Cover{settings};
  EXPECT_THAT(control(decision(60)), ElementsAre("OPEN"));
  wait(60s);
  EXPECT_EQ(state.position_pct, 100);
  EXPECT_FALSE(state.moving);
  wait(61s);
  EXPECT_THAT(control(decision(40)), ElementsAre("CLOSE"));
  EXPECT_THAT(set(contract::StopMoving{}), IsEmpty());
  EXPECT_EQ(events.back().reason->view(), "this window has no stop command in luft.yaml");
}

TEST_F(CoverTest, EndsAreTakenByTheirOwnCommandWhereThereIsOne) {
  auto settings = shelly();
  settings.open = {.topic = "t", .payload = "open"};
  settings.close = {.topic = "t", .payload = "close"};
  cover = Cover{settings};
  rest_at(50);
  EXPECT_THAT(set(SetPosition{.position_pct = 100}), ElementsAre("open"));
  EXPECT_THAT(set(SetPosition{.position_pct = 0}), ElementsAre("close"));
  EXPECT_THAT(set(SetPosition{.position_pct = 99.4}), ElementsAre("pos,99"));
}

}  // namespace
}  // namespace luft::hub
