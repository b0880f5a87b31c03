#include "firmware/core/watchdog.h"

#include <gtest/gtest.h>

namespace luft::firmware {
namespace {

using contract::Presence;
using std::chrono::minutes;
using std::chrono::seconds;
using enum Watchdog::Motor;

TEST(Watchdog, GivesTheWorldTimeAfterTheStart) {
  Watchdog watchdog({});
  EXPECT_EQ(watchdog.on_tick(rested, minutes{4}), Watchdog::Change::none);
  EXPECT_FALSE(watchdog.rule_in_charge());
}

TEST(Watchdog, TakesOverWhenNoReceiptCameForFiveMinutes) {
  Watchdog watchdog({});
  watchdog.on_receipt(minutes{1});
  EXPECT_EQ(watchdog.on_tick(rested, minutes{6}), Watchdog::Change::none);
  EXPECT_EQ(watchdog.on_tick(rested, minutes{6} + seconds{1}), Watchdog::Change::rule_took_over);
  EXPECT_EQ(watchdog.rule_in_charge(), Silence::no_receipt);
}

TEST(Watchdog, TakesOverWhenTheModelIsOffline) {
  Watchdog watchdog({});
  watchdog.on_model_presence(Presence::offline);
  EXPECT_EQ(watchdog.on_tick(rested, seconds{1}), Watchdog::Change::rule_took_over);
  EXPECT_EQ(watchdog.rule_in_charge(), Silence::model_offline);
}

TEST(Watchdog, TakesOverWhenNoDecisionCameInThreeOfTheLongestIntervals) {
  Watchdog watchdog({});
  watchdog.on_good_control(minutes{1});
  for (Uptime now = minutes{1}; now <= minutes{16}; now += minutes{1}) {
    watchdog.on_receipt(now);
    EXPECT_EQ(watchdog.on_tick(rested, now), Watchdog::Change::none);
  }
  EXPECT_EQ(watchdog.on_tick(rested, minutes{16} + seconds{1}), Watchdog::Change::rule_took_over);
  EXPECT_EQ(watchdog.rule_in_charge(), Silence::no_control);
}

TEST(Watchdog, HandsBackAfterTwoGoodDecisionsAndOnceTheMotorHasRested) {
  Watchdog watchdog({});
  watchdog.on_model_presence(Presence::offline);
  ASSERT_EQ(watchdog.on_tick(rested, minutes{1}), Watchdog::Change::rule_took_over);
  watchdog.on_model_presence(Presence::online);
  watchdog.on_good_control(minutes{2});
  EXPECT_EQ(watchdog.on_tick(rested, minutes{2}), Watchdog::Change::none);
  watchdog.on_good_control(minutes{3});
  EXPECT_EQ(watchdog.on_tick(busy, minutes{3}), Watchdog::Change::none);
  EXPECT_EQ(watchdog.on_tick(rested, minutes{3}), Watchdog::Change::handed_back);
  EXPECT_FALSE(watchdog.rule_in_charge());
}

TEST(Watchdog, DoesNotHandBackWhileReceiptsAreMissing) {
  Watchdog watchdog({});
  ASSERT_EQ(watchdog.on_tick(rested, minutes{6}), Watchdog::Change::rule_took_over);
  watchdog.on_good_control(minutes{6});
  watchdog.on_good_control(minutes{7});
  EXPECT_EQ(watchdog.on_tick(rested, minutes{7}), Watchdog::Change::none);
  watchdog.on_receipt(minutes{8});
  EXPECT_EQ(watchdog.on_tick(rested, minutes{8}), Watchdog::Change::handed_back);
}

TEST(Watchdog, CountsGoodDecisionsAnewAfterEachTakeOver) {
  Watchdog watchdog({});
  for (int round = 0; round < 2; ++round) {
    watchdog.on_model_presence(Presence::offline);
    ASSERT_EQ(watchdog.on_tick(rested, seconds{round * 10}), Watchdog::Change::rule_took_over);
    watchdog.on_good_control(seconds{round * 10 + 1});
    EXPECT_EQ(watchdog.on_tick(rested, seconds{round * 10 + 1}), Watchdog::Change::none);
    watchdog.on_good_control(seconds{round * 10 + 2});
    EXPECT_EQ(watchdog.on_tick(rested, seconds{round * 10 + 2}), Watchdog::Change::handed_back);
  }
}

TEST(Watchdog, BelievesADecisionMoreThanAnOldStatus) {
  Watchdog watchdog({});
  watchdog.on_model_presence(Presence::offline);
  watchdog.on_good_control(seconds{1});
  EXPECT_EQ(watchdog.on_tick(rested, seconds{2}), Watchdog::Change::none);
}

}  // namespace
}  // namespace luft::firmware
