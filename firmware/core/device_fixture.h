// A device named study with temperature, humidity and a window that is 30 % open, for its tests.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware::testing {

inline constexpr std::uint64_t kBoot = 3;

class DeviceTest : public ::testing::Test {
 protected:
  static constexpr MetricSettings kMetrics[] = {{.metric = contract::Metric::temperature},
                                                {.metric = contract::Metric::humidity}};

  DeviceTest() {
    settings_.id = *contract::parse_device_id("study");
    settings_.boot = kBoot;
    settings_.metrics = kMetrics;
    settings_.window.emplace();
    settings_.remembered.position_pct = 30;
    ports_.sensors.values = {{contract::Metric::temperature, 21.0},
                             {contract::Metric::humidity, 44.0}};
  }

  void start() {
    device_.emplace(settings_, ports_.all());
    device_->on_connected(now_);
  }
  void tick_for(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += std::chrono::milliseconds{100}) {
      device_->on_tick(now_);
    }
  }
  void hear(std::string_view topic, std::string_view payload, Delivery delivery = Delivery::live) {
    device_->on_message(topic, payload, delivery, now_);
  }
  std::vector<contract::WindowState> states() const {
    std::vector<contract::WindowState> result;
    for (const auto& payload : ports_.sink.payloads(contract::TopicKind::window_state)) {
      result.push_back(*contract::parse_window_state(payload));
    }
    return result;
  }
  std::string last_event() const {
    const auto events = ports_.sink.payloads(contract::TopicKind::device_event);
    return events.empty() ? "" : events.back();
  }

  FakePorts ports_;
  DeviceSettings settings_;
  std::optional<Device> device_;
  Uptime now_{};
};

}  // namespace luft::firmware::testing
