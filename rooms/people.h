// The people of a room: when they are there, whether they sleep, and what they give off.
#pragma once

#include <cstdint>

namespace luft::rooms {

enum class RoomUse : std::uint8_t { bedroom, living_room, study };

// Habits; clock times in hours, each day's times vary around them.
struct People {
  RoomUse use = RoomUse::living_room;
  double count = 2;
  double wakes_h = 7;
  double leaves_h = 8.5;
  double returns_h = 17.5;
  double sleeps_h = 23;
  double works_at_home = 0.2;  // share of weekdays
  double sound_dba = 52;       // what they make when awake
  double washing_g_per_h = 0;  // moisture while cooking, drying or showering next door
  double taste_k = 0;          // likes it warmer than the comfort band by this much
  std::uint64_t seed = 1;
};

// Who is in the room at one moment, and what they add to it.
struct Presence {
  double people = 0;
  bool asleep = false;
  double heat_w = 0;  // sensible
  double vapour_kg_per_s = 0;
  double co2_m3_per_s = 0;
  double sound_dba = 0;
  double appliances_w = 0;
};

[[nodiscard]] Presence presence_at(const People& people, double time_s);

}  // namespace luft::rooms
