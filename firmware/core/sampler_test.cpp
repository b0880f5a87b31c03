#include "firmware/core/sampler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "contract/device.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Runs a sampler over time on a sensor that is a function of the time.
template <typename Sensor>
std::vector<std::pair<Uptime, double>> reports(Sampler& sampler, Metric metric, Uptime end,
                                               Sensor sensor) {
  std::vector<std::pair<Uptime, double>> result;
  for (Uptime now{}; now < end; now += milliseconds{100}) {
    if (!sampler.wants(metric, now)) continue;
    if (const auto value = sampler.offer(metric, sensor(now), now))
      result.emplace_back(now, *value);
  }
  return result;
}

TEST(Sampler, ReportsOnceAnInterval) {
  const MetricSettings settings[] = {{.metric = Metric::temperature}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::temperature, seconds{300}, [](Uptime) { return 21.0; });
  ASSERT_EQ(all.size(), 5U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].first, seconds{60} * i);
}

TEST(Sampler, ReportsTheAverageOfItsProbes) {
  const MetricSettings settings[] = {
      {.metric = Metric::temperature, .interval = seconds{30}, .probe = seconds{10}}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::temperature, seconds{31}, [](Uptime now) {
    return 20.0 + static_cast<double>(now / seconds{10});
  });
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].second, 20.0);
  EXPECT_EQ(all[1].second, 22.0) << "the mean of 21, 22 and 23";
}

TEST(Sampler, AveragesSoundAsEnergy) {
  const MetricSettings settings[] = {
      {.metric = Metric::sound_volume, .interval = seconds{20}, .probe = seconds{10}}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::sound_volume, seconds{21},
                           [](Uptime now) { return now == seconds{10} ? 80.0 : 40.0; });
  ASSERT_EQ(all.size(), 2U);
  EXPECT_NEAR(all[1].second, 76.99, 0.01) << "half the time at 80 dB is 3 dB less, not 60 dB";
}

TEST(Sampler, ReportsAChangeBeyondTheDeadbandAtOnce) {
  const MetricSettings settings[] = {{.metric = Metric::temperature, .deadband = 0.5}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::temperature, seconds{100},
                           [](Uptime now) { return now < seconds{30} ? 20.0 : 20.6; });
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1], std::pair(Uptime{seconds{30}}, 20.6));
  EXPECT_EQ(all[2].first, seconds{90}) << "a whole interval after the change";
}

TEST(Sampler, StaysSilentWithinTheDeadband) {
  const MetricSettings settings[] = {{.metric = Metric::temperature, .deadband = 0.5}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::temperature, seconds{60},
                           [](Uptime now) { return now < seconds{30} ? 20.0 : 20.4; });
  EXPECT_EQ(all.size(), 1U);
}

TEST(Sampler, RefusesWhatNoSensorCanHaveMeasured) {
  const MetricSettings settings[] = {{.metric = Metric::humidity}};
  Sampler sampler(settings, Uptime{});
  for (const double nonsense :
       {-1.0, 101.0, std::numeric_limits<double>::infinity(), std::nan("")}) {
    EXPECT_FALSE(sampler.offer(Metric::humidity, nonsense, seconds{0}));
  }
  EXPECT_EQ(sampler.counters().implausible, 4U);
  EXPECT_EQ(sampler.offer(Metric::humidity, 50.0, seconds{1}), 50.0);
}

TEST(Sampler, CountsASilentSensorAndGoesOnWhenItIsBack) {
  const MetricSettings settings[] = {{.metric = Metric::humidity}};
  Sampler sampler(settings, Uptime{});
  EXPECT_FALSE(sampler.offer(Metric::humidity, std::nullopt, seconds{0}));
  EXPECT_EQ(sampler.counters().silent, 1U);
  EXPECT_EQ(sampler.offer(Metric::humidity, 50.0, seconds{10}), 50.0);
}

TEST(Sampler, AsksOnlySensorsThatAreThereAndNeverCatchesUp) {
  const MetricSettings settings[] = {{.metric = Metric::humidity}};
  Sampler sampler(settings, seconds{3});
  EXPECT_FALSE(sampler.wants(Metric::temperature, seconds{10}));
  EXPECT_FALSE(sampler.wants(Metric::humidity, seconds{2}));
  EXPECT_TRUE(sampler.wants(Metric::humidity, seconds{3}));
  EXPECT_TRUE(sampler.wants(Metric::humidity, seconds{500}));
  EXPECT_FALSE(sampler.wants(Metric::humidity, seconds{501}));
}

TEST(Sampler, RoundsToWhatASensorCanResolve) {
  const MetricSettings settings[] = {{.metric = Metric::temperature}};
  Sampler sampler(settings, Uptime{});
  EXPECT_EQ(sampler.offer(Metric::temperature, 21.23456, seconds{0}), 21.23);
}

TEST(Sampler, LosesASensorAfterThreeFailuresAndFindsItAgain) {
  const MetricSettings settings[] = {{.metric = Metric::temperature}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::temperature, seconds{100}, [](Uptime now) {
    const bool away = now >= seconds{20} && now < seconds{70};
    return away ? std::nullopt : std::optional<double>{now < seconds{20} ? 21.0 : 18.0};
  });
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].first, seconds{70}) << "at once, not at the next interval";
  EXPECT_EQ(all[1].second, 18.0) << "nothing of before";
  EXPECT_EQ(sampler.lost(), 0);
  EXPECT_TRUE(sampler.take_changes().empty()) << "it came back before anybody asked";
}

TEST(Sampler, TellsEachChangeOnce) {
  const MetricSettings settings[] = {{.metric = Metric::temperature}, {.metric = Metric::humidity}};
  Sampler sampler(settings, Uptime{});
  const auto offer_three = [&](Metric metric, std::optional<double> value) {
    for (int i = 0; i < 3; ++i) (void)sampler.offer(metric, value, seconds{i});
  };
  offer_three(Metric::temperature, 21);
  offer_three(Metric::humidity, 400);
  EXPECT_EQ(sampler.take_changes().lost, contract::sensor_bit(Metric::humidity));
  EXPECT_TRUE(sampler.take_changes().empty());
  (void)sampler.offer(Metric::humidity, 40, seconds{5});
  EXPECT_EQ(sampler.take_changes().found, contract::sensor_bit(Metric::humidity));
}

TEST(Sampler, HoldsBackAWildValueUntilTheNextProbe) {
  const MetricSettings settings[] = {{.metric = Metric::temperature, .deadband = 0.5}};
  Sampler sampler(settings, Uptime{});
  const auto all = reports(sampler, Metric::temperature, seconds{50},
                           [](Uptime now) { return now == seconds{20} ? 80.0 : 21.0; });
  EXPECT_EQ(all.size(), 1U);
  EXPECT_EQ(sampler.counters().suspect, 1U);
}

}  // namespace
}  // namespace luft::firmware
