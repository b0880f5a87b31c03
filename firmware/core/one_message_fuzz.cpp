// One message to a device that stands there, of each kind that it hears: what FuzzedRoom checks
// holds, also in the two ticks afterwards. So little is done with an input that ten million are
// no matter; many messages in a row are device_fuzz.cpp's.
// Input: a line of `topic`, `!topic` for one that the broker had kept; the rest is the payload.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "firmware/core/fuzzed_room.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using luft::contract::Retain;
  std::string_view payload{reinterpret_cast<const char*>(data), size};
  std::string_view topic = payload.substr(0, payload.find('\n'));
  payload.remove_prefix(std::min(topic.size() + 1, payload.size()));
  const Retain retained = topic.starts_with('!') ? Retain::yes : Retain::no;
  if (retained == Retain::yes) topic.remove_prefix(1);

  luft::firmware::testing::FuzzedRoom room;
  room.hear(topic, payload, retained);
  room.tick(luft::firmware::Uptime{100});
  room.tick(std::chrono::seconds{1});
  return 0;
}
