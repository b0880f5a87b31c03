#include "hub/foreign/travel.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using Event = Travel::Event;

constexpr SteadyTime kNow{10h};

class TravelTest : public ::testing::Test {
 protected:
  Travel travel{60s, Travel::Reports::position};
};

TEST_F(TravelTest, TakesTheFirstReportAsItIs) {
  EXPECT_EQ(travel.on_position(70, kNow), Event::moved);
  EXPECT_EQ(travel.position_pct(), 70);
  EXPECT_TRUE(travel.is_set_to(70));
  EXPECT_FALSE(travel.is_moving());
}

TEST_F(TravelTest, FollowsReportsOnTheWayUntilTheTarget) {
  travel.on_position(0, kNow);
  travel.start(50, kNow);
  EXPECT_EQ(travel.on_position(20, kNow + 5s), Event::moved);
  EXPECT_TRUE(travel.is_moving());
  EXPECT_EQ(travel.on_position(49, kNow + 9s), Event::arrived);
  EXPECT_EQ(travel.on_position(51, kNow + 10s), Event::moved);  // it settles
  EXPECT_FALSE(travel.is_moving());
  EXPECT_FALSE(travel.has_rested(kNow + 60s));
  EXPECT_TRUE(travel.has_rested(kNow + 9s + 60s));
}

TEST_F(TravelTest, ArrivesWhenOnlyTheEndIsReportedAndALittleOff) {
  travel.on_position(0, kNow);
  travel.start(50, kNow);
  EXPECT_EQ(travel.on_position(0, kNow + 1s), Event::none);  // "opening", still there
  EXPECT_EQ(travel.on_position(46, kNow + 30s), Event::moved);
  EXPECT_EQ(travel.on_tick(kNow + 89s), Event::none);
  EXPECT_EQ(travel.on_tick(kNow + 90s), Event::arrived);
}

TEST_F(TravelTest, AChangeThatWasNotAskedForIsAHands) {
  travel.on_position(0, kNow);
  EXPECT_EQ(travel.on_position(4, kNow + 1min), Event::moved);  // it drifts
  EXPECT_EQ(travel.on_position(40, kNow + 2min), Event::by_hand);
  EXPECT_TRUE(travel.is_set_to(40));
}

TEST_F(TravelTest, GoingTheOtherWayIsAHands) {
  travel.on_position(50, kNow);
  travel.start(0, kNow);
  EXPECT_EQ(travel.on_position(45, kNow + 2s), Event::moved);
  EXPECT_EQ(travel.on_position(60, kNow + 8s), Event::by_hand);
  EXPECT_FALSE(travel.is_moving());
}

TEST_F(TravelTest, StoppingOnTheWayIsToldFromNotMovingAtAll) {
  travel.on_position(0, kNow);
  travel.start(100, kNow);
  travel.on_position(30, kNow + 5s);
  EXPECT_EQ(travel.on_tick(kNow + 65s), Event::stopped_short);
  EXPECT_TRUE(travel.is_set_to(30));
  travel.start(100, kNow + 2min);
  EXPECT_EQ(travel.on_tick(kNow + 3min), Event::unanswered);
  EXPECT_TRUE(travel.is_set_to(30));
}

TEST_F(TravelTest, ComesToRestWhereItIsWhenToldToStop) {
  travel.on_position(0, kNow);
  travel.start(100, kNow);
  travel.on_position(30, kNow + 5s);
  travel.halt(kNow + 6s);
  EXPECT_EQ(travel.on_position(38, kNow + 8s), Event::moved);  // not a hand: it rolls on a little
  EXPECT_TRUE(travel.is_set_to(38));
  EXPECT_FALSE(travel.is_moving());
}

TEST_F(TravelTest, GoesOnAfterARestartInTheMiddleOfAMovement) {
  travel.restore(20, 80, kNow);
  EXPECT_TRUE(travel.is_moving());
  EXPECT_EQ(travel.on_position(60, kNow + 3s), Event::moved);
  EXPECT_EQ(travel.on_position(80, kNow + 6s), Event::arrived);
}

TEST_F(TravelTest, WhatHappenedDuringARestartIsNobodysHand) {
  travel.restore(20, 20, kNow);
  EXPECT_EQ(travel.on_position(70, kNow + 1s), Event::moved);
  EXPECT_TRUE(travel.is_set_to(70));
}

TEST(TravelWithoutReports, IsAtItsTargetAfterTheLongestWay) {
  Travel travel{60s, Travel::Reports::nothing};
  travel.start(100, kNow);
  EXPECT_EQ(travel.position_pct(), std::nullopt);
  EXPECT_EQ(travel.on_tick(kNow + 60s), Event::arrived);
  EXPECT_EQ(travel.position_pct(), 100);
}

TEST_F(TravelTest, IsNotClosedWhileItIsKnownToStandOpen) {
  EXPECT_FALSE(travel.is_set_to_closed());
  travel.on_position(60, kNow);
  travel.start(0, kNow);
  EXPECT_TRUE(travel.is_set_to_closed());  // on its way
  EXPECT_EQ(travel.on_tick(kNow + 60s), Event::unanswered);
  EXPECT_FALSE(travel.is_set_to_closed());
}

}  // namespace
}  // namespace luft::hub
