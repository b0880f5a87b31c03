#include "firmware/core/sensors/bme280.h"

#include <gtest/gtest.h>

#include "firmware/core/sensors/simulated_chips.h"

namespace luft::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Bme280Test : public ::testing::Test {
 protected:
  void run(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += milliseconds{2}) sensor_.on_tick(now_);
  }

  testing::SimulatedBme280 chip_;
  Bme280 sensor_{{}, chip_};
  Uptime now_{};
};

TEST_F(Bme280Test, MeasuresTemperatureHumidityAndPressure) {
  EXPECT_EQ(sensor_.latest().measured, kNever);
  run(milliseconds{20});
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::none);
  EXPECT_DOUBLE_EQ(*sensor_.latest().temperature_c, 25.08);
  EXPECT_NEAR(*sensor_.latest().pressure_hpa, 1006.53, 0.01);
  EXPECT_GT(*sensor_.latest().humidity_pct, 40);
  EXPECT_LT(*sensor_.latest().humidity_pct, 70);
}

TEST_F(Bme280Test, SleepsBetweenMeasurements) {
  run(seconds{60});
  EXPECT_EQ(chip_.measurements, 12);
}

TEST_F(Bme280Test, WaitsUntilTheChipIsReady) {
  run(milliseconds{20});
  chip_.raw_temperature = 530'000;
  chip_.measuring_polls = 10;
  run(seconds{6});
  EXPECT_GT(*sensor_.latest().temperature_c, 28);
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::none);
}

TEST_F(Bme280Test, GivesUpOnAChipThatIsNeverReady) {
  run(milliseconds{20});
  chip_.measuring_polls = 1'000'000;
  run(seconds{6});
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::no_answer);
}

TEST_F(Bme280Test, FindsAChipThatIsPluggedInLater) {
  chip_.wired = false;
  run(seconds{60});
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::no_answer);
  chip_.wired = true;
  run(seconds{11});
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::none);
  EXPECT_TRUE(sensor_.latest().humidity_pct);
}

TEST_F(Bme280Test, SetsUpAChipAgainThatLostItsPower) {
  run(seconds{1});
  chip_.wired = false;
  chip_.lose_power();
  run(seconds{6});
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::no_answer);
  chip_.wired = true;
  run(seconds{11});
  EXPECT_TRUE(sensor_.latest().humidity_pct) << "oversampling of humidity was set again";
}

TEST_F(Bme280Test, KeepsMeasuringHumidityWhenTheChipLostItsPowerForAMoment) {
  run(seconds{1});
  chip_.lose_power();
  run(seconds{6});
  EXPECT_TRUE(sensor_.latest().humidity_pct);
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::none);
}

TEST_F(Bme280Test, TakesABmp280WithoutHumidity) {
  chip_.registers[0xD0] = 0x58;
  run(milliseconds{20});
  EXPECT_TRUE(sensor_.latest().temperature_c);
  EXPECT_FALSE(sensor_.latest().humidity_pct);
}

TEST_F(Bme280Test, LeavesAnotherChipAlone) {
  chip_.registers[0xD0] = 0x61;  // a BME680
  run(seconds{30});
  EXPECT_EQ(sensor_.trouble(), SensorTrouble::other_chip);
  EXPECT_EQ(chip_.measurements, 0);
}

}  // namespace
}  // namespace luft::firmware
