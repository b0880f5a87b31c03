// The terms of the cost, each in its own unit, on plain numbers or on ones that carry derivatives.
// What they mean stands in rooms/comfort.h.
#pragma once

#include <algorithm>

#include "rooms/comfort.h"
#include "rooms/dual.h"
#include "rooms/humid_air.h"
#include "rooms/opening.h"

namespace luft::rooms {

inline constexpr double kJoulePerKwh = 3.6e6;
inline constexpr double kStaleAirPpm = 1000;
inline constexpr double kQuietAsleep = 30;  // dB(A): WHO community noise guidelines 1999, bedrooms
inline constexpr double kQuietAwake = 35;   // dB(A): the same, dwellings in the day

// By how much `value` is beyond low..high.
template <class Number>
Number outside(const Number& value, double low, double high) {
  return std::max({Number(0), low - value, value - high});
}

// Half air, half surfaces: the operative temperature of still air (EN ISO 7726).
template <class Number>
Number operative_temp_c(const StateOf<Number>& state) {
  return 0.5 * (state.air_temp_c + state.mass_temp_c);
}

// As cost_of() in rooms/comfort.h.
template <class Number>
CostTermsOf<Number> cost_terms(const ComfortWeights& weights, const Home& home,
                               const StateOf<Number>& state, const Moment& moment,
                               const Number& opening, const Number& heating_j, double dt_s) {
  const double hours = dt_s / kSecondsPerHour;
  const Presence& presence = moment.presence;
  const bool occupied = presence.people > 0;
  const auto band = comfort_band(moment.outdoors.running_mean_temp_c);
  const double taste = home.people.taste_k;

  CostTermsOf<Number> cost;
  cost.temperature = (occupied ? weights.temperature : weights.temperature_empty) * hours *
                     outside(operative_temp_c(state), band.low_c + taste, band.high_c + taste);
  const Number relative = humidity_pct(state.air_temp_c, state.vapour_kg_m3);
  cost.humidity = weights.humidity / 10 * hours * outside(relative, 30, 70);
  cost.heating = weights.heating / kJoulePerKwh * heating_j;
  if (moment.outdoors.rain_mm_per_h > 0) cost.rain = weights.rain * hours * opening;
  if (occupied) {
    cost.air = weights.air / 500 * hours * std::max(Number(0), state.co2_ppm - kStaleAirPpm);
    const Number intruding_dba =
        moment.street_dba -
        attenuation_db(home.room.closed_attenuation_db, home.room.open_attenuation_db, opening);
    const double quiet_dba = presence.asleep ? kQuietAsleep : kQuietAwake;
    cost.noise = weights.noise / 10 * hours * std::max(Number(0), intruding_dba - quiet_dba);
  }
  return cost;
}

}  // namespace luft::rooms
