#include "firmware/core/sensors/board_sensors.h"

#include <gtest/gtest.h>

#include "firmware/core/sensors/simulated_chips.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Radio final : public RadioStrength {
 public:
  std::optional<double> rssi_dbm() const override { return strength; }
  std::optional<double> strength;
};

TEST(BoardSensors, AnswerByMetricAndStaySilentAboutTheRest) {
  testing::SimulatedBme280 chip;
  Bme280 climate({}, chip);
  Radio radio;
  BoardSensors sensors(&climate, radio);
  for (Uptime now{}; now < seconds{1}; now += milliseconds{2}) sensors.on_tick(now);
  EXPECT_DOUBLE_EQ(*sensors.read(Metric::temperature), 25.08);
  EXPECT_TRUE(sensors.read(Metric::humidity));
  EXPECT_TRUE(sensors.read(Metric::pressure));
  EXPECT_FALSE(sensors.read(Metric::co2));
  EXPECT_FALSE(sensors.read(Metric::rssi));
  EXPECT_EQ(sensors.trouble(), "");
  radio.strength = -61;
  EXPECT_EQ(sensors.read(Metric::rssi), -61);
}

TEST(BoardSensors, ForgetAMeasurementThatIsOld) {
  testing::SimulatedBme280 chip;
  Bme280 climate({}, chip);
  const Radio radio;
  BoardSensors sensors(&climate, radio);
  Uptime now{};
  for (; now < seconds{1}; now += milliseconds{2}) sensors.on_tick(now);
  chip.wired = false;
  for (; now < seconds{30}; now += milliseconds{2}) sensors.on_tick(now);
  EXPECT_FALSE(sensors.read(Metric::temperature));
  EXPECT_EQ(sensors.trouble(), "no answer");
}

TEST(BoardSensors, WithoutAChipStillKnowTheRadio) {
  Radio radio;
  radio.strength = -70;
  BoardSensors sensors(nullptr, radio);
  sensors.on_tick(seconds{1});
  EXPECT_FALSE(sensors.read(Metric::temperature));
  EXPECT_EQ(sensors.read(Metric::rssi), -70);
}

}  // namespace
}  // namespace luft::firmware
