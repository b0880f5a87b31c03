#include "hub/intake/device_state.h"

#include <gtest/gtest.h>

#include <limits>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;

constexpr SystemTime kNow{1'800'000'000'000ms};

Device busy_device() {
  Device device;
  device.last_seen = kNow;
  device.online = true;
  device.has_window = true;
  device.build = std::make_shared<const Build>(Build{.firmware = "1.2.3", .chip = "esp32"});
  device.sensors = 3;
  device.recorded = true;
  device.readings.put(Metric::temperature, {.value = 21.5, .time = kNow});
  device.newest = contract::ReadingRef{.boot = 77, .seq = 5};
  Window window;
  window.time = kNow - 1s;
  window.state.position_pct = 40;
  window.state.cause = contract::MoveCause::person;
  window.state.hold_s = 1800;
  window.state.request_id = contract::RequestId::cut("r1");
  device.window = std::make_shared<const Window>(window);
  Metadata said{.name = "Kitchen", .room = "", .role = Role::outdoor, .labels = {{"floor", "2"}}};
  said.trigger.values[0] = 1.5;
  device.said = std::make_shared<const Metadata>(said);
  Configuration configuration;
  configuration.desired.version = 4;
  configuration.desired.of(Metric::co2).interval_s = 300;
  configuration.reported.emplace().refuse("co2.interval_s", "no such sensor");
  device.configuration = std::make_shared<const Configuration>(configuration);
  return device;
}

TEST(DeviceState, ComesBackAsItWas) {
  const Device device = busy_device();
  KeptAsking asked{.at = kNow - 5s, .values = {}};
  asked.values[0] = 21.0;
  Device back;
  std::optional<KeptAsking> asked_back;
  ASSERT_TRUE(read_device_state(write_device_state(device, asked), back, asked_back));
  EXPECT_EQ(back.last_seen, device.last_seen);
  EXPECT_EQ(back.online, true);
  EXPECT_EQ(back.has_window, true);
  EXPECT_EQ(back.firmware(), "1.2.3");
  EXPECT_TRUE(back.active);
  EXPECT_TRUE(back.recorded);
  EXPECT_EQ(back.readings.of(Metric::temperature).value, 21.5);
  EXPECT_EQ(back.newest, device.newest);
  ASSERT_TRUE(back.window);
  EXPECT_EQ(back.window->state, device.window->state);
  EXPECT_EQ(back.window->time, device.window->time);
  ASSERT_TRUE(back.said);
  EXPECT_EQ(*back.said, *device.said);
  ASSERT_TRUE(back.configuration);
  EXPECT_EQ(back.configuration->desired, device.configuration->desired);
  EXPECT_EQ(back.configuration->reported, device.configuration->reported);
  ASSERT_TRUE(asked_back);
  EXPECT_EQ(asked_back->at, asked.at);
  EXPECT_EQ(asked_back->values, asked.values);
}

TEST(DeviceState, WhatWasNeverSaidStaysUnsaid) {
  Device back;
  std::optional<KeptAsking> asked;
  ASSERT_TRUE(read_device_state(write_device_state(Device{}, {}), back, asked));
  EXPECT_FALSE(back.online);
  EXPECT_FALSE(back.has_window);
  EXPECT_FALSE(back.recorded);
  EXPECT_FALSE(back.newest);
  EXPECT_FALSE(back.window);
  EXPECT_FALSE(asked);
}

TEST(DeviceState, ReadsWhatTheVersionBeforeWrote) {
  Device device = busy_device();
  device.said = nullptr;
  device.configuration = nullptr;
  std::string bytes = write_device_state(device, {});
  bytes.front() = 1;
  bytes.resize(bytes.size() - 2);  // version 1 ended here
  Device back;
  std::optional<KeptAsking> asked;
  ASSERT_TRUE(read_device_state(bytes, back, asked));
  EXPECT_EQ(back.firmware(), "1.2.3");
  EXPECT_FALSE(back.said);
}

// Whoever shows the device would stop at a cause that there is not.
TEST(DeviceState, RefusesACauseThatThereIsNot) {
  Device device = busy_device();
  Window window = *device.window;
  window.state.cause = static_cast<contract::MoveCause>(9);
  device.window = std::make_shared<const Window>(window);
  std::optional<KeptAsking> asked;
  Device back;
  EXPECT_FALSE(read_device_state(write_device_state(device, {}), back, asked));
}

// Differences of such times would overflow.
TEST(DeviceState, RefusesATimeBeyondAnyClock) {
  for (const SystemTime time : {SystemTime::min(), SystemTime::max()}) {
    Device device = busy_device();
    device.last_seen = time;
    Device back;
    std::optional<KeptAsking> asked;
    EXPECT_FALSE(read_device_state(write_device_state(device, {}), back, asked));
    const KeptAsking at_no_time{.at = time, .values = {}};
    EXPECT_FALSE(read_device_state(write_device_state(busy_device(), at_no_time), back, asked));
  }
}

TEST(DeviceState, RefusesNumbersThatNobodySaid) {
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), 1e243, -1e243}) {
    Device device = busy_device();
    Metadata said = *device.said;
    said.trigger.values[5] = value;
    device.said = std::make_shared<const Metadata>(said);
    Device back;
    std::optional<KeptAsking> asked;
    EXPECT_FALSE(read_device_state(write_device_state(device, {}), back, asked)) << value;
  }
  Device device = busy_device();
  device.readings.put(Metric::temperature,
                      {.value = std::numeric_limits<double>::infinity(), .time = kNow});
  Device back;
  std::optional<KeptAsking> asked;
  EXPECT_FALSE(read_device_state(write_device_state(device, {}), back, asked));
}

TEST(DeviceState, RefusesBytesThatAreCut) {
  const std::string bytes = write_device_state(busy_device(), {});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    Device device;
    std::optional<KeptAsking> asked;
    EXPECT_FALSE(read_device_state(std::string_view{bytes}.substr(0, length), device, asked));
  }
}

}  // namespace
}  // namespace luft::hub
