// One step of the room, on plain numbers or on ones that carry derivatives: heat as a 2x2 implicit
// system with the thermostat in closed form; moisture and CO2 as mixed zones. What it means stands
// in rooms/room.h.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>

#include "rooms/dual.h"
#include "rooms/humid_air.h"
#include "rooms/opening.h"
#include "rooms/room.h"

namespace luft::rooms {

// What heat the step hands to each node, and how strongly each node is tied to what.
template <class Number>
struct HeatStep {
  Number airing_w_per_k;
  double gain_air_w;
  double gain_mass_w;
  double outdoor_temp_c;
  double setpoint_c;
  double dt_s;
};

// Implicit Euler: (C/dt + K) T' = C/dt T + Q is a 2x2 system; air temperature is linear in the
// heating power, so the power that ends the step at the set point is known at once.
template <class Number>
void step_heat(StateOf<Number>& state, const RoomParameters& room, const HeatStep<Number>& heat,
               FlowsOf<Number>& flows) {
  const double air_rate = room.air_capacity_j_per_k / heat.dt_s;
  const double mass_rate = room.mass_capacity_j_per_k / heat.dt_s;
  const double inner = room.mass_conductance_w_per_k;
  const Number out_air = room.glass_conductance_w_per_k + heat.airing_w_per_k;
  const double wall = room.wall_conductance_w_per_k;
  const double neighbour = room.neighbour_conductance_w_per_k;

  const Number air_diagonal = air_rate + inner + out_air;
  const double mass_diagonal = mass_rate + inner + wall + neighbour;
  const Number determinant = air_diagonal * mass_diagonal - inner * inner;
  const Number air_source =
      air_rate * state.air_temp_c + out_air * heat.outdoor_temp_c + heat.gain_air_w;
  const Number mass_source = mass_rate * state.mass_temp_c + wall * heat.outdoor_temp_c +
                             neighbour * room.neighbour_temp_c + heat.gain_mass_w;

  const Number unheated_c = (mass_diagonal * air_source + inner * mass_source) / determinant;
  const Number kelvin_per_w = mass_diagonal / determinant;
  const Number heating_w = std::clamp((heat.setpoint_c - unheated_c) / kelvin_per_w, Number(0),
                                      Number(room.heating_limit_w));

  state.air_temp_c = unheated_c + kelvin_per_w * heating_w;
  state.mass_temp_c = (mass_source + inner * state.air_temp_c) / mass_diagonal;

  const Number outwards = heat.outdoor_temp_c - state.air_temp_c;
  flows.heating_j = heating_w * heat.dt_s;
  flows.gains_j = (heat.gain_air_w + heat.gain_mass_w) * heat.dt_s;
  flows.airing_j = heat.airing_w_per_k * outwards * heat.dt_s;
  flows.conduction_j = (room.glass_conductance_w_per_k * outwards +
                        wall * (heat.outdoor_temp_c - state.mass_temp_c) +
                        neighbour * (room.neighbour_temp_c - state.mass_temp_c)) *
                       heat.dt_s;
}

template <class Number>
void step_vapour(StateOf<Number>& state, const RoomParameters& room, double outdoor_kg_m3,
                 const Number& exchange_m3, double gained_kg, FlowsOf<Number>& flows) {
  const double effective_m3 = room.volume_m3 * room.moisture_volume_factor;
  Number vapour = (effective_m3 * state.vapour_kg_m3 + exchange_m3 * outdoor_kg_m3 + gained_kg) /
                  (effective_m3 + exchange_m3);
  flows.vapour_gained_kg = gained_kg;
  flows.vapour_aired_kg = exchange_m3 * (outdoor_kg_m3 - vapour);
  const Number saturated = saturation_vapour_kg_m3(state.air_temp_c);
  if (vapour > saturated) {
    flows.condensed_kg = (vapour - saturated) * effective_m3;
    vapour = saturated;
  }
  state.vapour_kg_m3 = vapour;
}

template <class Number>
void step_co2(StateOf<Number>& state, const RoomParameters& room, const Number& exchange_m3,
              double gained_m3, FlowsOf<Number>& flows) {
  state.co2_ppm =
      (room.volume_m3 * state.co2_ppm + exchange_m3 * kOutdoorCo2Ppm + gained_m3 * 1e6) /
      (room.volume_m3 + exchange_m3);
  flows.co2_gained_m3 = gained_m3;
  flows.co2_aired_m3 = exchange_m3 * (kOutdoorCo2Ppm - state.co2_ppm) * 1e-6;
}

// As step() in rooms/room.h.
template <class Number>
StepOf<Number> physics_step(const StateOf<Number>& state, const RoomParameters& room,
                            const Outdoors& outdoors, const Presence& presence, double setpoint_c,
                            const Number& opening, double dt_s) {
  assert(dt_s > 0 && value_of(opening) >= 0 && value_of(opening) <= 1);
  StepOf<Number> result{.state = state, .flows = {}};
  FlowsOf<Number>& flows = result.flows;
  const Number airing_m3_per_s =
      airing_m3_s(room.opening_area_m2, room.opening_height_m, opening, outdoors.wind_speed_m_s,
                  state.air_temp_c - outdoors.temp_c) +
      room.volume_m3 * room.infiltration_per_h / kSecondsPerHour;
  flows.exchange_m3 = airing_m3_per_s * dt_s;

  const double solar_w = room.solar_aperture_m2 * facade_irradiance_w_m2(outdoors, room.facade);
  step_heat(result.state, room,
            HeatStep<Number>{
                .airing_w_per_k = airing_m3_per_s * kAirHeatCapacity,
                .gain_air_w = presence.heat_w + presence.appliances_w + room.solar_to_air * solar_w,
                .gain_mass_w = (1.0 - room.solar_to_air) * solar_w,
                .outdoor_temp_c = outdoors.temp_c,
                .setpoint_c = setpoint_c,
                .dt_s = dt_s},
            flows);
  step_vapour(result.state, room, outdoors.vapour_kg_m3, flows.exchange_m3,
              presence.vapour_kg_per_s * dt_s, flows);
  step_co2(result.state, room, flows.exchange_m3, presence.co2_m3_per_s * dt_s, flows);
  return result;
}

}  // namespace luft::rooms
