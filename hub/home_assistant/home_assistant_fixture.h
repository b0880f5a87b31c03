// A kitchen window, and Home Assistant's part of the hub under a clock that the test owns.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hub/home_assistant/home_assistant.h"

namespace luft::hub {

using namespace std::chrono_literals;
using contract::Retain;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

inline constexpr const char* kConfig = "homeassistant/device/kitchen/config";
inline constexpr const char* kState = "home_assistant/kitchen/state";
inline constexpr const char* kSet = "home_assistant/kitchen/set";

class HomeAssistantTest : public ::testing::Test {
 protected:
  HomeAssistantTest() { devices.devices.put_all({std::make_shared<const Device>()}); }

  static Device kitchen() {
    Device device;
    device.number = 1;
    device.id = contract::DeviceId::cut("kitchen");
    device.has_window = true;
    device.sensors = contract::sensor_bit(contract::Metric::temperature);
    device.window = window(20, 0);
    return device;
  }
  static std::shared_ptr<const Window> window(double position_pct, std::uint32_t hold_s) {
    Window window;
    window.state.position_pct = window.state.target_pct = position_pct;
    window.state.hold_s = hold_s;
    window.time = kStart;
    return std::make_shared<const Window>(window);
  }
  void put(Device device) {
    ++devices.version;
    devices.devices.put_all({std::make_shared<const Device>(std::move(device))});
  }
  // What is published about devices in the next tick, after so long; `house` holds the rest.
  std::vector<HomeAssistantPublication> tick(std::chrono::milliseconds later = 250ms) {
    now = now + later;
    HomeAssistantOutput output;
    home_assistant.on_tick(devices, now, output);
    house.clear();
    std::vector<HomeAssistantPublication> of_devices;
    for (auto& each : output.publications) {
      const bool is_house = each.topic.find("_house") != std::string::npos;
      (is_house ? house : of_devices).push_back(std::move(each));
    }
    return of_devices;
  }
  std::vector<std::string> topics_after(std::chrono::milliseconds later) {
    std::vector<std::string> topics;
    for (const auto& each : tick(later)) topics.push_back(each.topic);
    return topics;
  }
  HomeAssistantOutput hear(std::string_view topic, std::string_view payload,
                           Retain retained = Retain::no) {
    HomeAssistantOutput output;
    home_assistant.on_message(topic, payload, retained, devices, now, output);
    return output;
  }

  static constexpr SystemTime kStart{1'790'000'000'000ms};
  Moment now{.wall = kStart, .steady = SteadyTime{100h}};
  Snapshot devices;
  runtime::Settings settings;
  std::vector<HomeAssistantPublication> house;
  HomeAssistant home_assistant{settings, "0.1.0", 1};
};

}  // namespace luft::hub
