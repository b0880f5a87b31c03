// Sound levels in and around a room, dB(A). Chosen values; no recording stands behind them.
#pragma once

#include <cstdint>

#include "rooms/people.h"
#include "rooms/room.h"
#include "rooms/weather.h"

namespace luft::rooms {

// What one hears in front of the window.
struct Street {
  double day_dba = 58;
  double night_dba = 48;
  double roughness_db = 3;  // standard deviation from one quarter of an hour to the next
  std::uint64_t seed = 1;
};

// Traffic (its hours of the day, each quarter hour different) and rain, outdoors.
[[nodiscard]] double outdoor_sound_dba(const Street& street, const Outdoors& outdoors,
                                       double time_s);

// What comes in from outdoors.
[[nodiscard]] double intruding_sound_dba(const RoomParameters& room, double outdoor_dba,
                                         double opening);

// All of it: what came in, the people, and a quiet room's floor of 22 dB(A).
[[nodiscard]] double room_sound_dba(double intruding_dba, const Presence& presence);

}  // namespace luft::rooms
