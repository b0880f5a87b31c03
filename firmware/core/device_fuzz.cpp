// Whatever a device hears, and whenever: its window stays within 0..100 %, the motor too, and all
// that it says is understood. Input: contract/testing/conversation.h.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/testing/conversation.h"
#include "contract/testing/understood.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

constexpr MetricSettings kMetrics[] = {{.metric = contract::Metric::temperature},
                                       {.metric = contract::Metric::rain}};
constexpr std::int64_t kTicksInAPause = 20;

class Room {
 public:
  Room() : device_(settings(), ports_.all()) { device_.on_connected(now_); }

  void hear(std::string_view topic, std::string_view payload, contract::Retain retained) {
    const auto how = retained == contract::Retain::yes ? Delivery::retained : Delivery::live;
    device_.on_message(topic, payload, how, now_);
    check();
  }
  void pass(std::chrono::seconds time) {
    for (std::int64_t i = 0; i < kTicksInAPause; ++i) {
      now_ += std::chrono::duration_cast<Uptime>(time) / kTicksInAPause;
      device_.on_tick(now_);
      check();
    }
  }

 private:
  DeviceSettings settings() {
    DeviceSettings settings;
    settings.id = contract::DeviceId::cut("study");
    settings.boot = 3;
    settings.metrics = kMetrics;
    settings.window.emplace();
    settings.remembered.position_pct = 30;
    ports_.sensors.values = {{contract::Metric::temperature, 21.0}, {contract::Metric::rain, 0}};
    return settings;
  }
  void check() {
    for (const auto& said : ports_.sink.said) {
      assert(contract::testing::is_understood(said.topic, said.payload));
    }
    for (const double position_pct : ports_.motor.positions) {
      assert(position_pct >= 0 && position_pct <= 100);
    }
    const double position_pct = device_.window()->motor().position_pct();
    assert(position_pct >= 0 && position_pct <= 100);
    ports_.sink.said.clear();
    ports_.motor.positions.clear();
  }

  testing::FakePorts ports_{16};
  Uptime now_ = std::chrono::minutes{1};
  Device device_;
};

}  // namespace
}  // namespace luft::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  luft::firmware::Room room;
  luft::contract::testing::converse(
      {reinterpret_cast<const char*>(data), size},
      [&](auto topic, auto payload, auto retained) { room.hear(topic, payload, retained); },
      [&](auto time) { room.pass(time); });
  return 0;
}
