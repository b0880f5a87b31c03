// Heat as a 2x2 implicit system with the thermostat in closed form; moisture and CO2 as mixed
// zones.
#include "rooms/room.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "rooms/humid_air.h"
#include "rooms/opening.h"

namespace luft::rooms {
namespace {

constexpr double kGroundReflectance = 0.2;  // usual default; ISO 52010-1

// What heat the step hands to each node, and how strongly each node is tied to what.
struct HeatStep {
  double airing_w_per_k;
  double gain_air_w;
  double gain_mass_w;
  double outdoor_temp_c;
  double setpoint_c;
  double dt_s;
};

// Implicit Euler: (C/dt + K) T' = C/dt T + Q is a 2x2 system; air temperature is linear in the
// heating power, so the power that ends the step at the set point is known at once.
void step_heat(RoomState& state, const RoomParameters& room, const HeatStep& heat, Flows& flows) {
  const double air_rate = room.air_capacity_j_per_k / heat.dt_s;
  const double mass_rate = room.mass_capacity_j_per_k / heat.dt_s;
  const double inner = room.mass_conductance_w_per_k;
  const double out_air = room.glass_conductance_w_per_k + heat.airing_w_per_k;
  const double wall = room.wall_conductance_w_per_k;
  const double neighbour = room.neighbour_conductance_w_per_k;

  const double air_diagonal = air_rate + inner + out_air;
  const double mass_diagonal = mass_rate + inner + wall + neighbour;
  const double determinant = air_diagonal * mass_diagonal - inner * inner;
  const double air_source =
      air_rate * state.air_temp_c + out_air * heat.outdoor_temp_c + heat.gain_air_w;
  const double mass_source = mass_rate * state.mass_temp_c + wall * heat.outdoor_temp_c +
                             neighbour * room.neighbour_temp_c + heat.gain_mass_w;

  const double unheated_c = (mass_diagonal * air_source + inner * mass_source) / determinant;
  const double kelvin_per_w = mass_diagonal / determinant;
  const double heating_w =
      std::clamp((heat.setpoint_c - unheated_c) / kelvin_per_w, 0.0, room.heating_limit_w);

  state.air_temp_c = unheated_c + kelvin_per_w * heating_w;
  state.mass_temp_c = (mass_source + inner * state.air_temp_c) / mass_diagonal;

  const double outwards = heat.outdoor_temp_c - state.air_temp_c;
  flows.heating_j = heating_w * heat.dt_s;
  flows.gains_j = (heat.gain_air_w + heat.gain_mass_w) * heat.dt_s;
  flows.airing_j = heat.airing_w_per_k * outwards * heat.dt_s;
  flows.conduction_j = (room.glass_conductance_w_per_k * outwards +
                        wall * (heat.outdoor_temp_c - state.mass_temp_c) +
                        neighbour * (room.neighbour_temp_c - state.mass_temp_c)) *
                       heat.dt_s;
}

void step_vapour(RoomState& state, const RoomParameters& room, double outdoor_kg_m3,
                 double exchange_m3, double gained_kg, Flows& flows) {
  const double effective_m3 = room.volume_m3 * room.moisture_volume_factor;
  double vapour = (effective_m3 * state.vapour_kg_m3 + exchange_m3 * outdoor_kg_m3 + gained_kg) /
                  (effective_m3 + exchange_m3);
  flows.vapour_gained_kg = gained_kg;
  flows.vapour_aired_kg = exchange_m3 * (outdoor_kg_m3 - vapour);
  const double saturated = saturation_vapour_kg_m3(state.air_temp_c);
  if (vapour > saturated) {
    flows.condensed_kg = (vapour - saturated) * effective_m3;
    vapour = saturated;
  }
  state.vapour_kg_m3 = vapour;
}

}  // namespace

double facade_irradiance_w_m2(const Outdoors& outdoors, double azimuth_deg) {
  const double azimuth = azimuth_deg * std::numbers::pi / 180.0;
  const double beam =
      outdoors.beam_north_w_m2 * std::cos(azimuth) + outdoors.beam_east_w_m2 * std::sin(azimuth);
  return std::max(0.0, beam) + 0.5 * outdoors.diffuse_w_m2 +
         0.5 * kGroundReflectance * outdoors.global_w_m2;
}

StepResult step(const RoomState& state, const RoomParameters& room, const Outdoors& outdoors,
                const Presence& presence, double setpoint_c, double opening, double dt_s) {
  assert(dt_s > 0 && opening >= 0 && opening <= 1);
  StepResult result{.state = state, .flows = {}};
  Flows& flows = result.flows;

  const double airing_m3_per_s =
      airing_m3_s(room.opening_area_m2, room.opening_height_m, opening, outdoors.wind_speed_m_s,
                  state.air_temp_c - outdoors.temp_c) +
      room.volume_m3 * room.infiltration_per_h / kSecondsPerHour;
  flows.exchange_m3 = airing_m3_per_s * dt_s;

  const double solar_w =
      room.solar_aperture_m2 * facade_irradiance_w_m2(outdoors, room.facade_azimuth_deg);
  step_heat(result.state, room,
            {.airing_w_per_k = airing_m3_per_s * kAirHeatCapacity,
             .gain_air_w = presence.heat_w + presence.appliances_w + room.solar_to_air * solar_w,
             .gain_mass_w = (1.0 - room.solar_to_air) * solar_w,
             .outdoor_temp_c = outdoors.temp_c,
             .setpoint_c = setpoint_c,
             .dt_s = dt_s},
            flows);
  step_vapour(result.state, room, outdoors.vapour_kg_m3, flows.exchange_m3,
              presence.vapour_kg_per_s * dt_s, flows);

  flows.co2_gained_m3 = presence.co2_m3_per_s * dt_s;
  result.state.co2_ppm = (room.volume_m3 * state.co2_ppm + flows.exchange_m3 * kOutdoorCo2Ppm +
                          flows.co2_gained_m3 * 1e6) /
                         (room.volume_m3 + flows.exchange_m3);
  flows.co2_aired_m3 = flows.exchange_m3 * (kOutdoorCo2Ppm - result.state.co2_ppm) * 1e-6;
  return result;
}

RoomState settled_state(const RoomParameters& room, const Outdoors& outdoors) {
  const double temp_c = std::clamp(0.5 * (room.heating_setpoint_c + outdoors.running_mean_temp_c),
                                   room.heating_setpoint_c, 26.0);
  const double vapour = std::min(outdoors.vapour_kg_m3 + 0.002, vapour_kg_m3(temp_c, 60));
  return {.air_temp_c = temp_c, .mass_temp_c = temp_c, .vapour_kg_m3 = vapour, .co2_ppm = 600};
}

}  // namespace luft::rooms
