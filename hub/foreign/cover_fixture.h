// One cover, and what it is told and says: for its tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hub/foreign/cover.h"
#include "runtime/uuid.h"

namespace luft::hub {

inline runtime::CoverSettings shelly() {
  const std::string topic = "shelly/command/cover:0";
  return {.device = "bath",
          .set_position = {.topic = topic, .payload = "pos,{position}"},
          .open = {},
          .close = {},
          .stop = {.topic = topic, .payload = "stop"},
          .state_topic = "shelly/status/cover:0",
          .state_pointer = "/current_pos"};
}

class CoverTest : public ::testing::Test {
 protected:
  // A decision asked for now.
  contract::WindowControl decision(double position) {
    contract::WindowControl control;
    control.position_pct = position;
    control.confidence = 0.9;
    control.request_id = contract::RequestId::cut(ids.make(now.wall));
    return control;
  }
  std::vector<std::string> control(const contract::WindowControl& control) {
    return after([&](CoverOutput& output) { cover.on_control(control, now, output); });
  }
  std::vector<std::string> set(const contract::WindowSet& set) {
    return after([&](CoverOutput& output) { cover.on_set(set, now, output); });
  }
  std::vector<std::string> reports(double position) {
    return after([&](CoverOutput& output) { cover.on_position(position, now, output); });
  }
  std::vector<std::string> tick() {
    return after([&](CoverOutput& output) { cover.on_tick(hazards, now, output); });
  }
  // Every second for so long, without a report; the orders given.
  std::vector<std::string> wait(std::chrono::seconds duration) {
    std::vector<std::string> orders;
    for (std::chrono::seconds passed{0}; passed < duration; ++passed) {
      now = now + std::chrono::seconds{1};
      for (std::string& order : tick()) orders.push_back(std::move(order));
    }
    return orders;
  }
  // Closed, known, at rest for long.
  void rest_at(double position) {
    reports(position);
    wait(std::chrono::seconds{120});
  }

  Moment now{.wall = SystemTime{std::chrono::milliseconds{1'790'000'000'000}},
             .steady = SteadyTime{std::chrono::hours{100}}};
  runtime::UuidMaker ids;
  Cover cover{shelly()};
  Hazards hazards;
  contract::WindowState state;                // as last said
  std::vector<contract::DeviceEvent> events;  // all
  int said = 0;

 private:
  template <typename Act>
  std::vector<std::string> after(Act act) {
    CoverOutput output;
    act(output);
    if (output.state) {
      state = *output.state;
      ++said;
    }
    events.insert(events.end(), output.events.begin(), output.events.end());
    std::vector<std::string> payloads;
    for (const auto& order : output.orders) payloads.push_back(order.payload);
    return payloads;
  }
};

}  // namespace luft::hub
