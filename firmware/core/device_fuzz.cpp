// Whatever a device hears, and whenever, over many messages: what FuzzedRoom checks holds.
// Input: contract/testing/conversation.h.
#include <cstddef>
#include <cstdint>

#include "contract/testing/conversation.h"
#include "firmware/core/fuzzed_room.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  luft::firmware::testing::FuzzedRoom room;
  room.connect();
  luft::contract::testing::converse(
      {reinterpret_cast<const char*>(data), size},
      [&](auto topic, auto payload, auto retained) { room.hear(topic, payload, retained); },
      [&](auto time) { room.pass(time); });
  return 0;
}
