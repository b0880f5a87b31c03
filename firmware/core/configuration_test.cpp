// Settings that a whole device is told to have, through its topics.
#include "firmware/core/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

class ConfigurationTest : public ::testing::Test {
 protected:
  ConfigurationTest() {
    ports.sensors.values[Metric::temperature] = 21.0;
    settings.id = contract::DeviceId::cut("kitchen");
    settings.boot = 7;
    settings.metrics = metrics;
    settings.window = WindowSettings{};
    device.emplace(settings, ports.all());
    device->on_connected(now);
  }
  void desire(std::string_view config) {
    device->on_message("device/kitchen/config/desired", config, Delivery::retained, now);
  }
  contract::ReportedConfig reported() {
    return contract::parse_reported_config(ports.sink.payloads(TopicKind::config_reported).back())
        .value();
  }
  std::uint64_t readings_within(seconds time) {
    const auto before = device->sampler().counters().reports;
    for (const Uptime end = now + time; now < end; now += milliseconds{100}) device->on_tick(now);
    return device->sampler().counters().reports - before;
  }

  std::vector<MetricSettings> metrics{
      {.metric = Metric::temperature, .interval = seconds{60}, .probe = seconds{10}}};
  testing::FakePorts ports;
  DeviceSettings settings;
  std::optional<Device> device;
  Uptime now{};
};

TEST_F(ConfigurationTest, SaysWhatIsInForceWithEveryConnection) {
  EXPECT_EQ(reported().in_force.version, 0U);
  EXPECT_EQ(reported().in_force.of(Metric::temperature).interval_s, 60U);
  EXPECT_EQ(reported().in_force.window.rest_s, 60U);
  EXPECT_EQ(reported().in_force.window.strict, false);
}

TEST_F(ConfigurationTest, SamplesAsDesiredFromThenOn) {
  EXPECT_EQ(readings_within(seconds{120}), 2U);
  desire(R"({"version":1,"metrics":{"temperature":{"interval_s":10}}})");
  EXPECT_EQ(readings_within(seconds{120}), 12U);
  EXPECT_EQ(reported().in_force.version, 1U);
  EXPECT_EQ(reported().in_force.of(Metric::temperature).interval_s, 10U);
  EXPECT_EQ(reported().refusal_count, 0);
}

TEST_F(ConfigurationTest, WhatIsNoLongerDesiredIsTheDevicesOwnAgain) {
  desire(R"({"version":1,"metrics":{"temperature":{"interval_s":5}},"window":{"rest_s":300}})");
  desire(R"({"version":2})");
  EXPECT_EQ(reported().in_force.of(Metric::temperature).interval_s, 60U);
  EXPECT_EQ(reported().in_force.of(Metric::temperature).probe_s, 10U);
  EXPECT_EQ(reported().in_force.window.rest_s, 60U);
}

TEST_F(ConfigurationTest, SaysWhatItRefusedAndWhy) {
  desire(R"({"version":3,"metrics":{"co2":{"interval_s":5},"temperature":{"probe_s":90}}})");
  ASSERT_EQ(reported().refusal_count, 2);
  EXPECT_EQ(reported().refusals[0].setting.view(), "temperature.probe_s");
  EXPECT_EQ(reported().refusals[1].setting.view(), "co2.interval_s");
  EXPECT_THAT(std::string{reported().refusals[1].reason.view()}, HasSubstr("no such sensor"));
  EXPECT_EQ(reported().in_force.of(Metric::temperature).probe_s, 10U);
}

TEST_F(ConfigurationTest, AnOlderVersionChangesNothingAndIsAnsweredWithWhatIsInForce) {
  desire(R"({"version":5,"metrics":{"temperature":{"interval_s":30}}})");
  const auto said = ports.sink.count(TopicKind::config_reported);
  desire(R"({"version":4,"metrics":{"temperature":{"interval_s":90}}})");
  EXPECT_EQ(reported().in_force.version, 5U);
  EXPECT_EQ(reported().in_force.of(Metric::temperature).interval_s, 30U);
  EXPECT_EQ(ports.sink.count(TopicKind::config_reported), said + 1);
  desire(R"({"version":5,"metrics":{"temperature":{"interval_s":30}}})");  // known
  EXPECT_EQ(ports.sink.count(TopicKind::config_reported), said + 1);
}

TEST_F(ConfigurationTest, AStrictWindowRefusesAControlThatRestsOnNothing) {
  desire(R"({"version":1,"window":{"strict":true}})");
  device->on_message("window/kitchen/control", R"({"position":50,"confidence":1})", Delivery::live,
                     now);
  EXPECT_EQ(device->window()->counters().refused, 1U);
}

TEST_F(ConfigurationTest, ALockedWindowRefusesEverybodyUntilItIsUnlocked) {
  desire(R"({"version":1,"window":{"locked":true,"quiet_from_min":1320,"quiet_to_min":420}})");
  EXPECT_EQ(reported().in_force.window.locked, true);
  EXPECT_EQ(reported().in_force.window.quiet_to_min, 420U);
  device->on_message("window/kitchen/set", "OPEN", Delivery::live, now);
  device->on_message("device/kitchen/command", R"({"command":"calibrate"})", Delivery::live, now);
  EXPECT_TRUE(ports.observer.movements.empty());
  desire(R"({"version":2})");
  EXPECT_EQ(reported().in_force.window.locked, false);
  EXPECT_EQ(reported().in_force.window.quiet_from_min, 0U);
  device->on_message("window/kitchen/set", "OPEN", Delivery::live, now);
  EXPECT_EQ(ports.observer.movements.size(), 1U);
}

TEST_F(ConfigurationTest, SettingsOutliveAPowerCut) {
  desire(R"({"version":4,"metrics":{"temperature":{"interval_s":10}},"window":{"locked":true}})");
  device.emplace(settings, ports.all());
  EXPECT_EQ(readings_within(seconds{60}), 6U) << "also without a connection";
  device->on_connected(now);
  EXPECT_EQ(reported().in_force.version, 4U);
  EXPECT_EQ(reported().in_force.window.locked, true);
}

TEST_F(ConfigurationTest, SettingsThatAreDamagedCountAsNoneAndAreTold) {
  ports.settings.text = "luft settings 1\n{\"version\":4,";
  device.emplace(settings, ports.all());
  device->on_connected(now);
  EXPECT_EQ(reported().in_force.version, 0U);
  EXPECT_THAT(ports.sink.payloads(TopicKind::device_event).back(), HasSubstr("settings_lost"));
}

TEST_F(ConfigurationTest, AFactoryResetForgetsThem) {
  desire(R"({"version":4,"metrics":{"temperature":{"interval_s":10}}})");
  device->factory_reset(now);
  EXPECT_EQ(ports.system.restarted, 1);
  device.emplace(settings, ports.all());
  device->on_connected(now);
  EXPECT_EQ(reported().in_force.version, 0U);
}

TEST_F(ConfigurationTest, WhatCannotBeReadIsRefusedAndChangesNothing) {
  desire("{");
  EXPECT_EQ(device->counters().not_understood, 1U);
  EXPECT_EQ(ports.sink.payloads(TopicKind::device_event).size(), 1U);
  EXPECT_EQ(reported().in_force.version, 0U);
}

TEST_F(ConfigurationTest, ADeviceWithoutAWindowSaysSo) {
  settings.window.reset();
  device.emplace(settings, ports.all());
  desire(R"({"version":1,"window":{"rest_s":10}})");
  EXPECT_EQ(reported().refusals[0].setting.view(), "window.rest_s");
}

}  // namespace
}  // namespace luft::firmware
