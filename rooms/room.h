// Physics of one room with one window: heat, moisture, CO2. Plain numbers, no state of its own.
//
// Heat: two nodes, air (with furniture) and mass (walls, floors), implicit Euler. The thermostat is
// solved in closed form: heating is what brings the air to the set point at the end of the step,
// between zero and the radiator's limit. Moisture and CO2: one well-mixed zone, implicit Euler.
// Stable for any step; meant for 60 to 300 s. Balances close to rounding (see `Flows`).
#pragma once

#include "rooms/people.h"
#include "rooms/weather.h"

namespace luft::rooms {

inline constexpr double kAirHeatCapacity = 1.2 * 1005.0;  // J/(m³ K) at 20 °C
inline constexpr double kOutdoorCo2Ppm = 420.0;

// Where a window looks: a unit vector, for the sun to shine along.
struct Facade {
  double north = -1;
  double east = 0;

  // 0 north, 90 east, 180 south.
  static Facade towards(double azimuth_deg);
};

struct RoomParameters {
  double volume_m3 = 45;
  double air_capacity_j_per_k = 300e3;  // air and light furniture
  double mass_capacity_j_per_k = 4.5e6;
  double mass_conductance_w_per_k = 150;      // air to mass
  double wall_conductance_w_per_k = 12;       // mass to outdoors
  double glass_conductance_w_per_k = 3;       // air to outdoors through glass and frame
  double neighbour_conductance_w_per_k = 15;  // mass to the neighbouring rooms
  double neighbour_temp_c = 20.5;
  double infiltration_per_h = 0.12;  // air changes with the window closed
  double opening_area_m2 = 0.9;      // of the window fully open
  double opening_height_m = 1.2;
  Facade facade = Facade::towards(180);
  double solar_aperture_m2 = 0.9;  // glass area times solar transmittance and shading
  double solar_to_air = 0.2;       // share that heats the air at once, the rest the mass
  double heating_setpoint_c = 20.5;
  double heating_setback_c = 18;  // at night
  double heating_limit_w = 1500;
  double moisture_volume_factor = 4;  // buffering by furnishings: effective over real volume
  double closed_attenuation_db = 30;
  double open_attenuation_db = 10;
};

// `Number` is double, or Dual for what also needs derivatives (rooms/room_physics.h).
template <class Number>
struct StateOf {
  Number air_temp_c = 20.5;
  Number mass_temp_c = 20.5;
  Number vapour_kg_m3 = 0.008;
  Number co2_ppm = 600;
};
using RoomState = StateOf<double>;

// What crossed the room's boundary during one step. Heat in J, positive inwards:
//   air capacity * change + mass capacity * change = heating + gains + airing + conduction.
// Vapour in kg: effective volume * change = vapour_gained + vapour_aired - condensed.
// CO2 in m³: volume * change / 1e6 = co2_gained + co2_aired.
template <class Number>
struct FlowsOf {
  Number exchange_m3 = 0;
  Number heating_j = 0;
  double gains_j = 0;
  Number airing_j = 0;
  Number conduction_j = 0;
  double vapour_gained_kg = 0;
  Number vapour_aired_kg = 0;
  Number condensed_kg = 0;
  double co2_gained_m3 = 0;
  Number co2_aired_m3 = 0;
};
using Flows = FlowsOf<double>;

template <class Number>
struct StepOf {
  StateOf<Number> state;
  FlowsOf<Number> flows;
};
using StepResult = StepOf<double>;

// Solar radiation on the window's plane, W/m²: beam, half the sky, and ground reflecting 20 %.
[[nodiscard]] double facade_irradiance_w_m2(const Outdoors& outdoors, const Facade& facade);

// `opening` 0..1; `setpoint_c` of the thermostat during this step.
[[nodiscard]] StepResult step(const RoomState& state, const RoomParameters& room,
                              const Outdoors& outdoors, const Presence& presence, double setpoint_c,
                              double opening, double dt_s);

// A state near the balance of that moment, to start a simulation from.
[[nodiscard]] RoomState settled_state(const RoomParameters& room, const Outdoors& outdoors);

}  // namespace luft::rooms
