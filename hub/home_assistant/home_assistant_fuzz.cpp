// Whatever comes on the topics that Home Assistant uses: a window is only told what a window
// understands, only topics of our own device are taken back, and nothing is said unkept that must
// be kept. Input: contract/testing/conversation.h.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "contract/testing/conversation.h"
#include "contract/window.h"
#include "hub/home_assistant/home_assistant.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

Snapshot one_window() {
  Device device;
  device.number = 1;
  device.id = contract::DeviceId::cut("kitchen");
  device.has_window = true;
  device.window = std::make_shared<const Window>();
  Snapshot snapshot;
  snapshot.version = 1;
  snapshot.devices.put_all(
      {std::make_shared<const Device>(), std::make_shared<const Device>(std::move(device))});
  return snapshot;
}

void check(const HomeAssistantOutput& output) {
  for (const HomeAssistantPublication& said : output.publications) {
    if (said.topic == "window/kitchen/set") {
      assert(contract::parse_window_set(said.payload));
      assert(said.retain == contract::Retain::no);
      continue;
    }
    assert(said.topic.starts_with("homeassistant/device/") ||
           said.topic.starts_with("home_assistant/"));
    assert(said.retain == contract::Retain::yes);
  }
}

}  // namespace
}  // namespace luft::hub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub;
  HomeAssistant home_assistant{{}, "0.1.0", 1};
  const Snapshot devices = one_window();
  Moment now{.wall = SystemTime{1'790'000'000'000ms}, .steady = SteadyTime{100h}};
  HomeAssistantOutput output;
  luft::contract::testing::converse(
      {reinterpret_cast<const char*>(data), size},
      [&](auto topic, auto payload, auto retained) {
        home_assistant.on_message(topic, payload, retained, devices, now, output);
      },
      [&](std::chrono::seconds time) {
        now = now + time;
        home_assistant.on_tick(devices, now, output);
      });
  check(output);
  return 0;
}
