// When the model is asked and what it is told, from messages to requests.
#include <gmock/gmock.h>

#include "contract/limits.h"
#include "hub/intake/intake_fixture.h"

namespace luft::hub {
namespace {

using testing::HasSubstr;

TEST_F(IntakeTest, TheFirstRequestOfARoomWithAMicrophoneWaitsForItsSound) {
  say("device/kitchen/info",
      R"({"boot":1,"window":true,"sensors":["temperature","humidity","sound_volume"]})",
      contract::Retain::yes);
  say("sensor/kitchen/temperature", "21");
  say("sensor/kitchen/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
  say("sensor/kitchen/sound_volume", "41.5");
  EXPECT_EQ(request().volume_dba, 41.5);
}

TEST_F(IntakeTest, AMicrophoneThatWasHeardIsWaitedForAfterARestart) {
  say("sensor/kitchen/sound_volume", "40");
  say("sensor/kitchen/temperature", "21");
  say("sensor/kitchen/humidity", "50");
  ASSERT_EQ(outcome.publications.size(), 1U);
  intake->complete(now, outcome);
  const auto records = outcome.journal.devices;
  remake();
  outcome = {};
  pass(10min);
  for (const DeviceRecord& record : records) ASSERT_TRUE(intake->restore(record, now));
  say("sensor/kitchen/temperature", "24");
  say("sensor/kitchen/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
  say("sensor/kitchen/sound_volume", "42");
  EXPECT_EQ(request().volume_dba, 42);
}

TEST_F(IntakeTest, TheSensorsOfARoomFeedItsWindowAndItsOutdoorDevicesTheWeather) {
  settings.rooms = {{.name = "Living", .devices = {"shelf", "window"}, .outdoor = {"balcony"}}};
  remake();
  say("device/shelf/info", R"({"boot":1,"window":false})", contract::Retain::yes);
  say("device/window/info", R"({"boot":2,"window":true})", contract::Retain::yes);
  say("sensor/balcony/temperature", "8");
  say("sensor/balcony/humidity", "80");
  say("sensor/shelf/temperature", "21");
  say("sensor/shelf/humidity", "50");
  const auto asked = request();
  EXPECT_EQ(outcome.publications[0].topic.view(), "ml/inference/request/window");
  EXPECT_EQ(asked.temp_c, 21);
  EXPECT_EQ(asked.outdoor_temp_c, 8);
  EXPECT_EQ(asked.outdoor_humidity_pct, 80);
}

class WeatherTest : public IntakeTest {
 protected:
  WeatherTest() {
    settings.rooms = {{.name = "Living", .devices = {"window"}, .outdoor = {"balcony", "roof"}},
                      {.name = "Study", .devices = {"desk"}, .outdoor = {"yard"}}};
    remake();
    for (const auto* id : {"balcony", "roof", "yard"}) {  // a room without one has the site's
      say(fmt::format("sensor/{}/temperature", id), "15");
    }
    for (const auto* id : {"window", "desk"}) {
      say(fmt::format("sensor/{}/temperature", id), "21");
      say(fmt::format("sensor/{}/humidity", id), "50");
    }
    outcome.publications.clear();
    pass(1s);
  }
};

TEST_F(WeatherTest, RainThatBeginsIsAskedAboutAtOnceWhereItFalls) {
  say("sensor/roof/rain", "0");
  say("sensor/balcony/rain", "0.1");
  EXPECT_TRUE(outcome.publications.empty());
  say("sensor/balcony/rain", "0.4");
  EXPECT_EQ(request().rain_mm_per_h, 0.4) << "the highest, not the average";
  EXPECT_EQ(outcome.publications[0].topic.view(), "ml/inference/request/window");
  EXPECT_EQ(text(device("window").fired.why), "rain of 0.4 mm/h began");
  say("sensor/balcony/rain", "3");
  EXPECT_EQ(outcome.publications.size(), 1U) << "it goes on";
}

TEST_F(WeatherTest, AStormAndRainBeginAgainOnceTheyHaveEnded) {
  say("sensor/yard/wind_speed", "15");
  say("sensor/yard/wind_speed", "12");
  EXPECT_EQ(outcome.publications.size(), 1U);
  say("sensor/yard/wind_speed", "3");
  say("sensor/yard/wind_speed", "15");
  EXPECT_EQ(outcome.publications.size(), 2U);
  say("sensor/yard/rain", "1");
  EXPECT_EQ(outcome.publications.size(), 3U);
}

TEST_F(WeatherTest, ARainSensorIndoorsIsNoWeather) {
  say("sensor/window/rain", "3");
  EXPECT_TRUE(outcome.publications.empty());
}

// A sensor that jumps must not make a request that the model refuses.
TEST_F(IntakeTest, ATrendBeyondAllThatARequestHoldsIsToldAsTheSteepest) {
  say("sensor/kitchen/temperature", "85");
  pass(7min);
  say("sensor/kitchen/temperature", "-40");
  say("sensor/kitchen/humidity", "50");
  EXPECT_EQ(request().temp_trend_c_per_h, -contract::kSteepestTemperature_k_per_h);
}

TEST_F(IntakeTest, ARequestNamesTheNewestReadingOfTheWindowsOwnDevice) {
  say("device/kitchen/info", R"({"boot":5242881,"window":true})", contract::Retain::yes);
  say("window/kitchen/state", R"({"position":30,"target":30,"moving":false,"cause":"guard"})",
      contract::Retain::yes);
  read("kitchen", "sound_volume", 41.5, 1, 1);
  read("kitchen", "humidity", 50, 2, 1);
  read("kitchen", "temperature", 21, 3, 1);
  const auto asked = request();
  EXPECT_EQ(asked.as_of, (contract::ReadingRef{kBoot, 3}));
  EXPECT_EQ(asked.position_pct, 30);
  EXPECT_EQ(asked.volume_dba, 41.5);  // dB(A), the unit in which the device sent it
}

TEST_F(IntakeTest, ADeviceThatSaysItHasNoWindowIsNeverAskedAbout) {
  say("device/shelf/info", R"({"boot":1,"window":false})", contract::Retain::yes);
  say("sensor/shelf/temperature", "21");
  say("sensor/shelf/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeTest, TheTriggerGoesOnAfterARestartWhereItStopped) {
  say("sensor/kitchen/temperature", "21");
  say("sensor/kitchen/humidity", "50");
  ASSERT_EQ(outcome.publications.size(), 1U);
  intake->complete(now, outcome);
  const auto records = outcome.journal.devices;
  remake();
  outcome = {};
  pass(60s);
  for (const DeviceRecord& record : records) ASSERT_TRUE(intake->restore(record, now));
  say("sensor/kitchen/temperature", "21.1");
  say("sensor/kitchen/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeTest, ARequestTellsWhatRemainsOfAPersonsHold) {
  say("window/kitchen/state",
      R"({"position":30,"target":30,"moving":false,"cause":"person","hold_s":3600})");
  pass(600s);
  say("sensor/kitchen/temperature", "21");
  say("sensor/kitchen/humidity", "50");
  EXPECT_EQ(request().hold_s, 3000U);
}

TEST_F(IntakeTest, SaysWhatAWindowWaitsForAndWhyItWasAskedAbout) {
  say("sensor/kitchen/temperature", "21");
  EXPECT_EQ(device("kitchen").waiting, Waiting::no_fresh_humidity);
  say("sensor/kitchen/humidity", "50");
  EXPECT_EQ(text(device("kitchen").fired.why), "first readings");
  EXPECT_EQ(device("kitchen").waiting, Waiting::answer);
  pass(6s);
  intake->tick(now, outcome);
  EXPECT_EQ(device("kitchen").waiting, Waiting::asks_again);
  EXPECT_EQ(device("kitchen").unanswered, 1U);
  EXPECT_EQ(intake->totals().unanswered, 1U);
}

TEST_F(IntakeTest, TwoDevicesUnderOneNameAreNoticedAndNotAskedAbout) {
  for (std::uint64_t seq = 1; seq <= 4; ++seq) {
    read("kitchen", "temperature", 21, seq, 1, kBoot);
    read("kitchen", "temperature", 25, seq, 1, kBoot + 1);
  }
  EXPECT_TRUE(device("kitchen").contested);
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::device_events)},
              HasSubstr("two devices claim this name"));
  read("kitchen", "humidity", 50, 5, 1, kBoot);
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeTest, AOneTimeRestartIsNoNamesake) {
  for (std::uint64_t seq = 1; seq <= 5; ++seq) read("kitchen", "temperature", 21, seq, 1, kBoot);
  for (std::uint64_t seq = 1; seq <= 5; ++seq) {
    read("kitchen", "temperature", 21, seq, 1, kBoot + 1);
  }
  EXPECT_FALSE(device("kitchen").contested);
}

TEST_F(IntakeTest, TwoDevicesThatTakeTheConnectionFromEachOtherAreNoticed) {
  read("kitchen", "temperature", 21, 1, 1, kBoot);
  read("kitchen", "temperature", 25, 1, 1, kBoot + 1);
  for (int i = 0; i < 3; ++i) {
    for (const auto boot : {kBoot, kBoot + 1}) {
      say("device/kitchen/info", fmt::format(R"({{"boot":{},"window":true}})", boot));
    }
  }
  EXPECT_TRUE(device("kitchen").contested);
  say("sensor/kitchen/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
  EXPECT_EQ(device("kitchen").waiting, Waiting::contested);
}

TEST_F(IntakeTest, AClockThatIsAbsurdIsNoticedUntilItHasBeenRightForAWhile) {
  const auto dated = [&](SystemTime time, int seq) {
    const auto up = (now.wall - boot_time).count();
    say("sensor/kitchen/temperature",
        fmt::format(R"({{"value":21,"boot":1,"seq":{},"up_ms":{},"now_ms":{},"time_ms":{}}})", seq,
                    up, up, time.time_since_epoch().count()));
  };
  dated(SystemTime{1h}, 1);  // 1970
  EXPECT_TRUE(device("kitchen").wrong_clock);
  EXPECT_EQ(device("kitchen").readings.of(contract::Metric::temperature).time, now.wall);
  pass(1min);
  dated(now.wall, 2);
  EXPECT_TRUE(device("kitchen").wrong_clock);
  pass(Readings::kClockWrongFor);
  dated(now.wall, 3);
  EXPECT_FALSE(device("kitchen").wrong_clock);
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::device_events)},
              testing::AllOf(HasSubstr("wrong_clock"), HasSubstr("right_clock")));
}

// A clock that runs hours behind must not make readings look too old to act on.
TEST_F(IntakeTest, AClockThatIsHoursBehindIsNoticedAndTheWindowIsAskedAboutAllTheSame) {
  const auto up = (now.wall - boot_time).count();
  const auto behind = (now.wall - 5h).time_since_epoch().count();
  int seq = 0;
  for (const auto* metric : {"temperature", "humidity"}) {
    say(fmt::format("sensor/kitchen/{}", metric),
        fmt::format(R"({{"value":21,"boot":1,"seq":{},"up_ms":{},"now_ms":{},"time_ms":{}}})",
                    ++seq, up, up, behind));
  }
  EXPECT_TRUE(device("kitchen").wrong_clock);
  EXPECT_EQ(device("kitchen").readings.of(contract::Metric::temperature).time, now.wall);
  EXPECT_EQ(request().temp_c, 21);
}

TEST_F(IntakeTest, AWrongClockIsNoticedInBatchesToo) {
  const auto batch = [&](int seq, SystemTime time) {
    const auto up = (now.wall - boot_time).count();
    say("sensor/kitchen/batch",
        fmt::format(R"({{"boot":1,"now_ms":{},"oldest":[1,1],"r":[[{},"temperature",{},21,{}]]}})",
                    up, seq, up - 1000, time.time_since_epoch().count()));
  };
  batch(1, now.wall - 1s);
  EXPECT_FALSE(device("kitchen").wrong_clock);
  batch(2, now.wall - 5h);
  EXPECT_TRUE(device("kitchen").wrong_clock);
  EXPECT_EQ(device("kitchen").readings.of(contract::Metric::temperature).time, now.wall - 1s);
}

// The hub was away all the boot long: nothing of its own says when its uptime was zero.
TEST_F(IntakeTest, TheClockOfABootThatIsOverIsNotJudgedByTheUptimeOfTheOneThatRuns) {
  say("device/kitchen/info", R"({"boot":2})");
  const SystemTime sampled = now.wall - 5h;
  say("sensor/kitchen/batch",
      fmt::format(
          R"({{"boot":1,"now_ms":900000,"oldest":[1,1],"r":[[1,"temperature",500,21,{}]]}})",
          sampled.time_since_epoch().count()));
  EXPECT_FALSE(device("kitchen").wrong_clock);
  EXPECT_EQ(device("kitchen").readings.of(contract::Metric::temperature).time, sampled);
}

}  // namespace
}  // namespace luft::hub
