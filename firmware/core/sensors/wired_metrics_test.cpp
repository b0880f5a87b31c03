#include "firmware/core/sensors/wired_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace luft::firmware {
namespace {

using contract::Metric;
using ::testing::ElementsAre;

std::vector<Metric> measured(ClimateChip climate, MicrophoneWired microphone) {
  DeviceSetup setup;
  setup.climate = climate;
  setup.microphone = microphone;
  std::vector<Metric> result;
  const WiredMetrics wired(setup);
  for (const MetricSettings& each : wired.all()) result.push_back(each.metric);
  return result;
}

TEST(WiredMetrics, AreThoseOfThePartsThatAreWired) {
  EXPECT_THAT(measured(ClimateChip::none, MicrophoneWired::no), ElementsAre(Metric::rssi));
  EXPECT_THAT(measured(ClimateChip::bme280, MicrophoneWired::no),
              ElementsAre(Metric::rssi, Metric::temperature, Metric::humidity));
  EXPECT_THAT(measured(ClimateChip::dht22, MicrophoneWired::no),
              ElementsAre(Metric::rssi, Metric::temperature, Metric::humidity));
  EXPECT_THAT(measured(ClimateChip::none, MicrophoneWired::yes),
              ElementsAre(Metric::rssi, Metric::sound_volume));
}

}  // namespace
}  // namespace luft::firmware
