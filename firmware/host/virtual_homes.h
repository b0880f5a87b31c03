// Which rooms a virtual fleet has, and how each begins: a home that needs airing at once, so that
// whoever watches sees why a window moves.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "rooms/simulated_room.h"

namespace luft::firmware::host {

struct VirtualHome {
  std::string device_id;
  rooms::SimulatedRoom room;
  double window_pct = 0;  // where its window stands at the start
};

// Room `index` of a fleet: living-room, bedroom, kitchen, … and from the tenth on PREFIX-0010.
[[nodiscard]] std::string room_name(std::size_t index, const std::string& prefix);

// A morning in May: mild outdoors, so that a window can do good. Seconds since 1 January.
inline constexpr double kStartOfVirtualTime_s = (130 * 24.0 + 9.0) * 3600.0;

// The weather that all rooms of a fleet share.
[[nodiscard]] std::shared_ptr<const rooms::Weather> virtual_weather(std::uint64_t seed);

[[nodiscard]] VirtualHome virtual_home(std::size_t index, const std::string& prefix,
                                       std::uint64_t seed,
                                       const std::shared_ptr<const rooms::Weather>& weather);

}  // namespace luft::firmware::host
