// A room with its people, street and climate; and one drawn at random.
#pragma once

#include <cstddef>
#include <cstdint>

#include "rooms/people.h"
#include "rooms/room.h"
#include "rooms/sound.h"
#include "rooms/weather.h"

namespace luft::rooms {

struct Home {
  RoomParameters room;
  People people;
  Street street;
  std::size_t climate = 0;  // index into climates()
};

// A plausible home; the same seed gives the same home.
[[nodiscard]] Home random_home(std::uint64_t seed);
[[nodiscard]] RoomParameters random_room(std::uint64_t seed);

// All that acts on a home at one moment, whatever its window does.
struct Moment {
  double time_s = 0;  // since 1 January, 00:00 local standard time
  Outdoors outdoors;
  Presence presence;
  double setpoint_c = 20;  // of the thermostat, lower at night
  double street_dba = 50;  // in front of the window
};

[[nodiscard]] Moment moment_at(const Home& home, const Weather& weather, double time_s);

// The same but for `street_dba`, which the physics of the room does not need.
[[nodiscard]] Moment silent_moment_at(const Home& home, const Weather& weather, double time_s);

// What the room's sensors and a small weather station would show, without sensor error.
struct Observation {
  double temp_c = 0;
  double humidity_pct = 0;
  double sound_dba = 0;
  double co2_ppm = 0;
  double outdoor_temp_c = 0;
  double outdoor_humidity_pct = 0;
  double wind_speed_m_s = 0;
  double rain_mm_per_h = 0;
};

[[nodiscard]] Observation observe(const Home& home, const RoomState& state, const Moment& moment,
                                  double opening);

}  // namespace luft::rooms
