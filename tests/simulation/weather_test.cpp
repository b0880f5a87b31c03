// Rain from somebody's gauge to our own window's motor: gauge, device, hub and model in one
// process, under a clock of our own. The device has no rain sensor itself.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "contract/control.h"
#include "contract/inference.h"
#include "contract/topics.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"
#include "hub/intake/intake.h"
#include "ml/model/artifact.h"
#include "ml/predictor.h"
#include "ml/request_intake.h"

namespace luft::tests {
namespace {

using contract::Metric;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr firmware::MetricSettings kMetrics[] = {{.metric = Metric::temperature},
                                                 {.metric = Metric::humidity}};

// A warm room on a cool day: the model airs it as long as nothing forbids it.
class House {
 public:
  House() {
    ports_.sensors.values = {{Metric::temperature, 32.0}, {Metric::humidity, 55.0}};
    settings_.id = contract::DeviceId::cut("window");
    settings_.boot = 1;
    settings_.metrics = kMetrics;
    settings_.window.emplace();
    device_.emplace(settings_, ports_.all());
    device_->on_connected(uptime_);
  }
  void gauge(std::string_view metric, std::string_view value) {
    hear("sensor/balcony/" + std::string{metric}, std::string{value});
  }
  void person(std::string_view payload) {
    device_->on_message("window/window/set", payload, firmware::Delivery::live, uptime_);
  }
  void pass(seconds time) {
    for (milliseconds step{100}, left{time}; left > milliseconds{0}; left -= step) {
      uptime_ += step;
      now_ = now_ + step;
      device_->on_tick(uptime_);
      deliver();
      if (uptime_ % seconds{1} == milliseconds{0}) intake_.tick(now_, outcome_);
      decide();
    }
  }
  [[nodiscard]] double position_pct() const { return device_->window()->motor().position_pct(); }

 private:
  static runtime::Settings settings() {
    runtime::Settings settings;
    settings.rooms = {{.name = "Living", .devices = {"window"}, .outdoor = {"balcony"}}};
    return settings;
  }
  void hear(const std::string& topic, const std::string& payload) {
    intake_.take({.topic = contract::parse_topic(topic),
                  .unknown_topic = {},
                  .payload = payload,
                  .retained = contract::Retain::no,
                  .received = now_},
                 hub::Admission::open, outcome_);
  }
  void deliver() {
    for (const auto& said : ports_.sink.said) {
      hear(std::string{contract::topic_name(said.topic).view()}, said.payload);
    }
    ports_.sink.said.clear();
    // The journal is not in this house; without receipts the device would decide alone.
    device_->on_message("device/window/receipt", R"({"boot":1,"through":1,"seen":1})",
                        firmware::Delivery::live, uptime_);
  }
  void decide() {
    const auto asked = std::exchange(outcome_.publications, {});
    for (const hub::Publication& each : asked) {
      const auto read = ml::read_request(each.topic.view(), each.payload, {});
      if (!read) continue;
      const auto control = predictor_.control({&read->request, 1}, "default").front();
      std::array<char, contract::kMaxMessageBytes> buffer;
      const std::string payload{contract::write_window_control(control, buffer)};
      hear("window/window/control", payload);
      device_->on_message("window/window/control", payload, firmware::Delivery::live, uptime_);
    }
  }

  ml::Predictor predictor_{
      ml::load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value()};
  firmware::testing::FakePorts ports_;
  firmware::DeviceSettings settings_;
  std::optional<firmware::Device> device_;
  firmware::Uptime uptime_{};
  hub::Intake intake_{settings(), runtime::UuidMaker{[random = std::uint64_t{0}]() mutable {
                        return ++random * 0x9E3779B97F4A7C15ULL;
                      }}};
  hub::Outcome outcome_;
  hub::Moment now_{.wall = hub::SystemTime{milliseconds{1'800'000'000'000}},
                   .steady = hub::SteadyTime{std::chrono::hours{10}}};
};

TEST(Weather, ARainGaugeClosesAWindowThatHasNoRainSensorWithinTwoMinutes) {
  House house;
  house.gauge("temperature", "15");
  house.gauge("rain", "0");
  house.pass(seconds{180});
  ASSERT_GE(house.position_pct(), 25) << "the room is warm, the outdoors cool";
  house.gauge("rain", "0.6");
  house.pass(seconds{120});
  EXPECT_EQ(house.position_pct(), 0);
}

TEST(Weather, AnAnemometerClosesAWindowAndAHoldKeepsItOpen) {
  House house;
  house.gauge("temperature", "15");
  house.pass(seconds{180});
  house.person(R"({"position":80,"hold_s":600})");
  house.pass(seconds{60});
  house.gauge("wind_speed", "16");
  house.pass(seconds{120});
  EXPECT_EQ(house.position_pct(), 80) << "the person's hand wins where the device knows no storm";
  house.person("AUTO");
  for (int minute = 0; minute < 7; ++minute) {  // an old reading would say nothing
    house.gauge("wind_speed", "16");
    house.pass(seconds{60});
  }
  EXPECT_EQ(house.position_pct(), 0);
}

}  // namespace
}  // namespace luft::tests
