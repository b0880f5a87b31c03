// The room on plain numbers, and what shines on it.
#include "rooms/room.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "rooms/room_physics.h"

namespace luft::rooms {
namespace {

constexpr double kGroundReflectance = 0.2;  // usual default; ISO 52010-1

}  // namespace

Facade Facade::towards(double azimuth_deg) {
  const double azimuth = azimuth_deg * std::numbers::pi / 180.0;
  return {.north = std::cos(azimuth), .east = std::sin(azimuth)};
}

double facade_irradiance_w_m2(const Outdoors& outdoors, const Facade& facade) {
  const double beam =
      outdoors.beam_north_w_m2 * facade.north + outdoors.beam_east_w_m2 * facade.east;
  return std::max(0.0, beam) + 0.5 * outdoors.diffuse_w_m2 +
         0.5 * kGroundReflectance * outdoors.global_w_m2;
}

StepResult step(const RoomState& state, const RoomParameters& room, const Outdoors& outdoors,
                const Presence& presence, double setpoint_c, double opening, double dt_s) {
  return physics_step(state, room, outdoors, presence, setpoint_c, opening, dt_s);
}

RoomState settled_state(const RoomParameters& room, const Outdoors& outdoors) {
  const double temp_c = std::clamp(0.5 * (room.heating_setpoint_c + outdoors.running_mean_temp_c),
                                   room.heating_setpoint_c, 26.0);
  const double vapour = std::min(outdoors.vapour_kg_m3 + 0.002, vapour_kg_m3(temp_c, 60));
  return {.air_temp_c = temp_c, .mass_temp_c = temp_c, .vapour_kg_m3 = vapour, .co2_ppm = 600};
}

}  // namespace luft::rooms
