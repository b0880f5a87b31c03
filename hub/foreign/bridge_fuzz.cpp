// Whatever comes from covers and sensors with somebody else's firmware, and to them: a cover is
// only told positions from 0 to 100, and all that is said on our topics is understood, but for
// numbers beyond their metric's range: the hub puts those into quarantine, where people see them.
// Input: contract/testing/conversation.h.
#include <cassert>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "contract/number.h"
#include "contract/reading.h"
#include "contract/testing/conversation.h"
#include "contract/testing/understood.h"
#include "hub/foreign/bridge.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

runtime::Settings home() {
  runtime::Settings settings;
  settings.rooms = {{.name = "Bath", .devices = {"bath", "sensor"}, .outdoor = {"balcony"}}};
  settings.sources.resize(2);
  settings.sources[0].topic = "zigbee/Bath";
  settings.sources[0].pointer = "/temperature";
  settings.sources[0].device = "sensor";
  settings.sources[0].metric = contract::Metric::temperature;
  settings.sources[1].topic = "weather/rain";
  settings.sources[1].device = "balcony";
  settings.sources[1].metric = contract::Metric::rain;
  settings.covers = {{.device = "bath",
                      .set_position = {.topic = "shelly/set", .payload = "{position}"},
                      .open = {},
                      .close = {},
                      .stop = {.topic = "shelly/stop", .payload = "stop"},
                      .state_topic = "shelly/state",
                      .state_pointer = "/pos"}};
  return settings;
}

bool is_beyond_range(const contract::Topic& topic, const ForeignPublication& said) {
  if (topic.kind != contract::TopicKind::reading) return false;
  const auto reading = contract::parse_reading(topic.metric, said.payload);
  return !reading && reading.error().kind == contract::ParseErrorKind::out_of_range &&
         contract::parse_number(said.payload);
}

void check(const std::vector<ForeignPublication>& out) {
  for (const ForeignPublication& said : out) {
    if (const auto topic = contract::parse_topic(said.topic)) {
      assert(contract::testing::is_understood(*topic, said.payload) ||
             is_beyond_range(*topic, said));
    } else if (said.topic == "shelly/set") {
      int position = -1;
      const char* const end = said.payload.data() + said.payload.size();
      assert(std::from_chars(said.payload.data(), end, position).ptr == end);
      assert(position >= 0 && position <= 100);
    }
  }
}

}  // namespace
}  // namespace luft::hub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub;
  Bridge bridge{home()};
  Moment now{.wall = SystemTime{1'790'000'000'000ms}, .steady = SteadyTime{100h}};
  bridge.on_connected(now);
  std::vector<ForeignPublication> out;
  luft::contract::testing::converse(
      {reinterpret_cast<const char*>(data), size},
      [&](auto topic, auto payload, auto retained) {
        bridge.on_message(topic, payload, retained, now, out);
      },
      [&](std::chrono::seconds time) {
        now = now + time;
        bridge.on_tick(now, out);
      });
  check(out);
  return 0;
}
