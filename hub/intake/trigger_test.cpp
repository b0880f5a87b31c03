#include "hub/intake/trigger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;
using testing::HasSubstr;

class TriggerTest : public testing::Test {
 protected:
  void read(Metric metric, double value) { trigger.on_reading(metric, value, now); }
  void answered_request() {
    read(Metric::temperature, 21);
    read(Metric::humidity, 50);
    ASSERT_TRUE(trigger.ask(settings, now));
    trigger.on_answer();
  }
  // Why it waits; fails when it fires.
  Waiting waits() {
    const auto fired = trigger.ask(settings, now);
    EXPECT_FALSE(fired) << text(fired->why);
    return fired ? Waiting::nothing_changed : fired.error();
  }

  runtime::TriggerSettings settings;  // 0.3 °C, 2 %, 5 dB; 30 s to 300 s; fresh for 600 s
  Trigger trigger;
  SteadyTime now{10h};
};

TEST_F(TriggerTest, NeedsTemperatureAndHumidity) {
  EXPECT_EQ(waits(), Waiting::no_fresh_temperature);
  read(Metric::temperature, 21);
  EXPECT_EQ(waits(), Waiting::no_fresh_humidity);
  read(Metric::humidity, 50);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_EQ(text(fired->why), "first readings");
  EXPECT_EQ(fired->inputs.temp_c, 21);
  EXPECT_EQ(fired->inputs.humidity_pct, 50);
  EXPECT_FALSE(fired->inputs.volume_dba);  // no microphone
}

TEST_F(TriggerTest, WaitsForTheMicrophoneThatTheRoomHas) {
  read(Metric::sound_volume, 40);
  now += settings.freshness + 1s;
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  EXPECT_EQ(waits(), Waiting::no_fresh_volume);
  read(Metric::sound_volume, 41);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_EQ(fired->inputs.volume_dba, 41);
}

TEST_F(TriggerTest, GoesOnWithoutAMicrophoneThatHasBeenSilentForAnHour) {
  read(Metric::sound_volume, 40);
  now += Trigger::kMicrophoneForgotten + 1s;
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_FALSE(fired->inputs.volume_dba);
}

TEST_F(TriggerTest, WaitsForAnExpectedMicrophoneAndForOneThatNeverComesAnHourOnly) {
  trigger.expect_sound();
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  EXPECT_EQ(waits(), Waiting::no_fresh_volume);
  now += Trigger::kMicrophoneForgotten;
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_FALSE(fired->inputs.volume_dba);
  trigger.on_answer();
  now += settings.shortest_interval;
  read(Metric::sound_volume, 40);
  const auto with_sound = trigger.ask(settings, now);
  ASSERT_TRUE(with_sound);
  EXPECT_EQ(with_sound->inputs.volume_dba, 40);
}

TEST_F(TriggerTest, WhatWasAskedWithoutSoundBeforeARestartIsAskedWithoutItAgain) {
  answered_request();
  const auto asked = trigger.asked();
  trigger = Trigger{};
  trigger.restore(*asked);
  trigger.expect_sound();
  now += settings.longest_interval;
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  EXPECT_TRUE(trigger.ask(settings, now));
}

TEST_F(TriggerTest, AveragesSoundAsEnergyNotAsDecibels) {
  read(Metric::sound_volume, 40);
  now += 10s;
  read(Metric::sound_volume, 70);
  read(Metric::temperature, 20);
  now += 10s;
  read(Metric::temperature, 22);
  read(Metric::humidity, 50);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_NEAR(*fired->inputs.volume_dba, 66.99, 0.01);  // 10 log10((10^4 + 10^7) / 2)
  EXPECT_EQ(fired->inputs.temp_c, 21);
}

TEST_F(TriggerTest, FiresWhenTemperatureMovesBeyondItsThreshold) {
  answered_request();
  now += 60s;
  read(Metric::temperature, 21.2);
  EXPECT_EQ(waits(), Waiting::nothing_changed);
  now += 31s;
  read(Metric::temperature, 21.4);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_EQ(text(fired->why), "temperature moved by 0.4 °C");
}

TEST_F(TriggerTest, FiresOnHumidityAndSoundByTheirOwnThresholds) {
  read(Metric::sound_volume, 35);
  answered_request();
  now += 60s;
  read(Metric::humidity, 52.5);
  const auto humid = trigger.ask(settings, now);
  ASSERT_TRUE(humid);
  EXPECT_THAT(text(humid->why), HasSubstr("humidity moved by 2.5"));
  trigger.on_answer();
  now += 60s;
  read(Metric::sound_volume, 41);
  const auto loud = trigger.ask(settings, now);
  ASSERT_TRUE(loud);
  EXPECT_THAT(text(loud->why), HasSubstr("sound_volume moved by 6.0"));
}

TEST_F(TriggerTest, NeverFiresWithinTheShortestInterval) {
  answered_request();
  now += 29s;
  read(Metric::temperature, 35);
  EXPECT_EQ(waits(), Waiting::shortest_interval);
  now += 1s;
  EXPECT_TRUE(trigger.ask(settings, now));
}

TEST_F(TriggerTest, ARoomThatNeverChangesIsAskedAboutAtTheLongestInterval) {
  answered_request();
  int fired = 0;
  for (int i = 0; i < 360; ++i) {  // an hour of one and the same value: no spread at all
    now += 10s;
    read(Metric::temperature, 21);
    read(Metric::humidity, 50);
    if (trigger.ask(settings, now)) ++fired;
    trigger.on_answer();
  }
  EXPECT_EQ(fired, 12);
}

TEST_F(TriggerTest, StaleReadingsNeverFire) {
  answered_request();
  now += settings.freshness + 1s;
  EXPECT_EQ(waits(), Waiting::no_fresh_temperature);
}

TEST_F(TriggerTest, AsksAgainWhenNoAnswerCameInTime) {
  settings.shortest_interval = 1s;
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  ASSERT_TRUE(trigger.ask(settings, now));
  now += 2s;
  read(Metric::temperature, 25);
  EXPECT_EQ(waits(), Waiting::answer);
  now += settings.request_timeout;
  EXPECT_TRUE(trigger.ask(settings, now));
}

TEST_F(TriggerTest, AveragesWhatCameLately) {
  read(Metric::humidity, 50);
  read(Metric::temperature, 30);  // older than what is averaged
  now += RecentValues::kAveraging + 1s;
  read(Metric::temperature, 20);
  now += 1s;
  read(Metric::temperature, 21);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_EQ(fired->inputs.temp_c, 20.5);
}

TEST_F(TriggerTest, AStepIsNotHiddenByTheQuietBeforeIt) {
  answered_request();
  for (int i = 0; i < 20; ++i) {
    now += 10s;
    read(Metric::temperature, 21);
  }
  now += 31s;
  read(Metric::temperature, 22);
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_EQ(text(fired->why), "temperature moved by 1.0 °C");
}

TEST_F(TriggerTest, IgnoresAReadingThatComesLate) {
  read(Metric::temperature, 21);
  trigger.on_reading(Metric::temperature, 35, now - 60s);
  read(Metric::humidity, 50);
  EXPECT_EQ(trigger.ask(settings, now)->inputs.temp_c, 21);
}

TEST_F(TriggerTest, GoesOnAfterARestartWhereItStopped) {
  answered_request();
  Trigger restarted;
  restarted.restore(*trigger.asked());
  now += 60s;
  restarted.on_reading(Metric::temperature, 21.1, now);
  restarted.on_reading(Metric::humidity, 50, now);
  EXPECT_EQ(restarted.ask(settings, now).error(), Waiting::nothing_changed);
  now += 31s;
  restarted.on_reading(Metric::temperature, 21.5, now);
  EXPECT_TRUE(restarted.ask(settings, now));
}

TEST_F(TriggerTest, TellsTheTrends) {
  for (int minute = 0; minute <= 30; ++minute) {
    read(Metric::temperature, 20 + 0.05 * minute);
    read(Metric::humidity, 50 - 0.1 * minute);
    now += 60s;
  }
  const auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_NEAR(fired->inputs.temp_trend_c_per_h.value_or(0), 3, 1e-6);
  EXPECT_NEAR(fired->inputs.humidity_trend_pct_per_h.value_or(0), -6, 1e-6);
}

TEST_F(TriggerTest, AHazardIsAskedAboutAtOnceWhateverElseItWouldWaitFor) {
  answered_request();
  trigger.on_hazard(Metric::rain, 0.4);
  now += 1s;
  auto fired = trigger.ask(settings, now);
  ASSERT_TRUE(fired);
  EXPECT_EQ(text(fired->why), "rain of 0.4 mm/h began");
  EXPECT_EQ(waits(), Waiting::answer) << "once";
  trigger.on_hazard(Metric::wind_speed, 15);
  EXPECT_TRUE(trigger.ask(settings, now)) << "though an answer is awaited";
}

TEST_F(TriggerTest, AHazardWaitsForTheClimateOfTheRoomOnly) {
  trigger.expect_sound();
  trigger.on_hazard(Metric::rain, 0.4);
  EXPECT_EQ(waits(), Waiting::no_fresh_temperature);
  read(Metric::temperature, 21);
  read(Metric::humidity, 50);
  EXPECT_TRUE(trigger.ask(settings, now));
}

}  // namespace
}  // namespace luft::hub
